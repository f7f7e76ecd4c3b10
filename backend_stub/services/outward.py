"""One request out to an address that a merchant gave: bounded in time and size, and not into networks of our own.

A merchant's address is foreign input. So: its name is looked up here, all its addresses must be public ones, and the connection
goes to the very address that was looked at (a name that changes its answer in between gains nothing); no redirect is followed, no
proxy of the environment used, no body read. An installation whose merchants' systems are beside it may allow private ones.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:  # it is slow to load, and a till that calls nobody does without
    import httpx

TIMEOUT_S = 10.0


class NotAllowedError(Exception):
    """The address is not one that webhooks go to; says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request: a status, or why there was none."""

    status: int | None
    failure: str | None


def check(url: str, *, anywhere: bool) -> None:
    """Refuse by its look what could never be sent to; raises NotAllowedError."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise NotAllowedError("this is no web address") from None
    if not host or parts.username is not None:
        raise NotAllowedError("name a host, and no user or password")
    if not anywhere:
        if parts.scheme != "https":
            raise NotAllowedError("webhooks go to https addresses only")
        if _is_number(host) and not ipaddress.ip_address(host).is_global:
            raise NotAllowedError("webhooks go to public addresses only")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


async def post(
    client: httpx.AsyncClient, url: str, headers: Mapping[str, str], body: bytes, *, anywhere: bool
) -> Answer:
    """Send, and say what came of it; raises nothing that a receiver or a network can cause."""
    import httpx

    try:
        async with asyncio.timeout(TIMEOUT_S):
            check(url, anywhere=anywhere)
            return await _send(client, url, headers, body, await _address(url, anywhere=anywhere))
    except TimeoutError:
        return Answer(None, f"no answer within {TIMEOUT_S:.0f} seconds")
    except NotAllowedError as error:
        return Answer(None, str(error))
    except (ssl.SSLError, httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        return Answer(None, _said(error))


async def _address(url: str, *, anywhere: bool) -> str:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotAllowedError("the host name is not known") from None
    numbers = [str(one[4][0]) for one in found]
    if not anywhere and not all(ipaddress.ip_address(number.partition("%")[0]).is_global for number in numbers):
        raise NotAllowedError("the host name leads to an address that is not public")
    return numbers[0]


async def _send(client: httpx.AsyncClient, url: str, headers: Mapping[str, str], body: bytes, address: str) -> Answer:
    import httpx

    given = httpx.URL(url)
    request = client.build_request(
        "POST",
        given.copy_with(host=address),
        headers={**headers, "host": given.netloc.decode("ascii")},
        content=body,
        extensions={"sni_hostname": given.raw_host.decode("ascii")},
    )
    reply = await client.send(request, stream=True, follow_redirects=False)
    await reply.aclose()  # what it says is of no interest, and might never end
    is_taken = reply.is_success
    return Answer(reply.status_code, None if is_taken else f"it answered {reply.status_code}")


def _said(error: Exception) -> str:
    """In a few words, without addresses."""
    import httpx

    if isinstance(error, httpx.ConnectError):
        certificate = "certificate" in str(error).lower()
        return "its certificate is not valid" if certificate else "it could not be reached"
    return f"the connection broke ({type(error).__name__})"
