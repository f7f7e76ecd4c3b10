"""The wallet as an ASGI application of its own: made at the first request for a page, since a till never asks for one."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import structlog
from litestar import Litestar, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.response import Response
from litestar.types import ASGIApp, Message, Receive, ReceiveMessage, Scope, Send

from backend_stub.services.platform import Platform
from backend_stub.storage.errors import OutcomeUnknown, StorageError, what_raised
from backend_stub.wallet import (
    account_routes,
    assets,
    entry_routes,
    gift_routes,
    home_routes,
    me_routes,
    member_routes,
    message_routes,
    pay_routes,
    people_routes,
    privacy_routes,
    stream,
)
from backend_stub.wallet.browser import Foreign, SignedOut, TooOften, WalletRequest, refuse_foreign, stranger, visit
from backend_stub.wallet.limits import Limits
from backend_stub.wallet.page import SAFE, SAFE_OVER_TLS, go, page, prepare

PREFIX = "/wallet"
BODY_MAX = 64 * 1024
TROUBLE = 500
GONE = "phone_is_gone"
log = structlog.get_logger(__name__)


def build(platform: Platform) -> ASGIApp:
    """The pages over a started platform, with the rules for browsers on every answer."""
    prepare()
    return _safe(litestar(platform))


def litestar(platform: Platform) -> Litestar:
    """The routes without what is wrapped around them."""
    return Litestar(
        route_handlers=[
            asset,
            *home_routes.ROUTES,
            *entry_routes.ROUTES,
            *pay_routes.ROUTES,
            *account_routes.ROUTES,
            *me_routes.ROUTES,
            *privacy_routes.ROUTES,
            *message_routes.ROUTES,
            *gift_routes.ROUTES,
            *people_routes.ROUTES,
            *member_routes.ROUTES,
            *stream.ROUTES,
        ],
        state=State(
            {"platform": platform, "limits": Limits(), "streams": Counter[str](), "papers": asyncio.Semaphore(1)}
        ),
        dependencies={"visit": Provide(visit)},
        before_request=refuse_foreign,
        request_max_body_size=BODY_MAX,
        exception_handlers={
            SignedOut: _signed_out,
            Foreign: _foreign,
            TooOften: _too_often,
            StorageError: _storage,
            HTTPException: _http,
            Exception: _bug,
        },
        openapi_config=None,
        logging_config=None,
        debug=False,
    )


@get("/wallet/assets/{version:str}/{name:str}")
async def asset(request: WalletRequest, version: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """A file of the pages; packed for a browser that takes it so."""
    found = assets.all_assets().get(name)
    if found is None or version != assets.version():
        return Response(b"", status_code=404, media_type="text/plain")
    headers = {"Cache-Control": assets.FOR_EVER, "Vary": "Accept-Encoding"}
    if found.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.packed, media_type=found.media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(found.body, media_type=found.media_type, headers=headers)


def _safe(app: ASGIApp) -> ASGIApp:
    plain, over_tls = (
        [(name.lower().encode(), value.encode()) for name, value in rules.items()] for rules in (SAFE, SAFE_OVER_TLS)
    )

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        rules = over_tls if scope.get("scheme") == "https" else plain

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *rules]
            await send(message)

        async def receiving() -> ReceiveMessage:
            message = await receive()
            if message["type"] == "http.disconnect":
                scope.setdefault("state", {})[GONE] = True  # a server may leave it out
            return message

        is_http = scope["type"] == ScopeType.HTTP
        await app(scope, receiving if is_http else receive, sending if is_http else send)

    return wrapped


def _signed_out(request: WalletRequest, _: SignedOut) -> Response[Any]:
    if "text/html" not in request.headers.get("accept", "text/html"):
        return Response(None, status_code=401)  # a script asks, not a person: it reloads the page
    return stranger(request).signed_out(go(f"{PREFIX}/sign-in"))


def _told(request: WalletRequest, status_code: int, kind: str, **more: object) -> Response[Any]:
    return page(stranger(request), "trouble.html", status_code, kind=kind, **more)


def _foreign(request: WalletRequest, _: Foreign) -> Response[Any]:
    return _told(request, 403, "foreign")


def _too_often(request: WalletRequest, error: TooOften) -> Response[Any]:
    reply = _told(request, 429, "too_often", wait_s=error.wait_s)
    reply.headers["Retry-After"] = str(error.wait_s)
    return reply


def _storage(request: WalletRequest, error: StorageError) -> Response[Any]:
    return _told(request, 503, "unknown" if isinstance(error, OutcomeUnknown) else "unavailable")


def _http(request: WalletRequest, error: HTTPException) -> Response[Any]:
    if error.status_code >= TROUBLE and not request.scope["state"].get(GONE):
        return _bug(request, error)
    if error.status_code >= TROUBLE:  # the form broke off: nothing was done, and nobody is there to be told
        log.info("phone_went_away", path=request.url.path)
        return _told(request, 400, "unreadable")
    return _told(request, error.status_code, "missing" if error.status_code == 404 else "unreadable")  # noqa: PLR2004


def _bug(request: WalletRequest, error: Exception) -> Response[Any]:
    log.error("page_raised", path=request.url.path, **what_raised(error))
    return _told(request, TROUBLE, "bug")
