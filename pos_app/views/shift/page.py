"""The Shift page: shifts at the left; at the right the float, the drawer, the count sheet or a report."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from backend_stub.contract import DrawerKind, DrawerMove, Shift
from pos_app.presenters.shift import ShiftPresenter
from pos_app.presenters.shift_state import ShiftPageState, Stage
from pos_app.views import format as fmt
from pos_app.views.desk.form_box import FormBox
from pos_app.views.desk.frame import Foot, ListCard, RowWords, Side, TwoSides
from pos_app.views.look.tokens import size, space
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.text import Fitting, Paragraph
from pos_app.views.sell.receipt import ReceiptPaper
from pos_app.views.shift.count import CountBox
from pos_app.views.words import Place, say, words

FORMS = (Stage.CLOSED, Stage.MOVING)
_PAPER, _GO = 480, 184


class ShiftPage(PageWidget[ShiftPageState]):
    """Only shows; every wish goes to the presenter."""

    def __init__(self) -> None:
        super().__init__("shiftPage")
        self._intents: ShiftPresenter | None = None
        self._stage = Stage.LOADING
        self._list = ListCard("shifts")
        self._title = Fitting("shiftTitle", "title", "semibold")
        self._state = Pill("shiftState")
        self._amount = Fitting("shiftCounted", "number")
        self._about = Paragraph("shiftAbout", "body")
        self._form, self._count, self._paper = FormBox("shiftForm"), CountBox(), ReceiptPaper()
        self._paper.setMaximumWidth(_PAPER)
        self._go = Button("shiftGo", Shape(Kind.PRIMARY, "strong"))
        self._move = Button("shiftMove", Shape(Kind.PLAIN, "body", "arrows-down-up"))
        self._x = Button("shiftX", Shape(Kind.PLAIN, "body"))
        self._save = Button("shiftSave", Shape(Kind.PLAIN, "body", "file-pdf"))
        self._print = Button("shiftPrint", Shape(Kind.PLAIN, "body", "printer"))
        self._drawer = Button("shiftDrawer", Shape(Kind.PLAIN, "body"))
        self._leave = Button("shiftLeave", Shape(Kind.PLAIN, "body", key="Esc"))
        buttons = (self._go, self._move, self._drawer, self._x, self._print, self._save, self._leave)
        for button in buttons:
            button.setFixedHeight(size("button"))
        self._go.setMinimumWidth(_GO)  # the others give way to it
        self._foot = Foot("shiftFoot", *buttons)
        self._side = Side("shiftSide", self._head(), self._inside(), self._foot)
        self._whole = TwoSides("shiftWhole", self._list, self._side, "cash-register")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)
        self._connect()

    def _head(self) -> QWidget:
        head = Bare("shiftHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(3))
        row.addWidget(self._title, 2)
        row.addWidget(self._state)
        row.addWidget(self._amount, 1)
        return head

    def _inside(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, space(2), 0)
        column.setSpacing(space(3))
        for part in (self._about, self._form, self._count, self._paper):
            column.addWidget(part)
        column.addStretch(1)
        return inside

    def _connect(self) -> None:
        self._list.chosen.connect(self._chosen)
        self._list.more.connect(lambda: self._wish(ShiftPresenter.more))
        for box in (self._form, self._count):
            box.written.connect(lambda field, text: self._wish(lambda to: to.write(field, text)))
        self._count.finished.connect(self._finished)
        self._foot.no.connect(lambda: self._wish(ShiftPresenter.leave))
        self._foot.yes.connect(lambda: self._wish(ShiftPresenter.confirm))
        for button, wish in (
            (self._go, ShiftPresenter.go_on),
            (self._move, ShiftPresenter.move),
            (self._x, ShiftPresenter.make_x),
            (self._save, ShiftPresenter.save_report),
            (self._print, ShiftPresenter.print_report),
            (self._drawer, ShiftPresenter.open_drawer),
            (self._leave, ShiftPresenter.leave),
            (self._whole.again, ShiftPresenter.again),
        ):
            button.clicked.connect(lambda _=False, wish=wish: self._wish(wish))

    def set_intents(self, intents: ShiftPresenter) -> None:
        """Who hears the wishes."""
        self._intents = intents

    def _wish(self, wish: Callable[[ShiftPresenter], object]) -> None:
        if self._intents is not None:
            wish(self._intents)

    def _chosen(self, shift_id: str) -> None:
        state = self._shown_state
        if state is not None and state.may_see_reports and any(one.shift_id == shift_id for one in state.past):
            self._wish(lambda to: to.look(shift_id))

    def _finished(self) -> None:
        """Enter at the end of the count sheet."""
        button = self.filled_button()
        if button is not None and button.isEnabled():
            button.click()

    def render_state(self, state: ShiftPageState) -> None:
        """The list, and what it is time for."""
        was = self._stage
        self._stage = state.stage
        self._show_list(state)
        is_there = state.stage is not Stage.LOADING
        place = Place(state.currency, state.time_zone)
        what = say(state.trouble, place) if state.trouble else words("desk.loading")
        self._whole.show_side(what, "", is_there=is_there, is_broken=state.trouble is not None)
        self._show_head(state)
        is_form = state.stage in FORMS or (state.stage is Stage.REPORT and state.needs_reason)
        self._form.setVisible(is_form)
        if is_form:
            self._form.show_form(state.form, place, is_off=state.is_sending)
        self._count.setVisible(state.stage is Stage.COUNTING)
        if state.stage is Stage.COUNTING:
            self._count.show_form(state.form, state.currency, is_off=state.is_sending)
        self._paper.setVisible(state.stage is Stage.REPORT)
        self._paper.show_lines(state.lines)
        self._show_feet(state)
        if was is not state.stage and self.isVisible():
            self._begin(state)

    def _begin(self, state: ShiftPageState) -> None:
        """The keyboard goes where it is time to key something."""
        box: CountBox | FormBox = self._count if state.stage is Stage.COUNTING else self._form
        first = box.first() if box.isVisibleTo(self) else None
        if first is not None:
            first.setFocus()

    def _show_list(self, state: ShiftPageState) -> None:
        if state.may_see_reports:
            self._list.title.setText(words("shift.past"))
            rows = [_past(one, state) for one in state.past]
        else:
            self._list.title.setText(words("shift.moves"))
            rows = [_moved(one, state) for one in reversed(state.shift.moves)] if state.shift else []
        chosen = state.report.shift.shift_id if state.report is not None and state.stage is Stage.REPORT else None
        self._list.show_rows(rows, chosen, has_more=state.has_more)

    def _show_head(self, state: ShiftPageState) -> None:
        self._title.setText(_title(state))
        self._amount.setVisible(state.stage is Stage.COUNTING)
        self._amount.setText(fmt.money(state.counted_minor, state.currency))
        label = _difference(state)
        self._state.setVisible(bool(label))
        if label:
            over = state.report.shift.difference_minor if state.report else 0
            self._state.show_words(label, "careful" if over else "good")
        told = _about(state)
        self._about.set_plain(told)
        self._about.setVisible(bool(told))

    def _show_feet(self, state: ShiftPageState) -> None:
        key = "shift.explain" if state.stage is Stage.REPORT and state.needs_reason else f"shift.go.{state.stage.value}"
        self._go.set_words(words("desk.sending") if state.is_sending else words(key))
        self._go.setEnabled(not state.is_sending and state.stage is not Stage.LOADING)
        self._move.set_words(words("shift.move"))
        self._x.set_words(words("shift.x"))
        self._save.set_words(words("shift.pdf"))
        self._print.set_words(words("shift.print"))
        self._drawer.set_words(words("shift.drawer"))
        self._leave.set_words(words("shift.later" if state.stage is Stage.REPORT else "desk.no"))
        is_open = state.stage is Stage.OPEN
        self._move.setVisible(is_open)
        self._x.setVisible(is_open and state.may_see_reports)
        self._save.setVisible(state.stage is Stage.REPORT)
        self._print.setVisible(state.stage is Stage.REPORT and state.can_print)
        self._drawer.setVisible(is_open and state.may_open_drawer)
        self._leave.setVisible(
            state.stage in (Stage.MOVING, Stage.COUNTING) or (state.stage is Stage.REPORT and state.needs_reason)
        )
        amount = fmt.money(state.counted_minor, state.currency)
        self._foot.show_question(
            words("shift.ask", counted_minor=amount), words("shift.close"), is_asking=state.is_asking
        )

    def filled_button(self) -> Button | None:
        """Go on, or the yes to closing."""
        state = self._shown_state
        return self._foot.verb if state is not None and state.is_asking else self._go

    def escape(self) -> bool:
        """One step back."""
        state = self._shown_state
        if state is None or state.stage not in (Stage.MOVING, Stage.COUNTING, Stage.REPORT):
            return False
        self._wish(ShiftPresenter.leave)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list keeps its width where there is room."""
        super().resizeEvent(event)
        self._whole.fit(self.width())


def _title(state: ShiftPageState) -> str:
    if state.stage is Stage.REPORT and state.report is not None:
        return words(f"shift.report.{state.report.kind.value}", number=state.report.number)
    if state.shift is not None:
        return words("shift.number", number=state.shift.number)
    return words("shift.none")


def _about(state: ShiftPageState) -> str:
    if state.stage is Stage.CLOSED:
        if state.outside_minor is None:
            return words("shift.none_how")
        amount = fmt.money(state.outside_minor, state.currency)
        return f"{words('shift.none_how')}\n{words('shift.outside', amount_minor=amount)}"
    if state.stage is Stage.COUNTING:
        return words("shift.count_how")
    if state.stage is Stage.OPEN and state.shift is not None:
        shift = state.shift
        opened = words(
            "shift.opened_by",
            who=shift.opened_by,
            day=fmt.short_day(shift.opened_at, state.time_zone),
            clock=fmt.time(shift.opened_at, state.time_zone),
            float_minor=fmt.money(shift.float_minor, state.currency),
        )
        moves = [f"{_kind(one)} {fmt.money(one.amount_minor, state.currency)}: {one.reason}" for one in shift.moves]
        return "\n".join([opened, *moves])
    if state.stage is Stage.REPORT and state.needs_reason:
        return words("shift.differs")
    return ""


def _kind(one: DrawerMove) -> str:
    return words("shift.in" if one.kind is DrawerKind.IN else "shift.out")


def _difference(state: ShiftPageState) -> str:
    report = state.report
    if state.stage is not Stage.REPORT or report is None or report.shift.difference_minor is None:
        return ""
    return _over(report.shift.difference_minor, state.currency)


def _over(minor: int, currency: str) -> str:
    if minor == 0:
        return words("shift.agrees")
    return words("shift.over" if minor > 0 else "shift.short", amount=fmt.money(abs(minor), currency))


def _past(one: Shift, state: ShiftPageState) -> RowWords:
    day = f"{fmt.short_day(one.opened_at, state.time_zone)}, {fmt.time(one.opened_at, state.time_zone)}"
    head = words("shift.number", number=one.number)
    if one.difference_minor is None or one.counted_minor is None:
        return RowWords(one.shift_id, head, f"{day} · {one.opened_by}", "", words("shift.open"), "news")
    tone = "careful" if one.difference_minor else "good"
    counted = fmt.money(one.counted_minor, one.currency)
    return RowWords(
        one.shift_id, head, f"{day} · {one.opened_by}", counted, _over(one.difference_minor, one.currency), tone
    )


def _moved(one: DrawerMove, state: ShiftPageState) -> RowWords:
    clock = fmt.time(one.at, state.time_zone)
    return RowWords(one.move_id, one.reason, f"{clock} · {one.by}", fmt.money(one.amount_minor, state.currency))
