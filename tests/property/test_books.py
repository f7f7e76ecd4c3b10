"""The books after any life: the naive book-keeping and `verify` agree with the platform after every step."""

from __future__ import annotations

import random

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

from backend_stub.services.platform import Platform
from tests.backend.shop import Clock, MakePlatform
from tests.property.life import FEW, Life, at_random

NUMBER = st.integers(0, 999)
AMOUNT = st.one_of(st.sampled_from([1, 99, 100, 450, 5_000, 5_001, 9_000, 9_001]), st.integers(1, 21_000))


class Days(RuleBasedStateMachine):
    """Any order of acts, at any times."""

    platform: Platform
    clock: Clock
    life_of: type[Life] = Life
    verify_every = 1
    steps_run = 0

    @initialize()
    def begin(self) -> None:
        self.life = self.life_of(self.platform, self.clock)
        self.life.sign_up()
        self.life.open_account(0, 2)
        self.life.top_up(0, 9_000, None)
        self.life.issue(0, None, None)

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

    @rule(seconds=st.sampled_from([-86_400, -60, -1, 1, 30, 44, 45, 60, 86_400]))
    def move_clock(self, seconds: int) -> None:
        self.life.move_clock(seconds)

    @invariant()
    def the_books_agree(self) -> None:
        if hasattr(self, "life"):
            type(self).steps_run += 1
            self.life.check(books_too=self.life.steps % self.verify_every == 0)

    def teardown(self) -> None:
        if hasattr(self, "life"):
            self.life.check()


@pytest.mark.parametrize(("examples", "verify_every"), [(25, 1)])
def test_whatever_people_do_the_books_are_right(
    open_here: MakePlatform, examples: int, verify_every: int, request: pytest.FixtureRequest
) -> None:
    clock = Clock()
    platform = open_here(clock=clock)
    if not platform.database.is_sqlite:
        examples, verify_every = examples // 2, 5
    days = type(
        "DaysHere", (Days,), {"platform": platform, "clock": clock, "verify_every": verify_every, "steps_run": 0}
    )
    run_state_machine_as_test(days, settings=settings(max_examples=examples, stateful_step_count=30))
    kind = platform.database.url.get_backend_name()
    print(f"\n{kind}: {days.steps_run} steps, naive books and platform agreed after each")
    assert days.steps_run > examples * 10


@pytest.mark.parametrize("seed", range(3))
def test_a_long_random_day_leaves_the_books_right(open_here: MakePlatform, seed: int) -> None:
    clock = Clock()
    life = Life(open_here(clock=clock), clock)
    chance = random.Random(seed)
    for _ in range(150):
        at_random(life, chance)
        life.check(books_too=life.steps % 10 == 0)
    life.check()
