"""Buttons: one filled per page, plain ones, quiet ones. Icon, words, and the key that does the same."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import CHIP_HEIGHT, begin, box, chip, chip_width, fitting_size, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space

_GAP = 12  # token-free: half a step between an icon and its word, as on picture 04


class Kind(enum.Enum):
    """How loud a button is."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Shape:
    """What doesn't change while a button lives."""

    kind: Kind = Kind.PLAIN
    font_size: str = "strong"
    icon: str = ""
    icon_size: int = 24
    icon_after: bool = False
    key: str = ""
    stacked: bool = False


class Button(QAbstractButton):
    """A button by its shape. Words shrink before they would be cut."""

    def __init__(self, name: str, shape: Shape) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._shape = shape
        self._second = ""
        self._is_loud = shape.kind is Kind.PRIMARY

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("card" if self._shape.font_size == "heading" else "control")

    def set_words(self, text: str, second: str = "") -> None:
        """The word, and a smaller line below it on stacked buttons."""
        self.setText(text)
        self._second = second
        self.setAccessibleName(f"{text}, {second}" if second else text)
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str) -> None:
        """Another icon, of the same size."""
        if icon != self._shape.icon:
            self._shape = replace(self._shape, icon=icon)
            self.update()

    def set_loud(self, is_loud: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """Filled or plain: a page has one filled button at a time."""
        self._is_loud = is_loud
        self.update()

    def sizeHint(self) -> QSize:
        """As much as the words need."""
        height = self.minimumHeight() or size("button")
        edge = space(2) if self._shape.kind is Kind.QUIET else space(4)
        return QSize(round(self._row_width(self._shape.font_size)) + 2 * edge, height)

    def minimumSizeHint(self) -> QSize:
        """What it can live with."""
        return QSize(round(self._row_width("caption")) + 2 * space(3), self.minimumHeight() or size("button"))

    def clips(self) -> bool:
        """Whether the words don't fit even in the smallest size."""
        return self._row_width("caption") > self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        ink = self._ground(painter)
        if self._shape.stacked:
            self._paint_stack(painter, ink)
        else:
            self._paint_row(painter, ink)
        painter.end()

    def _ground(self, painter: QPainter) -> QColor:
        rect, edge = QRectF(self.rect()), border("hair")
        if self._is_loud:
            fill = "line" if not self.isEnabled() else "brandPress" if self.isDown() else "brandFill"
            fill = "brandHover" if fill == "brandFill" and self.underMouse() else fill
            box(painter, rect, self.corner, colour(fill))
            return colour("onBrand" if self.isEnabled() else "text2")
        if self._shape.kind is Kind.QUIET:
            if self.isDown() or self.underMouse():
                box(painter, rect, self.corner, colour("brandTint"))
            return colour("brand" if self.isEnabled() else "text3")
        if not self.isEnabled():
            box(painter, rect, self.corner, None, colour("line"), edge)
            return colour("text3")
        box(painter, rect, self.corner, colour("sunken" if self.isDown() else "surface"), colour("lineStrong"), edge)
        return colour("text")

    def _row_width(self, size_name: str) -> float:
        shape = self._shape
        width = text_width(self.text(), size_name, "semibold")
        if shape.stacked:
            return max(width, text_width(self._second, "caption", "medium"))
        width += shape.icon_size + (_GAP if self.text() else 0) if shape.icon else 0
        return width + (chip_width(shape.key) + _GAP if shape.key else 0)

    def _paint_row(self, painter: QPainter, ink: QColor) -> None:
        shape, middle = self._shape, self.height() / 2
        rest = self._row_width(shape.font_size) - text_width(self.text(), shape.font_size, "semibold")
        size_name = fitting_size(
            self.text(), "semibold", shape.font_size, self.width() - rest - 2 * space(3 if self._is_loud else 2)
        )
        width = text_width(self.text(), size_name, "semibold")
        left = (self.width() - rest - width) / 2
        if shape.icon and not shape.icon_after:
            self._paint_icon(painter, left, ink)
            left += shape.icon_size + _GAP
        painter.setFont(font(size_name, "semibold"))
        painter.setPen(ink)
        painter.drawText(QRectF(left, 0, width + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        left += width + _GAP
        if shape.icon and shape.icon_after:
            self._paint_icon(painter, left, ink)
            left += shape.icon_size + _GAP
        if shape.key:
            is_plain = self.isEnabled() and not self._is_loud
            chip(painter, left, middle, shape.key, colour("text2") if is_plain else ink)

    def _paint_icon(self, painter: QPainter, left: float, ink: QColor) -> None:
        side = self._shape.icon_size
        paint_icon(painter, self._shape.icon, QRectF(left, (self.height() - side) / 2, side, side), ink)

    def _paint_stack(self, painter: QPainter, ink: QColor) -> None:
        shape, middle = self._shape, self.width() / 2
        room = self.width() - 2 * space(3)
        size_name = fitting_size(self.text(), "semibold", shape.font_size, room)
        first, second = QFontMetricsF(font(size_name, "semibold")), QFontMetricsF(font("body", "medium"))
        second_height = second.height() + _GAP if self._second else 0
        height = shape.icon_size + space(4) + first.height() + second_height + space(4) + CHIP_HEIGHT
        top = (self.height() - height) / 2
        paint_icon(
            painter, shape.icon, QRectF(middle - shape.icon_size / 2, top, shape.icon_size, shape.icon_size), ink
        )
        top += shape.icon_size + space(4)
        painter.setPen(ink)
        painter.setFont(font(size_name, "semibold"))
        painter.drawText(QRectF(0, top, self.width(), first.height()), Qt.AlignmentFlag.AlignCenter, self.text())
        top += first.height()
        if self._second:
            painter.setFont(font(fitting_size(self._second, "medium", "body", room), "medium"))
            where = QRectF(0, top + _GAP, self.width(), second.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, self._second)
        if self._is_loud:  # a key presses the loud button only
            middle_of_chip = top + second_height + space(4) + CHIP_HEIGHT / 2
            chip(painter, middle - chip_width(shape.key) / 2, middle_of_chip, shape.key, ink)
