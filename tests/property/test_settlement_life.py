"""Settlement through any life: what merchants are paid is what a naive book-keeping says, whatever fails and comes late.

The naive books know nothing of batches, coverage or carry: they keep a list of what each store is owed and when it came,
and a fee as a fraction; whatever is settled must be what those lists come to.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from backend_stub.app import open_platform, sqlite_url
from backend_stub.contract import PayoutRequest
from backend_stub.domain import payouts as rules
from backend_stub.domain import settlement as rule
from backend_stub.domain.records import Batch, Payout, PayoutRun
from backend_stub.services import closing, payouts, settlement
from backend_stub.services.closing import Wanted
from backend_stub.services.platform import Options, Platform, new_id
from backend_stub.services.secrets import Keys
from backend_stub.services.verify import verify
from backend_stub.storage import settlements
from tests.backend.shop import Clock, MakePlatform, World
from tests.backend.test_settlement import IBAN
from tests.conftest import MASTER_KEY

DAY_S = 86_400
SMALLEST = 500


class Wrong(AssertionError):
    """The platform and the naive books disagree."""


def expect(found: object, foretold: object, what: str) -> None:
    if found != foretold:
        raise Wrong(f"{what}: {found!r}, and not {foretold!r}")


@dataclass
class Sold:
    """A sale as the naive books know it."""

    attempt_id: str
    amount: int
    fixed: int
    bps: int
    left: int
    is_reversed: bool = False


@dataclass
class Naive:
    """Every movement of the shop's money, signed, and what was paid out to it."""

    owed: list[int] = field(default_factory=list)
    paid: int = 0


class Life:
    """A tea shop: it sells, gives back, takes cash, settles, is paid out, and its payouts fail."""

    def __init__(self, platform: Platform, clock: Clock) -> None:
        self.world = World(platform, clock)
        self.platform, self.clock = platform, clock
        self.books = Naive()
        self.sold: list[Sold] = []
        self.steps = 0
        details = payouts.details(self.shop, "EUR", "Mei", IBAN, None, SMALLEST, clock())
        platform.writer.run(payouts.SET_DETAILS, details)

    @property
    def shop(self) -> str:
        return self.world.tea.merchant_id

    def sell(self, amount: int, fixed: int, bps: int) -> None:
        world = self.world
        if world.balance(world.mara) < amount:
            asked = {"amount_minor": 50_000, "currency": "EUR", "account_id": world.mara.account_id}
            assert world.api.post("/v1/topups", world.mara.token, asked).status_code == 200
        sale = world.paid(world.mara, amount)
        query = "UPDATE redemptions SET fee_fixed_minor = :fixed, fee_bps = :bps WHERE id = :id"
        with self.platform.database.write.connect() as connection, connection.begin():
            connection.execute(sa.text(query), {"fixed": fixed, "bps": bps, "id": sale["attempt_id"]})
        self.sold.append(Sold(sale["attempt_id"], amount, fixed, bps, amount))
        self.books.owed.append(amount)

    def refund(self, which: int, part: int) -> None:
        sale = self._one(which)
        if sale is None or sale.left == 0 or sale.is_reversed:
            return
        amount = min(sale.left, part)
        body = {"attempt_id": sale.attempt_id, "amount_minor": amount}
        assert self.world.api.post("/v1/refunds", self.world.manager, body).status_code == 200
        sale.left -= amount
        self.books.owed.append(-amount)

    def reverse(self, which: int) -> None:
        sale = self._one(which)
        if sale is None or sale.left == 0 or sale.is_reversed:
            return
        assert self.world.reverse(sale.attempt_id).json()["outcome"] == "reversed"
        self.books.owed.append(-sale.left)
        sale.left, sale.is_reversed = 0, True

    def _one(self, which: int) -> Sold | None:
        return self.sold[which % len(self.sold)] if self.sold else None

    def cash(self, amount: int) -> None:
        world = self.world
        asked = {"amount_minor": amount, "currency": "EUR", "account_id": world.jonas.account_id}
        if world.api.post("/v1/topups", world.till, asked).status_code == 200:
            self.books.owed.append(-amount)

    def move_clock(self, seconds: int) -> None:
        self.clock.forward(seconds)

    def settle(self, *, dies_after: int | None = None) -> None:
        """Close what is over; perhaps the process dies in the middle, and another goes on."""
        if dies_after is not None:
            pieces = 0
            whole = closing.piece

            def dying(*args: Any) -> Any:
                nonlocal pieces
                pieces += 1
                if pieces > dies_after:
                    raise RuntimeError("the process died")
                return whole(*args)

            settlement.closing.piece = dying  # type: ignore[assignment]
            try:
                settlement.settle(self.platform, Wanted(everything=True), [self.shop])
            except Exception:  # noqa: BLE001 - it died, as it was told
                pass
            finally:
                settlement.closing.piece = whole  # type: ignore[assignment]
        settlement.settle(self.platform, Wanted(everything=True), [self.shop])

    def batches(self) -> list[Batch]:
        with self.platform.database.read.connect() as connection:
            query = sa.text("SELECT id FROM batches WHERE merchant_id = :id ORDER BY business_day")
            ids = connection.scalars(query, {"id": self.shop}).all()
            found = [settlements.batch(connection, key) for key in ids]
        return [one for one in found if one is not None]

    def pay_out(self, which: int) -> None:
        ready = [one for one in self.batches() if one.state in ("closed", "failed")]
        if not ready:
            return
        batch = ready[which % len(ready)]
        request = PayoutRequest(batch_ids=[batch.id], currency="EUR")
        for _ in range(2):  # the second is of another run: it pays nothing
            command = payouts.release_command(self.platform, new_id(), request, "test", None)
            reply = self.platform.writer.run(payouts.RELEASE, command)
            if isinstance(reply, PayoutRun):
                self.books.paid += batch.net_minor

    def fail(self, which: int) -> None:
        with self.platform.database.read.connect() as connection:
            query = sa.text("SELECT id, batch_id, amount_minor FROM payouts WHERE state <> 'failed' ORDER BY id")
            standing = connection.execute(query).all()
        if not standing:
            return
        payout_id, batch_id, amount = standing[which % len(standing)]
        for _ in range(2):
            reply = self.platform.writer.run(payouts.GIVE_UP, rules.GiveUp(payout_id, batch_id, new_id(), "closed"))
            assert isinstance(reply, Payout), reply
        self.books.paid -= amount

    # --- what must hold -----------------------------------------------------------------------------------------------

    def check(self, *, books_too: bool = True) -> None:
        self.steps += 1
        with self.platform.database.read.connect() as connection:
            line = f"payable:{self.shop}"
            rows = connection.execute(
                sa.text("SELECT debit_account, credit_account, amount_minor, kind FROM transfers")
            ).all()
            owed = sum(amount * ((credit == line) - (debit == line)) for debit, credit, amount, _ in rows)
            fees = sum(amount * ((credit == "fees:EUR") - (debit == "fees:EUR")) for debit, credit, amount, _ in rows)
            bank = sum(amount * ((debit == "bank:EUR") - (credit == "bank:EUR")) for debit, credit, amount, _ in rows)
            covered = {row[0] for row in connection.execute(sa.text("SELECT transaction_id FROM covered"))}
        expect(owed, sum(self.books.owed) - fees - self.books.paid, "what the merchant is owed")
        expect(bank, -self.books.paid, "what left the bank")
        acts = list(self._acts())
        exact = sum((fee for key, _, fee in acts if key in covered), Fraction(0))
        if not 0 <= exact - fees < 1:
            raise Wrong(f"fees: {fees} of exactly {exact}")
        waiting = [one for one in self.batches() if one.state in ("closed", "failed")]
        last = self.batches()[-1:] if self.batches() else []
        carried = sum(one.carry_out_minor for one in last if one.state == "carried")
        inside = sum(one.net_minor for one in waiting) + carried
        outside = sum(amount for key, amount, _ in acts if key not in covered)
        expect(inside + outside, owed, "what stands in batches, and what is in none")
        if books_too:
            expect(verify(self.platform.database), [], "verify")

    def _acts(self) -> Iterator[tuple[str, int, Fraction]]:
        """Each transaction on the payable with its amount and exact fee, from the shop's own rows."""
        terms = {sale.attempt_id: sale for sale in self.sold}
        with self.platform.database.read.connect() as connection:
            rows = connection.execute(
                sa.text(
                    "SELECT t.transaction_id, t.kind, t.amount_minor, f.redemption_id, v.id FROM transfers t"
                    " LEFT JOIN refunds f ON f.id = t.transaction_id LEFT JOIN redemptions v ON v.reversal_id = t.transaction_id"
                    " WHERE :line IN (t.debit_account, t.credit_account)"
                    " AND t.kind IN ('redemption', 'refund', 'reversal', 'top_up')"
                ),
                {"line": f"payable:{self.shop}"},
            ).all()
        for key, kind, amount, refund_of, reversal_of in rows:
            if kind == "redemption":
                sale = terms[key]
                yield key, amount, sale.fixed + Fraction(amount * sale.bps, 10_000)
            elif kind == "top_up":
                yield key, -amount, Fraction(0)
            else:
                sale = terms[refund_of or reversal_of]
                fixed = sale.fixed if kind == "reversal" else 0
                yield key, -amount, -(fixed + Fraction(amount * sale.bps, 10_000))


def at_random(life: Life, chance: random.Random) -> None:
    """One act, chosen and filled in by chance."""

    def number() -> int:
        return chance.randrange(1_000)

    acts: list[Callable[[], None]] = [
        *[
            lambda: life.sell(
                chance.choice([1, 137, 450, 999, 2_500]), chance.choice([0, 3]), chance.choice([0, 50, 133])
            )
        ]
        * 5,
        *[lambda: life.refund(number(), chance.choice([1, 99, 5_000]))] * 2,
        *[lambda: life.reverse(number())] * 2,
        lambda: life.cash(chance.choice([100, 700])),
        *[lambda: life.move_clock(chance.choice([-DAY_S, 60, 3_600, DAY_S, DAY_S]))] * 3,
        *[lambda: life.settle(dies_after=chance.choice([None, None, 0, 1]))] * 2,
        *[lambda: life.pay_out(number())] * 2,
        lambda: life.fail(number()),
    ]
    chance.choice(acts)()


@pytest.mark.parametrize("seed", [2])
def test_whatever_happens_merchants_are_paid_what_the_naive_books_say(
    open_here: MakePlatform, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "PIECE", 3)  # many pieces: a run dies between any two
    clock = Clock()
    platform = open_here(clock=clock)
    life = Life(platform, clock)
    chance = random.Random(seed)
    for _ in range(150 if platform.database.is_sqlite else 60):
        at_random(life, chance)
        life.check(books_too=life.steps % 5 == 0)
    life.check()
    states = {one.state for one in life.batches()}
    life.world.api.close()
    print(f"\n{platform.database.url.get_backend_name()}, seed {seed}: {life.steps} steps, batches {sorted(states)}")
    assert len(states) > 1


# --- planted bugs -----------------------------------------------------------------------------------------------------

Patch = Callable[[pytest.MonkeyPatch], None]


def put(where: Any, name: str, other: Any) -> Patch:
    return lambda patch: patch.setattr(where, name, other)


def lost(batch: Batch, transfers: Any) -> Any:
    return replace(batch, carry_out_minor=0), transfers


def without_carry(batch: Batch, moved: Any, charged: Any, _before: Any) -> Batch:
    return ADDED_UP(batch, moved, charged, None)


ADDED_UP, CLOSED, INSTRUCTED, FEE = rule.added_up, rule.closed, rules._instructed, rule.fee_e4

BUGS: dict[str, Patch] = {
    "what a batch carries is forgotten": put(rule, "added_up", without_carry),
    "fees are rounded up": put(rule, "rounded_fee", lambda exact: (-(-exact // 10_000), 0)),
    "the rest of a fee is dropped": put(rule, "rounded_fee", lambda exact: (exact // 10_000, 0)),
    "a refund keeps its fee": put(rule, "fee_e4", lambda kind, *args: 0 if kind == "refund" else FEE(kind, *args)),
    "a reversal keeps the fixed fee": put(
        rule, "fee_e4", lambda kind, *args: FEE("refund" if kind == "reversal" else kind, *args)
    ),
    "what is below the smallest payout is lost": put(rule, "closed", lambda *args: lost(*CLOSED(*args))),
    "the fee is not taken in the ledger": put(rule, "closed", lambda *args: (CLOSED(*args)[0], ())),
    "what went out is not looked for": put(settlements, "_SIDES", (settlements._SIDES[0], settlements._SIDES[0])),
    "a payout is a cent too much": put(
        rules, "_instructed", lambda *args: replace(INSTRUCTED(*args), amount_minor=INSTRUCTED(*args).amount_minor + 1)
    ),
    "a failed payout leaves its batch paid": put(
        payouts, "GIVE_UP", replace(payouts.GIVE_UP, decide=lambda *args: without_batch(rules.give_up(*args)))
    ),
}


def without_batch(decision: Any) -> Any:
    return replace(decision, changed=tuple(row for row in decision.changed if not isinstance(row, Batch)))


@pytest.fixture
def life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    monkeypatch.setattr(closing, "PIECE", 3)
    clock = Clock()
    platform = open_platform(sqlite_url(tmp_path / "books.sqlite"), Keys(MASTER_KEY), Options(demo_funding=True), clock)
    made = Life(platform, clock)
    yield made
    made.world.api.close()
    platform.stop()


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_in_settlement_is_caught(life: Life, monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    BUGS[bug](monkeypatch)
    chance = random.Random(1)

    def days() -> None:
        for _ in range(400):
            at_random(life, chance)
            life.check()

    with pytest.raises(Wrong) as caught:
        days()
    print(f"\n{bug}: caught at step {life.steps}: {str(caught.value)[:100]}")
