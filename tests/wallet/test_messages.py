"""Messages on the page: told in the reader's language, unread until seen."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.backend.shop import World
from tests.wallet.conftest import Browser, account_of, shown_code

Visit = Callable[..., Browser]


def test_what_happened_is_told_in_the_readers_language_and_is_new_until_it_was_seen(visit: Visit, world: World) -> None:
    browser = visit()
    browser.sign_up("nora")
    account_of(browser, world, minor=2_000)
    assert world.redeem(shown_code(browser.get("/wallet/pay")), 450).json()["outcome"] == "paid"
    english = browser.get("/wallet/messages").text
    assert english.count("data-number=") == 3
    assert 'id="new"' in english
    assert "€4.50" in english
    assert "付款" in browser.get("/wallet/messages", headers={"Accept-Language": "zh-CN"}).text
    browser.post("/wallet/messages/read", up_to="3")
    assert 'id="new"' not in browser.get("/wallet/messages").text


def test_the_earlier_ones_are_a_page_away_and_do_not_count_as_read(visit: Visit, world: World) -> None:
    browser = visit()
    browser.sign_up("nora")
    account_id = account_of(browser, world, minor=100)
    for _ in range(105):
        browser.post(f"/wallet/accounts/{account_id}/top-up", other="1")
    newest = browser.get("/wallet/messages").text
    assert newest.count("data-number=") == 100
    assert "Account opened" not in newest
    earlier = re.search(r'href="(/wallet/messages\?before=[0-9]+)"', newest)
    assert earlier
    oldest = browser.get(earlier[1]).text
    assert oldest.count("data-number=") == 7
    assert "Account opened" in oldest
    assert 'data-after=""' in oldest
