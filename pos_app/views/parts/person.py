"""A person: initials on a disc, a name, a word below it; as a row to choose, or small in the top bar."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, box, disc, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space


def initials(name: str) -> str:
    """Two letters at most; of a Chinese name its last two characters."""
    words = name.split()
    if name[:1] >= "\u4e00":
        return name.replace(" ", "")[-2:]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def paint_initials(painter: QPainter, middle: QPointF, side: float, name: str, *, is_chosen: bool) -> None:
    """The disc that stands for a person."""
    disc(painter, middle, side, colour("brandFill" if is_chosen else "brandTint"))
    painter.setPen(colour("onBrand" if is_chosen else "brand"))
    painter.setFont(font("caption" if side < size("row") else "title", "semibold"))
    where = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, initials(name))


class PersonRow(QAbstractButton):
    """Somebody to choose."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(size("buttonPrimary"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._second = ""

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("control")

    def show_person(self, name: str, second: str, *, is_chosen: bool) -> None:
        """Name and the word below it."""
        self.setText(name)
        self._second = second
        self.setChecked(is_chosen)
        self.setAccessibleName(f"{name}, {second}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        is_chosen = self.isChecked()
        rect, edge = QRectF(self.rect()), border("key" if is_chosen else "hair")
        box(
            painter,
            rect,
            self.corner,
            colour("brandTint" if is_chosen or self.underMouse() else "surface"),
            colour("brand" if is_chosen else "line"),
            edge,
        )
        side = size("touchMin")
        paint_initials(painter, QPointF(space(3) + side / 2, rect.center().y()), side, self.text(), is_chosen=is_chosen)
        left = space(3) + side + space(3)
        room = self.width() - left - space(3)
        for text, top, style, ink in (
            (self.text(), space(3) - 2, ("body", "semibold"), "text"),
            (self._second, self.height() / 2 + 1, ("caption", "regular"), "text2"),
        ):
            painter.setFont(font(*style))
            painter.setPen(colour(ink))
            shown = QFontMetricsF(font(*style)).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, top, room, space(4)), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class PersonButton(QAbstractButton):
    """Who is at the till, in the top bar."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(size("touchMin"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._icon = size("icon") - space(1) // 2

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("small")

    def show_words(self, text: str, spoken: str) -> None:
        """The name, and what pressing does."""
        self.setText(text)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As much as the words need."""
        return QSize(round(text_width(self.text(), "body", "regular")) + self._icon + 3 * space(2), size("touchMin"))

    def minimumSizeHint(self) -> QSize:
        """The icon, at least."""
        return QSize(size("touchMin"), size("touchMin"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        if self.underMouse() or self.isDown():
            box(painter, QRectF(self.rect()), self.corner, colour("brandTint"))
        ink = colour("text2")
        paint_icon(
            painter, "user-circle", QRectF(space(1), (self.height() - self._icon) / 2, self._icon, self._icon), ink
        )
        left = space(1) + self._icon + 1.5 * space(1)
        room = self.width() - left
        painter.setPen(ink)
        painter.setFont(font("body", "regular"))
        shown = QFontMetricsF(font("body", "regular")).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
