"""Me: name and handle, devices, passkeys, the PIN, the language."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import msgspec
from litestar import get, post
from litestar.response import Response

from backend_stub.contract import ProblemCode
from backend_stub.domain.limits import SIGN_INS
from backend_stub.domain.state import Broken
from backend_stub.services import access, passkeys
from backend_stub.services.access import Opened
from backend_stub.services.passkeys import Site
from backend_stub.storage import access_reads
from backend_stub.wallet.browser import Foreign, Here, Visit, device_name
from backend_stub.wallet.entry_routes import EASY_PINS, PIN_PATTERN
from backend_stub.wallet.page import PRIVATE, go, page

JSON = "application/json"


class _Answered(msgspec.Struct, frozen=True):
    """What a browser's authenticator answered."""

    challenge: str
    credential: dict[str, Any]


@get("/wallet/me")
async def show_me(visit: Here) -> Response[Any]:
    """Who I am here, and what I can change."""
    visit.owner  # noqa: B018 - raises SignedOut
    return page(visit, "me.html", tab="me")


@get("/wallet/me/devices")
async def show_devices(visit: Here) -> Response[Any]:
    """Where I am signed in, and with what I can."""
    owner = visit.owner
    devices = await visit.platform.read(access_reads.devices, owner.customer.id)
    keys = await visit.platform.read(access_reads.passkeys, owner.customer.id)
    here = owner.caller.device_id
    return page(visit, "devices.html", tab="me", devices=devices, here=here, passkeys=keys)


@get("/wallet/me/pin")
async def show_pin(visit: Here) -> Response[Any]:
    """Change the PIN."""
    visit.owner  # noqa: B018 - raises SignedOut
    return page(visit, "pin.html", tab="me", wrong={}, wait_s=0, is_done=False)


@post("/wallet/me/pin")
async def change_pin(visit: Here) -> Response[Any]:
    """The old PIN, and the new one."""
    owner, form = visit.owner, await visit.form()
    await visit.count(SIGN_INS)
    old, new = form.get("old", ""), form.get("pin", "")
    if not re.search(PIN_PATTERN, new) or new in EASY_PINS or len(set(new)) == 1:
        return page(visit, "pin.html", 422, tab="me", wrong={"pin": "easy"}, wait_s=0, is_done=False)
    reply = await access.change_pin(visit.platform, owner, old, new)
    if isinstance(reply, Broken):
        waits = int(reply.detail) if reply.code is ProblemCode.TOO_MANY_TRIES else 0
        return page(visit, "pin.html", 422, tab="me", wrong={"old": "wrong"}, wait_s=waits, is_done=False)
    return page(visit, "pin.html", tab="me", wrong={}, wait_s=0, is_done=True)


# --- passkeys ---------------------------------------------------------------------------------------------------------


def _site(visit: Visit) -> Site:
    """The site as the browser names it; a form from another one was refused before."""
    parts = urlsplit(str(visit.request.base_url))
    return Site(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")


def _json(value: object, status_code: int = 200) -> Response[Any]:
    return Response(msgspec.json.encode(value), status_code=status_code, media_type=JSON, headers=PRIVATE)


async def _answered(visit: Visit) -> _Answered:
    try:
        return msgspec.json.decode(await visit.request.body(), type=_Answered)
    except msgspec.DecodeError:
        raise Foreign from None


@post("/wallet/passkeys/challenge")
async def ask_for_passkey(visit: Here) -> Response[Any]:
    """A challenge to sign in with."""
    await visit.count(SIGN_INS)
    return _json({"options": await passkeys.challenge(visit.platform, _site(visit))})


@post("/wallet/passkeys/sign-in")
async def sign_in_with_passkey(visit: Here) -> Response[Any]:
    """The challenge, signed."""
    answered = await _answered(visit)
    name = device_name(visit.request)
    opened = await passkeys.sign_in(visit.platform, _site(visit), answered.challenge, answered.credential, name)
    return visit.signed_in(_json({}), opened.text) if isinstance(opened, Opened) else _json({}, 403)


@post("/wallet/passkeys/registration")
async def ask_to_add_passkey(visit: Here) -> Response[Any]:
    """What the browser needs to make one."""
    return _json({"options": await passkeys.registration(visit.platform, visit.owner, _site(visit))})


@post("/wallet/passkeys")
async def add_passkey(visit: Here) -> Response[Any]:
    """Keep what it made."""
    owner, answered = visit.owner, await _answered(visit)
    name = device_name(visit.request)
    reply = await passkeys.add(visit.platform, owner, _site(visit), answered.challenge, answered.credential, name)
    return _json({}, 409 if isinstance(reply, Broken) else 200)


@post("/wallet/passkeys/drop")
async def drop_passkey(visit: Here) -> Response[Any]:
    """Take one away."""
    owner, form = visit.owner, await visit.form()
    await passkeys.drop(visit.platform, owner, form.get("passkey", ""))
    return go("/wallet/me/devices")


ROUTES = [
    show_me,
    show_devices,
    show_pin,
    change_pin,
    ask_for_passkey,
    sign_in_with_passkey,
    ask_to_add_passkey,
    add_passkey,
    drop_passkey,
]
