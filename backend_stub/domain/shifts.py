"""Shifts: who works a till's drawer from when to when, and whether the cash agrees.

    (none) -> open: a float lies in the drawer -> closed: it was counted

What always holds:
- a till has at most one open shift; its shifts are numbered 1, 2, 3 ... without gaps, in the order of opening;
- what is expected in the drawer is the float and the sum of the shift's moves: cash put in and taken out by hand, cash parts of
  sales, cash top-ups, top-ups taken back and accounts paid back in cash; each act moves it once, under its own id;
- cash that moved while no shift was open is in no shift's expected cash: the next shift's reports name it apart;
- closing never fails for what was counted: the difference is posted in the ledger, in the closing's own transaction;
- a closed shift is not moved any more; only the reason of its difference can be told, once;
- closing looks at no sale: what is open at the till stays so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from backend_stub.contract import DrawerKind, Outcome, ProblemCode, ReportKind, ShiftState, denominations
from backend_stub.domain import ledger
from backend_stub.domain.drawers import open_shift
from backend_stub.domain.records import (
    DrawerMove,
    Merchant,
    Record,
    Redemption,
    Shift,
    ShiftReport,
    Till,
    Transfer,
    altered,
)
from backend_stub.domain.state import Decision, Moment, State, broken
from backend_stub.money import MAX_AMOUNT_MINOR

BY_HAND = (DrawerKind.IN, DrawerKind.OUT)
_REUSED = "this Idempotency-Key was used for another request"


@dataclass(frozen=True, slots=True)
class Open:
    """A shift begins at a till."""

    shift_id: str
    till_id: str
    float_minor: int
    by: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class Move:
    """Cash put in or taken out by hand."""

    move_id: str
    shift_id: str
    till_id: str
    kind: DrawerKind
    amount_minor: int
    reason: str
    by: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class NoteSales:
    """Cash parts of sales, as the till planned them: attempt and amount."""

    shift_id: str
    till_id: str
    parts: tuple[tuple[str, int], ...]
    by: str


@dataclass(frozen=True, slots=True)
class Close:
    """The drawer was counted: value and pieces, and what was not counted by piece."""

    closing_id: str
    shift_id: str
    till_id: str
    count: tuple[tuple[int, int], ...]
    loose_minor: int
    by: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class Explain:
    """Why a count differed."""

    shift_id: str
    till_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class KeepReport:
    """A report that was put together is kept; `number` of an X report is given here."""

    report: ShiftReport


def open_(state: State, command: Open, moment: Moment) -> Decision:
    """A float in the drawer; the next number of the till's shifts."""
    known = state.get(Shift, command.shift_id)
    if known is not None:
        return (
            Decision(known) if known.request_hash == command.request_hash else broken(ProblemCode.KEY_REUSED, _REUSED)
        )
    till = state.get(Till, command.till_id)
    if till is None or till.suspended_at is not None:
        return broken(ProblemCode.FORBIDDEN, "this till is suspended")
    there = open_shift(state, till.id)
    if there is not None:
        return broken(ProblemCode.CONFLICT, f"shift {there.number} is open at this till: count and close it first")
    numbered = altered(till, shift_count=till.shift_count + 1)
    shift = Shift(
        id=command.shift_id,
        merchant_id=till.merchant_id,
        store_id=till.store_id,
        till_id=till.id,
        number=numbered.shift_count,
        currency=state.need(Merchant, till.merchant_id).currency,
        state=ShiftState.OPEN.value,
        opened_by=command.by,
        opened_at=moment.now,
        float_minor=command.float_minor,
        drawer_minor=command.float_minor,
        x_count=0,
        closed_by=None,
        closed_at=None,
        pieces=None,
        loose_minor=0,
        counted_minor=None,
        reason=None,
        closing_id=None,
        closing_hash=None,
        request_hash=command.request_hash,
    )
    return Decision(shift, new=(shift,), changed=(numbered,))


def move(state: State, command: Move, moment: Moment) -> Decision:
    """In or out by hand, with a reason. More than is expected can be taken out: the drawer is what it is."""
    known = state.get(DrawerMove, command.move_id)
    if known is not None:
        return (
            Decision(known) if known.request_hash == command.request_hash else broken(ProblemCode.KEY_REUSED, _REUSED)
        )
    if command.kind not in BY_HAND:
        return broken(ProblemCode.RULE_BROKEN, "by hand, cash goes in or out", "kind")
    shift = _open_here(state, command.shift_id, command.till_id)
    if not isinstance(shift, Shift):
        return shift
    amount = command.amount_minor if command.kind is DrawerKind.IN else -command.amount_minor
    moved = DrawerMove(
        command.move_id,
        shift.id,
        shift.till_id,
        command.kind.value,
        amount,
        command.reason,
        command.by,
        moment.now,
        command.request_hash,
    )
    return Decision(moved, new=(moved,), changed=(altered(shift, drawer_minor=shift.drawer_minor + amount),))


def note_sales(state: State, command: NoteSales, moment: Moment) -> Decision:
    """Cash parts of paid sales, each once. One of before the shift is noted too, but not expected in this drawer."""
    shift = _open_here(state, command.shift_id, command.till_id)
    if not isinstance(shift, Shift):
        return shift
    moves: list[Record] = []
    total_minor = 0
    for attempt_id, planned_minor in dict(command.parts).items():
        sale = state.get(Redemption, attempt_id)
        due_minor = _due(sale, planned_minor, shift)
        if sale is None or due_minor <= 0 or state.get(DrawerMove, attempt_id) is not None:
            continue
        is_before = sale.decided_at < shift.opened_at
        total_minor += 0 if is_before else due_minor
        kind = (DrawerKind.SALE_BEFORE if is_before else DrawerKind.SALE).value
        moves.append(DrawerMove(attempt_id, shift.id, shift.till_id, kind, due_minor, "", command.by, moment.now, ""))
    counted = altered(shift, drawer_minor=shift.drawer_minor + total_minor)
    return Decision(counted, new=tuple(moves), changed=(counted,) if moves else ())


def _due(sale: Redemption | None, planned_minor: int, shift: Shift) -> int:
    """What was left to take in cash: the plan, and what the account turned out to have less; a discount is nobody's rest."""
    if sale is None or sale.till_id != shift.till_id or sale.outcome != Outcome.PAID:
        return 0
    not_in_cash = sale.amount_minor + sale.discount_minor + sale.points_value_minor
    return min(sale.requested_minor + planned_minor - not_in_cash, MAX_AMOUNT_MINOR)


def close(state: State, command: Close, moment: Moment) -> Decision:
    """Counted, whatever it came to. The difference is posted: over or short."""
    shift = state.get(Shift, command.shift_id)
    if shift is None or shift.till_id != command.till_id:
        return broken(ProblemCode.NOT_FOUND, "no such shift of this till")
    if shift.closed_at is not None:
        if shift.closing_id == command.closing_id and shift.closing_hash == command.request_hash:
            return Decision(shift)
        if shift.closing_id == command.closing_id:
            return broken(ProblemCode.KEY_REUSED, _REUSED)
        return broken(ProblemCode.CONFLICT, f"shift {shift.number} was counted and closed already")
    known = denominations(shift.currency)
    if any(value not in known for value, _ in command.count):
        return broken(ProblemCode.RULE_BROKEN, f"there is no such note or coin in {shift.currency}", "count")
    counted_minor = command.loose_minor + sum(value * pieces for value, pieces in command.count)
    closed = altered(
        shift,
        state=ShiftState.CLOSED.value,
        closed_by=command.by,
        closed_at=moment.now,
        pieces=json.dumps([list(one) for one in command.count if one[1]], separators=(",", ":")),
        loose_minor=command.loose_minor,
        counted_minor=counted_minor,
        closing_id=command.closing_id,
        closing_hash=command.request_hash,
    )
    return Decision(closed, new=_posted(closed, counted_minor - shift.drawer_minor, moment), changed=(closed,))


def _posted(shift: Shift, over_minor: int, moment: Moment) -> tuple[Transfer, ...]:
    if over_minor == 0:
        return ()
    held, owned = ledger.drawer(shift.till_id), ledger.over_short(shift.merchant_id)
    is_over = over_minor > 0
    return (
        ledger.transfer(
            shift.id,
            (ledger.Kind.CASH_OVER if is_over else ledger.Kind.CASH_SHORT).value,
            debit=held if is_over else owned,
            credit=owned if is_over else held,
            amount_minor=abs(over_minor),
            currency=shift.currency,
            at=moment.now,
        ),
    )


def explain(state: State, command: Explain, _moment: Moment) -> Decision:
    """The reason of a difference, told once: what was said is not said otherwise later."""
    shift = state.get(Shift, command.shift_id)
    if shift is None or shift.till_id != command.till_id:
        return broken(ProblemCode.NOT_FOUND, "no such shift of this till")
    if shift.closed_at is None:
        return broken(ProblemCode.CONFLICT, "count the drawer first")
    if shift.reason is not None:
        if shift.reason == command.reason:
            return Decision(shift)
        return broken(ProblemCode.CONFLICT, "a reason was told already")
    told = altered(shift, reason=command.reason)
    return Decision(told, changed=(told,))


def keep_report(state: State, command: KeepReport, _moment: Moment) -> Decision:
    """Kept once under its id; an X report gets its shift's next number."""
    known = state.get(ShiftReport, command.report.id)
    if known is not None:
        return Decision(known)
    shift = state.need(Shift, command.report.shift_id)
    if command.report.kind == ReportKind.Z:
        return Decision(command.report, new=(command.report,))
    if shift.closed_at is not None:
        return broken(ProblemCode.CONFLICT, f"shift {shift.number} is closed: its Z report is kept")
    counted = altered(shift, x_count=shift.x_count + 1)
    report = altered(command.report, number=counted.x_count)
    return Decision(report, new=(report,), changed=(counted,))


def _open_here(state: State, shift_id: str, till_id: str) -> Shift | Decision:
    shift = state.get(Shift, shift_id)
    if shift is None or shift.till_id != till_id:
        return broken(ProblemCode.NOT_FOUND, "no such shift of this till")
    if shift.closed_at is not None:
        return broken(ProblemCode.CONFLICT, f"shift {shift.number} is closed")
    return shift
