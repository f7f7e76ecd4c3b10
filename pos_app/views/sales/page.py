"""The Sales page: the list at the left, one sale at the right, giving back in place of its receipt."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.presenters.sales_state import EVERY, SalesIntents, SalesState, Show, Sold
from pos_app.presenters.sell_state import RowMark
from pos_app.views import format as fmt
from pos_app.views.keys import Shortcut, act
from pos_app.views.look.paint import begin
from pos_app.views.look.tokens import size, space, till
from pos_app.views.page import ENTER, PageWidget
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Card
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.empty import Empty
from pos_app.views.parts.field import Field
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.scrolled import scrolled
from pos_app.views.parts.text import Grown, Line, Text
from pos_app.views.sales.rows import Clock, SaleRows, name_of, paint_mark
from pos_app.views.sales.story import StoryCard, moment
from pos_app.views.sell.question import RefundQuestionPanel
from pos_app.views.sell.receipt import ReceiptPaper
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import Place, say, words

_LIST, _LIST_NARROW, _HEAD = 424, 364, 96
_WIDE_HEAD = 640
_TONES = {
    RowMark.PAID: ("good", "check-bold"),
    RowMark.SPLIT: ("good", "coins-bold"),
    RowMark.GIVEN_BACK: ("plain", "arrow-u-up-left-bold"),
    RowMark.ASKING: ("careful", "hourglass-medium-bold"),
    RowMark.NOT_PAID: ("plain", "x-bold"),
}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}
_WALK = tuple(_STEPS)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class ListCard(Card):
    """Search, states, tills and operators, rows; what to do where there are none."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("saleList")
        self.search = Field("saleSearch", "body")
        self.search.setProperty("takesEnter", True)
        self.chips = {show: Chip(f"saleFilter{show.value.title()}") for show in Show}
        self.at_till, self.by_operator = Chooser("saleTill"), Chooser("saleOperator")
        self.rows = SaleRows(clock)
        self.empty = Empty("salesEmpty", "receipt")
        self.trouble = Grown("salesTrouble", "body", "warning")
        self.act = Button("salesAct", Shape(font_size="body"))
        self.act.setFixedHeight(size("touchMin") + space(1))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, space(3), 1, space(1))
        column.setSpacing(space(2))
        for widgets, gap in (
            ((self.search,), 0),
            (tuple(self.chips.values()), space(1)),
            ((self.at_till, self.by_operator), space(2)),
        ):
            row = QHBoxLayout()
            row.setContentsMargins(space(3), 0, space(3), 0)
            row.setSpacing(gap)
            for widget in widgets:
                row.addWidget(widget, 1 if isinstance(widget, (Field, Chooser)) else 0)
            if gap == space(1):
                row.addStretch(1)
            column.addLayout(row)
        column.addWidget(self.rows, 1)
        column.addWidget(self.empty, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(space(3), 0, space(3), space(2))
        foot.addWidget(self.trouble)
        foot.addWidget(self.act)
        column.addLayout(foot)

    def show_state(self, state: SalesState) -> None:
        """What is looked for, and what was found."""
        self.search.set_label(words("sales.search" if state.is_all else "sales.search_today"))
        if self.search.text() != state.text:
            self.search.setText(state.text)
        for show, chip in self.chips.items():
            chip.show_words(words(f"sales.show_{show.value}"), is_chosen=show is state.show)
        for chooser, every, choices, chosen in (
            (self.at_till, "sales.every_till", state.tills, state.till_id),
            (self.by_operator, "sales.every_operator", state.operators, state.operator_id),
        ):
            chooser.show_choices(((EVERY, words(every)), *choices), chosen, words(every))
            chooser.setVisible(len(choices) > 1)
        self.rows.show_state(state)
        is_bare = not state.rows
        self.rows.setVisible(not is_bare)
        said = say(state.trouble, Place(state.currency, state.time_zone)) if state.trouble else ""
        what, how = _bare(state)
        self.empty.setVisible(is_bare)
        self.empty.show_words(words("sales.not_there" if said else what), said or words(how))
        self.trouble.setVisible(bool(said) and not is_bare)
        self.trouble.set_plain(said)
        is_lost = is_bare and state.is_narrowed and not state.is_loading
        self.act.setVisible(state.trouble is not None or is_lost)
        self.act.set_words(words("sales.again" if state.trouble else "sales.plain"))


def _bare(state: SalesState) -> tuple[str, str]:
    if state.is_loading:
        return "sales.looking", "sales.looking_how"
    if state.is_narrowed:
        return "sales.nothing", "sales.nothing_how"
    return ("sales.none", "sales.none_how") if state.is_all else ("sales.none_today", "sales.none_how")


class HeadCard(Card):
    """What became of it, whose it was, how much; when, where, by whom; and the one thing to do."""

    def __init__(self) -> None:
        super().__init__("saleHead")
        self._mark: RowMark | None = None
        self._name = Line("saleName", "heading", "semibold")
        self._state = Pill("saleState")
        self._when = Line("saleWhen", "body", "regular", "text2")
        self._amount = Text("saleAmount", "heading", "semibold")
        self.give_back = Button("saleGiveBack", Shape(Kind.PRIMARY, "strong", "arrow-u-up-left"))
        self.give_back.setFixedHeight(size("button"))
        name = QHBoxLayout()
        name.setSpacing(space(2))
        name.addWidget(self._name)
        name.addWidget(self._state)
        name.addStretch(1)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addLayout(name)
        who.addWidget(self._when)
        row = QHBoxLayout(self)
        row.setContentsMargins(space(4) + size("button") + space(3), space(2), space(4), space(2))
        row.setSpacing(space(4))
        row.addLayout(who, 1)
        row.addWidget(self._amount)
        row.addWidget(self.give_back)

    def show_state(self, state: SalesState) -> None:
        """The sale that is open."""
        sold = state.chosen
        if sold is None:
            return
        self._mark = sold.row.mark
        self._name.setText(name_of(sold))
        is_refunding = sold.id in state.after.refunding
        tone, icon = ("careful", "hourglass-medium-bold") if is_refunding else _TONES[sold.row.mark]
        self._state.show_words(words("question.sending") if is_refunding else words(_state_of(sold)), tone, icon)
        self._when.setText(_when(sold, state))
        self._amount.setText(fmt.money(sold.row.amount_minor, state.currency))
        self.give_back.set_words(words("question.yes"))
        self.give_back.setVisible(state.may_give_back)
        self._place_amount()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow card the name needs the room; the amount stands in the row and in the reckoning."""
        super().resizeEvent(event)
        self._place_amount()

    def _place_amount(self) -> None:
        is_wide = self.width() >= _WIDE_HEAD
        self._amount.setVisible(is_wide)
        self._name.set_size("heading" if is_wide else "title")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the card, and the state's disc on it."""
        super().paintEvent(event)
        if self._mark is not None:
            painter = begin(self)
            side = min(size("button"), self.height() - space(3))
            paint_mark(painter, QPointF(space(4) + size("button") / 2, self.height() / 2), side, self._mark)
            painter.end()


def _state_of(sold: Sold) -> str:
    is_part = sold.sale is not None and 0 < sold.sale.redemption.refunded_minor < sold.sale.redemption.amount_minor
    return "sales.part_back" if is_part else f"mark.{sold.row.mark.value}"


def _when(sold: Sold, state: SalesState) -> str:
    sale = sold.sale
    parts = [moment(sold.row.at, sale.time_zone if sale else state.time_zone)]
    if sale is not None:
        parts += [one for one in (sale.till_name, sale.operator_name) if one]
    return " · ".join(parts)


class PaperCard(Card):
    """The receipt as it was, marked as a copy, and the button that prints it."""

    def __init__(self) -> None:
        super().__init__("salePaper")
        self._paper = ReceiptPaper()
        self.copy = Button("saleCopy", Shape(font_size="body", icon="printer", key="P"))
        self.copy.setFixedHeight(size("field"))
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(3), space(3), space(3))
        column.setSpacing(space(3))
        column.addWidget(scrolled(self._paper, "salePaperScroll"), 1)
        column.addWidget(self.copy)

    def show_state(self, state: SalesState) -> None:
        """The sale that is open."""
        self._paper.show_lines(state.receipt_lines)
        self.copy.set_words(words("sales.copy" if state.has_printer else "sales.copy_pdf"))


class SalesPage(PageWidget[SalesState]):
    """Puts the cards where the grid says."""

    def __init__(self, clock: Clock = _now) -> None:
        super().__init__("salesPage")
        self._intents: SalesIntents | None = None
        self._wishes = SellWishes()
        self.list = ListCard(clock)
        self.head, self.story, self.paper = HeadCard(), StoryCard(), PaperCard()
        self.question = RefundQuestionPanel(self._wishes)
        for part in (self.list, self.head, self.story, self.paper, self.question):
            part.setParent(self)

    def set_intents(self, intents: SalesIntents) -> None:
        """From now on what a person does reaches the presenter."""
        self._intents = intents
        self.list.search.textEdited.connect(intents.search)
        self.list.search.returnPressed.connect(self.list.rows.setFocus)
        for show, chip in self.list.chips.items():
            chip.clicked.connect(lambda _=False, show=show: self._filter(show))
        self.list.at_till.activated.connect(lambda _: intents.at_till(str(self.list.at_till.currentData())))
        self.list.by_operator.activated.connect(lambda _: intents.by_operator(str(self.list.by_operator.currentData())))
        self.list.rows.chosen.connect(intents.choose)
        self.list.rows.near_end.connect(intents.more)
        self.list.act.clicked.connect(self._act)
        self.head.give_back.clicked.connect(intents.give_back)
        self.paper.copy.clicked.connect(intents.print_copy)
        self._wishes.refund_amount.connect(intents.refund_amount)
        self._wishes.refund_manager.connect(intents.refund_manager)
        self._wishes.refund_no.connect(self._no)
        self._wishes.refund_yes.connect(intents.refund_yes)

    def render_state(self, state: SalesState) -> None:
        """List, sale, question."""
        for card in (self.list, self.head, self.story, self.paper):
            card.show_state(state)
        self._place()
        had_question = self.question.is_open
        self.question.render_question(state.after.question, Place(state.currency, state.time_zone))
        if had_question and not self.question.is_open:
            self.list.rows.setFocus()

    def filled_button(self) -> Button | None:
        """Give back, or the question's verb."""
        button = self.question.filled if self.question.is_open else self.head.give_back
        return button if button.isVisible() else None

    def search_field(self) -> QWidget:
        """Where sales are looked for."""
        return self.list.search

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """The page's own keys."""
        has_paper = self.paper.isVisible
        return (
            Shortcut("↑ ↓", "keys.walk", lambda event: self.list.rows.step(_STEPS[Qt.Key(event.key())]), keys=_WALK),
            Shortcut("P", "keys.copy", lambda _: self.paper.copy.click(), keys=(Qt.Key.Key_P,), when=has_paper),
        )

    def press(self, event: QKeyEvent, focus: QWidget | None) -> bool:
        """Arrows move the list from the search field too; Enter in the list is the filled button."""
        if focus is self.list.search and event.key() in _WALK:
            return act(self.shortcuts(), event)
        if focus is self.list.rows and event.key() in ENTER:
            return self._enter(None, is_repeat=event.isAutoRepeat())
        if isinstance(focus, Chooser) and event.key() in _WALK:
            return False
        return super().press(event, focus)

    def escape(self) -> bool:
        """Closes the question, then empties the search."""
        state = self._shown_state
        if state is None or self._intents is None:
            return False
        if state.after.question is not None:
            self._intents.refund_no()
        elif state.is_narrowed:
            self._intents.plain()
            self.list.search.setFocus()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place again."""
        super().resizeEvent(event)
        self._place()

    def _filter(self, show: Show) -> None:
        if self._intents is not None:
            self._intents.filter(show)
        if self._shown_state is not None:
            self.render_state(self._shown_state)  # a chip that was chosen already stays so

    def _act(self) -> None:
        if self._intents is not None and self._shown_state is not None:
            (self._intents.again if self._shown_state.trouble else self._intents.plain)()
            self.list.search.setFocus()

    def _no(self) -> None:
        if self._intents is not None:
            self._intents.refund_no()

    def _place(self) -> None:
        state = self._shown_state
        if state is None:
            return
        is_narrow = self.window().width() < till("narrowBelow")
        listed, gap = (_LIST_NARROW, space(3)) if is_narrow else (_LIST, space(4))
        self.list.setGeometry(0, 0, listed, self.height())
        left = listed + gap
        width = self.width() - left
        self.head.setGeometry(left, 0, width, _HEAD)
        below = _HEAD + space(3)
        has_sale = state.chosen is not None
        has_question, has_paper = state.after.question is not None, bool(state.receipt_lines)
        half = (width - space(3)) // 2
        story = half if has_question or has_paper else width
        self.story.setGeometry(left, below, story, self.height() - below)
        right, rest = left + half + space(3), width - half - space(3)
        self.paper.setGeometry(right, below, rest, self.height() - below)
        asked, needed = (left, width) if is_narrow else (right, rest), self.question.height_needed()
        self.question.setGeometry(asked[0], below, asked[1], min(needed, self.height() - below))
        self.head.setVisible(has_sale)
        self.story.setVisible(has_sale and not (has_question and is_narrow))
        self.paper.setVisible(has_sale and has_paper and not has_question)
        self.question.setVisible(has_sale and has_question)
