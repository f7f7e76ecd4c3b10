"""The settlement page: batches to the left; the chosen one's sums, hours and cents; files and payout below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from backend_stub.contract import StatementLine
from pos_app.presenters.settlement import READY, SettlementPresenter
from pos_app.presenters.settlement_state import Plot, SettlementState
from pos_app.views import format as fmt
from pos_app.views.look.tokens import size, space
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.text import Line, Paragraph
from pos_app.views.settlement.cards import BatchesCard, EntriesCard, PlotCard, SumsCard
from pos_app.views.words import Place, say, words

BATCHES_WIDTH, SUMS_WIDTH, TOP_HEIGHT, ACTION_HEIGHT = 304, 384, 304, 80
NARROW, LOW, LOWEST = 1100, 620, 500
QUESTION_STANDS_MS = 600  # a double press must not answer it
FILES = (("pdf", "file-pdf"), ("csv", "table"), ("xml", ""), ("json", ""))


class SettlementPage(PageWidget[SettlementState]):
    """Only shows; every wish goes to the presenter."""

    def __init__(self) -> None:
        super().__init__("settlementPage")
        self._intents: SettlementPresenter | None = None
        self._batches, self._sums, self._plot, self._entries = BatchesCard(), SumsCard(), PlotCard(), EntriesCard()
        self._files = {kind: Button(f"settlement{kind.title()}", Shape(Kind.PLAIN, icon=icon)) for kind, icon in FILES}
        self._pay = Button("settlementPayOut", Shape(Kind.PRIMARY, "heading", "bank", size("icon")))
        self._question = Line("settlementQuestion", "title", "semibold")
        self._no = Button("settlementKeep", Shape(Kind.PLAIN, key="Esc"))
        self._yes = Button("settlementRelease", Shape(Kind.PRIMARY, "title"))
        self._actions = (*self._files.values(), self._pay, self._no, self._yes)
        self._empty = Card("settlementEmpty")
        self._empty_head = Line("settlementEmptyHead", "title", "semibold")
        self._empty_why = Paragraph("settlementEmptyWhy", "body")
        self._again = Button("settlementAgain", Shape(Kind.PLAIN))
        self._whole = Bare("settlementWhole")
        self._stands = QTimer(self)
        self._stands.setSingleShot(True)
        self._stands.timeout.connect(lambda: self._yes.setEnabled(True))
        self._lay_out()
        self._connect()

    def set_intents(self, intents: SettlementPresenter) -> None:
        """Who hears the wishes."""
        self._intents = intents

    def _lay_out(self) -> None:
        self._top, self._foot, self._asked = Bare("settlementTop"), Bare("settlementFiles"), Bare("settlementAsk")
        _row(self._top, (self._sums, 0), (self._plot, 1))
        _row(self._foot, *((button, 0) for button in self._files.values()), (self._pay, 1))
        _row(self._asked, (self._question, 1), (self._no, 0), (self._yes, 0))
        right = Bare("settlementRight")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        for widget, stretch in ((self._top, 0), (self._entries, 1), (self._foot, 0), (self._asked, 0)):
            column.addWidget(widget, stretch)
        _row(self._whole, (self._batches, 0), (right, 1))
        inside = QVBoxLayout(self._empty)
        inside.setContentsMargins(space(4), space(4), space(4), space(4))
        for part in (self._empty_head, self._empty_why, self._again):
            inside.addWidget(part)
        inside.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._whole)
        page.addWidget(self._empty)

    def _connect(self) -> None:
        self._batches.chosen.connect(lambda batch_id: self._wish(lambda to: to.choose(batch_id)))
        self._batches.more.connect(lambda: self._wish(lambda to: to.more_batches()))
        self._plot.hour.connect(lambda place: self._wish(lambda to: to.choose_hour(place)))
        self._plot.switched.connect(lambda plot: self._wish(lambda to: to.show_plot(Plot(plot))))
        self._sums.chosen.connect(lambda line: self._wish(lambda to: to.choose_line(StatementLine(line))))
        self._entries.explained.connect(lambda act: self._wish(lambda to: to.explain(act)))
        self._entries.closed.connect(lambda: self._wish(lambda to: to.close_explanation()))
        self._entries.all.connect(lambda: self._wish(lambda to: to.all_entries()))
        self._entries.more.connect(lambda: self._wish(lambda to: to.more_entries()))
        for kind, button in self._files.items():
            button.clicked.connect(lambda _=False, kind=kind: self._wish(lambda to: to.export(kind)))
        self._pay.clicked.connect(lambda: self._wish(lambda to: to.pay_out()))
        self._no.clicked.connect(lambda: self._wish(lambda to: to.keep()))
        self._yes.clicked.connect(lambda: self._wish(lambda to: to.release()))
        self._again.clicked.connect(lambda: self._wish(lambda to: to.again()))

    def _wish(self, wish: Callable[[SettlementPresenter], None]) -> None:
        if self._intents is not None:
            wish(self._intents)

    def render_state(self, state: SettlementState) -> None:
        """The whole page, or why there is none."""
        has_batch = state.chosen is not None
        self._whole.setVisible(has_batch)
        self._empty.setVisible(not has_batch)
        if not has_batch:
            self._show_empty(state)
            return
        for card in (self._batches, self._sums, self._plot, self._entries):
            card.render_state(state)
        for kind, button in self._files.items():
            button.set_words(words(f"settlement.{kind}"))
        self._show_payout(state)
        self._fit()

    def _show_empty(self, state: SettlementState) -> None:
        place = Place(state.currency, state.time_zone)
        if state.trouble is not None:
            self._empty_head.setText(say(state.trouble, place))
        else:
            self._empty_head.setText(words("settlement.loading" if state.is_loading else "settlement.none"))
        is_empty = state.trouble is None and not state.is_loading
        self._empty_why.set_plain(words("settlement.none_how") if is_empty else "")
        self._again.set_words(words("settlement.again"))
        self._again.setVisible(not state.is_loading)

    def _show_payout(self, state: SettlementState) -> None:
        assert state.chosen is not None
        net = state.chosen.net_minor
        can_pay = state.may_pay_out and state.chosen.state in READY and net > 0
        self._pay.setVisible(can_pay)
        self._pay.setEnabled(not state.is_paying)
        paying = words("settlement.paying")
        amount = fmt.money(net, state.currency)
        self._pay.set_words(paying if state.is_paying else words("settlement.pay_out", net_minor=amount))
        self._question.setText(words("settlement.ask", net_minor=amount))
        self._no.set_words(words("settlement.keep"))
        self._yes.set_words(words("settlement.release"))
        if state.is_asking and not self._asked.isVisibleTo(self):
            self._yes.setEnabled(False)
            self._stands.start(QUESTION_STANDS_MS)
        self._asked.setVisible(state.is_asking)
        self._foot.setVisible(not state.is_asking)

    def filled_button(self) -> Button | None:
        """Pay out, or the yes to it."""
        state = self._shown_state
        if state is None or state.chosen is None:
            return None
        return self._yes if state.is_asking else self._pay

    def escape(self) -> bool:
        """No, or back to the list."""
        state = self._shown_state
        if state is None or not (state.is_asking or state.explained):
            return False
        self._wish(lambda to: to.keep() if state.is_asking else to.close_explanation())
        return True

    def resizeEvent(self, event: object) -> None:
        """The cards keep their widths where there is room."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def _fit(self) -> None:
        is_narrow, is_low = self.width() < NARROW, self.height() < LOW
        self._batches.setFixedWidth(BATCHES_WIDTH - (space(3) if is_narrow else 0))
        self._sums.setFixedWidth(SUMS_WIDTH - (2 * space(6) if is_narrow else 0))
        squeezed = (space(6) if is_low else 0) + (space(4) if self.height() < LOWEST else 0)
        self._top.setFixedHeight(TOP_HEIGHT - squeezed)
        state = self._shown_state
        is_explaining = state is not None and state.explained is not None
        self._top.setVisible(not (is_low and is_explaining))  # the explanation needs the room
        for button in self._actions:
            button.setMinimumHeight(size("button") if is_low else ACTION_HEIGHT)


def _row(frame: QWidget, *widgets: tuple[QWidget, int]) -> None:
    row = QHBoxLayout(frame)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(space(3))
    for widget, stretch in widgets:
        row.addWidget(widget, stretch)
