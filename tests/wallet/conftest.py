"""A shop's platform with its pages, and browsers that have none of a browser's pictures: fast, for what the server answers."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import zxingcpp

from backend_stub.app import open_platform, sqlite_url
from backend_stub.services.platform import Options, Platform
from backend_stub.services.secrets import Keys
from backend_stub.wallet.application import build
from tests.backend.shop import Api, Clock, World
from tests.conftest import MASTER_KEY

PIN, OTHER_PIN = "481516", "234215"
CSRF = re.compile(r'data-csrf="([0-9a-f]{64})"')


class Browser:
    """Keeps cookies, fills forms with the token of the page it saw last."""

    def __init__(self, world: World, app: Any, address: str) -> None:
        self._run = world.api.run
        transport = httpx.ASGITransport(app, client=(address, 40_000))
        self.client = httpx.AsyncClient(
            transport=transport, base_url="http://wallet.test", follow_redirects=True, headers={"Accept": "text/html"}
        )
        self.csrf = ""

    def _seen(self, answer: httpx.Response) -> httpx.Response:
        found = CSRF.search(answer.text)
        if found:
            self.csrf = found[1]
        return answer

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self._seen(self._run(self.client.get(path, **more)))

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self._seen(self._run(self.client.post(path, data={"csrf": self.csrf, **fields})))

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """As it is, without a token."""
        answer: httpx.Response = self._run(self.client.request(method, path, **more))
        return answer

    def sign_up(self, handle: str, name: str = "Nora Stranger", pin: str = PIN) -> httpx.Response:
        self.get("/wallet/sign-up")
        return self.post("/wallet/sign-up", handle=handle, name=name, pin=pin)

    def sign_in(self, handle: str, pin: str = PIN) -> httpx.Response:
        self.get("/wallet/sign-in")
        return self.post("/wallet/sign-in", handle=handle, pin=pin)

    @property
    def is_signed_in(self) -> bool:
        return self.get("/wallet/me").url.path == "/wallet/me"

    def close(self) -> None:
        self._run(self.client.aclose())


def _opened(file: Path, clock: Clock) -> Platform:
    return open_platform(sqlite_url(file), Keys(MASTER_KEY), Options(demo_funding=True), clock)


@pytest.fixture(scope="session")
def first_world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """The shops and customers that every test begins with, made once; each test gets a copy of the file."""
    file, clock = tmp_path_factory.mktemp("wallet") / "platform.sqlite", Clock()
    platform = _opened(file, clock)
    made = World(platform, clock)
    made.api.close()
    platform.stop()
    return file, made


@pytest.fixture
def world(tmp_path: Path, first_world: tuple[Path, World]) -> Iterator[World]:
    file, first = first_world
    shutil.copy(file, tmp_path / file.name)
    clock = Clock()
    platform = _opened(tmp_path / file.name, clock)
    made = copy.copy(first)
    made.platform, made.clock, made.api = platform, clock, Api(platform)
    yield made
    made.api.close()
    platform.stop()


@pytest.fixture
def visit(world: World) -> Iterator[Callable[..., Browser]]:
    """New browsers, all at one application; from another address if it is given."""
    app, opened = build(world.platform), list[Browser]()

    def open_one(address: str = "10.0.0.7") -> Browser:
        opened.append(Browser(world, app, address))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def account_of(browser: Browser, world: World, *, minor: int = 0) -> str:
    """Opens the tea shop's account from the pages, and fills it; its id."""
    browser.get(f"/wallet/programmes/{world.tea.programme_id}")
    answer = browser.post(f"/wallet/programmes/{world.tea.programme_id}")
    account_id = answer.url.path.split("/")[3]
    if minor:
        browser.post(f"/wallet/accounts/{account_id}/top-up", other=f"{minor / 100:.2f}")
    return account_id


def shown_code(answer: httpx.Response) -> str:
    """The digits on the page."""
    found = re.search(r'class="digits">.*?</span>([0-9 ]+)<', answer.text)
    assert found, answer.text
    return found[1].replace(" ", "")


def read_link(answer: httpx.Response, part: str = "/wallet/link#") -> str:
    """What a link says after `part`, or the whole of it, read from the page's QR code as another phone's camera would."""
    path = re.search(r'class="qr link" viewBox="0 0 ([0-9]+) .*?class="code-ink" d="([^"]+)"', answer.text)
    assert path, answer.text
    side, drawn = int(path[1]), np.full((int(path[1]), int(path[1])), 255, dtype=np.uint8)
    for left, top, length in re.findall(r"M([0-9]+) ([0-9]+)h([0-9]+)v1", path[2]):
        drawn[int(top), int(left) : int(left) + int(length)] = 0
    assert side == len(drawn)
    found = zxingcpp.read_barcode(np.kron(drawn, np.ones((4, 4), dtype=np.uint8)))
    assert found
    return str(found.text.partition(part)[2] if part else found.text)


def link_of(frame: Any) -> str:
    """The whole link, as another phone's camera reads it from the screen."""
    found = zxingcpp.read_barcode(frame)
    assert found
    return str(found.text)
