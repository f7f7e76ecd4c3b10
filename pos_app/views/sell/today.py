"""Today: the last sales. A row opens in place to give money back."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.presenters.sell_state import SaleRow, SellState
from pos_app.views import format as fmt
from pos_app.views.look.tokens import border, size, space, till
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.icon import Icon
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.sale_row import RowWords, SaleRowButton
from pos_app.views.parts.text import Line, Text
from pos_app.views.sell.question import RefundQuestionPanel
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import Place, say, words

MOST_ROWS = 12
_NEW_MS = 2000


class TodayEmpty(Bare):
    """Before the first sale of the day."""

    def __init__(self) -> None:
        super().__init__("todayEmpty")
        self._icon = Icon("todayEmptyIcon", size("iconLarge"), till("refusedDisc"))
        self._what = Text("todayEmptyWhat", "title", "semibold")
        self._how = Text("todayEmptyHow", "body", "regular", "text2")
        column = QVBoxLayout(self)
        column.setSpacing(space(1))
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(space(2))
        for label in (self._what, self._how):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In little room the words stand alone."""
        super().resizeEvent(event)
        self._icon.setVisible(self.height() > 2 * till("refusedDisc"))

    def show_words(self) -> None:
        """In the language shown."""
        self._icon.show_icon("receipt", "brand", "brandTint")
        self._what.setText(words("today.empty"))
        self._how.setText(words("today.empty_why"))


class TodayCard(Card):
    """Header, rows from the newest on, as many as there is room for."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("todayCard")
        self._wishes = wishes
        self._title = Text("todayTitle", "strong", "semibold")
        self._asking = Pill("todayAsking")
        self._sum = Line("todaySum", "caption", "regular", "text2")
        self._sum.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._header = Bare("todayHeader")
        header = QHBoxLayout(self._header)
        header.setContentsMargins(space(3), 0, space(3), 0)
        header.setSpacing(space(2))
        header.addWidget(self._title)
        header.addWidget(self._asking)
        header.addStretch(1)
        header.addWidget(self._sum)
        self._empty = TodayEmpty()
        self._question = RefundQuestionPanel(wishes)
        self._rows = tuple(SaleRowButton(f"saleRow{index + 1}") for index in range(MOST_ROWS))
        self._shown: tuple[SaleRow, ...] = ()
        self._faded: set[str] = set()
        for index, row in enumerate(self._rows):
            row.clicked.connect(lambda _=False, index=index: self._open(index))
        for part in (self._header, self._empty, self._question, *self._rows):
            part.setParent(self)

    @property
    def question(self) -> RefundQuestionPanel:
        """The open question, for the keyboard."""
        return self._question

    def render_state(self, state: SellState) -> None:
        """The header and the rows that fit."""
        place = Place(state.currency, state.time_zone)
        today = state.today
        self._title.setText(words("today.title"))
        total = "today.sum_one" if today.count == 1 else "today.sum"
        self._sum.setText(words(total, place, count=today.count, total_minor=today.total_minor))
        self._asking.setVisible(state.unresolved > 0)
        asking = words("today.asking", count=state.unresolved)
        self._asking.show_words(asking, "careful", "hourglass-medium-bold")
        self._place_sum()
        self._empty.show_words()
        self._shown = today.rows
        for row, sale in zip(self._rows, today.rows, strict=False):
            row.show_words(self._row_words(sale, place))
        self._fade_new(today.rows)
        self._question.render_question(state.question, place)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place again."""
        super().resizeEvent(event)
        self._place()
        self._place_sum()

    def _row_words(self, sale: SaleRow, place: Place) -> RowWords:
        time, amount = fmt.time(sale.at, place.time_zone), fmt.money(sale.amount_minor, place.currency)
        note = say(sale.note, place) if sale.note else ""
        parts = (time, sale.name, note or words(f"mark.{sale.mark.value}"), amount)
        return RowWords(
            mark=sale.mark,
            time=time,
            name=sale.name,
            note=note,
            amount=amount,
            spoken=", ".join(part for part in parts if part),
            is_new=sale.is_new and sale.attempt_id not in self._faded,
            is_open_to_refund=sale.refundable_minor > 0,
        )

    def _fade_new(self, sales: tuple[SaleRow, ...]) -> None:
        """A new row's tint goes after two seconds, whether or not another state comes."""
        for sale in sales:
            if sale.is_new and sale.attempt_id not in self._faded:
                QTimer.singleShot(_NEW_MS, self, lambda sale=sale: self._fade(sale.attempt_id))

    def _fade(self, attempt_id: str) -> None:
        self._faded.add(attempt_id)
        for row, sale in zip(self._rows, self._shown, strict=False):
            if sale.attempt_id == attempt_id:
                row.settle()

    def _place(self) -> None:
        hair, header, row_height = border("hair"), till("todayHeader"), size("row")
        width = self.width() - 2 * hair
        has_question = self._question.is_open
        self._header.setGeometry(hair, hair, width, header)
        below = hair + header + (self._question.height_needed() if has_question else 0)
        self._question.setVisible(has_question)
        if has_question:
            self._question.setGeometry(hair, hair + header, width, min(below, self.height() - hair) - header - hair)
        self._empty.setVisible(not self._shown and not has_question)
        self._empty.setGeometry(hair, hair + header, width, self.height() - header - 2 * hair)
        room = max(0, (self.height() - below - hair) // row_height)
        top = below
        for index, row in enumerate(self._rows):
            fits = index < min(room, len(self._shown))
            row.setVisible(fits)
            if fits:
                row.setGeometry(hair, top, width, row_height)
                top += row_height

    def _place_sum(self) -> None:
        """Where the column is narrow, what is being asked is worth more than the day's sum."""
        self._sum.setVisible(self._asking.isHidden() or self.width() > till("sideNarrow"))

    def _open(self, index: int) -> None:
        if index < len(self._shown):
            self._wishes.ask_refund.emit(self._shown[index].attempt_id)
