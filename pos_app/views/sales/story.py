"""A sale explained: how its amount adds up, why it was not paid, and what happened, line by line."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from pos_app.presenters.sales_lines import Event, Sum, What, adds_up, happened, why_not
from pos_app.presenters.sales_state import SalesState, Sold
from pos_app.presenters.sell_state import RowMark
from pos_app.views import format as fmt
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, disc
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, size, space
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.painted import RIGHT, line
from pos_app.views.parts.scrolled import scrolled
from pos_app.views.parts.text import Grown, Text
from pos_app.views.words import Place, say, words

_SUM, _EVENT, _DISC = 36, 60, 40
_LOOKS = {
    What.TAKEN: ("check-bold", "success", "successTint"),
    What.NOT_TAKEN: ("x-bold", "text2", "sunken"),
    What.NEWS: ("medal-fill", "brand", "brandTint"),
    What.GIVEN_BACK: ("arrow-u-up-left-bold", "text2", "sunken"),
}


class _Lines(QWidget):
    """Painted lines, as high as all of them."""

    def __init__(self, name: str, height: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self._height = height
        self._place = Place("EUR", "UTC")

    def _grow(self, lines: int, spoken: str) -> None:
        self.setFixedHeight(lines * self._height)
        self.setVisible(lines > 0)
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(0, self.height())


class SumLines(_Lines):
    """How the amount adds up."""

    def __init__(self) -> None:
        super().__init__("saleSums", _SUM)
        self._sums: tuple[Sum, ...] = ()

    def show_sums(self, sums: tuple[Sum, ...], place: Place) -> None:
        """Top to bottom."""
        self._sums, self._place = sums, place
        spoken = ", ".join(f"{say(one.label, place)} {fmt.money(one.amount_minor, place.currency)}" for one in sums)
        self._grow(len(sums), spoken)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        for number, one in enumerate(self._sums):
            where = QRectF(0, number * _SUM, self.width(), _SUM)
            if number:
                painter.fillRect(QRectF(0, where.top(), self.width(), border("hair")), colour("line"))
            weight = "semibold" if one.is_result else "regular"
            amount = fmt.money(one.amount_minor, self._place.currency)
            used = line(painter, where, amount, ("body", "semibold"), "text", RIGHT)
            ink = "text" if one.is_result else "text2"
            line(painter, where.adjusted(0, 0, -used - space(2), 0), say(one.label, self._place), ("body", weight), ink)
        painter.end()


class EventLines(_Lines):
    """What happened, the first at the top."""

    def __init__(self) -> None:
        super().__init__("saleEvents", _EVENT)
        self._events: tuple[Event, ...] = ()

    def show_events(self, events: tuple[Event, ...], place: Place) -> None:
        """Top to bottom."""
        self._events, self._place = events, place
        self._grow(len(events), "; ".join(f"{say(one.bold, place)}, {self._plain(one)}" for one in events))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        for number, one in enumerate(self._events):
            self._paint(painter, one, number * _EVENT, is_last=number == len(self._events) - 1)
        painter.end()

    def _paint(self, painter: QPainter, one: Event, top: float, *, is_last: bool) -> None:
        middle = QPointF(_DISC / 2, top + _EVENT / 2)
        if not is_last:
            painter.fillRect(QRectF(middle.x(), middle.y(), border("hair"), _EVENT), colour("line"))
        icon, ink, ground = _LOOKS[one.what]
        disc(painter, middle, _DISC, colour(ground))
        side = size("icon") - space(1)
        paint_icon(painter, icon, QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side), colour(ink))
        left = _DISC + 12
        above = QRectF(left, middle.y() - space(4), self.width() - left, space(4))
        below = above.translated(0, space(4))
        used = 0.0
        if one.amount_minor is not None:
            amount = fmt.money(one.amount_minor, self._place.currency)
            used = line(painter, above, amount, ("body", "semibold"), "text", RIGHT) + space(2)
        line(painter, above.adjusted(0, 0, -used, 0), say(one.bold, self._place), ("body", "semibold"))
        line(painter, below, self._plain(one), ("caption", "regular"), "text2")

    def _plain(self, one: Event) -> str:
        zone = self._place.time_zone
        return f"{fmt.short_day(one.at, zone)} {fmt.time(one.at, zone)} · {say(one.plain, self._place)}"


class StoryCard(Card):
    """The reckoning above, the events below; of a sale without an answer what to do meanwhile."""

    def __init__(self) -> None:
        super().__init__("saleStory")
        self._sums_title = Text("saleSumsTitle", "title", "semibold")
        self._events_title = Text("saleEventsTitle", "title", "semibold")
        self._sums, self._events = SumLines(), EventLines()
        self._why = Grown("saleWhy", "body", "text")
        self._why.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        content = Bare("saleStoryContent")
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, space(2), 0)
        inside.setSpacing(space(2))
        for part in (self._sums_title, self._sums, self._why):
            inside.addWidget(part)
        inside.addSpacing(space(3))
        inside.addWidget(self._events_title)
        inside.addWidget(self._events)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(3), space(3))
        column.addWidget(scrolled(content, "saleStoryScroll"))

    def show_state(self, state: SalesState) -> None:
        """The sale that is open."""
        sold = state.chosen
        if sold is None:
            return
        zone = sold.sale.time_zone if sold.sale else state.time_zone
        place = Place(state.currency, zone)
        self._sums_title.setText(words(_title(sold)))
        self._sums.show_sums(adds_up(sold), place)
        told = _why(sold, place)
        self._why.set_plain(told)
        self._why.setVisible(bool(told))
        events = happened(sold, state.detail)
        self._events_title.setText(words("sales.happened"))
        self._events_title.setVisible(bool(events))
        self._events.show_events(events, place)


def _title(sold: Sold) -> str:
    if sold.sale is None:
        return "sales.not_known"
    return "sales.why_not" if why_not(sold) else "sales.adds_up"


def _why(sold: Sold, place: Place) -> str:
    """Why it was not paid, or what an open sale waits for."""
    if sold.row.mark is RowMark.ASKING:
        return words("sales.not_known_why")
    facts = why_not(sold)
    return f"{say(facts.headline, place)}. {say(facts.why, place)}" if facts else ""


def moment(at: dt.datetime, zone: str) -> str:
    """Day and time in full, for the head."""
    return f"{fmt.day(at, zone)}, {fmt.time(at, zone)}"
