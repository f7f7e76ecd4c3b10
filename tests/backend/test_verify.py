"""`verify`: right books are right, and a wrong one is said in a sentence. Each of its checks: test_tampering.py."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from backend_stub.services.verify import counted, verify
from tests.backend.shop import World


def lived(world: World) -> World:
    """A little of everything."""
    first, second, third = (world.paid(world.mara, amount_minor) for amount_minor in (100, 200, 300))
    refund = {"attempt_id": first["attempt_id"], "amount_minor": 10}
    assert world.api.post("/v1/refunds", world.manager, refund).status_code == 200
    assert world.reverse(second["attempt_id"]).json()["outcome"] == "reversed"
    cash = {"amount_minor": 500, "currency": "EUR", "account_id": world.mara.account_id}
    assert world.api.post("/v1/topups", world.till, cash).status_code == 200
    assert third["receipt_number"] == "2026-1123-003"
    return world


def test_right_books_are_right(world: World) -> None:
    assert verify(lived(world).platform.database) == []
    assert counted(world.platform.database) == {
        "accounts": 2,
        "redemptions": 3,
        "refunds": 1,
        "top_ups": 3,
        "gifts": 0,
        "transfers": 8,
    }


def test_a_changed_balance_is_found_on_either_database(world: World) -> None:
    lived(world)
    raised: Any = sa.text("UPDATE accounts SET balance_minor = balance_minor + 1 WHERE id = :id")
    with world.platform.database.write.connect() as connection, connection.begin():
        connection.execute(raised, {"id": world.mara.account_id})
    balance = world.balance(world.mara)
    assert verify(world.platform.database) == [
        f"account {world.mara.account_id} shows {balance}, its transfers say otherwise"
    ]
