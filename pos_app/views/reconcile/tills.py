"""A shift held against the ledger: figures of the till and of the ledger side by side, and what differs with its cause."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from backend_stub.contract import ShiftDifference, ShiftFinding, ShiftTotal, TillOutside
from pos_app.presenters.reconcile_state import ReconcileState
from pos_app.views import format as fmt
from pos_app.views.look.tokens import space
from pos_app.views.parts.banner import Banner
from pos_app.views.parts.card import Bare
from pos_app.views.parts.text import Grown, Line
from pos_app.views.reconcile.blocks import Block, BlockWords, Pool
from pos_app.views.words import words

MOST_TILLS = 20
FIGURE_WIDTH = 128
LOOKS_BAD = (
    ShiftFinding.NOT_POSTED,
    ShiftFinding.SALES_DIFFER,
    ShiftFinding.CASH_DIFFERS,
    ShiftFinding.NOT_NOTED,
)


class Figures(Bare):
    """Rows of a label and two figures, below two headings."""

    def __init__(self, name: str, rows: int) -> None:
        super().__init__(name)
        self._cells: list[tuple[Line, Line, Line]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(space(2))
        grid.setColumnStretch(0, 1)
        for column in (1, 2):
            grid.setColumnMinimumWidth(column, FIGURE_WIDTH)
        for number in range(rows):
            cells = self._row(name, number)
            self._cells.append(cells)
            for column, cell in enumerate(cells):
                grid.addWidget(cell, number, column)

    @staticmethod
    def _row(name: str, number: int) -> tuple[Line, Line, Line]:
        ink, weight = ("text2", "regular") if number == 0 else ("text", "semibold")
        label = Line(f"{name}Label{number}", "body", "regular", "text2")
        till, ledger = (Line(f"{name}{side}{number}", "body", weight, ink) for side in ("Till", "Ledger"))
        for cell in (till, ledger):
            cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return label, till, ledger

    def show_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """All rows, the headings first; an empty figure is a dash."""
        for cells, texts in zip(self._cells, rows, strict=True):
            for cell, text in zip(cells, texts, strict=True):
                cell.setText(text)


class TillsBox(Bare):
    """One shift; above it the tills whose cash no shift counts so far."""

    def __init__(self) -> None:
        super().__init__("reconcileTills")
        self._outside = Pool(
            "reconcileOutside", lambda place: Banner(f"reconcileOutside{place}", "careful", "strong"), space(1)
        )
        self._worked = Grown("reconcileWorked", "body", "text2")
        self._figures = Figures("reconcileFigures", 6)
        self._differences = Pool("reconcileShiftDifferences", lambda place: Block(f"reconcileShiftDifference{place}"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        for part in (self._outside, self._worked, self._figures, self._differences):
            column.addWidget(part)

    def show_state(self, state: ReconcileState) -> None:
        """The chosen shift."""
        tills = state.outside[:MOST_TILLS]
        for banner, till in zip(self._outside.rows("", len(tills)), tills, strict=True):
            self._show_till(banner, till, state)
        one = state.shift
        for part in (self._worked, self._figures, self._differences):
            part.setVisible(one is not None)
        if one is not None:
            self._show_shift(one, state)

    @staticmethod
    def _show_till(banner: Banner, till: TillOutside, state: ReconcileState) -> None:
        amount = fmt.money(till.outside_minor, till.currency)
        head = words("reconcile.till_outside", merchant=till.merchant_name, till=till.till_name, amount=amount)
        how = words("reconcile.till_never")
        if till.since is not None:
            day, clock = fmt.short_day(till.since, state.time_zone), fmt.time(till.since, state.time_zone)
            how = words("reconcile.till_since", day=day, clock=clock)
        banner.show_lines("coins", head, below=how)

    def _show_shift(self, one: ShiftTotal, state: ReconcileState) -> None:
        shift = one.shift
        self._worked.set_plain(f"{one.merchant_name}, {one.store_name}\n{_worked(one, state)}")
        counted, expected, over = shift.counted_minor, shift.expected_minor, shift.difference_minor
        self._figures.show_rows(
            (
                ("", words("reconcile.col.till"), words("reconcile.col.ledger")),
                (
                    words("reconcile.row.sales", count=one.sales_count),
                    _money(one.sales_minor, one),
                    _money(one.ledger_sales_minor, one),
                ),
                (words("reconcile.row.cash"), _money(one.cash_minor, one), _money(one.ledger_cash_minor, one)),
                (words("reconcile.row.drawer"), _money(counted, one), _money(expected, one)),
                (words("reconcile.row.over"), _money(over, one), _money(one.posted_minor, one)),
                (words("reconcile.row.outside"), _money(one.outside_minor, one), "–"),
            )
        )
        blocks = self._differences.rows(words("reconcile.differences"), len(one.differences))
        for block, difference in zip(blocks, one.differences, strict=True):
            block.show_words(_block(difference, one))
        self._differences.settle()


def _money(minor: int | None, one: ShiftTotal) -> str:
    return "–" if minor is None else fmt.money(minor, one.shift.currency)


def _worked(one: ShiftTotal, state: ReconcileState) -> str:
    shift, zone = one.shift, state.time_zone
    day, begins = fmt.short_day(shift.opened_at, zone), fmt.time(shift.opened_at, zone)
    if shift.closed_at is None:
        return words("reconcile.works", who=shift.opened_by, day=day, begins=begins)
    ends = fmt.time(shift.closed_at, zone)
    return words("reconcile.worked", who=shift.opened_by, day=day, begins=begins, ends=ends)


def _block(one: ShiftDifference, of: ShiftTotal) -> BlockWords:
    name, told = one.finding.value, ""
    if one.finding in (ShiftFinding.OVER, ShiftFinding.SHORT):
        reason = of.shift.reason
        told = words("reconcile.reason", reason=reason) if reason else words("reconcile.no_reason")
    return BlockWords(
        head=words(f"reconcile.difference.{name}"),
        below="",
        amount=fmt.money(one.amount_minor, of.shift.currency),
        state="",
        tone="plain",
        cause=words(f"reconcile.why.{name}"),
        what_to_do=told,
    )
