"""All of the money after any life: the naive books, `verify` and every line of the ledger agree after every step."""

from __future__ import annotations

import random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from tests.backend.shop import Clock, MakePlatform
from tests.property.life_money import MoneyLife, at_random
from tests.property.test_books import NUMBER, Days

AMOUNT = st.one_of(st.sampled_from([1, 99, 100, 500, 3_000, 3_001, 4_999, 5_000, 15_000]), st.integers(1, 16_000))


class MoneyDays(Days):
    """The days of `Days`, and all that the money does besides. Settlement's acts belong here too."""

    life: MoneyLife
    life_of = MoneyLife

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


def test_whatever_people_do_with_all_the_money_the_books_are_right(open_here: MakePlatform) -> None:
    clock = Clock()
    platform = open_here(clock=clock)
    examples, verify_every = (20, 5) if platform.database.is_sqlite else (8, 10)
    more = {"platform": platform, "clock": clock, "verify_every": verify_every, "steps_run": 0}
    days = type("MoneyDaysHere", (MoneyDays,), more)
    run_state_machine_as_test(days, settings=settings(max_examples=examples, stateful_step_count=40))
    kind = platform.database.url.get_backend_name()
    print(f"\n{kind}: {days.steps_run} steps, naive books and platform agreed after each")
    assert days.steps_run > examples * 10


@pytest.mark.parametrize("seed", range(2))
def test_a_long_random_time_leaves_all_the_money_right(open_here: MakePlatform, seed: int) -> None:
    clock = Clock()
    life = MoneyLife(open_here(clock=clock), clock)
    chance = random.Random(seed)
    for _ in range(400):
        at_random(life, chance)
        life.check(books_too=life.steps % 20 == 0)
    life.check()


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 14))
def test_a_very_long_random_time_leaves_all_the_money_right(open_here: MakePlatform, seed: int) -> None:
    clock = Clock()
    life = MoneyLife(open_here(clock=clock), clock)
    chance = random.Random(seed)
    for _ in range(5_000):
        at_random(life, chance)
        life.check(books_too=life.steps % 200 == 0)
    life.check()
