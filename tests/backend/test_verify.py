"""`verify`: each of its sentences is said for the books it was written for, and for no others."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from backend_stub.services.verify import SALES, _findings, counted, verify
from tests.backend.shop import World

# What somebody does to the file, and the beginning of the sentence that says so.
TAMPERED = {
    "UPDATE transfers SET amount_minor = 0 WHERE kind = 'refund'": "transfer of {0} moves {1}, or has one side",
    "UPDATE transfers SET credit_account = 'payable:other' WHERE kind = 'redemption'": (
        "redemption {0} is {1}, but its money did not move"
    ),
    "UPDATE redemptions SET outcome = 'refused' WHERE outcome = 'paid'": (
        "money of redemption {0} moved, but it was not paid"
    ),
    "UPDATE redemptions SET refunded_minor = 7 WHERE refunded_minor = 10": (
        "redemption {0} shows {1} given back, its refunds say otherwise"
    ),
    "UPDATE transfers SET debit_account = 'payable:other' WHERE kind = 'refund'": "refund {0} of {1} did not move",
    "UPDATE transfers SET debit_account = 'payable:other' WHERE kind = 'reversal'": (
        "redemption {0} of {1} is reversed, but its money did not come back"
    ),
    "UPDATE redemptions SET bonus_minor = amount_minor WHERE outcome = 'paid' AND refunded_minor > 0": (
        "redemption {0} with {1} of bonus was given back in another split"
    ),
    "UPDATE redemptions SET code_id = 'one'": "code {0} was spent {1} times",
    "UPDATE interactions SET type = 'visit' WHERE type = 'purchase'": (
        "act {0} ({1}) left no interaction record of its amount"
    ),
    "INSERT INTO interactions SELECT 'x', customer_id, merchant_id, store_id, type, 1, 'EUR', 0, 0, 0, NULL"
    " FROM interactions LIMIT 1": ("interaction record {0} ({1}) tells of nothing that moved"),
    "UPDATE interactions SET customer_id = 'somebody' WHERE type = 'top_up'": (
        "interaction record {0} ({1}) is of another customer or merchant than its act"
    ),
    "UPDATE redemptions SET receipt_number = '2026-1123-001'": "till {0} gave receipt number {1} twice",
    "UPDATE redemptions SET receipt_number = '2026-1123-009' WHERE receipt_number = '2026-1123-002'": (
        "till {0} left a receipt number of {1} out"
    ),
    "INSERT INTO transfers SELECT transaction_id, 2, kind, debit_account, credit_account, 1, 'EUR', 0 FROM transfers LIMIT 1": (
        "money of {0} ({1}) moved more than once"
    ),
    "INSERT INTO transfers VALUES ('act', 1, 'refund', 'payable:a', 'payable:b', 1, 'EUR', 0)": (
        "transfer of {0} ({1}) belongs to no act"
    ),
    "INSERT INTO transfers VALUES ('act', 1, 'kindness', 'payable:a', 'payable:b', 1, 'EUR', 0)": (
        "transfer of {0} ({1}) moved for no reason we know"
    ),
}


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


def beginning(sentence: str) -> tuple[str, ...]:
    return tuple(part for part in sentence.replace("{1}", "{0}").split("{0}") if part.strip(" ():,"))


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


def test_every_check_has_its_case() -> None:
    assert set(TAMPERED.values()) == set(SALES)


@pytest.mark.parametrize("statement", TAMPERED)
def test_each_wrong_is_said(lite: World, statement: str) -> None:
    world = lived(lite)
    file = Path(world.platform.database.url.database or "")
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("DROP INDEX uq_redemptions_code_id")
        assert connection.execute(statement).rowcount > 0
    assert verify(world.platform.database) != []
    with world.platform.database.read.connect() as reading, reading.begin():
        said = list(_findings(reading))
    parts = beginning(TAMPERED[statement])
    assert any(all(part in sentence for part in parts) for sentence in said), said


def test_a_changed_balance_is_found_on_either_database(world: World) -> None:
    lived(world)
    raised: Any = sa.text("UPDATE accounts SET balance_minor = balance_minor + 1 WHERE id = :id")
    with world.platform.database.write.connect() as connection, connection.begin():
        connection.execute(raised, {"id": world.mara.account_id})
    balance = world.balance(world.mara)
    assert verify(world.platform.database) == [
        f"account {world.mara.account_id} shows {balance}, its transfers say otherwise"
    ]
