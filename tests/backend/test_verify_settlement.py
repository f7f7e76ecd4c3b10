"""`verify` on settlement: each of its sentences is said for the books it was written for."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from backend_stub.services.verify import _findings, verify
from backend_stub.services.verify_settlement import CHECKS
from tests.backend.shop import World
from tests.backend.test_settlement import DAY_S, closed_day, fee_of, owned, refunded, release, with_account
from tests.backend.test_verify import beginning

LONG_AGO = 10 * DAY_S * 1_000_000
UNCOVERED = "transaction_id NOT IN (SELECT transaction_id FROM covered)"
# What somebody does to the file, and the sentence that says so.
TAMPERED = {
    "UPDATE batches SET gross_minor = gross_minor + 1, net_minor = net_minor + 1": (
        "batch {0} comes to {1}, its transactions say otherwise"
    ),
    "UPDATE redemptions SET fee_bps = 1 WHERE fee_bps = 125": (
        "batch {0} shows an exact fee of {1}/10000, its sales say otherwise"
    ),
    "UPDATE batches SET carry_in_minor = 7 WHERE before_id IS NOT NULL": (
        "batch {0} of {1} does not carry on what the one before it left"
    ),
    "UPDATE batches SET before_id = (SELECT MIN(id) FROM batches) WHERE before_id IS NOT NULL": (
        "what batch {0} carries went on {1} times"
    ),
    "UPDATE batches SET before_id = NULL": "batch {0} carries {1}, and no later one took it",
    "DELETE FROM transfers WHERE kind = 'settlement_fee'": "batch {0} takes {1} off, the ledger says otherwise",
    "UPDATE transfers SET debit_account = 'payable:other' WHERE kind = 'settlement_fee'": (
        "transfer of {0} ({1}) is of no batch, or takes from another merchant"
    ),
    "UPDATE transfers SET amount_minor = amount_minor + 1 WHERE kind = 'payout'": (
        "payout {0} of {1} is not what its batch comes to, or did not move"
    ),
    "UPDATE batches SET state = 'closed' WHERE state = 'repaid'": (
        "batch {0} is paid out by {1}, which is not what its state says"
    ),
    "UPDATE batches SET payout_id = NULL": "batch {0} is {1} without a payout",
    "DELETE FROM transfers WHERE kind = 'payout_failed'": "{0}: {1} of payouts that failed did not come back",
    "UPDATE transfers SET amount_minor = 1 WHERE kind = 'payout_failed'": "{0}: {1} went out or came back of no payout",
    "UPDATE covered SET transaction_id = 'x' || transaction_id": (
        "transaction {0} is counted by batch {1}, but moved nothing for its merchant"
    ),
    f"UPDATE transfers SET at = at + {LONG_AGO} WHERE kind = 'redemption'": (
        "transaction {0} is counted by batch {1} of an earlier day"
    ),
    f"UPDATE transfers SET at = at - {LONG_AGO} WHERE kind = 'redemption' AND {UNCOVERED}": (
        "transaction {0} ({1}) came in long ago and is in no batch: run `settle --everything`"
    ),
    f"UPDATE transfers SET at = at - {LONG_AGO} WHERE kind = 'refund' AND {UNCOVERED}": (
        "transaction {0} ({1}) went off long ago and is in no batch: run `settle --everything`"
    ),
}


def lived(world: World) -> World:
    """Three days: one carried, one paid out again after it failed, one carried below zero; and what is not settled yet."""
    owned(world)
    with_account(world)
    world.paid(world.mara, 300)
    fee_of(world, bps=125)
    closed_day(world)
    sale = world.paid(world.mara, 999)
    fee_of(world, fixed=1, bps=125)
    with contextlib.closing(sqlite3.connect(str(world.platform.database.url.database))) as connection, connection:
        connection.execute("UPDATE redemptions SET fee_fixed_minor = 0 WHERE amount_minor = 300")
    batch = closed_day(world)
    payout = release(world, batch).json()["payouts"][0]
    world.api.post(f"/v1/payouts/{payout['payout_id']}/failure", world.manager, {"reason": "closed"})
    assert release(world, batch).status_code == 200
    refunded(world, sale, 500)
    closed_day(world)
    refunded(world, world.paid(world.mara, 200), 10)
    return world


def test_right_books_are_right_and_every_check_has_its_case(lite: World) -> None:
    assert verify(lived(lite).platform.database) == []
    assert set(TAMPERED.values()) == set(CHECKS)


@pytest.mark.parametrize("statement", TAMPERED)
def test_each_wrong_is_said(lite: World, statement: str) -> None:
    world = lived(lite)
    file = Path(world.platform.database.url.database or "")
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        assert connection.execute(statement).rowcount > 0
    with world.platform.database.read.connect() as reading, reading.begin():
        said = list(_findings(reading))
    parts = beginning(TAMPERED[statement])
    assert any(all(part in sentence for part in parts) for sentence in said), said
