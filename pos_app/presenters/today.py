"""Today's sales at the side: what the platform lists, and what is still being asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from backend_stub.contract import MembershipChange, Outcome, Redemption
from pos_app.presenters.ports import Attempt
from pos_app.presenters.sell_state import RowMark, SaleRow, Say, Today

NEW_FOR = dt.timedelta(seconds=2)
MOST_ROWS = 50


def cash_due_minor(redemption: Redemption, planned_cash_minor: int) -> int:
    """The rest to take in cash: what was planned, and what the account turned out to have less. A discount is nobody's rest."""
    if not planned_cash_minor:
        return 0
    not_paid_minor = redemption.discount_minor + redemption.points_value_minor
    return redemption.requested_minor + planned_cash_minor - redemption.amount_minor - not_paid_minor


def row_of(redemption: Redemption, planned_cash_minor: int = 0) -> SaleRow:
    """An attempt as a row of Today."""
    taken, refunded = redemption.amount_minor, redemption.refunded_minor
    name = redemption.customer_name or ""

    def row(mark: RowMark, note: Say | None, amount_minor: int, refundable_minor: int = 0) -> SaleRow:
        return SaleRow(redemption.attempt_id, mark, redemption.at, name, note, amount_minor, refundable_minor)

    if redemption.outcome is Outcome.AWAITING_CUSTOMER:
        return row(RowMark.ASKING, Say("note.asking"), redemption.requested_minor)
    if redemption.outcome is Outcome.REVERSED or (redemption.outcome is Outcome.PAID and refunded >= taken):
        return row(RowMark.GIVEN_BACK, Say("note.given_back"), -taken)
    if redemption.outcome is not Outcome.PAID:
        return row(RowMark.NOT_PAID, Say("note.not_paid"), redemption.requested_minor)
    cash_minor = cash_due_minor(redemption, planned_cash_minor)
    mark = RowMark.SPLIT if cash_minor else RowMark.PAID
    note = Say("note.cash", {"cash_minor": cash_minor}) if cash_minor else _member_note(redemption)
    if refunded:
        note = Say("note.part_given_back", {"amount_minor": refunded})
    return row(mark, note, taken, taken - refunded)


def _member_note(redemption: Redemption) -> Say | None:
    """`now Silver` of whom the sale raised, `Silver` of whom it had a discount for."""
    news = redemption.news
    if news is not None and news.tier_name and news.change in {MembershipChange.JOINED, MembershipChange.RAISED}:
        return Say("note.now_tier", {"tier": news.tier_name})
    return Say("note.tier", {"tier": redemption.tier_name}) if redemption.tier_name else None


class TodayBook:
    """The rows and the day's figures. The figures are the platform's; between two of its answers ours are added."""

    def __init__(self) -> None:
        self._rows: dict[str, SaleRow] = {}
        self._ours: set[str] = set()  # asked for, or come to nothing, in this run: the platform's list does not decide
        self._cash: dict[str, int] = {}
        self._new_until: dict[str, dt.datetime] = {}
        self._count = 0
        self._total_minor = 0

    def figures(self, count: int, total_minor: int) -> None:
        """The day as the platform reckons it."""
        self._count, self._total_minor = count, total_minor

    def load(self, redemptions: Sequence[Redemption], cash_parts: Mapping[str, int]) -> None:
        """The platform's list. Rows still being asked for stay, and so do this run's that came to nothing."""
        self._cash.update(cash_parts)
        rows = {attempt_id: row for attempt_id, row in self._rows.items() if attempt_id in self._ours}
        for redemption in redemptions:
            row = row_of(redemption, self._cash.get(redemption.attempt_id, 0))
            if row.mark is not RowMark.NOT_PAID:
                rows.setdefault(redemption.attempt_id, row)
        self._rows = rows

    def ask(self, attempt: Attempt) -> None:
        """An attempt whose answer is still out."""
        self._ours.add(attempt.attempt_id)
        self._cash[attempt.attempt_id] = attempt.cash_minor
        asking = Say("note.asking")
        self._rows[attempt.attempt_id] = SaleRow(
            attempt.attempt_id, RowMark.ASKING, attempt.made_at, "", asking, attempt.amount_minor
        )

    def not_paid(self, attempt_id: str) -> None:
        """An attempt that was asked for came to nothing."""
        if row := self._rows.get(attempt_id):
            self._rows[attempt_id] = replace(row, mark=RowMark.NOT_PAID, note=Say("note.not_paid"))

    def forget(self, attempt_id: str) -> None:
        """The row of an attempt that ended in front of the cashier without a sale."""
        self._ours.discard(attempt_id)
        self._rows.pop(attempt_id, None)

    def settle(self, redemption: Redemption, planned_cash_minor: int, now: dt.datetime) -> None:
        """An attempt's answer: its row appears, or turns."""
        attempt_id = redemption.attempt_id
        self._ours.discard(attempt_id)
        before = self._rows.get(attempt_id)
        self._cash[attempt_id] = planned_cash_minor
        row = row_of(redemption, planned_cash_minor)
        self._rows[attempt_id] = row
        if redemption.outcome is Outcome.PAID and (before is None or before.mark is RowMark.ASKING):
            self._count += 1
            self._total_minor += redemption.amount_minor
            self._new_until[attempt_id] = now + NEW_FOR

    def give_back(self, attempt_id: str, amount_minor: int, refunded_total_minor: int) -> None:
        """A refund was done; the row says so at once."""
        row = self._rows.get(attempt_id)
        if row is None:  # of another day or till: not in the day's figures
            return
        self._total_minor -= amount_minor
        left_minor = max(row.refundable_minor - amount_minor, 0)
        if left_minor:
            note = Say("note.part_given_back", {"amount_minor": refunded_total_minor})
            self._rows[attempt_id] = replace(row, note=note, refundable_minor=left_minor)
        else:
            self._rows[attempt_id] = replace(
                row,
                mark=RowMark.GIVEN_BACK,
                note=Say("note.given_back"),
                amount_minor=-row.amount_minor,
                refundable_minor=0,
            )

    def row(self, attempt_id: str) -> SaleRow | None:
        """One row."""
        return self._rows.get(attempt_id)

    def asking(self) -> tuple[SaleRow, ...]:
        """Those whose answer is still out, newest first."""
        rows = [row for row in self._rows.values() if row.mark is RowMark.ASKING]
        return tuple(sorted(rows, key=lambda row: (row.at, row.attempt_id), reverse=True))

    def shown(self, now: dt.datetime) -> Today:
        """The page's part, newest first; open ones are never cut off."""
        self._new_until = {attempt_id: until for attempt_id, until in self._new_until.items() if until > now}
        rows = sorted(self._rows.values(), key=lambda row: (row.at, row.attempt_id), reverse=True)
        shown = [row for place, row in enumerate(rows) if place < MOST_ROWS or row.mark is RowMark.ASKING]
        marked = (replace(row, is_new=True) if row.attempt_id in self._new_until else row for row in shown)
        return Today(self._count, self._total_minor, tuple(marked))
