"""Gifts, top-ups through a provider and the lives of accounts over HTTP, on both databases, in three currencies."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from backend_stub.domain.records import Account, TopUp
from backend_stub.services import funding
from backend_stub.services.demo_provider import DemoSource
from backend_stub.services.parties import Opened, Shop, Terms, open_shop
from backend_stub.services.platform import new_id
from backend_stub.services.verify import verify
from backend_stub.storage import reads
from tests.backend.shop import Payer, World

BONUS = ((1_000, 100),)


@pytest.fixture(params=["JPY", "EUR", "KWD"])
def shop(request: pytest.FixtureRequest, world: World) -> Iterator[tuple[World, Opened, str]]:
    """A shop in a currency of 0, 2 and 3 decimals, with a bonus; the books are right afterwards."""
    terms = Terms("Card", gift_max_minor=5_000, bonus_tiers=BONUS, expires_after_days=30)
    asked = Shop("there", "There", "", request.param, "Main", "UTC", (), terms)
    yield world, open_shop(world.platform.database, world.platform.keys, asked, world.clock()), request.param
    assert verify(world.platform.database) == []


def source(world: World) -> DemoSource:
    found = world.platform.funding
    assert isinstance(found, DemoSource)
    return found


def with_notices_by_hand(world: World) -> DemoSource:
    """A demo provider whose notices wait until the test sends them, through the API as from outside."""
    world.platform.funding = demo = DemoSource(delay_s=None, clock=world.clock)

    async def post(body: bytes, headers: Mapping[str, str]) -> object:
        answer = await world.api.client.post("/v1/provider-notices/demo", content=body, headers=headers)
        return answer.raise_for_status()

    demo.notify = post
    return demo


def account(world: World, payer: Payer) -> dict[str, Any]:
    told: dict[str, Any] = world.api.get(f"/v1/accounts/{payer.account_id}", payer.token).json()
    return told


def top_up(world: World, payer: Payer, amount_minor: int, currency: str, method: str = "") -> dict[str, Any]:
    body = {"amount_minor": amount_minor, "currency": currency, "account_id": payer.account_id, "method": method}
    answer = world.api.post("/v1/topups", payer.token, body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def give(world: World, payer: Payer, to: str, amount_minor: int, currency: str = "EUR") -> Any:
    return world.api.post("/v1/gifts", payer.token, {"to": to, "amount_minor": amount_minor, "currency": currency})


def test_money_comes_in_is_given_spent_and_goes_back(shop: tuple[World, Opened, str]) -> None:
    world, there, currency = shop
    ada, bob = world.payer("ada", there, 0), world.payer("bob", there, 0)
    paid = top_up(world, ada, 1_000, currency)
    assert (paid["state"], paid["bonus_minor"], paid["source"]) == ("captured", 100, "demo")
    gift = give(world, ada, "bob", 400, currency).json()
    accepted = world.api.post(f"/v1/gifts/{gift['gift_id']}/acceptance", bob.token, {}).json()
    assert (accepted["state"], accepted["account_id"]) == ("accepted", bob.account_id)
    sale = world.sale(world.code(ada), 650, currency=currency, public_service_id="there")
    sold = world.api.post("/v1/redemptions", there.till_tokens[0], sale).json()
    assert (sold["outcome"], sold["amount_minor"], sold["bonus_minor"]) == ("paid", 650, 50)
    refund = {"attempt_id": sold["attempt_id"], "amount_minor": 325}
    half = world.api.post("/v1/refunds", there.manager_token, refund).json()
    assert (half["amount_minor"], half["bonus_minor"]) == (325, 25)
    back = world.api.post(f"/v1/topups/{paid['topup_id']}/refund", ada.token, {}).json()
    assert (back["amount_minor"], back["bonus_minor"], back["spent_minor"], back["state"]) == (300, 75, 700, "done")
    assert (account(world, ada)["balance_minor"], account(world, ada)["bonus_minor"]) == (0, 0)
    assert account(world, bob)["balance_minor"] == 400
    kinds = [
        entry["kind"] for entry in world.api.get(f"/v1/accounts/{ada.account_id}/entries", ada.token).json()["items"]
    ]
    assert sorted(set(kinds)) == sorted(
        ["top_up", "bonus", "gift_offered", "redemption", "refund", "top_up_refund", "bonus_returned"]
    )


def test_a_provider_may_decline_delay_repeat_itself_or_lose_its_answer(world: World) -> None:
    demo = with_notices_by_hand(world)
    before = world.balance(world.mara)
    declined = top_up(world, world.mara, 500, "EUR", "decline")
    assert (declined["state"], declined["failure"]) == ("failed", "the card was declined")
    later = top_up(world, world.mara, 500, "EUR", "later")
    assert (later["state"], world.balance(world.mara)) == ("pending", before)
    world.api.run(demo.send_notices())
    assert world.balance(world.mara) == before + 500
    top_up(world, world.mara, 500, "EUR", "twice")
    world.api.run(demo.send_notices())
    assert world.balance(world.mara) == before + 1_000
    lost = top_up(world, world.mara, 500, "EUR", "lost")
    assert (lost["state"], world.balance(world.mara)) == ("pending", before + 1_000)
    world.clock.forward(60)
    assert world.api.run(funding.take_up(world.platform)) == 1
    assert world.balance(world.mara) == before + 1_500
    stuck = top_up(world, world.mara, 500, "EUR", "no-refund")
    kept = world.api.post(f"/v1/topups/{stuck['topup_id']}/refund", world.mara.token, {}).json()
    assert (kept["state"], world.balance(world.mara)) == ("failed", before + 2_000)
    assert verify(world.platform.database) == []


def test_what_a_crash_left_open_at_the_provider_is_heard_after_it(world: World) -> None:
    """The platform stopped between the provider's capture and the writing down: the next one asks."""
    demo = source(world)
    lost = top_up(world, world.mara, 700, "EUR", "lost")
    assert lost["state"] == "pending"
    world.clock.forward(60)
    assert world.api.run(demo.status(lost["topup_id"])).state == "captured"
    assert world.api.run(funding.take_up(world.platform)) == 1
    assert world.api.run(funding.take_up(world.platform)) == 0
    row = world.platform.look(reads.one, TopUp, lost["topup_id"])
    assert row is not None
    assert (row.state, row.provider_reference) == ("captured", f"demo-{lost['topup_id'][-12:]}")


def test_a_gift_is_taken_once_whoever_is_quicker(world: World) -> None:
    """Many devices of the recipient and the giver at once: one of them ends the offer, the money is in one place."""
    for _ in range(5):
        gift = give(world, world.mara, "jonas", 100).json()["gift_id"]
        asked = [("acceptance", world.jonas)] * 4 + [("withdrawal", world.mara)] * 4 + [("refusal", world.jonas)] * 2

        async def all_at_once(gift: str = gift, asked: list[tuple[str, Payer]] = asked) -> list[Any]:
            return await asyncio.gather(
                *(world.api.ask("POST", f"/v1/gifts/{gift}/{how}", payer.token, {}) for how, payer in asked)
            )

        answers = world.api.run(all_at_once())
        states = {answer.json()["state"] for answer in answers if answer.status_code == 200}
        assert len(states) == 1
        assert {answer.status_code for answer in answers} <= {200, 409}
    assert world.balance(world.mara) + world.balance(world.jonas) == 6_700
    assert verify(world.platform.database) == []


def test_who_has_no_account_of_the_programme_gets_one_with_the_gift(world: World) -> None:
    kim = world.payer("kim", world.books, 0)
    gift = give(world, world.mara, "kim", 100).json()
    taken = world.api.post(f"/v1/gifts/{gift['gift_id']}/acceptance", kim.token, {}).json()
    row = world.platform.look(reads.one, Account, taken["account_id"])
    assert row is not None
    assert (row.customer_id, row.programme_id, row.balance_minor) == (kim.customer_id, world.tea.programme_id, 100)


@pytest.mark.parametrize(
    ("body", "status", "field", "says"),
    [
        ({"to": "mara", "amount_minor": 100}, 422, "to", "somebody else"),
        ({"to": "nobody.here", "amount_minor": 100}, 404, "to", "nobody has this social id"),
        ({"to": "jonas", "amount_minor": 6_001}, 422, "amount_minor", "at most 60.00 EUR can be given"),
        ({"to": "jonas", "amount_minor": 100, "currency": "USD"}, 422, "currency", "kept in USD"),
        ({"to": "jonas", "amount_minor": 0}, 400, "amount_minor", "1"),
        ({"to": "jonas", "amount_minor": 100, "programme_id": new_id()}, 404, "programme_id", "no account"),
    ],
)
def test_a_gift_that_can_not_be_names_the_field_and_changes_nothing(
    lite: World, body: dict[str, Any], status: int, field: str, says: str
) -> None:
    answer = lite.api.post("/v1/gifts", lite.mara.token, {"currency": "EUR"} | body)
    assert (answer.status_code, answer.json()["field"]) == (status, field), answer.text
    assert says in answer.json()["detail"]
    assert lite.balance(lite.mara) == 6_000


def test_a_gift_above_its_programmes_limit_says_the_limit_and_moves_nothing(world: World) -> None:
    asked = Shop("there", "There", "", "EUR", "Main", "UTC", (), Terms("Card", gift_max_minor=500))
    there = open_shop(world.platform.database, world.platform.keys, asked, world.clock())
    ada = world.payer("ada", there, 6_000)
    refused = give(world, ada, "jonas", 501)
    assert (refused.status_code, refused.json()["field"]) == (422, "amount_minor")
    assert refused.json()["detail"] == "a gift of this programme is at most 5.00 EUR"
    assert (world.balance(ada), world.messages(world.jonas).count("gift_offered")) == (6_000, 0)
    assert give(world, ada, "jonas", 500).status_code == 200
    assert verify(world.platform.database) == []


def test_a_lost_phone(world: World) -> None:
    """Frozen from the other device, not opened again by the lost one, moved to a new sign-in with its history."""
    tablet = world.payer_device(world.mara)
    path = f"/v1/accounts/{world.mara.account_id}"
    assert world.api.post(f"{path}/freezing", tablet.token, {"reason": "phone lost"}).json()["kind"] == "frozen"
    assert world.redeem(world.code(world.mara)).json()["refusal"]["reason"] == "no_account_here"
    assert world.api.post(f"{path}/unfreezing", world.mara.token, {}).status_code == 403
    new = world.payer("mara.new", world.tea, 0)
    assert world.api.post(f"{path}/move", world.manager, {"to": "mara.new"}).json()["kind"] == "moved"
    assert world.api.post(f"{path}/unfreezing", world.manager, {}).json()["kind"] == "unfrozen"
    assert world.api.get(path, world.mara.token).status_code == 404
    assert world.api.get(path, new.token).json()["balance_minor"] == 6_000
    assert len(world.api.get(f"{path}/entries", new.token).json()["items"]) == 1
    assert world.paid(new, 450)["account_id"] == world.mara.account_id
    closed = world.api.post(f"{path}/closing", world.manager, {"pay_back": True}).json()
    assert (closed["kind"], closed["paid_minor"]) == ("closed", 5_550)
    assert verify(world.platform.database) == []
