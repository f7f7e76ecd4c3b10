"""The line to the platform: whole requests of httpx, sent over a network or straight into an application of this process.

A client of httpx merges its defaults into each request, keeps cookies and follows redirects. Nothing of that is wanted between
a till and its platform, and in process it costs more than the platform's own way in. So requests are made whole here. A
network's go through a client, for its pool, its proxies and its certificates; in process they go into the transport itself.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from functools import lru_cache, partial
from typing import Any, TypeAlias

import httpx

# The shape of an ASGI application as the specification types it; its messages are open dictionaries.
Message: TypeAlias = MutableMapping[str, Any]
AsgiApp: TypeAlias = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Coroutine[None, None, None]
]
CONNECT_TIMEOUT_S = 5.0
IN_PROCESS = "http://till.invalid"
URLS_KEPT = 64


class Line:
    """One till's way to its platform: an ASGI application, an `https://` address, or a transport of httpx's.

    `token` is the till's own: sent with every request that brings no other, and nowhere written. Raises what httpx raises;
    of an address that can't be one httpx.InvalidURL, TypeError or ValueError at once.
    """

    def __init__(self, platform: AsgiApp | httpx.AsyncBaseTransport | str, token: str) -> None:
        self._own = {"authorization": f"Bearer {token}", "accept": "application/json"}
        self._send: Callable[[httpx.Request], Awaitable[httpx.Response]]
        self.aclose: Callable[[], Awaitable[None]]
        if isinstance(platform, str):
            timeout = httpx.Timeout(None, connect=CONNECT_TIMEOUT_S)
            client = httpx.AsyncClient(base_url=platform, headers=self._own, timeout=timeout)
            self._own = dict(client.headers)
            self._send, self.aclose, base = client.send, client.aclose, str(client.base_url)
        else:
            transport = _transport(platform)
            self._send, self.aclose, base = partial(_straight, transport), transport.aclose, IN_PROCESS
        # The same few paths again and again: reading an address costs as much as all else of a request.
        self._url = lru_cache(URLS_KEPT)(lambda path: httpx.URL(base.rstrip("/") + path))

    async def ask(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> httpx.Response:
        """The answer, read to its end. `path` begins with a slash; `headers`, in small letters, go before the till's own."""
        return await self._send(httpx.Request(method, self._url(path), headers={**self._own, **headers}, content=body))


def _transport(platform: AsgiApp | httpx.AsyncBaseTransport) -> httpx.AsyncBaseTransport:
    if isinstance(platform, httpx.AsyncBaseTransport):
        return platform
    return httpx.ASGITransport(app=platform, raise_app_exceptions=False)


async def _straight(transport: httpx.AsyncBaseTransport, request: httpx.Request) -> httpx.Response:
    response = await transport.handle_async_request(request)
    await response.aread()
    return response
