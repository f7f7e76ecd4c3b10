"""Gifts between friends, and the life of an account, from the pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from backend_stub.services.verify import verify
from tests.backend.shop import World
from tests.wallet.conftest import Browser, account_of, shown_code

Visit = Callable[..., Browser]


def given(browser: Browser, account_id: str, to: str, amount: str = "5", words: str = "Tea is on me") -> int:
    browser.get("/wallet/gifts/new")
    return browser.post("/wallet/gifts", to=to, account=account_id, amount=amount, words=words).status_code


def answered(browser: Browser, word: str) -> str:
    text = browser.get("/wallet/gifts").text
    gift = re.search(r'action="/wallet/gifts/([0-9a-f-]{36})"', text)
    assert gift, text
    return browser.post(f"/wallet/gifts/{gift[1]}", answer=word).text


@pytest.fixture
def friends(visit: Visit, world: World) -> tuple[Browser, Browser, str]:
    nora, olga = visit(), visit()
    nora.sign_up("nora")
    olga.sign_up("olga")
    return nora, olga, account_of(nora, world, minor=2_000)


def left(browser: Browser) -> str:
    found = re.search(r'class="sum">([^<]+)<', browser.get("/wallet").text)
    return found[1] if found else "nothing"


def test_a_gift_with_words_is_accepted_into_an_account_and_can_be_spent(
    friends: tuple[Browser, Browser, str], world: World
) -> None:
    nora, olga, account_id = friends
    assert given(nora, account_id, "olga") == 200
    assert left(nora) == "€15.00"
    assert "“Tea is on me”" in olga.get("/wallet/gifts").text
    assert "gives you €5.00" in olga.get("/wallet/messages").text
    assert "The money is in your account." in answered(olga, "accept")
    assert world.redeem(shown_code(olga.get("/wallet/pay")), 450).json()["outcome"] == "paid"
    assert left(olga) == "€0.50"
    assert verify(world.platform.database) == []


def test_a_gift_is_answered_in_the_conversation_once(friends: tuple[Browser, Browser, str]) -> None:
    nora, olga, account_id = friends
    given(nora, account_id, "olga")
    told = olga.get("/wallet/messages").text
    assert "Nora Stranger gives you €5.00." in told
    assert "“Tea is on me”" in told
    assert "Put in my account" in told
    assert 'value="accept"' not in nora.get("/wallet/messages").text
    (path,) = re.findall(r'action="(/wallet/gifts/[0-9a-f-]{36})"', told)
    olga.get("/wallet/messages")
    after = olga.post(path, answer="accept", **{"from": "messages"})
    assert after.url.path == "/wallet/messages"
    assert "Gift accepted" in after.text
    assert "Put in my account" not in after.text
    assert left(olga) == "€5.00"


@pytest.mark.parametrize(("who", "word"), [("olga", "decline"), ("nora", "withdraw")])
def test_a_gift_that_is_declined_or_taken_back_returns_whole(
    friends: tuple[Browser, Browser, str], who: str, word: str
) -> None:
    nora, olga, account_id = friends
    given(nora, account_id, "olga")
    answered(nora if who == "nora" else olga, word)
    assert (left(nora), left(olga)) == ("€20.00", "nothing")


def test_a_stranger_can_not_answer_a_gift_and_a_script_in_its_words_is_text(
    friends: tuple[Browser, Browser, str], visit: Visit
) -> None:
    nora, olga, account_id = friends
    given(nora, account_id, "olga", words='<script>alert(1)</script>"><img src=x onerror=alert(1)>')
    mallory = visit("10.6.6.6")
    mallory.sign_up("mallory")
    gift = re.search(r'action="/wallet/gifts/([0-9a-f-]{36})"', olga.get("/wallet/gifts").text)
    assert gift
    assert mallory.post(f"/wallet/gifts/{gift[1]}", answer="accept").status_code == 404
    for page in ("/wallet/gifts", "/wallet/messages"):
        text = olga.get(page).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert "&lt;script&gt;" in olga.get("/wallet/gifts").text


@pytest.mark.parametrize(
    ("to", "amount", "words"),
    [("nobody-here", "5", ""), ("nora", "5", ""), ("olga", "0", ""), ("olga", "21", ""), ("olga", "5", "x" * 141)],
)
def test_a_gift_that_can_not_be_given_moves_nothing(
    friends: tuple[Browser, Browser, str], to: str, amount: str, words: str
) -> None:
    nora, _, account_id = friends
    assert given(nora, account_id, to, amount, words) == 422
    assert left(nora) == "€20.00"


def test_a_gift_shows_the_picture_that_was_chosen_and_never_one_from_elsewhere(
    friends: tuple[Browser, Browser, str],
) -> None:
    nora, olga, account_id = friends
    for picture in ("lantern", "https://evil.test/x.svg#x"):
        nora.get("/wallet/gifts/new")
        nora.post("/wallet/gifts", to="olga", account=account_id, amount="1", picture=picture)
    text = olga.get("/wallet/gifts").text
    assert re.findall(r'class="drawing"[^>]*><use href="/wallet/assets/[0-9a-f]+/gifts\.svg#([a-z]+)"', text) == [
        "gift",
        "lantern",
    ]
    assert "evil" not in text


def test_who_looks_for_people_by_giving_is_stopped_after_ten_and_still_gives_to_friends(
    friends: tuple[Browser, Browser, str],
) -> None:
    nora, _, account_id = friends
    given(nora, account_id, "olga", "1")
    statuses = [given(nora, account_id, f"guess-{number}", "1") for number in range(15)]
    assert statuses == [422] * 10 + [429] * 5
    assert given(nora, account_id, "olga", "1") == 200  # on the list by the first gift: nothing is asked


def test_a_frozen_account_pays_nothing_and_a_closed_one_is_gone(
    friends: tuple[Browser, Browser, str], world: World
) -> None:
    nora, _, account_id = friends
    code, page = shown_code(nora.get("/wallet/pay")), f"/wallet/accounts/{account_id}"
    nora.get(page)
    assert "Frozen: nothing is paid from it." in nora.post(f"{page}/life", act="freeze").text
    assert world.redeem(code, 100).json()["outcome"] == "refused"
    assert "only an empty account can be closed here" in nora.post(f"{page}/life", act="close").text
    assert "Frozen" not in nora.post(f"{page}/life", act="unfreeze").text.partition("<details")[0]
    assert world.redeem(shown_code(nora.get("/wallet/pay")), 2_000).json()["outcome"] == "paid"
    nora.post(f"{page}/life", act="close")
    assert left(nora) == "nothing"
