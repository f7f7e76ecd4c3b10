"""Gifts (P9): given to a friend, with words and a picture; accepted, declined or taken back."""

from __future__ import annotations

import re
from typing import Any

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from backend_stub.contract import SOCIAL_ID_PATTERN, UUID_PATTERN, GiftPicture, GiftRequest, GiftState, ProblemCode
from backend_stub.domain.records import Gift
from backend_stub.domain.state import Broken
from backend_stub.money import MoneyError, parse
from backend_stub.services import gifts
from backend_stub.services.platform import new_id
from backend_stub.storage import account_reads, contact_reads, reads
from backend_stub.storage.contact_reads import Known
from backend_stub.wallet import purses
from backend_stub.wallet.browser import Here, Visit
from backend_stub.wallet.page import go, page

PAGE = 50
SUGGESTED = 6  # people shown beside the field
WORDS_MAX = 140
ANSWERS = {"accept": GiftState.ACCEPTED, "decline": GiftState.DECLINED, "withdraw": GiftState.WITHDRAWN}
_NO_CONTROLS = re.compile(r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*$")


@get("/wallet/gifts")
async def show_gifts(visit: Here, done: FromQuery[str] = "") -> Response[Any]:
    """What I gave and was given."""
    owner = visit.owner
    rows = await visit.platform.read(account_reads.gifts_of, owner.customer.id, None, PAGE)
    return page(visit, "gifts.html", tab="home", gifts=rows, done=done)


@get("/wallet/gifts/new")
async def show_new_gift(visit: Here, to: FromQuery[str] = "") -> Response[Any]:
    """To whom, how much, with which words and picture."""
    handle = to if re.search(SOCIAL_ID_PATTERN, to) else ""
    return await _gift_page(visit, {"to": handle}, "")


async def _people(visit: Visit) -> list[Known]:
    return await visit.platform.read(contact_reads.people_of, visit.owner.customer.id)


async def _gift_page(
    visit: Visit, form: dict[str, str], wrong: str, status: int = 200, wait_s: int = 0
) -> Response[Any]:
    held = [purse for purse in await purses.of(visit) if purse.is_open and purse.account.balance_minor > 0]
    people = await _people(visit)
    return page(
        visit,
        "gift_new.html",
        status,
        tab="home",
        purses=held,
        people=people[:SUGGESTED],
        friend=next((one for one in people if one.social_id == form.get("to")), None),
        pictures=[one.value for one in GiftPicture],
        form=form,
        wrong=wrong,
        wait_s=wait_s,
    )


@post("/wallet/gifts")
async def give(visit: Here) -> Response[Any]:
    """The money leaves the account and waits for the friend."""
    owner, form = visit.owner, await visit.form()
    form["to"] = form.get("to", "").lower().removeprefix("@")
    asked = await _request(visit, form)
    if isinstance(asked, str):
        return await _gift_page(visit, form, asked, 422)
    row = await gifts.offer(visit.platform, owner.caller, _key(form), asked, visit.address)
    if isinstance(row, Broken):
        if row.code is ProblemCode.TOO_MANY_TRIES:
            reply = await _gift_page(visit, form, "often", 429, wait_s=int(row.detail))
            reply.headers["Retry-After"] = row.detail
            return reply
        return await _gift_page(visit, form, "to" if row.field == "to" else "amount", 422)
    return go("/wallet/gifts?done=sent")


async def _request(visit: Visit, form: dict[str, str]) -> GiftRequest | str:
    """What was asked for, or the field that is wrong."""
    held = {purse.account.id: purse for purse in await purses.of(visit) if purse.is_open}
    purse = held.get(form.get("account", ""))
    if purse is None or not re.search(SOCIAL_ID_PATTERN, form["to"]) or form["to"] == visit.owner.customer.social_id:
        return "to"
    words = form.get("words", "")
    if len(words) > WORDS_MAX or not _NO_CONTROLS.match(words):
        return "words"
    try:
        amount_minor = parse(form.get("amount", "").replace(",", "."), purse.account.currency).minor
    except MoneyError:
        amount_minor = 0
    if amount_minor <= 0:
        return "amount"
    picture = form.get("picture", "")
    return GiftRequest(
        to=form["to"],
        amount_minor=amount_minor,
        currency=purse.account.currency,
        programme_id=purse.programme.id,
        words=words,
        picture=GiftPicture(picture) if picture in set(GiftPicture) else GiftPicture.GIFT,
    )


@post("/wallet/gifts/{gift_id:str}")
async def answer(visit: Here, gift_id: FromPath[str]) -> Response[Any]:
    """Yes or no of the friend; or the giver takes it back."""
    owner, form = visit.owner, await visit.form()
    state = ANSWERS.get(form.get("answer", ""))
    row = await visit.platform.read(reads.one, Gift, gift_id)
    if state is None or row is None or owner.customer.id not in (row.giver_id, row.recipient_id):
        return page(visit, "trouble.html", 404, kind="missing")
    reply = await gifts.answer(visit.platform, owner.caller, gift_id, _key(form), state)
    if form.get("from") == "messages":  # which tell what became of it
        return go("/wallet/messages")
    return go("/wallet/gifts" if isinstance(reply, Broken) else f"/wallet/gifts?done={form['answer']}")


def _key(form: dict[str, str]) -> str:
    return form["key"] if re.search(UUID_PATTERN, form.get("key", "")) else new_id()


ROUTES = [show_gifts, show_new_gift, give, answer]
