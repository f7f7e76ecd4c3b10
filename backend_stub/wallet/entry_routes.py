"""Signing up, in and out: by PIN, by another device's link, and in the demo by a tap on one of its people."""

from __future__ import annotations

import re
from typing import Any

from litestar import get, post
from litestar.response import Response

from backend_stub.contract import (
    NAME_LENGTH_MAX,
    NAME_PATTERN,
    SOCIAL_ID_PATTERN,
    UUID_PATTERN,
    ProblemCode,
)
from backend_stub.domain.access import LINK_LIFE_S, SecretPurpose
from backend_stub.domain.limits import SIGN_INS
from backend_stub.domain.state import Broken
from backend_stub.services import access, demo
from backend_stub.services.access import Opened, Person
from backend_stub.services.platform import new_id
from backend_stub.storage import access_reads
from backend_stub.wallet.browser import LANGUAGE, YEAR_S, Here, TooOften, Visit, cookie, device_name
from backend_stub.wallet.page import go, page
from backend_stub.wallet.words import LANGUAGES

HOME = "/wallet"
PIN_PATTERN = "^[0-9]{6,12}$"
EASY_PINS = frozenset({"123456", "654321", "12345678", "87654321", "123123", "112233"})


@get("/wallet/sign-in")
async def show_sign_in(visit: Here) -> Response[Any]:
    """The page to sign in on."""
    return go(HOME) if visit.session else await _sign_in_page(visit)


async def _sign_in_page(
    visit: Visit, *, handle: str = "", trouble: str = "", wait_s: int = 0, status: int = 200
) -> Response[Any]:
    people = []
    if visit.platform.options.demo_funding:
        handles = tuple(person[0] for person in demo.PEOPLE)
        people = await visit.platform.read(access_reads.customers_by_handle, handles)
    return page(visit, "sign_in.html", status, handle=handle, trouble=trouble, wait_s=wait_s, people=people)


@post("/wallet/sign-in")
async def sign_in(visit: Here) -> Response[Any]:
    """By handle and PIN; what is wrong is never told apart."""
    await visit.count(SIGN_INS)
    form = await visit.form()
    handle, pin = form.get("handle", "").lower(), form.get("pin", "")
    if not re.search(SOCIAL_ID_PATTERN, handle) or not re.search(PIN_PATTERN, pin):
        return await _sign_in_page(visit, handle=handle, trouble="wrong", status=422)
    opened = await access.sign_in(visit.platform, handle, pin, device_name(visit.request))
    if isinstance(opened, Opened):
        return visit.signed_in(go(HOME), opened.text)
    if opened.code is ProblemCode.TOO_MANY_TRIES:
        return await _sign_in_page(visit, handle=handle, trouble="wait", wait_s=int(opened.detail), status=429)
    return await _sign_in_page(visit, handle=handle, trouble="wrong", status=422)


@get("/wallet/sign-up")
async def show_sign_up(visit: Here) -> Response[Any]:
    """The page to sign up on."""
    return go(HOME) if visit.session else _sign_up_page(visit, {}, {})


def _sign_up_page(visit: Visit, form: dict[str, str], wrong: dict[str, str], status: int = 200) -> Response[Any]:
    return page(visit, "sign_up.html", status, form=form, wrong=wrong, key=new_id())


@post("/wallet/sign-up")
async def sign_up(visit: Here) -> Response[Any]:
    """A1: a handle, a name, a PIN."""
    form = await visit.form()
    form["handle"] = form.get("handle", "").lower().removeprefix("@")
    wrong = _wrong(form)
    if wrong:
        return _sign_up_page(visit, form, wrong, 422)
    person = Person(form["handle"], form["name"], form["pin"], device_name(visit.request), visit.address)
    opened = await access.sign_up(visit.platform, form["key"], visit.secret, person)
    if isinstance(opened, Opened):
        return visit.signed_in(go(f"{HOME}?new=1"), opened.text)
    if opened.code is ProblemCode.TOO_MANY_TRIES:
        raise TooOften(int(opened.detail))
    return _sign_up_page(visit, form, {"handle": "taken"}, 409)


def _wrong(form: dict[str, str]) -> dict[str, str]:
    """Which fields can't be taken, and why."""
    wrong = {}
    if not re.search(SOCIAL_ID_PATTERN, form.get("handle", "")):
        wrong["handle"] = "pattern"
    if not re.search(NAME_PATTERN, form.get("name", "")) or len(form["name"]) > NAME_LENGTH_MAX:
        wrong["name"] = "pattern"
    pin = form.get("pin", "")
    if not re.search(PIN_PATTERN, pin):
        wrong["pin"] = "pattern"
    elif pin in EASY_PINS or len(set(pin)) == 1:
        wrong["pin"] = "easy"
    if not re.search(UUID_PATTERN, form.get("key", "")):
        form["key"] = new_id()
    return wrong


@post("/wallet/demo")
async def enter_demo(visit: Here) -> Response[Any]:
    """Be one of the demo's people; only where money is not real."""
    handle = (await visit.form()).get("handle", "")
    if not visit.platform.options.demo_funding or handle not in {person[0] for person in demo.PEOPLE}:
        return go(f"{HOME}/sign-in")
    people = await visit.platform.read(access_reads.customers_by_handle, (handle,))
    opened = await access.open_for(visit.platform, people[0].id, device_name(visit.request)) if people else None
    return visit.signed_in(go(HOME), opened.text) if isinstance(opened, Opened) else go(f"{HOME}/sign-in")


@post("/wallet/sign-out")
async def sign_out(visit: Here) -> Response[Any]:
    """Here, on another device, or everywhere."""
    owner = visit.owner
    form = await visit.form()
    where = form.get("device", "")
    everywhere = where == "all"
    device = None if everywhere else where or owner.caller.device_id
    await access.sign_out(visit.platform, owner.customer.id, device)
    if everywhere or device == owner.caller.device_id:
        return visit.signed_out(go(f"{HOME}/sign-in"))
    return go(f"{HOME}/me/devices")


@post("/wallet/me/link")
async def make_link(visit: Here) -> Response[Any]:
    """A link that signs one further device in, once, within five minutes; shown as a QR code."""
    secret = await access.give_secret(visit.platform, SecretPurpose.LINK, visit.owner.customer.id, LINK_LIFE_S)
    # The secret is behind the # of the address: browsers don't send that part, so no log has it.
    address = f"{visit.request.base_url}wallet/link#{secret}"
    return page(visit, "link.html", address=address, life_s=LINK_LIFE_S)


@get("/wallet/link")
async def show_link(visit: Here) -> Response[Any]:
    """Where the link leads: a script takes the secret from behind the # into the form."""
    return page(visit, "link_open.html", trouble="")


@post("/wallet/link")
async def open_link(visit: Here) -> Response[Any]:
    """Sign this device in by another's link."""
    await visit.count(SIGN_INS)
    secret = (await visit.form()).get("secret", "")
    opened = await access.take_link(visit.platform, secret, device_name(visit.request))
    if isinstance(opened, Broken):
        return page(visit, "link_open.html", 409, trouble="over")
    return visit.signed_in(go(HOME), opened.text)


@post("/wallet/language")
async def choose_language(visit: Here) -> Response[Any]:
    """The pages' language on this device."""
    form = await visit.form()
    reply = go(form["back"] if re.fullmatch(r"/wallet[a-z0-9/-]*", form.get("back", "")) else HOME)
    if form.get("language") in LANGUAGES:
        reply.set_cookie(cookie(visit.request, LANGUAGE, form["language"], lives_s=YEAR_S))
    return reply


ROUTES = [
    show_sign_in,
    sign_in,
    show_sign_up,
    sign_up,
    enter_demo,
    sign_out,
    make_link,
    show_link,
    open_link,
    choose_language,
]
