"""What happened: a line a record or change of the membership, and what was bought day by day."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from backend_stub.contract import DayAmount, MemberProfile, TimelineItem, TimelineKind
from pos_app.presenters.members_state import MembersState
from pos_app.views import format as fmt
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, box, disc
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space
from pos_app.views.parts.button import Button, Shape
from pos_app.views.parts.card import Card
from pos_app.views.parts.painted import RIGHT, line
from pos_app.views.parts.text import Line, Text
from pos_app.views.words import Place, words

_ROW, _DISC = 64, 40
_NEWS = frozenset({TimelineKind.JOINED, TimelineKind.RAISED, TimelineKind.REJOINED})
_ICONS = {
    TimelineKind.PURCHASE: "receipt",
    TimelineKind.REFUND: "arrow-u-up-left",
    TimelineKind.TOP_UP: "coins",
    TimelineKind.VISIT: "map-pin",
    TimelineKind.LOWERED: "arrow-down",
    TimelineKind.MUTED: "bell-slash",
    TimelineKind.UNMUTED: "bell",
}


class DayBars(QWidget):
    """A bar for each of the last days, the highest as high as there is room; the same in words for those who can't see it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("dayBars")
        self.setFixedHeight(size("touchMin"))
        self._plot: tuple[DayAmount, ...] = ()

    def show_profile(self, profile: MemberProfile | None, place: Place) -> None:
        """What was bought on each day."""
        self._plot = tuple(profile.plot) if profile else ()
        if profile is not None:
            spoken = words(
                "members.bought_by_day",
                place,
                count=profile.recent_days,
                amount_minor=profile.recent_minor,
                times=profile.recent_count,
            )
            self.setAccessibleName(spoken)
            self.setToolTip(spoken)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        base = self.height() - border("hair")
        painter.fillRect(QRectF(0, base, self.width(), border("hair")), colour("line"))
        highest = max((one.amount_minor for one in self._plot), default=0)
        step = self.width() / max(1, len(self._plot))
        for index, one in enumerate(self._plot):
            if one.amount_minor > 0 and highest > 0:
                height = max(float(space(1)), one.amount_minor / highest * (base - space(1)))
                bar = QRectF(index * step + 1, base - height, max(2.0, step - 2), height)
                box(painter, bar, 2, colour("brandSoft" if index < len(self._plot) - 1 else "brand"))
        painter.end()


class HistoryLines(QWidget):
    """The lines themselves, as high as all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("historyLines")
        self._items: tuple[TimelineItem, ...] = ()
        self._place, self._zone = Place("EUR", "UTC"), "UTC"

    def show_items(self, items: tuple[TimelineItem, ...], place: Place) -> None:
        """Newest first."""
        self._items, self._place, self._zone = items, place, place.time_zone
        self.setFixedHeight(len(items) * _ROW)
        self.setAccessibleName("; ".join(f"{self._bold(one)}, {self._plain(one)}" for one in items[:10]))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws what is in sight."""
        painter = begin(self)
        first, last = event.rect().top() // _ROW, event.rect().bottom() // _ROW
        for index in range(max(0, first), min(len(self._items), last + 1)):
            self._paint(painter, index)
        painter.end()

    def _paint(self, painter: QPainter, index: int) -> None:
        item, top = self._items[index], index * _ROW
        middle = QPointF(_DISC / 2, top + _ROW / 2)
        if index < len(self._items) - 1:
            painter.fillRect(QRectF(middle.x(), middle.y(), border("hair"), _ROW), colour("line"))
        is_news = item.kind in _NEWS
        disc(painter, middle, _DISC, colour("brandTint" if is_news else "sunken"))
        side = size("icon") - space(1)
        icon = "medal-fill" if is_news else _ICONS.get(item.kind, "sign-out")
        where = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        paint_icon(painter, icon, where, colour("brand" if is_news else "text2"))
        left, right = _DISC + space(3), self.width() - space(2)
        amount = self._amount(item)
        above = QRectF(left, top + 9, right - left, space(4))
        used = (
            line(painter, above.translated(0, space(2)), amount, ("body", "semibold"), "text", RIGHT) if amount else 0.0
        )
        line(painter, above.adjusted(0, 0, -used - space(2), 0), self._bold(item), ("body", "semibold"))
        below = above.translated(0, space(4) - 2)
        line(painter, below.adjusted(0, 0, -used - space(2), 0), self._plain(item), ("caption", "regular"), "text2")

    def _bold(self, item: TimelineItem) -> str:
        return words(f"history.{item.kind.value}", tier=item.tier_name or "")

    def _plain(self, item: TimelineItem) -> str:
        parts = [fmt.short_day(item.at, self._zone), fmt.time(item.at, self._zone)]
        said = " ".join(parts)
        if item.points:
            sign = "+" if item.points > 0 else "−"
            said += " · " + words("members.plain_points", points=f"{sign}{abs(item.points)}")
        if item.rule_version is not None:
            said += " · " + words("members.rule", number=item.rule_version)
        return said

    def _amount(self, item: TimelineItem) -> str:
        return "" if item.amount_minor is None else fmt.money(item.amount_minor, self._place.currency)


class HistoryCard(Card):
    """Title, bars, lines, and a button for what came before."""

    def __init__(self) -> None:
        super().__init__("historyCard")
        self._title = Text("historyTitle", "title", "semibold")
        self._order = Line("historyOrder", "caption", "regular", "text2")
        self._bars, self._lines = DayBars(), HistoryLines()
        self.more = Button("historyMore", Shape(font_size="body"))
        self.more.setFixedHeight(size("touchMin") + space(1))
        scroll = QScrollArea()
        scroll.setObjectName("historyScroll")
        scroll.setWidgetResizable(True)  # Qt's setter
        scroll.setWidget(self._lines)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._order)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(2))
        column.addLayout(head)
        column.addWidget(self._bars)
        column.addWidget(scroll, 1)
        column.addWidget(self.more)

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("card")

    def show_state(self, state: MembersState) -> None:
        """The member's history."""
        place = Place(state.currency, state.time_zone)
        self._title.setText(words("members.happened"))
        self._order.setText(words("members.newest"))
        self._bars.show_profile(state.profile, place)
        self._lines.show_items(state.history, place)
        self.more.set_words(words("members.show_more"))
        self.more.setVisible(state.has_more_history)
