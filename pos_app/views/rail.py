"""The rail: the shop's mark, and the pages there are."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, box
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import radius, size, space, till
from pos_app.views.parts.card import Bare
from pos_app.views.words import words


class Mark(QWidget):
    """The first character of the shop's name on a filled square."""

    def __init__(self, name: str, side: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedSize(side, side)
        self._character = ""

    def show_character(self, character: str) -> None:
        """Which character."""
        self._character = character
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        box(painter, QRectF(self.rect()), radius("control"), colour("brandFill"))
        painter.setPen(colour("onBrand"))
        painter.setFont(font("heading", "bold"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._character)
        painter.end()


class RailItem(QAbstractButton):
    """A page: icon in a pill, its name below; without the name in a narrow rail."""

    def __init__(self, name: str, icon: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icon = icon
        self._has_label = True

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("control")

    def show_words(self, text: str, *, has_label: bool) -> None:
        """The page's name, below the icon or in the tooltip."""
        self.setText(text)
        self.setAccessibleName(text)
        self._has_label = has_label
        self.setToolTip("" if has_label else text)
        self.update()

    def sizeHint(self) -> QSize:
        """As much as the words need."""
        return QSize(size("rail") - space(2), till("railItem"))

    def clips(self) -> bool:
        """Whether the name doesn't fit."""
        return self._has_label and self.fontMetrics().horizontalAdvance(self.text()) > size("rail")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        is_here = self.isChecked()
        pill = QRectF((self.width() - till("railPillWidth")) / 2, space(2), till("railPillWidth"), till("railPill"))
        if is_here or self.underMouse():
            box(painter, pill, radius("pill"), colour("brandFill" if is_here else "brandTint"))
        icon = QRectF(0, 0, size("icon"), size("icon"))
        icon.moveCenter(pill.center())
        paint_icon(
            painter, f"{self._icon}-fill" if is_here else self._icon, icon, colour("onBrand" if is_here else "text2")
        )
        if self._has_label:
            painter.setPen(colour("brand" if is_here else "text2"))
            painter.setFont(font("caption", "semibold" if is_here else "medium"))
            below = QRect(0, round(pill.bottom()), self.width(), self.height() - round(pill.bottom()))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class Rail(Bare):
    """Only pages that exist are here."""

    def __init__(self) -> None:
        super().__init__("rail")
        self._mark = Mark("shopMark", till("logo"))
        self._sell = RailItem("railSell", "cash-register")
        self._sell.setChecked(True)
        self._sell.clicked.connect(lambda: self._sell.setChecked(True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space(2), 0, space(4))
        column.setSpacing(space(1))
        column.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(space(3) - space(1) // 2)
        column.addWidget(self._sell, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_words(self, character: str, *, has_labels: bool) -> None:
        """The shop's mark and the pages' names."""
        self.setAccessibleName(words("rail.pages"))
        self._mark.show_character(character)
        self._sell.setFixedSize(size("rail") - space(2) if has_labels else till("railPillWidth"), till("railItem"))
        self._sell.show_words(words("rail.sell"), has_label=has_labels)
