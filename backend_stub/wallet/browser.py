"""The browser at the other end: its cookies, who is signed in on it, and that a form it sends is one of ours.

The session is a cookie that no script can read and that no other site's form brings along (HttpOnly, SameSite). A form or a
script's request also carries a token that follows from that cookie, so that a cookie alone is not enough to act.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from urllib.parse import unquote

from litestar import Request
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.response import Response

from backend_stub.domain.access import SESSION_LIFE_S
from backend_stub.domain.limits import Limit
from backend_stub.services import access, limits
from backend_stub.services.access import Session
from backend_stub.services.platform import Platform
from backend_stub.wallet.words import Words, chosen_language, zone

WalletRequest = Request[Any, Any, Any]
SESSION, GUEST, LANGUAGE, ZONE, HEARD = "wallet", "guest", "lang", "zone", "heard"
CSRF_FIELD, CSRF_HEADER = "csrf", "x-csrf"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OWN_SITES = ("same-origin", "none")
SECRET_LENGTHS = range(32, 129)
YEAR_S = 365 * 86_400


class SignedOut(Exception):
    """Nobody is signed in here: the page to sign in is next."""


class Foreign(Exception):
    """A form or a request that did not come from one of our pages."""


class TooOften(Exception):
    """An address did something too often: `wait_s` seconds until it may again."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"wait {wait_s} s")
        self.wait_s = wait_s


def platform_of(request: WalletRequest) -> Platform:
    """The platform of this application."""
    found: Platform = request.app.state.platform
    return found


def is_secure(request: WalletRequest) -> bool:
    """Whether the page came over HTTPS."""
    return bool(request.url.scheme == "https")


def cookie_name(request: WalletRequest, name: str) -> str:
    """Over HTTPS a prefix makes browsers refuse the cookie from anybody but this host, over HTTPS."""
    return f"__Host-{name}" if is_secure(request) else name


def cookie(request: WalletRequest, name: str, value: str, *, lives_s: int = SESSION_LIFE_S) -> Cookie:
    """A cookie of ours; of no life: gone."""
    return Cookie(
        key=cookie_name(request, name),
        value=value,
        path="/",
        max_age=lives_s,
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def _secret(request: WalletRequest, name: str) -> str | None:
    found: str | None = request.cookies.get(cookie_name(request, name))
    return found if found and len(found) in SECRET_LENGTHS and found.isascii() else None


def csrf_token(platform: Platform, secret: str) -> str:
    """What a form must carry beside the cookie it follows from."""
    return platform.keys.access_hash("csrf", secret)


async def refuse_foreign(request: WalletRequest) -> None:
    """Ends a request that would change something and was not made by one of our pages."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in OWN_SITES:
        raise Foreign
    given = request.headers.get(CSRF_HEADER)
    if given is None and "json" not in request.headers.get("content-type", ""):
        given = str((await request.form()).get(CSRF_FIELD, ""))
    secrets_here = [secret for name in (SESSION, GUEST) if (secret := _secret(request, name))]
    wanted = [csrf_token(platform_of(request), secret) for secret in secrets_here]
    if not any(hmac.compare_digest((given or "").encode(), token.encode()) for token in wanted):
        raise Foreign


@dataclass(frozen=True, slots=True)
class Visit:
    """A request, who is signed in, the secret its forms' tokens follow from, and how to speak to this person."""

    request: WalletRequest
    platform: Platform
    session: Session | None
    secret: str
    is_new: bool  # the secret was drawn just now
    words: Words

    @property
    def owner(self) -> Session:
        """Who is signed in; raises SignedOut."""
        if self.session is None:
            raise SignedOut
        return self.session

    @property
    def csrf(self) -> str:
        """The token of this page's forms."""
        return csrf_token(self.platform, self.secret)

    @property
    def now(self) -> int:
        """The platform's time."""
        return self.platform.clock()

    async def count(self, limit: Limit) -> None:
        """Raises TooOften when this address did this too often."""
        wait_s = await limits.count(self.platform, limit, self.address)
        if wait_s:
            raise TooOften(wait_s)

    @property
    def address(self) -> str:
        """Where the request came from; empty when that is not known."""
        return self.request.client.host if self.request.client else ""

    def as_stranger(self) -> Visit:
        """The same visit by nobody: what is drawn after somebody is gone."""
        return replace(self, session=None, is_new=False)

    async def form(self) -> dict[str, str]:
        """The fields of the form that was sent; a repeated one counts once."""
        sent = await self.request.form()
        return {name: value.strip() for name, value in sent.items() if isinstance(value, str)}

    def signed_in(self, reply: Response[Any], text: str) -> Response[Any]:
        """The reply, with the cookie of a new session; what a guest had is gone."""
        reply.set_cookie(cookie(self.request, SESSION, text))
        reply.set_cookie(cookie(self.request, GUEST, "", lives_s=0))
        return reply

    def signed_out(self, reply: Response[Any]) -> Response[Any]:
        """The reply, without a session."""
        reply.set_cookie(cookie(self.request, SESSION, "", lives_s=0))
        return reply


Here: TypeAlias = NamedDependency[SkipValidation[Visit]]  # how a route asks for the visit that it is a part of


async def visit(request: WalletRequest) -> Visit:
    """Who comes, and how to speak to them."""
    text = _secret(request, SESSION)
    session = await access.session(platform_of(request), text) if text else None
    return _visit(request, text, session)


def stranger(request: WalletRequest) -> Visit:
    """A visit of which nothing is asked: for the pages that say what went wrong."""
    return _visit(request, None, None)


def _visit(request: WalletRequest, text: str | None, session: Session | None) -> Visit:
    guest = _secret(request, GUEST)
    secret = (text if session else guest) or secrets.token_urlsafe(32)
    language = chosen_language(
        request.cookies.get(cookie_name(request, LANGUAGE)), request.headers.get("accept-language", "")
    )
    words = Words(language, zone(unquote(request.cookies.get(ZONE, "UTC"))))
    return Visit(request, platform_of(request), session, secret, session is None and guest is None, words)


_SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")
_BROWSERS = {
    "Firefox": "Firefox",
    "Edg": "Edge",
    "SamsungBrowser": "Samsung Internet",
    "Chrome": "Chrome",
    "Safari": "Safari",
}


def device_name(request: WalletRequest) -> str:
    """What the list of devices calls this one, by what the browser says of itself: `Chrome, Android`."""
    told = request.headers.get("user-agent", "")
    system = next((one for one in _SYSTEMS if one in told), "")
    browser = next((name for mark, name in _BROWSERS.items() if mark in told), "")
    return ", ".join(part for part in (browser, system.replace("Macintosh", "Mac")) if part) or "Browser"
