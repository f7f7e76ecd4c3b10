"""Judging in the acts themselves equals reckoning from scratch, through the real services and on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from backend_stub import contract
from backend_stub.domain.records import instant
from backend_stub.services.platform import Platform
from backend_stub.services.verify import verify
from tests.backend.shop import Clock, MakePlatform
from tests.property.life import pick
from tests.property.life_members import Act, Calendar, MemberLife, Step, live
from tests.property.member_rules import rules

BEGIN = instant(dt.datetime(2026, 10, 19, 12, tzinfo=dt.UTC))  # six days before the clocks are put back
ACTS = ["buy"] * 6 + ["buy together", "visit", "visit", "top up", "refund", "refund", "reverse", "take back", "say"]
ACTS += ["clock"] * 7 + ["version", "day", "check"]
CALENDARS = [Calendar(), Calendar("Europe/Berlin", 240), Calendar("Pacific/Auckland", 150), Calendar("UTC", 0)]
NUMBER = st.integers(0, 99)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a life is long to shrink; its steps are printed


def steps(most: int, acts: list[str]) -> st.SearchStrategy[list[Step]]:
    amounts = st.one_of(st.sampled_from([1, 50, 99, 100, 300]), st.integers(1, 400))
    return st.lists(st.tuples(st.sampled_from(acts), NUMBER, NUMBER, amounts), min_size=most // 3, max_size=most)


@pytest.fixture
def clock() -> Clock:
    return Clock(BEGIN)


@pytest.fixture
def platform(open_here: MakePlatform, clock: Clock) -> Platform:
    return open_here(clock=clock)


def a_life(platform: Platform, clock: Clock, calendar: Calendar | None = None, people: int = 3) -> MemberLife:
    clock.now = BEGIN
    return MemberLife(platform, clock, people, calendar)


def examples(platform: Platform, many: int) -> int:
    return many if platform.database.is_sqlite else many // 2


def whatever_people_do(platform: Platform, clock: Clock, many: int, length: int) -> int:
    """Lives at random, under rules at random; how many acts there were."""
    lived = []

    @settings(max_examples=examples(platform, many), phases=PHASES)
    @given(
        st.lists(rules(), min_size=1, max_size=3), steps(length, ACTS), st.integers(0, 6), st.sampled_from(CALENDARS)
    )
    def one(some: list[contract.AssociationRule], acts: list[Step], before: int, calendar: Calendar) -> None:
        life = a_life(platform, clock, calendar)
        try:
            live(life, acts[:before], [])  # customers of before the first rule
            life.start(some[0])
            live(life, acts[before:], some[1:])
            lived.append(len(acts))
        finally:
            life.close()

    one()
    assert verify(platform.database) == []
    return sum(lived)


def test_judging_record_by_record_is_reckoning_from_scratch(platform: Platform, clock: Clock) -> None:
    acts = whatever_people_do(platform, clock, 24, 36)
    print(f"\n{platform.database.url.get_backend_name()}: {acts} acts, the naive reckoning agreed after each")
    assert acts > 200


def previews_equal_facts(platform: Platform, clock: Clock, many: int, length: int) -> None:
    acts = [one for one in ACTS if one != "version"]

    @settings(max_examples=examples(platform, many), phases=PHASES)
    @given(rules(), steps(length, acts), st.sampled_from(CALENDARS))
    def one(rule: contract.AssociationRule, lived: list[Step], calendar: Calendar) -> None:
        life = a_life(platform, clock, calendar)
        try:
            life.start(rule)
            live(life, lived, [])
            life.compare_preview()
        finally:
            life.close()

    one()


def test_a_preview_of_the_rule_in_force_is_the_facts(platform: Platform, clock: Clock) -> None:
    previews_equal_facts(platform, clock, 16, 30)


class Twins:
    """Two customers do the same, but the first buys more besides, and all of that goes back: late, in parts, again and again."""

    def __init__(self, life: MemberLife) -> None:
        self.life = life
        self.mara, self.nora = life.people
        self.more: set[str] = set()

    def live(self, steps: list[Step]) -> None:
        for act, number, _, amount in steps:
            self._step(act, number, amount)
        self.life.catch_up()
        for sale in self._to_give_back():
            self.life.give_back(self.mara, sale, None)
        self.life.check()

    def _step(self, act: str, number: int, amount: int) -> None:
        if act == "both":
            self.life.buy([(0, amount), (1, amount)])
        elif act == "more":
            self.life.buy([(0, amount)])
            self.more.add(self.mara.bought[-1].id)
        elif act == "part" and (back := self._to_give_back()):
            self.life.give_back(self.mara, pick(back, number), amount)
        elif act == "visit":
            self.life.visit(0)
            self.life.visit(1)
        elif act == "clock":
            self.life.move_clock(pick((1, 9, 24, 30, 72, -3, -26), number))
        elif act == "day":
            self.life.run_the_day()

    def _to_give_back(self) -> list[Act]:
        return [sale for sale in self.mara.bought if sale.id in self.more and sale.left]

    def compare(self) -> None:
        had, never = (self.life.row(one) for one in (self.mara, self.nora))
        assert had is not None
        assert never is not None
        assert (had.standing == "member", had.tier_key) == (never.standing == "member", never.tier_key)
        assert had.due_day == never.due_day


def refunded_was_never_bought(platform: Platform, clock: Clock, many: int, length: int) -> None:
    @settings(max_examples=examples(platform, many), phases=PHASES)
    @given(rules(), steps(length, ["both", "both", "both", "more", "part", "visit", "clock", "clock", "day"]))
    def one(rule: contract.AssociationRule, lived: list[Step]) -> None:
        twins = Twins(a_life(platform, clock, people=2))
        try:
            twins.life.start(rule)
            twins.live(lived)
            twins.compare()
        finally:
            twins.life.close()

    one()


def test_a_sale_and_its_refund_are_as_if_there_had_been_none(platform: Platform, clock: Clock) -> None:
    refunded_was_never_bought(platform, clock, 16, 24)


@pytest.mark.soak
@pytest.mark.parametrize("turn", range(4))
def test_long_lives_are_judged_as_from_scratch(platform: Platform, clock: Clock, turn: int) -> None:
    print(f"\n{whatever_people_do(platform, clock, 150, 90 + turn)} acts")
    previews_equal_facts(platform, clock, 100, 60 + turn)
    refunded_was_never_bought(platform, clock, 100, 60 + turn)
