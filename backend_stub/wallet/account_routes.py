"""Accounts: establish one with its terms before the eyes, put money in, look at every movement, take statements away."""

from __future__ import annotations

import re
from typing import Annotated, Any

from litestar import get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Response

from backend_stub.contract import (
    END,
    UUID_PATTERN,
    CloseRequest,
    FreezeRequest,
    OpenAccount,
    ProblemCode,
    TopUpRequest,
    TopUpState,
    UnfreezeRequest,
)
from backend_stub.domain.records import Account, Programme, TopUp
from backend_stub.domain.state import Broken
from backend_stub.money import MoneyError, exponent, parse
from backend_stub.services import customers, funding, lives
from backend_stub.services.doers import Doer
from backend_stub.services.platform import new_id
from backend_stub.storage import movement_reads, reads
from backend_stub.storage.reads import Place
from backend_stub.wallet import purses, statements
from backend_stub.wallet.browser import Here, Visit
from backend_stub.wallet.page import go, page
from backend_stub.wallet.papers import one_paper
from backend_stub.wallet.purses import Purse

PAGE = 30
ACTS: dict[str, lives.Request] = {"freeze": FreezeRequest(), "unfreeze": UnfreezeRequest(), "close": CloseRequest()}
SUGGESTED = (10, 20, 50, 100)  # whole units of the currency, those that the terms allow
Cursor = Annotated[str, QueryParameter(name="before", pattern=rf"^([0-9]{{1,19}}\.[0-9a-z-]{{36}})?{END}")]


@get("/wallet/accounts/new")
async def offers(visit: Here) -> Response[Any]:
    """Where an account can be opened."""
    held = {purse.programme.id for purse in await purses.of(visit) if not purse.is_closed}
    rows = [row for row in await visit.platform.read(reads.programmes, None) if row.id not in held]
    named = await visit.platform.read(reads.merchants_of_programmes)
    return page(visit, "offers.html", tab="home", programmes=[(row, named.get(row.id, [])) for row in rows])


async def _programme(visit: Visit, programme_id: str) -> Programme | None:
    return (
        await visit.platform.read(reads.one, Programme, programme_id) if re.search(UUID_PATTERN, programme_id) else None
    )


@get("/wallet/programmes/{programme_id:str}")
async def show_terms(visit: Here, programme_id: FromPath[str]) -> Response[Any]:
    """P1: the terms, before anything is opened."""
    visit.owner  # noqa: B018 - raises SignedOut
    programme = await _programme(visit, programme_id)
    if programme is None:
        return page(visit, "trouble.html", 404, kind="missing")
    named = await visit.platform.read(reads.merchants_of_programmes)
    return page(visit, "terms.html", tab="home", programme=programme, merchants=named.get(programme.id, []), trouble="")


@post("/wallet/programmes/{programme_id:str}")
async def establish(visit: Here, programme_id: FromPath[str]) -> Response[Any]:
    """P1: the account is established, once for one press of the button."""
    owner, form = visit.owner, await visit.form()
    programme = await _programme(visit, programme_id)
    if programme is None:
        return page(visit, "trouble.html", 404, kind="missing")
    row = await customers.open_account(visit.platform, owner.caller, _key(form), OpenAccount(programme_id=programme_id))
    if isinstance(row, Account):
        return go(f"/wallet/accounts/{row.id}/top-up?new=1")
    named = await visit.platform.read(reads.merchants_of_programmes)
    return page(
        visit,
        "terms.html",
        409,
        tab="home",
        programme=programme,
        merchants=named.get(programme.id, []),
        trouble="refused",
    )


def _key(form: dict[str, str]) -> str:
    """The id of what a form makes, drawn when the page was: a press that is repeated makes it once."""
    return form["key"] if re.search(UUID_PATTERN, form.get("key", "")) else new_id()


async def _purse(visit: Visit, account_id: str) -> Purse | None:
    visit.owner  # noqa: B018 - raises SignedOut
    return await purses.own(visit, account_id)


@get("/wallet/accounts/{account_id:str}")
async def show_account(
    visit: Here, account_id: FromPath[str], before: Cursor = "", done: FromQuery[str] = ""
) -> Response[Any]:
    """What is in it, until when, and every movement."""
    purse = await _purse(visit, account_id)
    if purse is None:
        return page(visit, "trouble.html", 404, kind="missing")
    at, _, act = before.partition(".")
    place = Place(min(int(at), 2**63 - 1), act) if before else None
    rows = await visit.platform.read(movement_reads.movements, account_id, place, PAGE)
    more = f"{rows[-1].at}.{rows[-1].act_id}" if len(rows) == PAGE else ""
    return page(
        visit, "account.html", tab="home", purse=purse, movements=rows, more=more, is_later=bool(before), done=done
    )


@get("/wallet/top-up")
async def choose_account(visit: Here) -> Response[Any]:
    """Which account to put money in; the only one at once."""
    held = [purse for purse in await purses.of(visit) if purse.is_open]
    if not held:
        return go("/wallet/accounts/new")
    if len(held) == 1:
        return go(f"/wallet/accounts/{held[0].account.id}/top-up")
    return page(visit, "top_up_choose.html", tab="home", purses=held)


@get("/wallet/accounts/{account_id:str}/top-up")
async def show_top_up(visit: Here, account_id: FromPath[str], new: FromQuery[str] = "") -> Response[Any]:
    """How much to put in, and how."""
    purse = await _purse(visit, account_id)
    if purse is None or purse.is_closed:
        return page(visit, "trouble.html", 404, kind="missing")
    return _top_up_page(visit, purse, is_new=bool(new))


def _top_up_page(visit: Visit, purse: Purse, status: int = 200, **more: object) -> Response[Any]:
    terms = purse.programme
    room_minor = min(terms.topup_max_minor, terms.balance_max_minor - purse.spendable_minor)
    unit = 10 ** exponent(terms.currency)
    suggested = [whole * unit for whole in SUGGESTED if terms.topup_min_minor <= whole * unit <= room_minor]
    about: dict[str, object] = {"is_new": False, "wrong": "", "amount": "", **more}
    return page(
        visit,
        "top_up.html",
        status,
        tab="home",
        purse=purse,
        suggested=suggested,
        room_minor=room_minor,
        is_online=visit.platform.funding is not None,
        **about,
    )


@post("/wallet/accounts/{account_id:str}/top-up")
async def top_up(visit: Here, account_id: FromPath[str]) -> Response[Any]:
    """P3: by the demo's way to pay."""
    purse = await _purse(visit, account_id)
    if purse is None:
        return page(visit, "trouble.html", 404, kind="missing")
    form = await visit.form()
    text = form.get("other") or form.get("amount", "")
    try:
        amount_minor = parse(text.replace(",", "."), purse.account.currency).minor
    except MoneyError:
        amount_minor = 0
    terms = purse.programme
    if not terms.topup_min_minor <= amount_minor <= terms.topup_max_minor:
        return _top_up_page(visit, purse, 422, wrong="amount", amount=text)
    request = TopUpRequest(amount_minor=amount_minor, currency=purse.account.currency, account_id=account_id)
    row = await funding.top_up(visit.platform, visit.owner.caller, _key(form), request)
    if isinstance(row, Broken):
        return _top_up_page(
            visit, purse, 422, wrong="room" if row.code is ProblemCode.RULE_BROKEN else "refused", amount=text
        )
    if isinstance(row, TopUp) and row.state == TopUpState.FAILED:
        return _top_up_page(visit, purse, 422, wrong="refused", amount=text)
    is_in = isinstance(row, TopUp) and row.state == TopUpState.CAPTURED
    return go(f"/wallet/accounts/{account_id}?done={'topped-up' if is_in else 'on-its-way'}")


@post("/wallet/accounts/{account_id:str}/life")
async def change_life(visit: Here, account_id: FromPath[str]) -> Response[Any]:
    """Freeze it, open it again, or close it for good."""
    purse = await _purse(visit, account_id)
    form = await visit.form()
    act = ACTS.get(form.get("act", ""))
    if purse is None or act is None:
        return page(visit, "trouble.html", 404, kind="missing")
    reply = await lives.act(visit.platform, Doer.of(visit.owner.caller), _key(form), account_id, act)
    return go(f"/wallet/accounts/{account_id}{'?done=refused' if isinstance(reply, Broken) else ''}")


@get("/wallet/accounts/{account_id:str}/statement.csv")
async def statement_csv(visit: Here, account_id: FromPath[str]) -> Response[Any]:
    """Every movement, for a spreadsheet."""
    purse = await _purse(visit, account_id)
    if purse is None:
        return page(visit, "trouble.html", 404, kind="missing")
    async with one_paper(visit):
        body = await statements.csv_of(visit, purse)
    return _file(body, "text/csv; charset=utf-8", "statement.csv")


@get("/wallet/accounts/{account_id:str}/statement.pdf")
async def statement_pdf(visit: Here, account_id: FromPath[str]) -> Response[Any]:
    """Every movement, for paper."""
    purse = await _purse(visit, account_id)
    if purse is None:
        return page(visit, "trouble.html", 404, kind="missing")
    async with one_paper(visit):
        body = await statements.pdf_of(visit, purse)
    return _file(body, "application/pdf", "statement.pdf")


def _file(body: bytes, media_type: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=media_type, headers=headers)


ROUTES = [
    offers,
    show_terms,
    establish,
    show_account,
    choose_account,
    show_top_up,
    top_up,
    change_life,
    statement_csv,
    statement_pdf,
]
