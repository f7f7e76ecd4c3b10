"""Paying: a code as large as the screen, its renewal, the customer's word on an amount above the limit, and the result."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa
from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from backend_stub.contract import UUID_PATTERN, CodeRequest, Confirmation, MembershipNews, Outcome
from backend_stub.domain import records
from backend_stub.domain.records import SECOND
from backend_stub.money import MoneyError, parse
from backend_stub.services import customers, inbox, payments, replies
from backend_stub.services.platform import new_id
from backend_stub.storage import reads
from backend_stub.wallet import purses
from backend_stub.wallet.browser import Here, Visit
from backend_stub.wallet.limits import CODES
from backend_stub.wallet.page import draw, go, page
from backend_stub.wallet.papers import need_room

PREFETCH = "prefetch"


@dataclass(frozen=True, slots=True)
class Shown:
    """A code on the screen; times are seconds from now, whatever the phone's clock says."""

    code: str
    life_s: float
    renew_s: float
    ends_at: int
    limit_minor: int | None


async def _new_code(visit: Visit, account_id: str | None, limit_minor: int | None) -> Shown | None:
    """Ask to pay (P4); None when there is no account to pay from."""
    need_room(visit, CODES, visit.owner.caller.device_id or "")
    request = CodeRequest(account_id=account_id, limit_minor=limit_minor)
    row = await customers.issue_code(visit.platform, visit.owner.caller, new_id(), request)
    if not isinstance(row, records.Code):
        return None
    told = replies.payment_code(row, visit.platform.keys)
    now = visit.now / SECOND
    return Shown(
        told.code, told.expires_at.timestamp() - now, told.renew_at.timestamp() - now, row.expires_at, row.limit_minor
    )


def _limit(text: str, currency: str) -> int | None:
    """A highest amount as keyed; None for none."""
    try:
        minor = parse(text.replace(",", "."), currency).minor if text else 0
    except MoneyError:
        return None
    return minor if minor > 0 else None


@get("/wallet/pay")
async def show_pay(visit: Here, account: FromQuery[str] = "", limit: FromQuery[str] = "") -> Response[Any]:
    """The code, at once. A browser that only guesses that somebody will come here gets none."""
    owner = visit.owner
    if PREFETCH in visit.request.headers.get("sec-purpose", ""):
        return Response(None, status_code=204)
    held = [purse for purse in await purses.of(visit) if purse.is_open]
    chosen = next((purse for purse in held if purse.account.id == account), held[0] if len(held) == 1 else None)
    limit_minor = _limit(limit, chosen.account.currency) if chosen else None
    shown = await _new_code(visit, chosen.account.id if chosen and account else None, limit_minor) if held else None
    counted = await inbox.counted(visit.platform, owner.customer.id)
    return page(
        visit,
        "pay.html",
        tab="pay",
        shown=shown,
        purses=held,
        chosen=chosen,
        is_bound=bool(chosen and account),
        limit=visit.words.amount(limit_minor, chosen.account.currency) if chosen and limit_minor else "",
        after=counted.last_number,
        unread=counted.last_number - counted.read_number,
    )


@post("/wallet/pay/code")
async def renew_code(visit: Here) -> Response[Any]:
    """The next code, as the part of the page that shows it."""
    form = await visit.form()
    account = form.get("account", "") if re.search(UUID_PATTERN, form.get("account", "")) else ""
    held = [purse for purse in await purses.of(visit) if purse.is_open]
    chosen = next((purse for purse in held if purse.account.id == account), None)
    limit_minor = _limit(form.get("limit", ""), chosen.account.currency) if chosen else None
    shown = await _new_code(visit, chosen.account.id if chosen else None, limit_minor)
    if shown is None:
        return Response(None, status_code=409)
    only = chosen or (held[0] if len(held) == 1 else None)
    return page(visit, "code.html", shown=shown, chosen=only)


@get("/wallet/payments/{attempt_id:str}")
async def show_payment(visit: Here, attempt_id: FromPath[str]) -> Response[Any]:
    """A payment as it stands: a question, a receipt, or that it came to nothing."""
    row = await _own(visit, attempt_id)
    return page(visit, "payment.html", 200 if row else 404, tab="pay", **await result(visit, row))


@post("/wallet/payments/{attempt_id:str}")
async def answer(visit: Here, attempt_id: FromPath[str]) -> Response[Any]:
    """The customer's yes or no to an amount above the limit."""
    owner, form = visit.owner, await visit.form()
    if await _own(visit, attempt_id) and form.get("answer") in ("yes", "no"):
        word = Confirmation(accept=form["answer"] == "yes")
        await payments.confirm(visit.platform, owner.caller, attempt_id, word)
    return go(f"/wallet/payments/{attempt_id}")


async def _own(visit: Visit, attempt_id: str) -> records.Redemption | None:
    owner = visit.owner
    return (
        await payments.attempt(visit.platform, owner.caller, attempt_id)
        if re.search(UUID_PATTERN, attempt_id)
        else None
    )


async def result(visit: Visit, row: records.Redemption | None) -> dict[str, object]:
    """What the page of a payment shows."""
    if row is None:
        return {"payment": None, "state": "missing", "purse": None, "merchant": "", "became": ""}
    merchant, store, till = await visit.platform.read(_place, row)
    purse = await purses.own(visit, row.account_id) if row.account_id and row.confirm_until else None
    state = {Outcome.PAID: "paid", Outcome.AWAITING_CUSTOMER: "asking", Outcome.REVERSED: "returned"}
    return {
        "payment": row,
        "state": state.get(Outcome(row.outcome), "nothing"),
        "purse": purse,
        "merchant": merchant.name if merchant else "",
        "store": store.name if store else "",
        "till": till.name if till else "",
        "became": msgspec.json.decode(row.news, type=MembershipNews).tier_name if row.news else "",
    }


def _place(
    connection: sa.Connection, row: records.Redemption
) -> tuple[records.Merchant | None, records.Store | None, records.Till | None]:
    """Where it happened, in one go."""
    return (
        reads.one(connection, records.Merchant, row.merchant_id),
        reads.one(connection, records.Store, row.store_id),
        reads.one(connection, records.Till, row.till_id),
    )


def drawn_result(visit: Visit, about: dict[str, object]) -> str:
    """The part of the page that a stream puts in place of the code."""
    return draw(visit, "payment_part.html", **about)


ROUTES = [show_pay, renew_code, show_payment, answer]
