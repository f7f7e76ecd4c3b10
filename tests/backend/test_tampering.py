"""Each check of `verify` is tripped by one row that somebody changed by hand, and names it; on both databases.

A check that nothing trips is dead, and one that cries for every change says nothing. So each case names the one check it is
for, and `also` what can't be told apart from it: the money of a transfer is looked at from both of its ends.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from backend_stub.app import open_platform, sqlite_url
from backend_stub.services import verify
from backend_stub.services.platform import Options
from backend_stub.services.secrets import Keys
from backend_stub.services.verify import CHECKS
from backend_stub.services.verify_accounts import terms_astray
from backend_stub.storage.tables import METADATA
from tests.backend.everything import Everything
from tests.backend.shop import Clock
from tests.conftest import MASTER_KEY

KEY = {"transfers": "transaction_id, number", "covered": "transaction_id, merchant_id"}
DAY_US = 86_400_000_000
LONG_AGO = 10 * DAY_US
UNCOVERED = "transaction_id NOT IN (SELECT transaction_id FROM covered)"
BALANCE = "account {0} shows {1}, its transfers say otherwise"
CHAIN = "batch {0} of {1} does not carry on what the one before it left"
BONUS = "account {0} shows a bonus of {1}, its transfers say otherwise"


def _one(table: str, where: str) -> str:
    key = KEY.get(table, "id")
    return f"({key}) = (SELECT {key} FROM {table} WHERE {where} ORDER BY {key} LIMIT 1)"


def change(table: str, values: str, where: str = "1 = 1") -> str:
    """One row is altered: the first that fits."""
    return f"UPDATE {table} SET {values} WHERE {_one(table, where)}"


def remove(table: str, where: str) -> str:
    """One row is taken out."""
    return f"DELETE FROM {table} WHERE {_one(table, where)}"


def add(table: str, where: str, **values: str) -> str:
    """A row like the first that fits, but for some columns, is put in."""
    columns = [column.name for column in METADATA.tables[table].columns]
    shown = ", ".join(values.get(name, name) for name in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {shown} FROM {table} WHERE {_one(table, where)}"


# The check, what somebody does to one row, and which other checks can't help seeing it.
CASES: dict[str, tuple[str, tuple[str, ...]]] = {
    # --- accounts
    BALANCE: (change("accounts", "balance_minor = balance_minor + 1", "balance_minor > 0"), ()),
    BONUS: (change("accounts", "bonus_minor = bonus_minor + 1", "bonus_minor > 0"), ()),
    "account {0} keeps {1} of room, its open top-ups say otherwise": (
        change("accounts", "reserved_minor = reserved_minor + 1", "reserved_minor > 0"), ()),
    "account {0} is below zero: {1}": (
        change("accounts", "reserved_minor = -1", "reserved_minor = 0"),
        ("account {0} keeps {1} of room, its open top-ups say otherwise",)),
    "account {0} is closed and holds {1}": (change("accounts", "status = 'closed'", "balance_minor > 0"), ()),
    "transfer of {0} ({1}) names no account of ours, or one of another currency": (
        change("transfers", "currency = 'USD'", "kind = 'expiry'"), ()),
    "bonus of {0} ({1}) names no account of ours, or one of another currency": (
        change("transfers", "currency = 'USD'", f"kind = 'bonus' AND {UNCOVERED}"), ()),
    "top-up {0} of {1} did not move, or moved without being captured": (
        change("top_ups", "state = 'failed'", "state = 'captured' AND bonus_minor = 0"), ()),
    "the bonus of top-up {0}, {1}, did not come from its issuer": (
        change("top_ups", "bonus_minor = bonus_minor + 1", "state = 'captured' AND bonus_minor > 0"), ()),
    "top-up {0} shows {1} taken back, its refunds say otherwise": (
        change("top_ups", "refunded_minor = refunded_minor - 1", "refunded_minor > 0"), ()),
    "refund {0} of a top-up, {1}, did not move as it says": (
        change("top_up_refunds", "kept_id = 'x'", "state = 'failed'"),
        ("transfer of {0} ({1}) belongs to nothing",)),
    "gift {0} is {1}, but its own line holds something else": (
        change("transfers", "credit_account = 'payable:x'", "kind = 'gift_offered'"), ()),
    "gift {0} is {1}, but its money is elsewhere": (
        change("gifts", "taken_back_minor = taken_back_minor - 1", "state = 'taken_back'"), ()),
    "act {0} on an account ({1}) moved something else than it says": (
        change("account_acts", "paid_minor = paid_minor + 1", "kind = 'expired'"), ()),
    "bonus went out by {0} ({1})": (
        change("transfers", "credit_account = 'payable:x'", f"kind = 'bonus_returned' AND {UNCOVERED}"), ()),
    "transfer of {0} ({1}) belongs to nothing": (
        add("transfers", "kind = 'expiry'", transaction_id="'x'", debit_account="'payable:x'"), ()),
    "transfer of {0} ({1}) belongs to no gift": (
        add("transfers", "kind = 'gift_returned'", transaction_id="'x'", debit_account="'payable:x'",
            credit_account="'payable:y'"), ()),
    "account {0} was opened under version {1}, of which there are no terms": (
        change("accounts", "terms_version = 9"), ()),
    # --- sales
    "transfer of {0} ({1}) moved for no reason we know": (
        add("transfers", "kind = 'expiry'", transaction_id="'x'", kind="'kindness'", debit_account="'payable:x'"), ()),
    "transfer of {0} moves {1}, or has one side": (
        add("transfers", "kind = 'provider_paid' OR kind = 'payout'", number="9", kind="'provider_paid'",
            amount_minor="0"), ()),
    "redemption {0} is {1}, but its money did not move": (
        change("transfers", "credit_account = 'payable:x'", f"kind = 'redemption' AND {UNCOVERED}"), ()),
    "money of redemption {0} moved, but it was not paid": (
        change("redemptions", "outcome = 'refused'", "refunded_minor = 0 AND bonus_minor = 0 AND outcome = 'paid'"), ()),
    "redemption {0} shows {1} given back, its refunds say otherwise": (
        change("redemptions", "refunded_minor = refunded_minor + 1", "refunded_minor = 10"), ()),
    "refund {0} of {1} did not move": (
        change("transfers", "debit_account = 'payable:x'", f"kind = 'refund' AND {UNCOVERED}"), ()),
    "redemption {0} of {1} is reversed, but its money did not come back": (
        change("transfers", "debit_account = 'payable:x'", f"kind = 'reversal' AND {UNCOVERED}"), ()),
    "redemption {0} with {1} of bonus was given back in another split": (
        change("refunds", "bonus_minor = bonus_minor + 1", "bonus_minor > 0"), ("refund {0} of {1} did not move",)),
    "code {0} was spent {1} times": (
        change("redemptions", "code_id = (SELECT MAX(code_id) FROM redemptions)", "code_id IS NOT NULL"), ()),
    "act {0} ({1}) left no interaction record of its amount": (
        change("interactions", "type = 'visit'", "type = 'purchase'"), ()),
    "interaction record {0} ({1}) tells of nothing that moved": (
        add("interactions", "type = 'purchase'", id="'x'"), ()),
    "interaction record {0} ({1}) is of another customer or merchant than its act": (
        change("interactions", "customer_id = 'x'", "type = 'top_up'"), ()),
    "till {0} gave receipt number {1} twice": (
        change("redemptions", "receipt_number = '2026-1124-002'", "receipt_number = '2026-1124-001'"), ()),
    "till {0} left a receipt number of {1} out": (
        change("redemptions", "receipt_number = '2026-1124-099'", "receipt_number = '2026-1124-001'"), ()),
    "money of {0} ({1}) moved more than once": (
        add("transfers", "kind = 'cash_over'", number="9"), ("shift {0} differed by {1}, the ledger says otherwise",)),
    "transfer of {0} ({1}) belongs to no act": (
        add("transfers", "kind = 'payout'", transaction_id="'x'", kind="'reversal'", debit_account="'x'",
            credit_account="'y'"), ("act {0} ({1}) left no interaction record of its amount",)),
    # --- settlement
    "batch {0} comes to {1}, its transactions say otherwise": (
        change("batches", "gross_minor = gross_minor + 1", "state = 'repaid'"), ()),
    "batch {0} shows an exact fee of {1}/10000, its sales say otherwise": (
        change("redemptions", "fee_bps = fee_bps + 1", "refunded_minor = 0"), ()),
    CHAIN: (
        change("batches", "carry_in_minor = carry_in_minor + 1, net_minor = net_minor + 1, carry_out_minor = carry_out_minor + 1",
               "carry_in_minor = 0 AND before_id IS NOT NULL"), ()),
    "what batch {0} carries went on {1} times": (
        change("batches", "before_id = (SELECT MIN(id) FROM batches)", "id = (SELECT MAX(id) FROM batches)"),
        ("batch {0} carries {1}, and no later one took it", CHAIN)),
    "batch {0} carries {1}, and no later one took it": (
        change("batches", "before_id = NULL", "before_id IS NOT NULL"), (CHAIN,)),
    "batch {0} takes {1} off, the ledger says otherwise": (
        change("transfers", "amount_minor = amount_minor + 1", "kind = 'settlement_fee'"), ()),
    "transfer of {0} ({1}) is of no batch, or takes from another merchant": (
        change("transfers", "debit_account = 'payable:x'", "kind = 'settlement_fee' AND debit_account LIKE 'payable:%'"), ()),
    "payout {0} of {1} is not what its batch comes to, or did not move": (
        change("transfers", "credit_account = 'bank:USD'", "kind = 'payout'"), ()),
    "batch {0} is paid out by {1}, which is not what its state says": (
        change("batches", "state = 'closed'", "state = 'repaid'"), ()),
    "batch {0} is {1} without a payout": (change("batches", "payout_id = NULL", "state = 'repaid'"), ()),
    "{0}: {1} of payouts that failed did not come back": (
        change("transfers", "debit_account = 'clearing:EUR'", "kind = 'payout_failed'"), ()),
    "{0}: {1} went out or came back of no payout": (
        add("transfers", "kind = 'payout'", transaction_id="'x'"), ()),
    "transaction {0} is counted by batch {1}, but moved nothing for its merchant": (
        add("covered", "1 = 1", transaction_id="'x'"), ()),
    "transaction {0} is counted by batch {1} of an earlier day": (
        change("transfers", f"at = at + {LONG_AGO}", "kind = 'redemption'"), ()),
    "transaction {0} ({1}) came in long ago and is in no batch: run `settle --everything`": (
        change("transfers", f"at = at - {60 * DAY_US}", f"kind = 'redemption' AND {UNCOVERED}"), ()),
    "transaction {0} ({1}) went off long ago and is in no batch: run `settle --everything`": (
        change("transfers", f"at = at - {60 * DAY_US}", f"kind = 'refund' AND {UNCOVERED}"), ()),
    # --- members
    "association {0} shows {1} points, its transfers say otherwise": (
        change("associations", "points = points + 1"), ()),
    "points of {0} ({1}) are nobody's": (
        add("transfers", "kind = 'points_earned'", transaction_id="'x'", credit_account="'points:x:y'"), ()),
    "sale {0} has a discount that was not booked ({1})": (
        change("transfers", "debit_account = 'discounts:x'", "kind = 'discount'"), ()),
    "sale {0} was paid with points whose value was not booked ({1})": (
        change("transfers", "debit_account = 'discounts:x'", "kind = 'points_value'"), ()),
    "sale {0} earned points that did not come ({1})": (
        change("redemptions", "points_earned = points_earned + 1", "points_earned > 0"), ()),
    "sale {0} spent points that did not go ({1})": (
        change("transfers", "credit_account = 'points-promised:x'", "kind = 'points_spent'"), ()),
    "of the discount {1} of sale {0} another share went back than of its money": (
        change("transfers", "amount_minor = amount_minor + 1", f"kind = 'discount_returned' AND {UNCOVERED}"), ()),
    "of the points {1} spent on sale {0} another share came back than of its money": (
        change("transfers", "kind = 'points_welcome'", "kind = 'points_given_back'"), ()),
    # --- shifts
    "shift {0} expects {1} in its drawer, what moved there says otherwise": (
        change("shifts", "drawer_minor = drawer_minor + 1, counted_minor = counted_minor + 1"), ()),
    "shift {0} differed by {1}, the ledger says otherwise": (change("shifts", "counted_minor = counted_minor + 1"), ()),
    "transfer of {0} ({1}) belongs to no counted shift": (
        add("transfers", "kind = 'cash_over'", transaction_id="'x'"), ()),
    "till {0} opened {1} shifts, their numbers say otherwise": (
        change("tills", "shift_count = shift_count + 1", "shift_count > 0"), ()),
    "shift {0} made {1} X reports, their numbers say otherwise": (
        change("shifts", "x_count = x_count + 1"), ()),
    "cash of {0} ({1}) in a drawer tells of nothing that happened at that till": (
        change("drawer_moves", "till_id = (SELECT MAX(id) FROM tills)", "kind = 'top_up'"), ()),
}  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def life(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """One for all cases: each changes its row in a transaction that is rolled back."""
    if request.param == "sqlite":
        url = sqlite_url(tmp_path_factory.mktemp("life") / "platform.sqlite")
    else:
        url = request.getfixturevalue("postgres_server").url()
    clock = Clock()
    platform = open_platform(url, Keys(MASTER_KEY), Options(demo_funding=True), clock)
    made = Everything(platform, clock)
    yield made
    made.api.close()
    platform.stop()


@pytest.fixture
def writing(life: Everything) -> Iterator[sa.Connection]:
    """As somebody who can write to the database, past its own rules; nothing of it stays."""
    is_sqlite = life.platform.database.is_sqlite
    with life.platform.database.write.connect() as connection:
        begun = connection.begin()
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        else:
            for table, rule in CHECKED:
                connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {rule}")
        connection.exec_driver_sql("DROP INDEX uq_redemptions_code_id")
        yield connection
        begun.rollback()
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")


CHECKED = [
    (table.name, str(rule.name))
    for table in METADATA.sorted_tables
    if table.name in ("accounts", "transfers")
    for rule in table.constraints
    if isinstance(rule, sa.CheckConstraint)
]


def tripped(connection: sa.Connection) -> set[str]:
    return {sentence for sentence, query in CHECKS.items() if verify.found(connection, query)}


def test_every_check_has_its_case() -> None:
    assert CASES.keys() == CHECKS.keys()


def test_nothing_trips_before_anything_was_changed(writing: sa.Connection) -> None:
    assert tripped(writing) == set()
    assert list(terms_astray(writing)) == []


@pytest.mark.parametrize("check", CASES)
def test_one_changed_row_is_named_by_its_check(writing: sa.Connection, check: str) -> None:
    statement, also = CASES[check]
    assert writing.execute(sa.text(statement)).rowcount == 1
    assert tripped(writing) == {check, *also}


ASTRAY = {
    change("terms", "topup_max_minor = topup_max_minor + 1"): ["the terms", "are not what was published"],
    change("terms", "version = 7"): ["the terms", "are not what was published"],
    change("programmes", "fee_bps = fee_bps + 1"): ["programme", "is not as it was published last"],
}


@pytest.mark.parametrize("statement", ASTRAY)
def test_terms_that_were_never_published_are_named(writing: sa.Connection, statement: str) -> None:
    assert writing.exec_driver_sql(statement).rowcount == 1
    (finding,) = terms_astray(writing)
    assert all(part in finding for part in ASTRAY[statement])
