"""My people on the pages: kept by a card or by a handle; a handle alone tells nothing about anybody."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.backend.shop import World
from tests.wallet.conftest import Browser, account_of, read_link

Visit = Callable[..., Browser]


@pytest.fixture
def friends(visit: Visit) -> tuple[Browser, Browser]:
    nora, olga = visit(), visit()
    nora.sign_up("nora", name="Nora Neumann")
    olga.sign_up("olga", name="Olga Orlova")
    return nora, olga


def card_of(browser: Browser) -> str:
    """Where the card on somebody's screen leads, as a camera reads it."""
    link = read_link(browser.get("/wallet/me/card"), part="")
    assert link.startswith("http://wallet.test/")
    return link.removeprefix("http://wallet.test")


def test_each_scans_the_others_card_and_keeps_them_by_name(friends: tuple[Browser, Browser], world: World) -> None:
    for one, other, name in ((*friends, "Olga Orlova"), (*friends[::-1], "Nora Neumann")):
        shown = one.get(card_of(other)).text
        assert name in shown
        card = re.search(r'name="handle" value="([a-z]+)"><input type="hidden" name="card" value="([0-9a-f]+)"', shown)
        assert card
        kept = one.post("/wallet/people", handle=card[1], card=card[2]).text
        assert "On your list." in kept
        assert name in kept
    nora, _ = friends
    account_of(nora, world, minor=1_000)
    assert "Olga Orlova" in nora.get("/wallet/gifts/new").text
    assert 'type="hidden" name="to" value="olga"' in nora.get("/wallet/gifts/new?to=olga").text


def test_a_typed_handle_is_kept_and_its_page_is_the_same_whether_or_not_anybody_has_it(
    friends: tuple[Browser, Browser],
) -> None:
    nora, _ = friends
    pages = []
    for handle in ("olga", "ogla"):
        answers = [
            nora.get(f"/wallet/people/add?to={handle}"),
            nora.get(f"/wallet/people/add?to={handle}&card={'0' * 16}"),
        ]
        answers.append(nora.post("/wallet/people", handle=f"@{handle.upper()}"))
        nora.post("/wallet/people/drop", handle=handle)
        told = [re.sub(r"[0-9a-f]{64}", "", one.text).replace(handle, "HANDLE") for one in answers]
        pages.append([one.replace("O</span>", "") for one in told])
    assert pages[0] == pages[1]
    assert "Orlova" not in "".join(pages[0])


def test_a_card_that_was_made_up_tells_no_name_and_one_belongs_to_one_person(
    friends: tuple[Browser, Browser], visit: Visit
) -> None:
    nora, olga = friends
    mallory = visit("10.6.6.6")
    mallory.sign_up("mallory", name="Mallory")
    proof = card_of(mallory).partition("card=")[2]
    assert "Orlova" not in nora.get(f"/wallet/people/add?to=olga&card={proof}").text
    assert "Orlova" in nora.get(card_of(olga)).text


def test_my_own_handle_and_what_is_none_are_refused_and_who_is_taken_off_is_gone(
    friends: tuple[Browser, Browser],
) -> None:
    nora, olga = friends
    nora.get("/wallet/people")
    assert "This is your own handle." in nora.post("/wallet/people", handle="nora").text
    assert nora.post("/wallet/people", handle='"><script>').status_code == 422
    nora.get(card_of(olga))
    nora.post("/wallet/people", handle="olga")
    assert "@olga" in nora.get("/wallet/people").text
    assert "@olga" not in nora.post("/wallet/people/drop", handle="olga").text


def test_nobody_sees_people_or_cards_without_signing_in(visit: Visit) -> None:
    for path in ("/wallet/people", "/wallet/people/scan", "/wallet/people/add?to=olga", "/wallet/me/card"):
        assert visit().get(path).url.path == "/wallet/sign-in"
