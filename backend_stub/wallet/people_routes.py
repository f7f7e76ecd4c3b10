"""My people: whom I gave to, whose card I scanned, whose handle I typed; and my own card for others to scan."""

from __future__ import annotations

import re
from typing import Any

from litestar import get, post
from litestar.params import FromQuery
from litestar.response import Response

from backend_stub.contract import SOCIAL_ID_PATTERN
from backend_stub.domain.state import Broken
from backend_stub.services import contacts
from backend_stub.storage import contact_reads
from backend_stub.wallet.browser import Here, Visit
from backend_stub.wallet.page import go, page

PROOF = re.compile(rf"[0-9a-f]{{{contacts.PROOF_LETTERS}}}")
PEOPLE = "/wallet/people"


@get("/wallet/people")
async def show_people(visit: Here, done: FromQuery[str] = "") -> Response[Any]:
    """Everybody on my list, the latest first."""
    return await _people_page(visit, done=done)


async def _people_page(
    visit: Visit, *, done: str = "", handle: str = "", wrong: str = "", status: int = 200
) -> Response[Any]:
    people = await visit.platform.read(contact_reads.people_of, visit.owner.customer.id)
    return page(visit, "people.html", status, tab="home", people=people, done=done, handle=handle, wrong=wrong)


@post("/wallet/people")
async def keep(visit: Here) -> Response[Any]:
    """Put a handle on my list. It is taken whether or not anybody has it: the answer tells nothing about others."""
    owner, form = visit.owner, await visit.form()
    handle = form.get("handle", "").lower().removeprefix("@")
    if not re.search(SOCIAL_ID_PATTERN, handle):
        return await _people_page(visit, handle=handle, wrong="pattern", status=422)
    reply = await contacts.keep(visit.platform, owner.caller, handle, _proof(form.get("card", "")))
    if isinstance(reply, Broken):
        wrong = "own" if handle == owner.customer.social_id else "full"
        return await _people_page(visit, handle=handle, wrong=wrong, status=422)
    return go(f"{PEOPLE}?done=kept")


@post("/wallet/people/drop")
async def drop(visit: Here) -> Response[Any]:
    """Take somebody off my list."""
    owner, form = visit.owner, await visit.form()
    if re.search(SOCIAL_ID_PATTERN, form.get("handle", "")):
        await contacts.drop(visit.platform, owner.caller, form["handle"])
    return go(PEOPLE)


@get("/wallet/people/add")
async def show_card_of(visit: Here, to: FromQuery[str] = "", card: FromQuery[str] = "") -> Response[Any]:
    """Where somebody's card leads: their name, if it is theirs, and whether to keep them."""
    owner = visit.owner
    if not re.search(SOCIAL_ID_PATTERN, to):
        return page(visit, "trouble.html", 404, kind="missing")
    if to == owner.customer.social_id:
        return go("/wallet/me/card")
    proof = _proof(card)
    shown = await contacts.shown_by(visit.platform, to, proof) if proof else None
    name = shown.display_name if shown else ""
    return page(visit, "person.html", tab="home", handle=to, name=name, card=proof)


def _proof(text: str) -> str:
    return text if PROOF.fullmatch(text) else ""


@get("/wallet/people/scan")
async def show_scanner(visit: Here) -> Response[Any]:
    """The camera, where the browser gives one; else what to do instead."""
    visit.owner  # noqa: B018 - raises SignedOut
    return page(visit, "scan.html", tab="home")


@get("/wallet/me/card")
async def show_card(visit: Here) -> Response[Any]:
    """My handle as a QR code, with the proof that I showed it."""
    customer = visit.owner.customer
    proof = contacts.card_proof(visit.platform, customer)
    address = f"{visit.request.base_url}wallet/people/add?to={customer.social_id}&card={proof}"
    return page(visit, "card.html", tab="me", address=address)


ROUTES = [show_people, keep, drop, show_card_of, show_scanner, show_card]
