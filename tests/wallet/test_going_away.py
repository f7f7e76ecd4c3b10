"""A phone that goes away in the middle, as phones do: nothing is logged as our mistake, and nothing hangs."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from structlog.testing import capture_logs

from backend_stub.wallet.stream import STREAMS_MAX
from tests.backend.shop import World
from tests.serving import served
from tests.wallet.conftest import Browser, account_of, shown_code
from tests.wallet.test_messages import Visit


@pytest.fixture
def address(world: World) -> Iterator[tuple[str, int]]:
    with served(world.platform) as url:
        parts = urlsplit(url)
        yield str(parts.hostname), int(parts.port or 0)


def cookie(browser: Browser) -> str:
    return f"Cookie: wallet={browser.client.cookies['wallet']}\r\nX-CSRF: {browser.csrf}\r\n"


def until(done: bool) -> bool:
    """One look of a loop that is bounded by its caller."""
    if not done:
        time.sleep(0.01)
    return done


def test_a_form_that_breaks_off_half_way_is_nobodys_mistake(
    world: World, address: tuple[str, int], visit: Visit
) -> None:
    browser = visit()
    browser.sign_up("nora")
    account_of(browser, world, minor=1_000)
    with capture_logs() as logs:
        for path in ("/wallet/pay/code", "/wallet/gifts", "/wallet/sign-in"):
            with socket.create_connection(address) as phone:
                head = f"POST {path} HTTP/1.1\r\nHost: x\r\n{cookie(browser)}Content-Length: 500\r\n"
                phone.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\naccount=".encode())
                time.sleep(0.1)  # the server waits for the rest by now; it can't tell us so
        assert browser.get("/wallet").status_code == 200
        time.sleep(0.3)  # what would be said of it is said by then
    assert [one for one in logs if one["log_level"] in ("error", "critical")] == []


def test_a_stream_that_breaks_off_is_let_go_and_is_nobodys_mistake(
    world: World, address: tuple[str, int], visit: Visit
) -> None:
    browser = visit()
    browser.sign_up("nora")
    account_of(browser, world, minor=1_000)
    code = shown_code(browser.get("/wallet/pay"))
    with capture_logs() as logs:
        with socket.create_connection(address) as phone:
            phone.sendall(f"GET /wallet/events?on=pay HTTP/1.1\r\nHost: x\r\n{cookie(browser)}\r\n".encode())
            assert b" 200 " in phone.recv(4096)
            assert any(until(bool(world.platform.news.awaited())) for _ in range(500))
            phone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # as a phone out of reach: reset
        assert world.redeem(code, 100).json()["outcome"] == "paid"
        assert any(until(not world.platform.news.awaited()) for _ in range(500))
    assert [one for one in logs if one["log_level"] in ("error", "critical")] == []


def test_one_session_holds_a_few_streams_and_gets_new_ones_when_it_lets_go(
    world: World, address: tuple[str, int], visit: Visit
) -> None:
    browser = visit()
    browser.sign_up("nora")

    def stream() -> tuple[socket.socket, bytes]:
        phone = socket.create_connection(address)
        phone.sendall(f"GET /wallet/events?on=home HTTP/1.1\r\nHost: x\r\n{cookie(browser)}\r\n".encode())
        told = phone.recv(4096)
        while b"\r\n\r\n" not in told or (b" 200 " in told and b": here" not in told):  # it is held from then on
            told += phone.recv(4096)
        return phone, told

    held = [stream() for _ in range(STREAMS_MAX + 2)]
    assert [b" 429 " in told for _, told in held] == [False] * STREAMS_MAX + [True] * 2
    for phone, _ in held:
        phone.close()
    assert any(until(not world.platform.news.awaited()) for _ in range(500))
    phone, told = stream()
    phone.close()
    assert b" 200 " in told
