"""Bugs planted in what is new of the money are caught: by the naive books, by `verify`, or by the database itself."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend_stub.app import open_platform, sqlite_url
from backend_stub.domain import funds, gifts, giveback, ledger, lives, paying, takeback, topups
from backend_stub.domain.funds import Parts
from backend_stub.domain.records import Account, Gift, TopUp
from backend_stub.domain.state import Decision
from backend_stub.services.platform import Options
from backend_stub.services.secrets import Keys
from tests.backend.shop import Clock
from tests.conftest import MASTER_KEY
from tests.property.life import Wrong
from tests.property.life_money import MoneyLife, at_random
from tests.property.test_planted_bugs import Patch, altered, put, without

STEPS = 1_000  # most show within a hundred


@pytest.fixture
def life(tmp_path: Path) -> Iterator[MoneyLife]:
    clock = Clock()
    platform = open_platform(sqlite_url(tmp_path / "books.sqlite"), Keys(MASTER_KEY), Options(demo_funding=True), clock)
    yield MoneyLife(platform, clock)
    platform.stop()


def bonus_first(account: Account, amount_minor: int) -> Parts:
    bonus = min(amount_minor, account.bonus_minor)
    return Parts(amount_minor - bonus, bonus)


def all_paid(_sale: Any, amount_minor: int) -> Parts:
    return Parts(amount_minor, 0)


def gift_stays_open(decision: Decision) -> Decision:
    """The money moves, and nobody remembers that the gift was answered."""
    return replace(decision, changed=tuple(row for row in decision.changed if not isinstance(row, Gift)))


def pay_back_of_bonus(act_id: str, account: Account, _terms: Any, bonus_minor: int, at: int, number: int) -> Any:
    """Bonus goes to the platform instead of its issuer."""
    if not bonus_minor:
        return ()
    moved = ledger.transfer(
        act_id, ledger.Kind.BONUS_RETURNED, debit=ledger.bonus(account.id), credit=ledger.breakage(account.currency),
        amount_minor=bonus_minor, currency=account.currency, at=at, number=number,
    )  # fmt: skip
    return (moved,)


def in_both(where: Any, also: Any, name: str, other: Any) -> Patch:
    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(where, name, other)
        monkeypatch.setattr(also, name, other)

    return patch


ALWAYS = dict.fromkeys(topups.FOLLOWS, frozenset(topups.TopUpState))
BUGS: dict[str, Patch] = {
    "bonus is spent before paid money": put(paying, "drawn", bonus_first),
    "a refund gives bonus back as paid money": put(giveback, "back", all_paid),
    "a provider's word said twice counts twice": put(
        topups, "FOLLOWS", dict.fromkeys(topups.FOLLOWS, frozenset(topups.TopUpState))
    ),
    "room for a top-up is never given back": put(topups, "OPEN", ()),
    "a top-up taken back is not remembered": altered(takeback, "_take", without(TopUp)),
    "a top-up taken back keeps its bonus": put(takeback, "bonus_returned", lambda *_, **__: ()),
    "a refund that failed is not put back": altered(takeback, "_keep", without(Account)),
    "a gift is accepted without remembering it": altered(gifts, "_accept", gift_stays_open),
    "a returned gift is returned again": altered(gifts, "_return", gift_stays_open),
    "an accepted gift does not reach its account": altered(gifts, "_accept", without(Account)),
    "expired money stays in its account": put(funds, "is_over", lambda _account, _now: False),
    "expired bonus goes to the platform": in_both(funds, lives, "bonus_returned", pay_back_of_bonus),
    "a closed account keeps what it holds": put(lives, "less", lambda account, _parts: account),
}


def days(life: MoneyLife, seed: int = 3) -> None:
    chance = random.Random(seed)
    for _ in range(STEPS):
        at_random(life, chance)
        life.check(books_too=life.steps % 20 == 0)


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_caught(life: MoneyLife, monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    BUGS[bug](monkeypatch)
    with pytest.raises(Wrong) as caught:
        days(life)
    print(f"\n{bug}: caught at step {life.steps + 1}: {str(caught.value)[:120]}")
