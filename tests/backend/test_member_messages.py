"""Messages of a merchant to its members: who they are for, how often, and counts that stay right when a request is repeated."""

from __future__ import annotations

from typing import Any

import pytest

from backend_stub.services import member_messages
from backend_stub.services.platform import new_id
from backend_stub.services.verify import verify
from tests.backend.members import Members
from tests.backend.shop import Payer, World


@pytest.fixture
def shop(world: World) -> Members:
    return Members(world)


@pytest.fixture
def zoe(world: World) -> Payer:
    return world.payer("zoe", world.tea, 9_000)


def send(world: World, key: str | None = None, **more: Any) -> tuple[int, int, int, int]:
    answer = world.api.post("/v1/member-messages", world.manager, {"text": "Try the mochi", **more}, key)
    assert answer.status_code == 200, answer.text
    counted = answer.json()
    return counted["chosen"], counted["delivered"], counted["muted"], counted["too_soon"]


def joins(shop: Members, who: Payer, purchases: int = 3) -> None:
    for _ in range(purchases):
        shop.buy(who, 100)


def test_a_tier_is_told_and_nobody_else(shop: Members, world: World, zoe: Payer) -> None:
    joins(shop, world.mara, 5)
    joins(shop, zoe)
    silver = {"tier_key": "silver"}
    assert send(world, audience=silver, is_preview=True) == (1, 1, 0, 0)
    assert send(world, audience=silver) == (1, 1, 0, 0)
    assert "shop_message" in shop.told(world.mara)
    assert "shop_message" not in shop.told(zoe)


def test_whom_one_has_not_seen_is_told(shop: Members, world: World, zoe: Payer) -> None:
    joins(shop, world.mara)
    joins(shop, zoe)
    shop.days(10)
    shop.buy(zoe, 100)
    assert send(world, audience={"not_seen_for_days": 10}) == (0, 0, 0, 0), (
        "ten days ago is not longer ago than ten days"
    )
    shop.days(1)
    assert send(world, audience={"not_seen_for_days": 10}) == (1, 1, 0, 0)
    assert "shop_message" in shop.told(world.mara)
    assert "shop_message" not in shop.told(zoe)


def gone(world: World, **more: Any) -> int:
    answer = world.api.post("/v1/member-messages", world.manager, {"text": "Try the mochi", **more})
    return int(answer.json()["gone"])


def test_who_left_or_declined_is_counted_apart_and_never_told(shop: Members, world: World, zoe: Payer) -> None:
    joins(shop, world.mara)
    joins(shop, zoe)
    shop.wish(world.mara, "leave")
    shop.wish(world.jonas, "decline")
    assert send(world, is_preview=True) == (1, 1, 0, 0)
    assert gone(world, is_preview=True) == 2
    assert send(world) == (1, 1, 0, 0)
    assert world.api.get("/v1/member-messages", world.manager).json()["items"][0]["gone"] == 2
    only_mara = {"customer_id": world.mara.customer_id}
    assert send(world, audience=only_mara) == (0, 0, 0, 0)
    assert gone(world, audience=only_mara) == 1
    assert gone(world, audience={"not_seen_for_days": 1}) == 0, "both were seen today"
    assert "shop_message" not in shop.told(world.mara)
    assert "shop_message" not in shop.told(world.jonas)


def test_a_message_a_day_and_the_next_one_the_day_after(shop: Members, world: World) -> None:
    joins(shop, world.mara)
    assert send(world) == (1, 1, 0, 0)
    shop.days(0.99)
    assert send(world, is_preview=True) == (1, 0, 0, 1)
    assert send(world) == (1, 0, 0, 1)
    shop.days(0.02)
    assert send(world, is_preview=True) == (1, 1, 0, 0)
    assert send(world) == (1, 1, 0, 0)
    assert shop.told(world.mara).count("shop_message") == 2


def test_a_repeated_request_counts_nobody_twice(shop: Members, world: World, zoe: Payer) -> None:
    """A muted one would be, when only those who got it were known again."""
    joins(shop, world.mara)
    joins(shop, zoe)
    shop.wish(zoe, "mute")
    key = new_id()
    assert send(world, key) == (2, 1, 1, 0)
    joins(shop, world.jonas)
    shop.days(3)
    assert send(world, key) == (2, 1, 1, 0), "nor is who joined since"
    assert shop.told(world.mara).count("shop_message") == 1
    assert "shop_message" not in shop.told(world.jonas)
    other = world.api.post("/v1/member-messages", world.manager, {"text": "Another"}, key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_a_message_that_was_interrupted_goes_on_where_it_was(
    shop: Members, world: World, zoe: Payer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in (world.mara, world.jonas, zoe):
        joins(shop, who)
    shop.wish(world.jonas, "mute")
    key = new_id()
    monkeypatch.setattr(member_messages, "PIECE", 1)
    monkeypatch.setattr(member_messages, "PIECES_MAX", 2)
    assert world.api.post("/v1/member-messages", world.manager, {"text": "Try the mochi"}, key).status_code == 500
    begun = world.api.get("/v1/member-messages", world.manager).json()["items"][0]
    assert begun["chosen"] == 2
    monkeypatch.setattr(member_messages, "PIECES_MAX", 100)
    assert send(world, key) == (3, 2, 1, 0)
    assert [shop.told(who).count("shop_message") for who in (world.mara, world.jonas, zoe)] == [1, 0, 1]
    assert verify(world.platform.database) == []
