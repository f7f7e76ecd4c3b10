"""Composition: settings to an open platform, a platform to one ASGI application. Used by the server and by the till."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine, Mapping, MutableMapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeAlias, cast
from urllib.parse import urlsplit

from backend_stub.api import application
from backend_stub.api.around import observed
from backend_stub.domain.records import Instant
from backend_stub.services import funding
from backend_stub.services.demo_provider import DemoSource
from backend_stub.services.lives import HourlyExpiry
from backend_stub.services.platform import Options, Platform, system_clock
from backend_stub.services.providers import FundingSource
from backend_stub.services.secrets import Keys, key_from_file
from backend_stub.storage.engine import open_database
from backend_stub.storage.migrate import upgrade

# The shape of an ASGI application as the specification types it: its messages are open dictionaries.
_Message: TypeAlias = MutableMapping[str, Any]
AsgiApp: TypeAlias = Callable[
    [_Message, Callable[[], Awaitable[_Message]], Callable[[_Message], Awaitable[None]]], Coroutine[None, None, None]
]


def sqlite_url(path: Path) -> str:
    """The address of a database file."""
    return f"sqlite:///{path}"


def open_platform(
    url: str,
    keys: Keys | Path,
    options: Options | None = None,
    clock: Callable[[], Instant] = system_clock,
    line: socket.socket | None = None,
    source: FundingSource | None = None,
) -> Platform:
    """Open a database, bring its tables up to date, start the writer; the caller stops it.

    `keys` are the platform's own, or the file that holds them (made if it is not there). Raises `StorageError` for a
    database that can't be used and `KeyFileError` for a key that can't. `line` leads to another process that writes.
    `source` is the payment provider for top-ups from devices; none: the demo's, where the options say so.
    """
    database = open_database(url)
    try:
        upgrade(database)
        platform = Platform(
            database, keys if isinstance(keys, Keys) else key_from_file(keys), options or Options(), clock, line, source
        )
    except BaseException:
        database.close()
        raise
    if platform.options.keeps_accounts:
        platform.jobs += [lambda: asyncio.run(_take_up(platform)), HourlyExpiry(platform)]
    platform.start()
    return platform


async def _take_up(platform: Platform) -> None:
    await funding.take_up(platform)


def build(platform: Platform) -> Whole:
    """The ASGI application over a platform: the API, and beside it the customer's pages."""
    whole = Whole(platform)
    if isinstance(platform.funding, DemoSource):
        platform.funding.notify = partial(_post_notice, whole)
    return whole


async def _post_notice(app: AsgiApp, body: bytes, headers: Mapping[str, str]) -> None:
    """The demo's provider comes through the same door as one over the network."""
    import httpx

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://platform") as client:
        answer = await client.post(f"/v1/provider-notices/{DemoSource.name}", content=body, headers=dict(headers))
        answer.raise_for_status()


def pages_only(app: AsgiApp) -> AsgiApp:
    """Only the customer's pages, as if nothing else were there: for a socket that tokens of tills must not cross."""

    async def either(
        scope: _Message, receive: Callable[[], Awaitable[_Message]], send: Callable[[_Message], Awaitable[None]]
    ) -> None:
        path: str = scope.get("path", "")
        if scope["type"] == "http" and not is_page(path):
            is_front = path == "/"
            headers = [(b"location", b"/wallet")] if is_front else []
            start = {"type": "http.response.start", "status": 303 if is_front else 404, "headers": headers}
            await send(start)
            await send({"type": "http.response.body", "body": b""})
        elif scope["type"] == "http":
            await app(scope, receive, send)

    return either


def is_page(path: str) -> bool:
    """Whether a path is one of the customer's pages."""
    return path == "/wallet" or path.startswith("/wallet/")


class Whole:
    """The API at once; the pages when the first is asked for (a till never asks, and starts the faster), or when told to."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._api = cast("AsgiApp", application.build(platform))
        self._pages: AsgiApp | None = None
        self._loading = threading.Lock()
        self._observed = cast("AsgiApp", observed(cast("Any", self._either), platform.requests))

    def load_pages(self) -> AsgiApp:
        """The pages; loads them the first time, which takes about a second, so not on an event loop."""
        with self._loading:
            if self._pages is None:
                from backend_stub.wallet import application as wallet

                self._pages = cast("AsgiApp", wallet.build(self._platform))
            return self._pages

    async def __call__(
        self, scope: _Message, receive: Callable[[], Awaitable[_Message]], send: Callable[[_Message], Awaitable[None]]
    ) -> None:
        """A request, named and counted."""
        await self._observed(scope, receive, send)

    async def _either(
        self, scope: _Message, receive: Callable[[], Awaitable[_Message]], send: Callable[[_Message], Awaitable[None]]
    ) -> None:
        """To whichever of the two it is for; one to no host that could be is refused before anybody reads it."""
        if scope["type"] == "http" and not _names_a_host(scope["headers"]):
            await _refuse(scope["state"]["request_id"], send)
        elif is_page(scope.get("path", "")):
            pages = self._pages
            if pages is None:
                pages = await asyncio.to_thread(self.load_pages)  # tills sell while they are loaded
            await pages(scope, receive, send)
        else:
            await self._api(scope, receive, send)


_HOST = re.compile(r"(?:[A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")


def _names_a_host(headers: list[tuple[bytes, bytes]]) -> bool:
    """Addresses are made of it (a link for another device, a passkey's site), and libraries fail over what is none."""
    return _is_host(next((value for name, value in headers if name == b"host"), b""))


@lru_cache(maxsize=256)
def _is_host(named: bytes) -> bool:
    try:
        text = named.decode("ascii")
        port = urlsplit(f"//{text}").port
    except ValueError:
        return False
    return _HOST.fullmatch(text) is not None and port != 0


async def _refuse(request_id: str, send: Callable[[_Message], Awaitable[None]]) -> None:
    body = (
        b'{"type":"about:blank","title":"The request can\'t be read","status":400,"code":"malformed",'
        b'"detail":"this names no host","field":"Host","request_id":"%s"}' % request_id.encode()
    )
    headers = [(b"content-type", b"application/problem+json")]
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": body})
