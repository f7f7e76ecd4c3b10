"""What pages are made of: packed for browsers that take it so, kept for ever, and gone when they change."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.wallet.conftest import Browser

Visit = Callable[..., Browser]


def style(browser: Browser) -> str:
    found = re.search(r'href="(/wallet/assets/[0-9a-f]+/wallet\.css)"', browser.get("/wallet/sign-in").text)
    assert found
    return found[1]


def test_a_style_sheet_comes_packed_to_a_browser_that_takes_it_and_plain_to_another(visit: Visit) -> None:
    browser = visit()
    path = style(browser)
    packed = browser.send("GET", path, headers={"Accept-Encoding": "gzip, br"})
    plain = browser.send("GET", path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert packed.content == plain.content
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_a_page_with_a_token_on_it_is_never_packed(visit: Visit) -> None:
    """Packing what holds a secret beside what a stranger chose tells the secret by the length."""
    assert "content-encoding" not in visit().get("/wallet/sign-in").headers


def test_an_asset_of_another_version_is_not_there(visit: Visit) -> None:
    browser = visit()
    path = re.sub(r"/[0-9a-f]{12}/", "/000000000000/", style(browser))
    assert browser.send("GET", path).status_code == 404
