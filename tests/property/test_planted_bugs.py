"""Bugs planted in the platform are caught: by the naive books, by `verify`, or by the database itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from backend_stub.app import open_platform, sqlite_url
from backend_stub.domain import giveback, ledger, redemption, topups
from backend_stub.domain.records import Account, Interaction, Record, Redemption, Till, Transfer
from backend_stub.domain.state import Decision
from backend_stub.services.platform import Options, Platform
from backend_stub.services.secrets import Keys
from backend_stub.storage.errors import OurBug
from tests.backend.shop import NOON, Clock
from tests.conftest import MASTER_KEY
from tests.property import life as sales
from tests.property.life import Life, Wrong
from tests.property.life_settlement import WholeLife, at_random, emptied

LIVES, STEPS = 12, 300  # most bugs show within a hundred steps of the first
EVERY = 10  # steps between two looks by `verify`
CAUGHT = (Wrong, OurBug)  # by the naive books or `verify`; or by the decision or the database, which then does nothing
Patch = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture
def life(tmp_path: Path) -> Iterator[WholeLife]:
    clock = Clock()
    platform = open_platform(sqlite_url(tmp_path / "books.sqlite"), Keys(MASTER_KEY), Options(demo_funding=True), clock)
    yield WholeLife(platform, clock)
    platform.stop()


def without(kind: type[Record]) -> Callable[[Decision], Decision]:
    """The decision, with rows of a kind forgotten."""

    def forget(rows: tuple[Record, ...]) -> tuple[Record, ...]:
        return tuple(row for row in rows if not isinstance(row, kind))

    return lambda decision: replace(decision, new=forget(decision.new), changed=forget(decision.changed))


def twice(decision: Decision) -> Decision:
    """The money moves a second time, and the balance goes with it."""
    again = tuple(msgspec.structs.replace(row, number=2) for row in decision.new if isinstance(row, Transfer))
    amount = sum(row.amount_minor for row in again)
    changed = tuple(
        msgspec.structs.replace(row, balance_minor=row.balance_minor + amount) if isinstance(row, Account) else row
        for row in decision.changed
    )
    return replace(decision, new=decision.new + again, changed=changed)


def altered(where: Any, name: str, change: Callable[[Decision], Decision]) -> Patch:
    whole = getattr(where, name)
    return lambda patch: patch.setattr(where, name, lambda *args, **kwargs: change(whole(*args, **kwargs)))


def put(where: Any, name: str, other: Any) -> Patch:
    return lambda patch: patch.setattr(where, name, other)


def a_cent_more(*args: Any, amount_minor: int, **kwargs: Any) -> Transfer:
    return TRANSFER(*args, amount_minor=amount_minor + 1, **kwargs)


TRANSFER = ledger.transfer
NEVER_OVER: Callable[..., bool] = lambda code, device, till_id, _now: IS_USABLE(code, device, till_id, 0)  # noqa: E731
IS_USABLE = redemption.is_usable

BUGS: dict[str, Patch] = {
    "a debit is skipped": altered(redemption, "pay", without(Account)),
    "a payment moves no money": altered(redemption, "pay", without(Transfer)),
    "a transfer has a wrong amount": put(ledger, "transfer", a_cent_more),
    "a refund is done twice": altered(giveback, "_give_back", twice),
    "a refund is not remembered at its sale": altered(giveback, "_give_back", without(Redemption)),
    "a refund gives nothing to the customer": altered(giveback, "_give_back", without(Account)),
    "a reversal can be repeated": altered(giveback, "_return_paid", without(Redemption)),
    "a top-up counts twice": altered(topups, "_put_in", twice),
    "a top-up is forgotten in the balance": altered(topups, "_put_in", without(Account)),
    "another merchant is credited": put(ledger, "payable", lambda _merchant: "payable:somebody"),
    "a code is not ended by being spent": put(redemption, "spent", lambda device: device),
    "a code never expires": put(redemption, "is_usable", NEVER_OVER),
    "a purchase leaves no interaction record": altered(redemption, "pay", without(Interaction)),
    "a refund leaves no interaction record": altered(giveback, "_give_back", without(Interaction)),
    "a till gives a receipt number again": altered(redemption, "pay", without(Till)),
    "a confirmation never times out": put(redemption, "as_of", lambda attempt, _now: attempt),
    "the customer is not asked": put(redemption, "_needs_word", lambda *_: False),
}


def lives(life: WholeLife, lives: int = LIVES) -> None:
    """One life after another, each from empty books: late in a life little happens any more."""
    for seed in range(lives):
        emptied(life.platform.database)
        life.clock.now = NOON
        life.__init__(life.platform, life.clock)  # type: ignore[misc]
        chance = random.Random(seed)
        for _ in range(STEPS):
            at_random(life, chance)
            life.check(books_too=life.steps % EVERY == 0)


def test_without_a_bug_nothing_is_caught(life: WholeLife) -> None:
    lives(life, 3)


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_caught(life: WholeLife, monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    BUGS[bug](monkeypatch)
    with pytest.raises(CAUGHT) as caught:
        lives(life)
    print(f"\n{bug}: caught at step {life.steps + 1}: {str(caught.value)[:120]}")


TAMPERED = {
    "a balance is raised": "UPDATE accounts SET balance_minor = balance_minor + 1",
    "a transfer is deleted": "DELETE FROM transfers WHERE kind = 'top_up'",
    "a record is deleted": "DELETE FROM interactions WHERE type = 'top_up'",
    "the merchant is owed more": "UPDATE transfers SET debit_account = 'clearing:EUR' WHERE debit_account LIKE 'payable:%'",
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_hand_in_the_database_is_noticed(life: Life, what: str) -> None:
    days_before(life)
    with life.platform.database.write.connect() as connection, connection.begin():
        assert connection.execute(sa.text(TAMPERED[what])).rowcount
    with pytest.raises(Wrong):
        life.check()


def days_before(life: Life) -> None:
    life.sign_up()
    life.open_account(0, 0)
    life.top_up(0, 5_000, None)
    life.top_up(0, 500, 0)
    life.check()


def test_the_platform_tells_each_change_in_a_message(life: Life) -> None:
    """As many messages as changes, counted on their own."""
    chance = random.Random(5)
    for _ in range(800):
        sales.at_random(life, chance)
    platform: Platform = life.platform
    with platform.database.read.connect() as connection:
        counts = counted(connection, "messages")
        moved = counted(connection, "transfers", "DISTINCT transaction_id")  # paid money and bonus move together
    assert counts["account_opened"] == len(life.books.accounts)
    assert [counts["topped_up"], counts["paid"], counts["refunded"], counts["reversed"]] == [
        moved["top_up"],
        moved["redemption"],
        moved["refund"],
        moved["reversal"],
    ]


def counted(connection: sa.Connection, table: str, what: str = "*") -> dict[str, int]:
    query = f"SELECT kind, COUNT({what}) FROM {table} GROUP BY kind"
    return {str(kind): int(count) for kind, count in connection.exec_driver_sql(query)}
