"""Top-ups under a rule: judged when the money is there, and taken away again with it. On both databases."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from backend_stub.domain.records import Association
from backend_stub.services.verify import verify
from backend_stub.storage.tables import TABLES
from tests.backend.members import Members, a_rule
from tests.backend.shop import World


def _topped_up(amount_minor: int) -> dict[str, Any]:
    return {
        "is": "amount",
        "currency": "EUR",
        "types": ["top_up"],
        "at_least_minor": amount_minor,
        "within_days": 30,
    }


RULE = a_rule(
    first=_topped_up(10_000),
    earning={"purchase_points": 1, "purchase_per_minor": 100, "top_up_points": 2, "top_up_per_minor": 100},
)


@pytest.fixture
def shop(world: World) -> Members:
    return Members(world, RULE)


def _cash(world: World, amount_minor: int) -> str:
    body = {"account_id": world.jonas.account_id, "amount_minor": amount_minor, "currency": "EUR"}
    done = world.api.post("/v1/topups", world.till, body)
    assert done.status_code == 200, done.text
    return str(done.json()["topup_id"])


def _by_provider(world: World, amount_minor: int) -> str:
    body = {"account_id": world.jonas.account_id, "amount_minor": amount_minor, "currency": "EUR"}
    done = world.api.post("/v1/topups", world.jonas.token, body)
    assert done.json()["state"] == "captured", done.text
    return str(done.json()["topup_id"])


def _judged(world: World) -> str:
    table = TABLES[Association]
    with world.platform.database.read.connect() as connection:
        row = connection.execute(sa.select(table).where(table.c.customer_id == world.jonas.customer_id)).one()
    return str(row.judged)


def test_cash_makes_a_member_the_moment_it_is_in_the_account(shop: Members, world: World) -> None:
    _cash(world, 4_000)
    assert shop.membership(world.jonas)["standing"] == "stranger"
    _cash(world, 6_000)
    assert shop.membership(world.jonas)["standing"] == "member"
    assert shop.membership(world.jonas)["points"] == 200
    assert "membership_joined" in shop.told(world.jonas)
    assert verify(world.platform.database) == []


def test_a_captured_top_up_by_a_provider_counts_too(shop: Members, world: World) -> None:
    _by_provider(world, 10_000)
    assert shop.membership(world.jonas)["standing"] == "member"
    assert shop.membership(world.jonas)["points"] == 200
    assert verify(world.platform.database) == []


@pytest.mark.parametrize("put_in", [_cash, _by_provider])
def test_money_taken_back_was_never_put_in(shop: Members, world: World, put_in: Any) -> None:
    by = world.manager if put_in is _cash else world.jonas.token
    topup_id = put_in(world, 10_000)
    for spent_minor in (4_000, 4_000):  # of 107.00: what is left of the top-up is less than it was
        assert shop.buy(world.jonas, spent_minor)["outcome"] == "paid"
    taken = world.api.post(f"/v1/topups/{topup_id}/refund", by, {"reason": "changed my mind"})
    assert taken.status_code == 200, taken.text
    assert taken.json()["amount_minor"] == 2_700
    membership = shop.membership(world.jonas)
    assert membership["standing"] != "member"
    assert membership["points"] == 80 + 200 - 54
    assert verify(world.platform.database) == []


def test_what_is_kept_of_a_member_is_what_all_records_say(shop: Members, world: World) -> None:
    _cash(world, 10_000)
    shop.buy(world.jonas)
    shop.days(3)
    _by_provider(world, 2_500)
    kept = _judged(world)
    with world.platform.database.write.begin() as connection:
        connection.execute(sa.update(TABLES[Association]).values(is_stale=1))
    shop.judge(world.jonas)
    assert _judged(world) == kept
