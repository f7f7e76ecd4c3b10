"""Privacy on the pages: everything known to take away, and being erased, which never takes money with it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from backend_stub.services.parties import Shop, Terms, open_shop
from backend_stub.services.verify import verify
from backend_stub.storage import tables
from tests.backend.shop import World
from tests.wallet.conftest import OTHER_PIN, PIN, Browser, account_of, shown_code

Visit = Callable[..., Browser]
PAGE = "/wallet/me/erase"


@pytest.fixture
def nora(visit: Visit) -> Browser:
    browser = visit()
    browser.sign_up("nora", name="Nora Neumann")
    return browser


def erased(browser: Browser, **form: str) -> str:
    browser.get(PAGE)
    return browser.post(PAGE, **{"handle": "nora", "pin": PIN, **form}).text


def is_kept(world: World, word: str) -> bool:
    with world.platform.database.read.connect() as connection:
        rows = [connection.execute(sa.select(table)).all() for table in tables.METADATA.sorted_tables]
    return word in repr(rows)


def test_everything_known_about_a_person_is_theirs_to_take_and_holds_no_secret(nora: Browser, world: World) -> None:
    account_of(nora, world, minor=2_000)
    nora.post("/wallet/people", handle="jonas")
    assert "Movements of money" in nora.get("/wallet/me/privacy").text
    answer = nora.get("/wallet/me/export")
    about = json.loads(answer.text)
    assert about["person"]["handle"] == "nora"
    kept = about["tables"]
    assert [row["amount_minor"] for row in kept["transfers"]] == [2_000]
    assert [row["social_id"] for row in kept["contacts"]] == ["jonas"]
    assert len(kept["messages"]) == 2
    assert nora.client.cookies["wallet"] not in answer.text
    assert "hash" not in answer.text


def test_a_received_gift_does_not_tell_the_friends_account(nora: Browser, world: World) -> None:
    gift = {"to": "nora", "amount_minor": 500, "currency": "EUR"}
    assert world.api.post("/v1/gifts", world.mara.token, gift).status_code == 200
    answer = nora.get("/wallet/me/export").text
    assert json.loads(answer)["tables"]["gifts"][0]["amount_minor"] == 500
    assert world.mara.account_id not in answer


def test_who_has_no_money_is_erased_and_nothing_tells_who_they_were(nora: Browser, world: World, visit: Visit) -> None:
    account_of(nora, world, minor=2_000)
    assert world.redeem(shown_code(nora.get("/wallet/pay")), 2_000).json()["outcome"] == "paid"
    assert "You are erased" in erased(nora)
    assert not nora.is_signed_in
    assert not is_kept(world, "Neumann")
    assert not is_kept(world, "'nora'")
    assert verify(world.platform.database) == []
    again = visit()
    assert again.sign_in("nora").status_code == 422
    assert (
        again.sign_up("nora", name="Another Nora").url.path == "/wallet"
    )  # the handle is free, the past is not theirs
    assert "€0.00" not in again.get("/wallet").text


def test_paid_money_stands_in_the_way_and_is_said_first(nora: Browser, world: World) -> None:
    account_of(nora, world, minor=2_000)
    page = nora.get(PAGE).text
    assert "First, your money" in page
    assert "€20.00" in page
    assert 'action="/wallet/me/erase"' not in page
    assert "There is still money in an account." in erased(nora, bonus="give-up")
    assert nora.is_signed_in
    assert is_kept(world, "Neumann")


def test_bonus_goes_back_to_the_shop_only_when_that_was_said(nora: Browser, world: World) -> None:
    asked = Shop("there", "There", "", "EUR", "Main", "UTC", (), Terms("Card", bonus_tiers=((1_000, 100),)))
    there = open_shop(world.platform.database, world.platform.keys, asked, world.clock())
    nora.get(f"/wallet/programmes/{there.programme_id}")
    account_id = nora.post(f"/wallet/programmes/{there.programme_id}").url.path.split("/")[3]
    nora.post(f"/wallet/accounts/{account_id}/top-up", other="10")
    assert "only bonus" not in nora.get(PAGE).text
    sale = world.sale(shown_code(nora.get("/wallet/pay")), 1_000, public_service_id="there")
    assert world.api.post("/v1/redemptions", there.till_tokens[0], sale).json()["outcome"] == "paid"
    assert "only bonus" in nora.get(PAGE).text
    assert "There is still money in an account." in erased(nora)
    assert "You are erased" in erased(nora, bonus="give-up")
    assert verify(world.platform.database) == []


def test_a_gift_that_waits_stands_in_the_way(nora: Browser, world: World) -> None:
    gift = {"to": "nora", "amount_minor": 500, "currency": "EUR"}
    assert world.api.post("/v1/gifts", world.mara.token, gift).status_code == 200
    assert "A gift is still waiting" in erased(nora)
    assert nora.is_signed_in


@pytest.mark.parametrize(
    ("form", "said"), [({"pin": OTHER_PIN}, "This is not your PIN."), ({"handle": "noar"}, "That is not your handle.")]
)
def test_a_phone_left_on_a_table_is_not_enough_to_erase_its_owner(
    nora: Browser, form: dict[str, str], said: str
) -> None:
    assert said in erased(nora, **form)
    assert nora.is_signed_in


def test_guessing_the_pin_to_erase_is_slowed_like_signing_in(nora: Browser) -> None:
    for _ in range(3):
        erased(nora, pin=OTHER_PIN)
    assert "Too many tries." in erased(nora, pin=PIN)
    assert nora.is_signed_in
