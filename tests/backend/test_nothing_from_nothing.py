"""Ways to make money out of nothing that were thought of, each tried on both databases: what came in is what went out.

What a customer has bought, taken back and still holds never comes to more than they put in and were promised for what they kept
in; and whatever is asked for at once, the books are right and each thing is done once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from backend_stub.services import lives
from backend_stub.services.parties import Opened, Shop, Terms, open_shop
from backend_stub.services.platform import new_id
from backend_stub.services.verify import verify
from tests.backend.shop import Payer, World
from tests.backend.test_gifts_and_funding import account, give, top_up
from tests.backend.test_settlement import DAY_S, owned, with_account

TEN_ON_TOP = ((1_000, 100),)


@pytest.fixture
def there(world: World) -> Iterator[tuple[World, Opened]]:
    """A shop that promises 1.00 on top of each 10.00; the books are right afterwards."""
    shop = Shop("there", "There", "", "EUR", "Main", "UTC", (), Terms("Card", bonus_tiers=TEN_ON_TOP))
    yield world, open_shop(world.platform.database, world.platform.keys, shop, world.clock())
    assert verify(world.platform.database) == []


def bought(world: World, shop: Opened, who: Payer, amount_minor: int) -> dict[str, Any]:
    body = world.sale(world.code(who), amount_minor, public_service_id="there")
    sold: dict[str, Any] = world.api.post("/v1/redemptions", shop.till_tokens[0], body).json()
    assert sold["outcome"] == "paid", sold
    return sold


def handed(world: World, giver: Payer, taker: Payer, name: str, amount_minor: int) -> None:
    gift = give(world, giver, name, amount_minor).json()
    assert world.api.post(f"/v1/gifts/{gift['gift_id']}/acceptance", taker.token, {}).status_code == 200


def taken_back(world: World, who: Payer, topup_id: str) -> Any:
    return world.api.post(f"/v1/topups/{topup_id}/refund", who.token, {})


def held(world: World, who: Payer) -> tuple[int, int]:
    shown = account(world, who)
    return shown["balance_minor"], shown["bonus_minor"]


def test_a_bonus_is_not_kept_by_lending_the_money_to_a_friend_while_it_is_spent(there: tuple[World, Opened]) -> None:
    """Give the paid money away, buy with the bonus, get it back, take the top-up back: the goods would be free."""
    world, shop = there
    ada, bob = world.payer("ada", shop, 0), world.payer("bob", shop, 0)
    paid = top_up(world, ada, 1_000, "EUR")["topup_id"]
    handed(world, ada, bob, "bob", 1_000)
    bought(world, shop, ada, 100)
    handed(world, bob, ada, "ada", 1_000)
    refused = taken_back(world, ada, paid)
    assert (refused.status_code, refused.json()["field"]) == (422, "topup_id")
    assert "its bonus was spent" in refused.json()["detail"]
    assert held(world, ada) == (1_000, 0), "what was paid is theirs, to be spent"


def test_of_a_top_up_whose_bonus_was_spent_in_part_only_that_share_goes_back(there: tuple[World, Opened]) -> None:
    world, shop = there
    ada, bob = world.payer("ada", shop, 0), world.payer("bob", shop, 0)
    paid = top_up(world, ada, 1_000, "EUR")["topup_id"]
    handed(world, ada, bob, "bob", 1_000)
    bought(world, shop, ada, 30)
    handed(world, bob, ada, "ada", 1_000)
    back = taken_back(world, ada, paid).json()
    assert (back["amount_minor"], back["bonus_minor"], back["spent_minor"]) == (700, 70, 300)
    assert taken_back(world, ada, paid).status_code == 422
    assert held(world, ada) == (300, 0)


def test_the_usual_ways_lose_nothing(there: tuple[World, Opened]) -> None:
    """Spent in part, all given back, or nothing bought: as before."""
    world, shop = there
    ada = world.payer("ada", shop, 0)
    first = top_up(world, ada, 1_000, "EUR")["topup_id"]
    bought(world, shop, ada, 400)
    back = taken_back(world, ada, first).json()
    assert (back["amount_minor"], back["bonus_minor"]) == (600, 100)
    second = top_up(world, ada, 1_000, "EUR")["topup_id"]
    sale = bought(world, shop, ada, 1_100)
    assert world.api.post("/v1/refunds", shop.manager_token, {"attempt_id": sale["attempt_id"]}).status_code == 200
    back = taken_back(world, ada, second).json()
    assert (back["amount_minor"], back["bonus_minor"]) == (1_000, 100)
    assert held(world, ada) == (0, 0)


def test_two_top_ups_do_not_share_one_bonus(there: tuple[World, Opened]) -> None:
    world, shop = there
    ada, bob = world.payer("ada", shop, 0), world.payer("bob", shop, 0)
    first, second = (top_up(world, ada, 1_000, "EUR")["topup_id"] for _ in range(2))
    handed(world, ada, bob, "bob", 2_000)
    bought(world, shop, ada, 100)
    handed(world, bob, ada, "ada", 2_000)
    back = taken_back(world, ada, first).json()
    assert (back["amount_minor"], back["bonus_minor"]) == (1_000, 100)
    assert taken_back(world, ada, second).status_code == 422
    assert held(world, ada) == (1_000, 0)


def test_everything_at_once_gives_back_each_cent_once(world: World) -> None:
    """Refunds of one sale, the same top-up taken back, a gift taken and withdrawn, money that lapses, a day that is settled."""
    owned(world)
    with_account(world)
    for _ in range(3):
        mara, jonas = world.mara, world.jonas
        before = world.balance(mara) + world.balance(jonas)
        sale = world.paid(mara, 900)
        paid = top_up(world, mara, 500, "EUR")["topup_id"]
        gift = give(world, mara, "jonas", 300).json()["gift_id"]
        world.clock.forward(DAY_S)
        refund = {"attempt_id": sale["attempt_id"], "amount_minor": 500}
        asked = [
            *[("/v1/refunds", world.manager, refund)] * 4,
            *[(f"/v1/topups/{paid}/refund", mara.token, {})] * 4,
            *[(f"/v1/gifts/{gift}/{how}", who.token, {}) for how, who in (("acceptance", jonas), ("withdrawal", mara))],
            (f"/v1/gifts/{gift}/refund", world.manager, {}),
            *[("/v1/settlement/runs", world.manager, {})] * 2,
        ]

        async def all_at_once(asked: list[tuple[str, str, dict[str, Any]]] = asked) -> list[Any]:
            jobs = [asyncio.to_thread(lives.expire, world.platform, world.clock()) for _ in range(2)]
            posts = [world.api.ask("POST", path, token, body) for path, token, body in asked]
            return list(await asyncio.gather(*posts, *jobs))[: len(asked)]

        answers = world.api.run(all_at_once())
        assert {answer.status_code for answer in answers} <= {200, 409, 422}
        done = [answer.status_code == 200 for answer in answers]
        assert (sum(done[:4]), sum(done[4:8])) == (1, 1)  # two halves of 500 are more than was paid
        assert world.balance(mara) + world.balance(jonas) == before - 900 + 500
        assert verify(world.platform.database) == []


def test_a_payout_that_is_released_many_times_at_once_is_paid_once(world: World) -> None:
    owned(world)
    with_account(world)
    world.paid(world.mara, 900)
    world.clock.forward(DAY_S)
    (batch,) = world.api.post("/v1/settlement/runs", world.manager, {}).json()["closed"]
    body = {"batch_ids": [batch["batch_id"]], "currency": "EUR"}
    key = new_id()

    async def release_all() -> list[Any]:
        keys = [key] * 4 + [new_id() for _ in range(8)]
        return list(
            await asyncio.gather(*(world.api.ask("POST", "/v1/payout-runs", world.manager, body, one) for one in keys))
        )

    answers = world.api.run(release_all())
    runs = {answer.json()["run_id"] for answer in answers if answer.status_code == 200}
    assert len(runs) == 1
    for answer in answers:
        if answer.status_code != 200:
            assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
            assert "paid out already" in answer.json()["detail"]
    assert [one["amount_minor"] for one in world.api.get("/v1/payouts", world.manager).json()["items"]] == [900]
    assert verify(world.platform.database) == []
