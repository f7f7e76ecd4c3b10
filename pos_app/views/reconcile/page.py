"""The Reconcile page: statements or shifts at the left, what was found in one at the right; a file is chosen or dropped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from backend_stub.contract import ReconciliationSummary, ShiftTotal
from pos_app.presenters.reconcile import ReconcilePresenter
from pos_app.presenters.reconcile_state import Part, ReconcileState
from pos_app.views import format as fmt
from pos_app.views.desk.frame import Foot, ListCard, RowWords, Side, TwoSides
from pos_app.views.look.tokens import size, space
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.scrolled import settle
from pos_app.views.parts.text import Fitting
from pos_app.views.reconcile.bank import BankBox
from pos_app.views.reconcile.tills import LOOKS_BAD, TillsBox
from pos_app.views.settlement import said
from pos_app.views.words import Place, say, words


class ReconcilePage(PageWidget[ReconcileState]):
    """Only shows; every wish goes to the presenter. `pick` asks for a file: its path, or empty."""

    def __init__(self, pick: Callable[[QWidget], str] | None = None) -> None:
        super().__init__("reconcilePage")
        self._intents: ReconcilePresenter | None = None
        self._pick = pick or _pick
        self._is_over = False
        self.setAcceptDrops(True)
        self._list = ListCard("reconcile")
        self._chips = {part: Chip(f"reconcilePart{part.value.title()}") for part in Part}
        chips = QHBoxLayout()
        chips.setSpacing(space(2))
        for chip in self._chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        self._list.above.addLayout(chips)
        self._title = Fitting("reconcileTitle", "title", "semibold")
        self._state = Pill("reconcileState")
        self._bank, self._tills = BankBox(), TillsBox()
        self._choose = Button("reconcileChoose", Shape(Kind.PRIMARY, "strong", "file-arrow-up"))
        self._again = Button("reconcileAgain", Shape(Kind.PRIMARY, "strong", "arrows-clockwise"))
        self._csv = Button("reconcileCsv", Shape(Kind.PLAIN, "body", "file-arrow-down"))
        for button in (self._choose, self._again, self._csv):
            button.setFixedHeight(size("button"))
        self._foot = Foot("reconcileFoot", self._choose, self._again, self._csv)
        self._content = self._inside()
        side = Side("reconcileSide", self._head(), self._content, self._foot)
        self._whole = TwoSides("reconcileWhole", self._list, side, "bank")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)
        self._connect()

    def _head(self) -> QWidget:
        head = Bare("reconcileHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title, 1)
        row.addWidget(self._state)
        return head

    def _inside(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, space(2), 0)
        column.addWidget(self._bank)
        column.addWidget(self._tills)
        column.addStretch(1)
        return inside

    def _connect(self) -> None:
        self._list.chosen.connect(lambda key: self._wish(lambda to: to.choose(key)))
        self._list.more.connect(lambda: self._wish(ReconcilePresenter.more))
        self._bank.arrived.connect(lambda key: self._wish(lambda to: to.arrived(key)))
        for part, chip in self._chips.items():
            chip.clicked.connect(lambda _=False, part=part: self._turn(part))
        self._choose.clicked.connect(self._ask_for_file)
        for button, wish in (
            (self._csv, ReconcilePresenter.save_csv),
            (self._again, ReconcilePresenter.again),
            (self._whole.again, ReconcilePresenter.again),
        ):
            button.clicked.connect(lambda _=False, wish=wish: self._wish(wish))

    def _turn(self, part: Part) -> None:
        self._wish(lambda to: to.turn_to(part))
        if self._shown_state is not None:
            self.render_state(self._shown_state)  # a chip that was chosen already stays so

    def _ask_for_file(self) -> None:
        path = self._pick(self)
        if path:
            self._wish(lambda to: to.take(path))

    def set_intents(self, intents: ReconcilePresenter) -> None:
        """Who hears the wishes."""
        self._intents = intents

    def _wish(self, wish: Callable[[ReconcilePresenter], object]) -> None:
        if self._intents is not None:
            wish(self._intents)

    # --- a file that is dropped ---------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file of this computer's can be let go of here."""
        if _file(event.mimeData()):
            event.acceptProposedAction()
            self._hover(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went away again."""
        super().dragLeaveEvent(event)
        self._hover(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """The file is taken."""
        path = _file(event.mimeData())
        self._hover(is_over=False)
        if path:
            event.acceptProposedAction()
            self._wish(lambda to: to.take(path))

    def _hover(self, *, is_over: bool) -> None:
        self._is_over = is_over
        if self._shown_state is not None:
            self.render_state(self._shown_state)

    # --- what is shown ------------------------------------------------------------------------------------------------

    def render_state(self, state: ReconcileState) -> None:
        """The list, and what was found."""
        is_bank = state.part is Part.BANK
        for part, chip in self._chips.items():
            chip.show_words(words(f"reconcile.{part.value}"), is_chosen=part is state.part)
        self._list.title.setText(words("reconcile.statements" if is_bank else "reconcile.shifts"))
        if is_bank:
            rows, chosen = [_row(one) for one in state.rows], state.open.statement_id if state.open else None
        else:
            rows, chosen = [_shift_row(one, state) for one in state.shifts], state.shift_id
        self._list.show_rows(rows, chosen, has_more=state.has_more if is_bank else state.has_more_shifts)
        is_there = state.trouble is None and not state.is_loading and (is_bank or bool(state.shifts or state.outside))
        self._whole.show_side(*_why(state), is_there=is_there, is_broken=state.trouble is not None)
        self._show_head(state)
        self._bank.setVisible(is_bank)
        self._tills.setVisible(not is_bank)
        if is_bank:
            self._bank.show_state(state)
            self._bank.drop.show_over(is_over=self._is_over)
            self._bank.drop.setVisible(state.open is None or self._is_over)
        else:
            self._tills.show_state(state)
        self._show_feet(state, is_bank=is_bank)
        settle(self._content, self._bank if is_bank else self._tills)

    def _show_head(self, state: ReconcileState) -> None:
        title, label, tone = _heading(state)
        self._title.setText(title)
        self._state.setVisible(bool(label))
        if label:
            self._state.show_words(label, tone)

    def _show_feet(self, state: ReconcileState, *, is_bank: bool) -> None:
        self._choose.set_words(words("reconcile.reading" if state.is_sending else "reconcile.choose"))
        self._choose.setEnabled(not state.is_sending)
        self._again.set_words(words("reconcile.look_again"))
        self._csv.set_words(words("reconcile.csv"))
        self._choose.setVisible(is_bank)
        self._again.setVisible(not is_bank)
        self._csv.setVisible(is_bank and state.open is not None)
        self._foot.show_question("", "", is_asking=False)

    def filled_button(self) -> Button | None:
        """Choose a file; at the tills, look again."""
        state = self._shown_state
        return self._again if state is not None and state.part is Part.TILLS else self._choose

    def first_focus(self) -> QWidget | None:
        """Nothing: a page one looks at first."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list keeps its width where there is room."""
        super().resizeEvent(event)
        self._whole.fit(self.width())


def _pick(parent: QWidget) -> str:
    """The desktop's own way to choose a file."""
    path, _ = QFileDialog.getOpenFileName(
        parent, words("reconcile.choose"), "", f"{words('reconcile.files')} (*.xml *.csv *.txt *.053);;(*)"
    )
    return path


def _file(carried: QMimeData) -> str:
    """The one file that is carried, if it is one of this computer's."""
    urls = carried.urls()
    return urls[0].toLocalFile() if len(urls) == 1 else ""


def _heading(state: ReconcileState) -> tuple[str, str, str]:
    """Title, and the state's word and tone."""
    if state.part is Part.TILLS:
        one = state.shift
        if one is None:
            return words("reconcile.tills"), "", "plain"
        return words("reconcile.shift", till=one.till_name, number=one.shift.number), *_agrees(one)
    found = state.open
    if found is None:
        return words("reconcile.statements"), "", "plain"
    count = len(found.differences)
    return found.name, *_differs(count)


def _differs(count: int) -> tuple[str, str]:
    return (words("reconcile.differ", count=count), "careful") if count else (words("reconcile.fits"), "good")


def _row(one: ReconciliationSummary) -> RowWords:
    days = [dt.date.fromisoformat(day) for day in dict.fromkeys((one.first_day, one.last_day))]
    below = " – ".join(said.day(day) for day in days)
    return RowWords(one.statement_id, one.name, below, one.currency, *_differs(one.entries - one.matched))


def _agrees(one: ShiftTotal) -> tuple[str, str]:
    if one.differences:
        worst = next((each for each in one.differences if each.finding in LOOKS_BAD), one.differences[0])
        tone = "wrong" if worst.finding in LOOKS_BAD else "careful"
        return words(f"reconcile.difference.{worst.finding.value}"), tone
    if one.shift.closed_at is None:
        return words("reconcile.shift_open"), "news"
    return words("reconcile.agrees"), "good"


def _shift_row(one: ShiftTotal, state: ReconcileState) -> RowWords:
    shift = one.shift
    day = f"{fmt.short_day(shift.opened_at, state.time_zone)}, {fmt.time(shift.opened_at, state.time_zone)}"
    counted = fmt.money(shift.counted_minor, shift.currency) if shift.counted_minor is not None else ""
    head = words("reconcile.shift", till=one.till_name, number=shift.number)
    return RowWords(shift.shift_id, head, f"{day} · {one.merchant_name}", counted, *_agrees(one))


def _why(state: ReconcileState) -> tuple[str, str]:
    if state.trouble is not None:
        return say(state.trouble, Place(state.currency, state.time_zone)), ""
    if state.is_loading:
        return words("desk.loading"), ""
    return words("reconcile.no_shifts"), words("reconcile.no_shifts_how")
