"""The books of all the money after any life: the naive book-keeping and `verify` agree with the platform after every step.

One machine over all operations, in a currency of no, two or three decimals, through days of 23 and 25 hours. Each life
begins with empty books and its own clock, so that what fails once fails again.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backend_stub.domain.records import instant
from backend_stub.services.platform import Platform
from tests.backend.shop import Clock, MakePlatform
from tests.property.life import FEW
from tests.property.life_settlement import WholeLife, at_random, emptied, small_pieces

NUMBER = st.integers(0, 999)
AMOUNT = st.one_of(
    st.sampled_from([1, 99, 100, 450, 500, 3_000, 3_001, 4_999, 5_000, 5_001, 9_000, 9_001, 15_000]),
    st.integers(1, 21_000),
)
CURRENCIES = ("JPY", "EUR", "KWD")
# The evening before the clocks are put forward and back in Berlin, and the afternoon before in New York.
BEGINNINGS = [
    instant(dt.datetime(*day, tzinfo=dt.UTC))
    for day in ((2026, 3, 28, 20), (2026, 10, 24, 20), (2026, 3, 7, 18), (2026, 10, 31, 18), (2026, 12, 31, 22))
]
HOUR_S, DAY_S = 3_600, 86_400


class Days(RuleBasedStateMachine):
    """Any order of acts, at any times."""

    platform: Platform
    clock: Clock
    verify_every = 5
    acts: Counter[str]

    @initialize(currency=st.sampled_from(CURRENCIES), begins=st.sampled_from(BEGINNINGS))
    def begin(self, currency: str, begins: int) -> None:
        emptied(self.platform.database)
        self.clock.now = begins
        self.life = WholeLife(self.platform, self.clock, currency)
        self.life.sign_up()
        self.life.sign_up()
        self.life.open_account(0, 2)
        self.life.top_up(0, 9_000, None)
        self.life.sell(0, 0, 900)
        self._a_day(0)
        self.life.issue(0, None, None)
        self.acts[currency] += 1

    @precondition(lambda self: len(self.life.customers) < FEW)
    @rule()
    def sign_up(self) -> None:
        self.life.sign_up()

    @precondition(lambda self: len(self.life.books.accounts) < 2 * FEW)
    @rule(who=NUMBER, where=NUMBER)
    def open_account(self, who: int, where: int) -> None:
        self.life.open_account(who, where)

    @rule(which=NUMBER, amount=AMOUNT, till=st.none() | NUMBER)
    def top_up(self, which: int, amount: int, till: int | None) -> None:
        self.life.top_up(which, amount, till)

    @rule(who=NUMBER, limit=st.none() | AMOUNT, bound=st.none() | NUMBER)
    def issue(self, who: int, limit: int | None, bound: int | None) -> None:
        self.life.issue(who, limit, bound)

    @rule(which=NUMBER, till=NUMBER, amount=AMOUNT, part=st.booleans())
    def redeem(self, which: int, till: int, amount: int, part: bool) -> None:
        self.life.redeem(which, till, amount, part=part)

    @rule(which=NUMBER, till=NUMBER, amount=AMOUNT)
    def sell(self, which: int, till: int, amount: int) -> None:
        self.life.sell(which, till, amount)

    @precondition(lambda self: self.life.attempts)
    @rule(which=NUMBER, accept=st.booleans())
    def confirm(self, which: int, accept: bool) -> None:
        self.life.confirm(which, accept=accept)

    @precondition(lambda self: self.life.attempts)
    @rule(which=NUMBER, till=st.none() | NUMBER)
    def reverse(self, which: int, till: int | None) -> None:
        self.life.reverse(which, till)

    @rule(which=NUMBER, till=NUMBER)
    def reverse_unseen(self, which: int, till: int) -> None:
        self.life.reverse_unseen(which, till)

    @precondition(lambda self: self.life.attempts)
    @rule(which=NUMBER, amount=st.none() | AMOUNT)
    def refund(self, which: int, amount: int | None) -> None:
        self.life.refund(which, amount)

    @rule(which=NUMBER)
    def repeat(self, which: int) -> None:
        self.life.repeat(which)

    @rule(which=NUMBER, amount=AMOUNT)
    def ask(self, which: int, amount: int) -> None:
        self.life.ask(which, amount)

    @rule(which=NUMBER, said=NUMBER)
    def hear(self, which: int, said: int) -> None:
        self.life.hear(which, said)

    @rule(which=NUMBER, who=NUMBER)
    def take_back(self, which: int, who: int) -> None:
        self.life.take_back(which, who)

    @precondition(lambda self: self.life.books.backs)
    @rule(which=NUMBER, said=NUMBER)
    def back_heard(self, which: int, said: int) -> None:
        self.life.back_heard(which, said)

    @rule(who=NUMBER, to=NUMBER, amount=AMOUNT)
    def offer(self, who: int, to: int, amount: int) -> None:
        self.life.offer(who, to, amount)

    @precondition(lambda self: self.life.books.given)
    @rule(which=NUMBER, how=NUMBER)
    def answer(self, which: int, how: int) -> None:
        self.life.answer(which, how)

    @precondition(lambda self: self.life.books.given)
    @rule(which=NUMBER)
    def take_gift_back(self, which: int) -> None:
        self.life.take_gift_back(which)

    @rule(which=NUMBER, by=NUMBER)
    def freeze(self, which: int, by: int) -> None:
        self.life.freeze(which, by)

    @rule(which=NUMBER, by=NUMBER)
    def unfreeze(self, which: int, by: int) -> None:
        self.life.unfreeze(which, by)

    @rule(which=NUMBER, to=NUMBER)
    def move(self, which: int, to: int) -> None:
        self.life.move(which, to)

    @rule(which=NUMBER, by=NUMBER)
    def close(self, which: int, by: int) -> None:
        self.life.close(which, by)

    @rule()
    def expire(self) -> None:
        self.life.expire()

    @rule(which=NUMBER, everything=st.booleans(), dies_after=st.none() | st.integers(0, 2))
    def settle(self, which: int, everything: bool, dies_after: int | None) -> None:
        self.life.settle(which, everything=everything, dies_after=dies_after)

    @precondition(lambda self: self.life.books.batches)
    @rule(which=NUMBER)
    def pay_out(self, which: int) -> None:
        self.life.pay_out(which)

    @precondition(lambda self: self.life.books.batches)
    @rule(which=NUMBER)
    def fail(self, which: int) -> None:
        self.life.fail(which)

    @rule(which=NUMBER)
    def hand_over(self, which: int) -> None:
        self.life.hand_over(which)

    @rule(seconds=st.sampled_from([-DAY_S, -60, -1, 1, 30, 44, 45, 60, HOUR_S, 23 * HOUR_S, DAY_S, 25 * HOUR_S]))
    def move_clock(self, seconds: int) -> None:
        self.life.move_clock(seconds)

    @rule(number=NUMBER)
    def a_day_goes_by(self, number: int) -> None:
        """Something is sold, and on the next day it is settled and paid out: what many steps would seldom come to."""
        self.life.sell(number, number, 450 + number)
        self._a_day(number)

    def _a_day(self, number: int) -> None:
        self.life.move_clock(DAY_S)
        self.life.settle(3 * number)  # all shops
        self.life.pay_out(2 * number + 1)  # of a batch that is to be paid, when there is one

    @invariant()
    def the_books_agree(self) -> None:
        if hasattr(self, "life"):
            self.acts["steps"] += 1
            self.life.check(books_too=self.life.steps % self.verify_every == 0)

    def teardown(self) -> None:
        if hasattr(self, "life"):
            self.life.check()
            self.acts.update(one.state for one in self.life.books.batches.values())


@pytest.fixture(autouse=True)
def many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch)


def _days(open_here: MakePlatform, lives: int, steps: int, verify_every: int) -> Counter[str]:
    """Run the machine; what it did."""
    clock, acts = Clock(), Counter[str]()
    more = {"platform": open_here(clock=clock), "clock": clock, "verify_every": verify_every, "acts": acts}
    days = type("DaysHere", (Days,), more)
    run_state_machine_as_test(days, settings=settings(max_examples=lives, stateful_step_count=steps))
    print(f"\n{acts['steps']} steps, naive books and platform agreed after each: {dict(acts)}")
    return acts


def test_whatever_people_do_the_books_are_right(open_here: MakePlatform, database_url: str) -> None:
    lives, verify_every = (16, 5) if database_url.startswith("sqlite") else (8, 10)
    acts = _days(open_here, lives, 40, verify_every)
    assert acts["steps"] > lives * 20
    assert sum(acts[state] for state in ("paid", "failed", "repaid")) > 0  # some were paid out, whatever became of it


@pytest.mark.soak
def test_soak_whatever_people_do_the_books_are_right(open_here: MakePlatform) -> None:
    acts = _days(open_here, 300, 60, 5)
    assert all(acts[currency] for currency in CURRENCIES)


def _a_long_time(open_here: MakePlatform, seed: int, steps: int, verify_every: int) -> WholeLife:
    clock = Clock(BEGINNINGS[seed % len(BEGINNINGS)])
    life = WholeLife(open_here(clock=clock), clock, CURRENCIES[seed % len(CURRENCIES)])
    chance = random.Random(seed)
    for _ in range(steps):
        at_random(life, chance)
        life.check(books_too=life.steps % verify_every == 0)
    life.check()
    return life


@pytest.mark.parametrize("seed", range(3))
def test_a_long_random_time_leaves_the_books_right(open_here: MakePlatform, seed: int) -> None:
    """In each currency; nothing in it was chosen to shrink well, so it goes further than the machine."""
    life = _a_long_time(open_here, seed, 250, 25)
    states = Counter(one.state for one in life.books.batches.values())
    print(f"\n{life.currency}, seed {seed}: {life.steps} steps, batches {dict(states)}")
    assert states


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 16))
def test_soak_a_very_long_random_time_leaves_the_books_right(open_here: MakePlatform, seed: int) -> None:
    _a_long_time(open_here, seed, 5_000, 200)
