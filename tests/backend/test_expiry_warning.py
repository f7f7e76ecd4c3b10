"""Customers are told before their money lapses: by the rule of its programme, once, and again when it lapses on another day."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from backend_stub.contract import MessageKind
from backend_stub.services import demo
from backend_stub.services.lives import HourlyExpiry, expire, warn
from backend_stub.services.parties import Shop, Terms, open_shop
from backend_stub.services.verify import verify
from backend_stub.services.wording import CHINESE, ENGLISH, wording
from tests.backend.shop import Payer, World

DAY_S = 86_400


@pytest.fixture
def payer(world: World) -> Payer:
    """With 30.00 in an account whose money lives for thirty days."""
    asked = Shop("there", "There", "", "EUR", "Main", "UTC", (), Terms("Card", expires_after_days=30))
    there = open_shop(world.platform.database, world.platform.keys, asked, world.clock())
    return world.payer("lena", there, 3_000)


def warnings(world: World, payer: Payer) -> list[dict[str, Any]]:
    items = world.api.get("/v1/messages", payer.token).json()["items"]
    return [one for one in items if one["kind"] == "expires_soon"]


def rule(world: World, days: int) -> None:
    with world.platform.database.write.connect() as connection, connection.begin():
        connection.execute(sa.text("UPDATE terms SET warn_before_days = :days"), {"days": days})


def test_a_customer_is_told_once_so_many_days_before_as_the_programme_says(world: World, payer: Payer) -> None:
    rule(world, 7)
    world.clock.forward(23 * DAY_S - 1)
    assert warn(world.platform) == 0
    world.clock.forward(1)
    assert [warn(world.platform) for _ in range(3)] == [1, 0, 0]
    (told,) = warnings(world, payer)
    assert (told["arguments"]["amount_minor"], told["arguments"]["programme"]) == (3_000, "Card")
    arguments = told["arguments"]
    assert wording(MessageKind.EXPIRES_SOON, arguments, ENGLISH).text.startswith(
        "€30.00 in “Card” lapses on December 23, 2026"
    )
    assert "2026年12月23日" in wording(MessageKind.EXPIRES_SOON, arguments, CHINESE).text


def test_who_tops_up_in_time_is_told_of_the_next_day_only(world: World, payer: Payer) -> None:
    world.clock.forward(20 * DAY_S)
    assert warn(world.platform) == 1
    demo.fill(world.platform, payer.customer_id, payer.account_id, 1_000)
    assert warn(world.platform) == 0
    world.clock.forward(20 * DAY_S)
    assert warn(world.platform) == 1
    assert [one["arguments"]["amount_minor"] for one in warnings(world, payer)] == [3_000, 4_000]
    assert verify(world.platform.database) == []


def test_nobody_is_told_of_nothing_of_what_is_gone_or_where_the_programme_says_never(
    world: World, payer: Payer
) -> None:
    rule(world, 0)
    world.clock.forward(29 * DAY_S)
    assert warn(world.platform) == 0
    rule(world, 7)
    with world.platform.database.read.connect() as connection:
        query = sa.text("SELECT COUNT(*) FROM accounts WHERE expires_at IS NOT NULL")
        assert connection.scalar(query) == 1
    world.clock.forward(DAY_S)
    assert warn(world.platform) == 0
    assert expire(world.platform, world.clock()).accounts == 1
    assert warn(world.platform) == 0
    assert warnings(world, payer) == []


def test_a_server_warns_by_itself_every_hour(world: World, payer: Payer) -> None:
    job = HourlyExpiry(world.platform)
    world.clock.forward(20 * DAY_S)
    for _ in range(3):
        job()
        world.clock.forward(1_800)
    assert len(warnings(world, payer)) == 1
