"""Privacy: what is kept of me, all of it to take away, and being erased: with what happens to the money told first."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from litestar import get, post
from litestar.response import Response

from backend_stub.contract import CloseRequest, ProblemCode
from backend_stub.domain.limits import SIGN_INS
from backend_stub.domain.records import aware
from backend_stub.domain.state import Broken
from backend_stub.services import access, lives, personal_data
from backend_stub.services.doers import Doer
from backend_stub.services.personal_data import Erased, ObstacleKind
from backend_stub.services.platform import new_id
from backend_stub.storage import access_reads
from backend_stub.wallet import purses
from backend_stub.wallet.browser import Here, Visit
from backend_stub.wallet.entry_routes import PIN_PATTERN
from backend_stub.wallet.page import page
from backend_stub.wallet.papers import one_paper
from backend_stub.wallet.purses import Purse


async def _everything(visit: Visit) -> dict[str, list[dict[str, Any]]]:
    """Every row about whoever is signed in, table by table."""
    async with one_paper(visit):
        found = await visit.platform.aside(personal_data.everything, visit.platform.database, visit.owner.customer.id)
    rows: dict[str, list[dict[str, Any]]] = found["tables"]  # type: ignore[assignment]  # as it says of itself
    me = visit.owner.customer.id
    for gift in rows.get("gifts", []):  # which account it comes from or goes to is the friend's own matter
        gift.pop("giver_account_id" if gift["giver_id"] != me else "recipient_account_id", None)
    return rows


@get("/wallet/me/privacy")
async def show_privacy(visit: Here) -> Response[Any]:
    """What is kept of me, in plain words and numbers."""
    rows = await _everything(visit)
    counted = {name: len(found) for name, found in rows.items()}
    return page(visit, "privacy.html", tab="me", counted=counted, since=visit.owner.customer.created_at)


@get("/wallet/me/export")
async def export(visit: Here) -> Response[bytes]:
    """The same as a file. Secrets and their hashes are not in it."""
    customer = visit.owner.customer
    about = {
        "told_at": aware(visit.now),
        "person": {
            "id": customer.id,
            "handle": customer.social_id,
            "name": customer.display_name,
            "since": aware(customer.created_at),
        },
        "amounts": "in minor units of their currency (cents of EUR); times in UTC",
        "tables": await _everything(visit),
    }
    body = msgspec.json.format(msgspec.json.encode(about), indent=1)
    headers = {"Content-Disposition": 'attachment; filename="wallet.json"', "Cache-Control": "no-store"}
    return Response(body, media_type="application/json", headers=headers)


@get("/wallet/me/erase")
async def show_erase(visit: Here) -> Response[Any]:
    """What would happen, the money first."""
    return await _erase_page(visit)


async def _erase_page(
    visit: Visit, *, wrong: str = "", wait_s: int = 0, obstacles: frozenset[str] = frozenset(), status: int = 200
) -> Response[Any]:
    held = [purse for purse in await purses.of(visit) if purse.spendable_minor + purse.account.reserved_minor]
    has_pin = await visit.platform.read(access_reads.pin_of_handle, visit.owner.customer.social_id) is not None
    return page(
        visit,
        "erase.html",
        status,
        tab="me",
        paid=[purse for purse in held if not _is_bonus_only(purse)],
        bonus=[purse for purse in held if _is_bonus_only(purse)],
        has_pin=has_pin,
        wrong=wrong,
        wait_s=wait_s,
        obstacles=obstacles,
    )


def _is_bonus_only(purse: Purse) -> bool:
    """Bonus is a promise that can be given up; paid money is theirs, and has to go somewhere."""
    account = purse.account
    return bool(account.bonus_minor) and not account.balance_minor and not account.reserved_minor and purse.is_open


@post("/wallet/me/erase")
async def erase(visit: Here) -> Response[Any]:
    """For good, by whoever knows the PIN and wrote the handle."""
    owner, form = visit.owner, await visit.form()
    await visit.count(SIGN_INS)
    if form.get("handle", "").lower().removeprefix("@") != owner.customer.social_id:
        return await _erase_page(visit, wrong="handle", status=422)
    pin = form.get("pin", "")
    proved = await access.prove(visit.platform, owner, pin if re.search(PIN_PATTERN, pin) else "")
    if isinstance(proved, Broken):
        wait_s = int(proved.detail) if proved.code is ProblemCode.TOO_MANY_TRIES else 0
        return await _erase_page(visit, wrong="pin", wait_s=wait_s, status=422)
    if form.get("bonus") == "give-up":
        for purse in filter(_is_bonus_only, await purses.of(visit)):
            await lives.act(visit.platform, Doer.of(owner.caller), new_id(), purse.account.id, CloseRequest())
    done = await personal_data.erase_through(visit.platform, owner.customer.id)
    if not isinstance(done, Erased):
        kinds = frozenset(ObstacleKind(one.kind).value for one in done)
        return await _erase_page(visit, obstacles=kinds, status=409)
    return visit.signed_out(page(visit.as_stranger(), "erased.html"))


ROUTES = [show_privacy, export, show_erase, erase]
