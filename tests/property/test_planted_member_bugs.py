"""Bugs planted in judging are caught by the lives of customers and the naive reckoning of each."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backend_stub import contract
from backend_stub.app import open_platform, sqlite_url
from backend_stub.domain import takeback
from backend_stub.domain.association import acts, commands, pairs, replay, settling, tally
from backend_stub.domain.association.machine import Judged
from backend_stub.domain.records import Association, Rule
from backend_stub.domain.state import State
from backend_stub.services import preview_engine, preview_work
from backend_stub.services.platform import Options
from backend_stub.services.secrets import Keys
from backend_stub.storage.errors import OurBug
from tests.backend.shop import Clock
from tests.conftest import MASTER_KEY
from tests.property.life import Wrong
from tests.property.life_members import MemberLife, Step, live
from tests.property.test_membership_life import ACTS, a_life

LIVES, LENGTH, PIECE = 16, 60, 10  # most bugs show in the first life
Patch = Callable[[pytest.MonkeyPatch], None]


def count(at_least: int, within_days: int | None = None) -> contract.Count:
    return contract.Count(at_least=at_least, within_days=within_days)


RULE = contract.AssociationRule(
    currency="EUR",
    first=contract.AnyOf(
        of=[
            count(2, 6),
            contract.Amount(currency="EUR", at_least_minor=150, types=[contract.Counted.TOP_UP], within_days=5),
        ]
    ),
    tiers=[
        contract.Tier(key="member", name="Member", keep_if=contract.Reached(at_most=4)),
        contract.Tier(key="silver", name="Silver", raise_if=count(4, 8), keep_if=contract.Reached(at_most=3)),
    ],
)
SECOND = contract.AssociationRule(
    currency="EUR",
    first=count(4, 8),
    tiers=[contract.Tier(key="silver", name="Silver", keep_if=contract.Reached(at_most=9))],
)


def put(where: Any, name: str, other: Any) -> Patch:
    return lambda patch: patch.setattr(where, name, other)


def around(where: Any, name: str, change: Callable[..., Any]) -> Patch:
    """Called with what was there before, then with the arguments."""
    whole = getattr(where, name)
    return lambda patch: patch.setattr(where, name, lambda *args, **more: change(whole, *args, **more))


def although_stale(state: State, merchant_id: str, customer_id: str) -> bool:
    row = state.get(Association, pairs.pair_id(merchant_id, customer_id))
    rule = next(one for one in state.where(Rule, "merchant_id", merchant_id) if one.status == "in_force")
    return row is None or row.rule_version != rule.version


def of_any_version(state: State, merchant_id: str, customer_id: str) -> bool:
    row = state.get(Association, pairs.pair_id(merchant_id, customer_id))
    return row is None or not row.judged or bool(row.is_stale)


def a_day_more(whole: Callable[..., int], self: tally.Tally, test: Any, at: int) -> int:
    return whole(self, replace(test, days=test.days + 1), at) if test.days else whole(self, test, at)


def of_today_later(whole: Callable[..., int], self: Judged, today: int) -> int:
    del whole, today
    return self.rank


def counted_twice(whole: Callable[..., None], self: Judged, record: tally.Counts) -> None:
    whole(self, record)
    whole(self, record)


BUGS: dict[str, Patch] = {
    "a period is a day too long": around(tally.Tally, "value", a_day_more),
    "a purchase counts twice": around(Judged, "add", counted_twice),
    "what is given back still counts": put(pairs, "effective", lambda records: sorted(
        (one for one in records if one.type != "refund"), key=lambda one: (one.day, one.id))),
    "a refund is judged with the next purchase only": around(acts, "reckoned", lambda whole, state, rule, row, day, _, **more:
        whole(state, rule, row, day, (), **more)),
    "who left is taken in again by what they buy": put(settling, "OUT", frozenset()),
    "a reckoning from all records forgets who left": put(pairs, "said", lambda _: []),
    "what is given back today stays in the tally": put(tally.Tally, "lessen", lambda *_: None),
    "to leave changes nothing": put(commands, "apply_consent", lambda *_: None),
    "nothing is ever due": put(settling, "due", lambda *_: None),
    "what is reached today holds tomorrow": around(Judged, "rank_today", of_today_later),
    "a top-up that is taken back still counts": put(takeback, "_taken_from_member", lambda *_: ((), ())),
    "a record of a day that is closed is never looked at": put(pairs, "is_to_be_replayed", although_stale),
    "what an earlier version left is read as the new one's": put(pairs, "is_to_be_replayed", of_any_version),
    "a new version puts everybody out": put(replay, "carry_over", lambda *_: None),
    "what is held over days without records is forgotten": put(Judged, "_hold_until", lambda self, day: setattr(
        self, "until", max(day, self.until))),
}  # fmt: skip
PREVIEW_BUGS: dict[str, Patch] = {
    "a preview knows no words": put(preview_engine._Words, "say", lambda *_: None),
    "a preview leaves somebody out": around(preview_work.preview_reads, "pieces", lambda whole, *args, **more: (
        rows[:-1] for rows in whole(*args, **more) if len(rows) > 1)),
    "a preview counts what was given back": put(preview_work, "_given_back", lambda _, sizes: np.zeros(
        sum(sizes), np.int64)),
    "a preview takes today for a day that is over": around(preview_engine, "_day", lambda whole, *args, **_:
        whole(*args, is_open=False)),
}  # fmt: skip


@pytest.fixture
def lives(tmp_path: Path) -> Iterator[Callable[[], MemberLife]]:
    clock = Clock()
    keys = Keys(MASTER_KEY)
    platform = open_platform(sqlite_url(tmp_path / "members.sqlite"), keys, Options(demo_funding=True), clock)
    yield lambda: a_life(platform, clock)
    platform.stop()


def a_few(lives: Callable[[], MemberLife], *, previews: bool) -> None:
    for seed in range(LIVES):
        chance, life = random.Random(seed), lives()
        among = [one for one in ACTS if one != "version"] if previews else ACTS
        steps: list[Step] = [
            (
                chance.choice([*among, "top up", "take back"]),
                chance.randrange(99),
                chance.randrange(99),
                chance.randrange(1, 300),
            )
            for _ in range(LENGTH)
        ]
        life.start(RULE)
        for start in range(0, LENGTH, PIECE if previews else LENGTH):
            live(life, steps[start : start + PIECE] if previews else steps, [RULE, SECOND])
            if previews:
                life.compare_preview()
        life.close()


@pytest.mark.parametrize("previews", [False, True])
def test_without_a_bug_nothing_is_caught(lives: Callable[[], MemberLife], previews: bool) -> None:
    a_few(lives, previews=previews)


@pytest.mark.parametrize("bug", [*BUGS, *PREVIEW_BUGS])
def test_a_planted_bug_is_caught(lives: Callable[[], MemberLife], monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    (BUGS | PREVIEW_BUGS)[bug](monkeypatch)
    with pytest.raises((Wrong, OurBug)) as caught:
        a_few(lives, previews=bug in PREVIEW_BUGS)
    print(f"\n{bug}: {type(caught.value).__name__}: {str(caught.value)[:100]}")
