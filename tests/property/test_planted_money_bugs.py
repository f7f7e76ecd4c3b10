"""Bugs planted in all of the money are caught: by the naive books, by `verify`, or by the database itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from backend_stub.contract import BatchState
from backend_stub.domain import (
    calendar,
    funds,
    gifts,
    giveback,
    ledger,
    paying,
    placing,
    takeback,
    topups,
)
from backend_stub.domain import lives as account_lives
from backend_stub.domain import payouts as payout_rules
from backend_stub.domain import settlement as rule
from backend_stub.domain.funds import Parts
from backend_stub.domain.placing import StoreDays
from backend_stub.domain.records import Account, Batch, Gift, TopUp
from backend_stub.domain.state import Decision
from backend_stub.services import payouts
from backend_stub.storage import covering
from tests.property.life_settlement import WholeLife, small_pieces
from tests.property.test_planted_bugs import CAUGHT, Patch, altered, life, lives, put, without

__all__ = ["life"]  # the fixture


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
    "expired bonus goes to the platform": in_both(funds, account_lives, "bonus_returned", pay_back_of_bonus),
    "a closed account keeps what it holds": put(account_lives, "less", lambda account, _parts: account),
}


# --- settlement -------------------------------------------------------------------------------------------------------


def lost(batch: Batch, transfers: Any) -> Any:
    return msgspec.structs.replace(batch, carry_out_minor=0), transfers


def without_carry(batch: Batch, moved: Any, charged: Any, _before: Any) -> Batch:
    return ADDED_UP(batch, moved, charged, None)


def in_one_transaction(kept: Any, account: Account, terms: Any, moment: Any) -> Any:
    """What comes back joins the transaction of the way out, which may be settled by now."""
    again = PUT_AGAIN(kept, account, terms, moment)
    return tuple(msgspec.structs.replace(row, transaction_id=kept.id, number=row.number + len(again)) for row in again)


ADDED_UP, CLOSED, INSTRUCTED, FEE = rule.added_up, rule.closed, payout_rules._instructed, rule.fee_e4
PUT_AGAIN, DAY_OF = takeback._put_again, StoreDays.day_of

BUGS |= {
    "what a batch carries is forgotten": put(rule, "added_up", without_carry),
    "fees are rounded up": put(rule, "rounded_fee", lambda exact: (-(-exact // 10_000), 0)),
    "the rest of a fee is dropped": put(rule, "rounded_fee", lambda exact: (exact // 10_000, 0)),
    "a refund keeps its fee": put(rule, "fee_e4", lambda kind, *args: 0 if kind == "refund" else FEE(kind, *args)),
    "a reversal keeps the fixed fee": put(
        rule, "fee_e4", lambda kind, *args: FEE("refund" if kind == "reversal" else kind, *args)
    ),
    "what is below the smallest payout is lost": put(rule, "closed", lambda *args: lost(*CLOSED(*args))),
    "the fee is not taken in the ledger": put(rule, "closed", lambda *args: (CLOSED(*args)[0], ())),
    "what went out is not looked for": put(covering, "_SIDES", (covering._SIDES[0], covering._SIDES[0])),
    "a payout is a cent too much": put(
        payout_rules,
        "_instructed",
        lambda *args: msgspec.structs.replace(INSTRUCTED(*args), amount_minor=INSTRUCTED(*args).amount_minor + 1),
    ),
    "a failed payout leaves its batch paid": put(
        payouts, "GIVE_UP", replace(payouts.GIVE_UP, decide=lambda *args: without(Batch)(payout_rules.give_up(*args)))
    ),
    "a batch is paid out twice": put(payout_rules, "CAN_BE_PAID", tuple(BatchState)),
    "a day is settled before it is over": put(StoreDays, "is_over", lambda *_: True),
    "days are cut in another zone": put(
        placing, "business_day", lambda at, _zone, cut: calendar.business_day(at, "Asia/Tokyo", cut)
    ),
    "a settled transaction grows": put(takeback, "_put_again", in_one_transaction),
}


@pytest.fixture(autouse=True)
def many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch)


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_caught(life: WholeLife, monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    BUGS[bug](monkeypatch)
    with pytest.raises(CAUGHT) as caught:
        lives(life)
    print(f"\n{bug}: caught at step {life.steps + 1}: {str(caught.value)[:120]}")
