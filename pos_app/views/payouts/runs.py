"""Payout runs, newest first; the open one shows its payouts, and what can be noted of each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from backend_stub.contract import Payout, PayoutRun, PayoutState
from pos_app.presenters.payouts import PayoutsState, is_open
from pos_app.views import format as fmt
from pos_app.views.desk.rows import DeskRow
from pos_app.views.look.tokens import size, space
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.field import Field
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.text import Line, Paragraph
from pos_app.views.words import words

TONES = {PayoutState.INSTRUCTED: "news", PayoutState.CONFIRMED: "good", PayoutState.FAILED: "wrong"}


class PayoutLine(Bare):
    """One payout: to whom, how much, and Arrived or Sent back while nobody knows."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._who = Line(f"{name}Who", "body", "medium")
        self._why = Line(f"{name}Why", "caption", "regular", "text2")
        self._amount = Line(f"{name}Amount", "body", "semibold")
        self._state = Pill(f"{name}State")
        self.arrived = Button(f"{name}Arrived", Shape(Kind.QUIET, "body"))
        self.failed = Button(f"{name}Failed", Shape(Kind.QUIET, "body"))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._who)
        names.addWidget(self._why)
        row = QHBoxLayout(self)
        row.setContentsMargins(space(3), 0, 0, 0)
        row.setSpacing(space(2))
        row.addLayout(names, 1)
        for part in (self._amount, self._state, self.arrived, self.failed):
            row.addWidget(part)
        for button in (self.arrived, self.failed):
            button.setFixedHeight(size("touchMin"))

    def show_payout(self, one: Payout) -> None:
        """As it stands."""
        self._who.setText(one.holder)
        self._why.setText(one.failure or one.account)
        self._amount.setText(fmt.money(one.amount_minor, one.currency))
        self._state.show_words(words(f"payouts.state.{one.state.value}"), TONES[one.state])
        self.arrived.set_words(words("payouts.arrived"))
        self.failed.set_words(words("payouts.failed"))
        for button in (self.arrived, self.failed):
            button.setAccessibleName(f"{button.text()}, {one.holder}")
        self._state.setVisible(not is_open(one))
        self.arrived.setVisible(is_open(one))
        self.failed.setVisible(one.state is not PayoutState.FAILED)


class RunsBox(Bare):
    """Rows are kept and shown again."""

    opened, filed, arrived, failing, reasoned = Signal(str), Signal(str), Signal(str), Signal(str), Signal(str)
    failed, more = Signal(), Signal()

    def __init__(self) -> None:
        super().__init__("payoutRuns")
        self._rows: list[DeskRow] = []
        self._lines: list[PayoutLine] = []
        self._run_ids: list[str] = []
        self._open_id = ""
        self._payout_ids: list[str] = []
        self._none = Paragraph("payoutRunsNone", "body")
        self._inside = Bare("payoutsOfRun")
        self._file = Button("payoutsFile", Shape(Kind.PLAIN, "body", "file-arrow-down"))
        self._file.setFixedHeight(size("touchMin"))
        self._file.clicked.connect(lambda: self.filed.emit(self._open_id))
        self._ask = Bare("payoutFailing")
        self._whose = Line("payoutFailingWhose", "body", "medium")
        self._whose.setFixedHeight(space(5))
        self._reason = Field("payoutReason", "body")
        self._note = Button("payoutNoteFailure", Shape(Kind.PLAIN, "body"))
        self._note.setFixedHeight(size("field"))
        self._reason.textEdited.connect(self.reasoned)
        self._note.clicked.connect(self.failed)
        self._more = Button("payoutRunsMore", Shape(Kind.QUIET, "body"))
        self._more.setFixedHeight(size("touchMin"))
        self._more.clicked.connect(self.more)
        self._lay_out()

    def _lay_out(self) -> None:
        ask = QVBoxLayout(self._ask)
        ask.setContentsMargins(space(3), 0, 0, 0)
        ask.addWidget(self._whose)
        row = QHBoxLayout()
        row.setSpacing(space(2))
        row.addWidget(self._reason, 1)
        row.addWidget(self._note)
        ask.addLayout(row)
        self._of_run = QVBoxLayout(self._inside)
        self._of_run.setContentsMargins(0, space(1), 0, space(2))
        self._of_run.setSpacing(space(1))
        self._of_run.addWidget(self._ask)
        self._of_run.addWidget(self._file)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._none)
        self._column.addWidget(self._inside)
        self._column.addWidget(self._more)

    def show_state(self, state: PayoutsState) -> None:
        """The runs, the open one's payouts below it."""
        self._none.set_plain(words("payouts.none"))
        self._none.setVisible(not state.runs)
        self._run_ids = [run.run_id for run in state.runs]
        while len(self._rows) < len(state.runs):
            self._add_row()
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(state.runs))
            if place < len(state.runs):
                self._show_run(row, state.runs[place], state)
        self._show_open(state)
        self._more.set_words(words("desk.more"))
        self._more.setVisible(state.has_more)

    def _show_run(self, row: DeskRow, run: PayoutRun, state: PayoutsState) -> None:
        worst = state_of(run)
        row.is_chosen = run.run_id == state.open_run_id
        day = f"{fmt.day(run.at, state.time_zone)}, {fmt.time(run.at, state.time_zone)}"
        below = words("payouts.count", count=len(run.payouts))
        label = words(f"payouts.state.{worst.value}")
        row.show_words(day, below, fmt.money(run.total_minor, run.currency), label, TONES[worst])

    def _show_open(self, state: PayoutsState) -> None:
        run = state.open_run
        self._inside.setVisible(run is not None)
        if run is None:
            return
        self._open_id = run.run_id
        self._column.removeWidget(self._inside)
        self._column.insertWidget(self._run_ids.index(run.run_id) + 2, self._inside)
        self._payout_ids = [one.payout_id for one in run.payouts]
        while len(self._lines) < len(run.payouts):
            self._add_line()
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(run.payouts))
            if place < len(run.payouts):
                line.show_payout(run.payouts[place])
        failing = next((one for one in run.payouts if one.payout_id == state.failing_id), None)
        self._ask.setVisible(failing is not None)
        self._whose.setText(words("payouts.why_failed", holder=failing.holder) if failing else "")
        self._reason.set_label(words("payouts.reason"))
        if self._reason.text() != state.reason:
            self._reason.setText(state.reason)
        self._note.set_words(words("payouts.note_failed"))
        self._note.setEnabled(bool(state.reason.strip()))
        self._file.set_words(words("payouts.file"))

    def _add_row(self) -> None:
        place = len(self._rows)
        row = DeskRow(f"payoutRun{place}")
        row.clicked.connect(lambda: self.opened.emit(self._run_ids[place]))
        self._rows.append(row)
        self._column.removeWidget(
            self._inside
        )  # rows stand in their order; the open one's payouts find their place again
        self._column.insertWidget(place + 1, row)
        self._column.insertWidget(place + 2, self._inside)

    def _add_line(self) -> None:
        place = len(self._lines)
        line = PayoutLine(f"payout{place}")
        line.arrived.clicked.connect(lambda: self.arrived.emit(self._payout_ids[place]))
        line.failed.clicked.connect(lambda: self.failing.emit(self._payout_ids[place]))
        self._lines.append(line)
        self._of_run.insertWidget(place, line)


def state_of(run: PayoutRun) -> PayoutState:
    """A run's state is its worst payout's."""
    states = {one.state for one in run.payouts}
    for worst in (PayoutState.FAILED, PayoutState.INSTRUCTED):
        if worst in states:
            return worst
    return PayoutState.CONFIRMED
