"""The life of two shops to its end: their days are settled, paid out, sent back by the bank and paid again."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from backend_stub.contract import PayoutRequest
from backend_stub.domain import payouts as rules
from backend_stub.domain import reconciliation as bank
from backend_stub.domain.records import BankStatement, Payout, PayoutRun
from backend_stub.services import closing, payouts, reconciliation, settlement
from backend_stub.services.closing import Wanted
from backend_stub.services.platform import Platform, new_id
from backend_stub.storage import tables
from backend_stub.storage.engine import Database
from backend_stub.storage.errors import OurBug
from tests.backend.shop import Clock
from tests.backend.test_settlement import IBAN
from tests.property import life_money
from tests.property.life import expect, pick
from tests.property.life_money import MoneyLife
from tests.property.naive_settlement import NaiveSettlement, Promised

SMALLEST = (500, 1)
PIECE = 3  # many pieces: a run dies between any two
COLUMNS = "gross_minor, -refunds_minor, -top_ups_minor, -bonus_minor, other_minor, discounts_minor, fee_minor"


class WholeLife(MoneyLife):
    """Everything there is to do with money."""

    books: NaiveSettlement

    def __init__(self, platform: Platform, clock: Clock, currency: str = "EUR") -> None:
        super().__init__(platform, clock, NaiveSettlement(currency=currency), currency)
        for shop, smallest in zip(self.shops, SMALLEST, strict=True):
            details = payouts.details(shop.merchant_id, currency, "Mei", IBAN, None, smallest, clock())
            platform.writer.run(payouts.SET_DETAILS, details)
            self.books.smallest[shop.merchant_id] = smallest

    # --- acts ---------------------------------------------------------------------------------------------------------

    def settle(self, which: int, *, everything: bool = False, dies_after: int | None = None) -> None:
        """Close what is over; perhaps the process dies in the middle, and another goes on. A second run finds nothing."""
        shops = [pick(self.shops, which).merchant_id] if which % 3 else [one.merchant_id for one in self.shops]
        wanted = Wanted(everything=everything)
        if dies_after is not None:
            self._die(shops, wanted, dies_after)
        done = settlement.settle(self.platform, wanted, shops)
        foretold = sum(self.books.settle(shop, self.clock.now, everything=everything) for shop in shops)
        if dies_after is None:
            expect(len(done.closed), foretold, "batches closed")
        again = settlement.settle(self.platform, wanted, shops)
        expect((again.closed, again.transactions), ([], 0), "settling again")

    def _die(self, shops: list[str], wanted: Wanted, after: int) -> None:
        pieces = 0

        def dying(whole: Callable[..., Any]) -> Callable[..., Any]:
            def piece(*args: Any, **named: Any) -> Any:
                nonlocal pieces
                pieces += 1
                if pieces > after:
                    raise RuntimeError("the process died")
                return whole(*args, **named)

            return piece

        with pytest.MonkeyPatch.context() as patched, contextlib.suppress(OurBug):
            patched.setattr(closing, "cover", dying(closing.cover))
            patched.setattr(closing, "close", dying(closing.close))
            settlement.settle(self.platform, wanted, shops)

    def pay_out(self, which: int) -> None:
        """One batch in one file; any batch, for most are not to be paid (again). The second file pays nothing."""
        if not self.books.batches:
            return
        ready = [one for one in self.books.batches.values() if one.state in ("closed", "failed")]
        batch = pick(ready if ready and which % 4 else list(self.books.batches.values()), which)
        request = PayoutRequest(batch_ids=[self._id(batch)], currency=self.currency)
        for _ in range(2):
            command = payouts.release_command(self.platform, new_id(), request, "test", None)
            reply = self.platform.writer.run(payouts.RELEASE, command)
            expect(isinstance(reply, PayoutRun), self.books.pay_out(batch), f"paying a batch that was {batch.state}")

    def fail(self, which: int) -> None:
        """The bank sends a payout back, and says so twice."""
        standing = [one for one in self.books.batches.values() if one.state in ("paid", "repaid")]
        if not standing:
            return
        batch = pick(standing, which)
        with self.platform.database.read.connect() as connection:
            query = sa.text("SELECT payout_id FROM batches WHERE id = :id")
            payout_id = connection.scalar(query, {"id": self._id(batch)})
        for _ in range(2):
            command = rules.GiveUp(payout_id, self._id(batch), new_id(), "account closed")
            reply = self.platform.writer.run(payouts.GIVE_UP, command)
            expect(isinstance(reply, Payout), True, "a payout that came back")
        self.books.fail(batch)

    def hand_over(self, which: int) -> None:
        """The bank's statement shows a provider's money, and the next one shows it again."""
        collected = [one for one in self.books.paid.values() if not one.is_cash and one.state == "captured"]
        if not collected:
            return
        top_up = pick(collected, which)
        for _ in range(2):
            line = bank.BankLine(20261124, top_up.amount, self.currency, top_up.id, "", "", "", is_charge=False)
            known, named = (self.currency,), ((top_up.id, top_up.id),)
            command = bank.Import(
                new_id(), new_id(), "file", IBAN, self.currency, None, None, (line,), known, named, (), ()
            )
            reply = self.platform.writer.run(reconciliation.IMPORT, command)
            expect(isinstance(reply, BankStatement), True, "a bank statement")
            self.books.hand_over(top_up.id, top_up.amount)

    def _id(self, batch: Promised) -> str:
        query = sa.text("SELECT id FROM batches WHERE merchant_id = :shop AND business_day = :day")
        with self.platform.database.read.connect() as connection:
            return str(connection.scalar(query, {"shop": batch.shop, "day": day_number(batch.day)}))

    # --- what must hold -----------------------------------------------------------------------------------------------

    def compare(self, connection: sa.Connection) -> None:
        """Also: each batch, line by line, and how many transactions stand in none."""
        super().compare(connection)
        rows = connection.execute(
            sa.text(f"SELECT merchant_id, business_day, state, net_minor, {COLUMNS} FROM batches")
        )
        found = {(row[0], row[1]): tuple(row)[2:] for row in rows}
        expect(
            found, {(one.shop, day_number(one.day)): self._told(one) for one in self.books.batches.values()}, "batches"
        )

    @staticmethod
    def _told(one: Promised) -> tuple[object, ...]:
        of = one.lines
        return one.state, one.net, of["gross"], of["refunds"], of["top_ups"], of["bonus"], 0, 0, one.fee

    def faults(self) -> list[str]:
        """What `verify` finds, besides what a clock put back by days has hidden from an ordinary run."""
        is_hidden = any(self.books.forgotten(shop) for shop in self.books.places)
        return [one for one in super().faults() if not (is_hidden and "settle --everything" in one)]


def day_number(day: int) -> int:
    return int(f"{dt.date.fromordinal(day):%Y%m%d}")


def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that runs die in the middle of days and of closings."""
    for name in ("FIRST_WEIGHT", "LEAST_WEIGHT", "MOST_WEIGHT"):
        monkeypatch.setattr(settlement, name, PIECE)
    monkeypatch.setattr(settlement, "CLOSED_AT_ONCE", 2)
    monkeypatch.setattr(closing, "STATEMENT_WEIGHS", 0)


def emptied(database: Database) -> None:
    """Nothing of an earlier life is left: a new one must not depend on what came before it."""
    with database.write.connect() as connection, connection.begin():
        for table in reversed(tables.METADATA.sorted_tables):
            connection.execute(sa.delete(table))


SETTLING: dict[str, int] = {"settle": 4, "pay_out": 4, "fail": 2, "hand_over": 1, "a_day": 4}


def at_random(one: WholeLife, chance: random.Random) -> None:
    """One act of any kind, chosen and filled in by chance."""
    if not one.books.accounts or chance.random() < 0.75:
        life_money.at_random(one, chance)
        return

    def number() -> int:
        return chance.randrange(1_000)

    acts: dict[str, Callable[[], None]] = {
        "settle": lambda: one.settle(
            number(), everything=chance.random() < 0.5, dies_after=chance.choice([None, None, 0, 1])
        ),
        "pay_out": lambda: one.pay_out(number()),
        "fail": lambda: one.fail(number()),
        "hand_over": lambda: one.hand_over(number()),
        "a_day": lambda: one.move_clock(chance.choice([86_400, 86_400, 3_600, 90_000])),
    }
    acts[chance.choices(list(SETTLING), list(SETTLING.values()))[0]]()
