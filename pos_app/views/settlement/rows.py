"""Rows that are pressed as a whole, painted light: a batch in the list, a cent in the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, box, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space
from pos_app.views.parts.pill import TONES

BATCH_HEIGHT, ENTRY_HEIGHT, SUM_HEIGHT = 80, 48, 44
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class PressedRow(QAbstractButton):
    """A row with a line below it; chosen: tinted, with an edge."""

    def __init__(self, name: str, height: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedHeight(height)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.is_chosen = False

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("small")

    def ground(self, painter: QPainter) -> None:
        """Tint and lines."""
        whole = QRectF(self.rect())
        if self.is_chosen or self.underMouse() or self.isDown():
            painter.fillRect(whole, colour("brandTint" if self.is_chosen else "sunken"))
        if self.is_chosen:
            painter.fillRect(QRectF(0, 0, space(1), self.height()), colour("brand"))
        painter.fillRect(QRectF(0, self.height() - border("hair"), self.width(), border("hair")), colour("line"))


class BatchButton(PressedRow):
    """Day and sales to the left, net and state to the right."""

    def __init__(self, name: str) -> None:
        super().__init__(name, BATCH_HEIGHT)
        self._words = ("", "", "", "")
        self._tone = "plain"

    def show_words(self, day: str, below: str, net: str, state: str, tone: str) -> None:
        """What it says; `tone` is the state's."""
        self._words, self._tone = (day, below, net, state), tone
        self.setAccessibleName(", ".join(self._words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        day, below, net, state = self._words
        painter = begin(self)
        self.ground(painter)
        edge, middle = space(3), self.height() / 2
        upper = QRectF(edge, space(2), self.width() - 2 * edge, middle - space(2))
        lower = QRectF(edge, middle, self.width() - 2 * edge, middle - space(2))
        painter.setPen(colour("text"))
        painter.setFont(font("strong", "semibold"))
        painter.drawText(upper, LEFT | MIDDLE, day)
        painter.drawText(upper, RIGHT | MIDDLE, net)
        painter.setPen(colour("text2"))
        painter.setFont(font("caption", "regular"))
        painter.drawText(lower, LEFT | MIDDLE, below)
        ink, tint = TONES[self._tone]
        width = text_width(state, "caption", "semibold") + 2 * space(2)
        pill = QRectF(self.width() - edge - width, lower.center().y() - size("icon") / 2, width, size("icon"))
        box(painter, pill, radius("pill"), colour("surface" if self.is_chosen else tint))
        painter.setPen(colour(ink))
        painter.setFont(font("caption", "semibold"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, state)
        painter.end()


class SumButton(PressedRow):
    """A line of the statement: its name, what it counts, its amount."""

    def __init__(self, name: str) -> None:
        super().__init__(name, SUM_HEIGHT)
        self._words = ("", "", "")

    def show_words(self, name: str, note: str, amount: str) -> None:
        """What it says."""
        self._words = (name, note, amount)
        self.setAccessibleName(", ".join(part for part in self._words if part))
        self.update()

    def clips(self) -> bool:
        """Whether the name and the amount don't fit beside one another."""
        name, _, amount = self._words
        return text_width(name, "body", "regular") + text_width(amount, "body", "semibold") > self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        name, note, amount = self._words
        painter = begin(self)
        self.ground(painter)
        rect = QRectF(self.rect()).adjusted(space(2) if self.is_chosen else 0, 0, 0, 0)
        painter.setPen(colour("text"))
        painter.setFont(font("body", "semibold"))
        painter.drawText(rect, RIGHT | MIDDLE, amount)
        painter.setFont(font("body", "regular"))
        painter.drawText(rect, LEFT | MIDDLE, name)
        left = text_width(name, "body", "regular") + space(2)
        room = rect.width() - left - text_width(amount, "body", "semibold") - space(2)
        small = font("caption", "regular")
        painter.setFont(small)
        painter.setPen(colour("text2"))
        shown = QFontMetricsF(small).elidedText(note, Qt.TextElideMode.ElideRight, max(0.0, room))
        painter.drawText(rect.adjusted(left, 0, 0, 0), LEFT | MIDDLE, shown)
        painter.end()


class Rule(QWidget):
    """A line above a sum."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(border("key"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        painter.fillRect(self.rect(), colour("text"))
        painter.end()


@dataclass(frozen=True, slots=True)
class Column:
    """Where a cell stands: its left edge and its width, as parts of the row."""

    left: float
    width: float
    align: Qt.AlignmentFlag = LEFT
    ink: str = "text"
    weight: str = "regular"


COLUMNS = (
    Column(0.0, 0.11, ink="text2"),
    Column(0.12, 0.20),
    Column(0.33, 0.17, ink="text2"),
    Column(0.51, 0.13, RIGHT, weight="semibold"),
    Column(0.65, 0.14, RIGHT, ink="text2"),
    Column(0.80, 0.15, RIGHT),
)


def paint_cells(
    painter: QPainter, rect: QRectF, cells: Sequence[str], *, is_head: bool = False, room: float = 0
) -> None:
    """The cells of a table's row, each cut where its column ends."""
    for column, text in zip(COLUMNS, cells, strict=True):
        used = font("caption" if is_head else "body", "regular" if is_head else column.weight)
        where = QRectF(
            rect.left() + column.left * (rect.width() - room),
            rect.top(),
            column.width * (rect.width() - room),
            rect.height(),
        )
        painter.setFont(used)
        painter.setPen(colour("text2" if is_head else column.ink))
        shown = QFontMetricsF(used).elidedText(text, Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(where, column.align | MIDDLE, shown)


class EntryButton(PressedRow):
    """A transaction: time, customer, how, amount, exact fee, exact net."""

    def __init__(self, name: str) -> None:
        super().__init__(name, ENTRY_HEIGHT)
        self._cells: tuple[str, ...] = ("",) * len(COLUMNS)

    def show_words(self, cells: tuple[str, ...]) -> None:
        """The cells, in the order of the columns."""
        self._cells = cells
        self.setAccessibleName(", ".join(cell for cell in cells if cell))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        self.ground(painter)
        inner = QRectF(self.rect()).adjusted(space(3), 0, -space(3), 0)
        paint_cells(painter, inner, self._cells, room=size("icon"))
        side = size("icon") - space(1)
        place = QRectF(inner.right() - side, inner.center().y() - side / 2, side, side)
        paint_icon(painter, "caret-right-bold", place, colour("brand"))
        painter.end()
