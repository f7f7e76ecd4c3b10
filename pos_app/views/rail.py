"""The rail: the shop's mark, and the pages there are."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QVBoxLayout, QWidget

from pos_app.presenters.shell_state import UNDER_MORE, PageId, ShellState
from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, box
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import radius, size, space, till
from pos_app.views.parts.card import Bare
from pos_app.views.words import words

_ICONS = {
    PageId.SELL: "cash-register",
    PageId.SALES: "receipt",
    PageId.MEMBERS: "users-three",
    PageId.RULES: "git-branch",
    PageId.SETTLEMENT: "bank",
    PageId.GOODS: "coffee",
    PageId.SETTINGS: "gear-six",
}


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

    def show_words(self, text: str, with_key: str, *, has_label: bool) -> None:
        """The page's name, below the icon where there is room; with its key in the tooltip."""
        self.setText(text)
        self.setAccessibleName(text)
        self._has_label = has_label
        self.setToolTip(with_key)
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
        top = space(2) if self._has_label else (self.height() - till("railPill")) / 2
        top -= max(0.0, (till("railItem") - self.height()) / 3) if self._has_label else 0
        pill = QRectF((self.width() - till("railPillWidth")) / 2, top, till("railPillWidth"), till("railPill"))
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
    """Only pages that exist, and only for whom they are; the rarer ones stand under More."""

    wanted = Signal(PageId)

    def __init__(self) -> None:
        super().__init__("rail")
        self._mark = Mark("shopMark", till("logo"))
        self._items = {page: RailItem(f"rail{page.value.title()}", icon) for page, icon in _ICONS.items()}
        self._more = RailItem("railMore", "dots-three-outline")
        self._menu = QMenu(self)
        self._menu.setObjectName("railMenu")
        self._shown: tuple[RailItem, ...] = ()
        self._state = ShellState()
        for page, item in self._items.items():
            item.clicked.connect(lambda _=False, page=page: self._ask(page))
        self._more.clicked.connect(self._open_menu)
        self._lay_out()

    def show_state(self, state: ShellState, character: str, *, has_labels: bool) -> None:
        """The shop's mark, the pages' names, and which is open."""
        self._state = state
        self.setAccessibleName(words("rail.pages"))
        self._mark.show_character(character)
        more = [page for page in state.pages if page in UNDER_MORE]
        before = [self._items[page] for page in state.pages if page in self._items and page is not PageId.SETTINGS]
        after = [self._items[PageId.SETTINGS]] if PageId.SETTINGS in state.pages else []
        self._shown = (*before, *([self._more] if more else []), *after)
        for page, item in self._items.items():
            item.setChecked(page is state.current)
            item.setVisible(item in self._shown)
        self._more.setChecked(state.current in more)
        self._more.setVisible(bool(more))
        self._name(has_labels=has_labels)
        self._place(has_labels=has_labels)

    def press_number(self, number: int) -> None:
        """Ctrl and a figure: the item that stands at this place, counted from 1."""
        if number <= len(self._shown):
            self._shown[number - 1].click()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the items stand closer."""
        super().resizeEvent(event)
        self._place(has_labels=self.width() >= size("rail"))

    def _ask(self, page: PageId) -> None:
        for each, item in self._items.items():
            item.setChecked(each is self._state.current)  # until the page is really open
        self.wanted.emit(page)

    def _open_menu(self) -> None:
        """The rarer pages beside the rail."""
        self._more.setChecked(self._state.current in UNDER_MORE)
        self._menu.clear()
        for page in (page for page in self._state.pages if page in UNDER_MORE):
            entry = self._menu.addAction(words(f"rail.{page.value}"))
            entry.setCheckable(True)
            entry.setChecked(page is self._state.current)
            entry.triggered.connect(lambda _=False, page=page: self._ask(page))
        self._menu.popup(self._more.mapToGlobal(QPoint(self._more.width() + space(1), 0)))

    def _name(self, *, has_labels: bool) -> None:
        names = {item: words(f"rail.{page.value}") for page, item in self._items.items()} | {
            self._more: words("rail.more")
        }
        for item, name in names.items():
            place = self._shown.index(item) + 1 if item in self._shown else 0
            item.show_words(name, words("rail.key", page=name, number=place), has_label=has_labels)

    def _place(self, *, has_labels: bool) -> None:
        """As high as drawn where there is room, never too small for a finger."""
        head = space(2) + till("logo") + space(3) + space(4)
        room = (self.height() - head) // max(1, len(self._shown)) - space(1)
        height = max(size("touchMin"), min(till("railItem"), room))
        width = size("rail") - space(2) if has_labels else till("railPillWidth")
        for item in (*self._items.values(), self._more):
            item.setFixedSize(width, height)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space(2), 0, space(4))
        column.setSpacing(space(1))
        column.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(space(3) - space(1) // 2)
        for page, item in self._items.items():
            if page is PageId.SETTINGS:
                column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
                column.addStretch(1)
            column.addWidget(item, 0, Qt.AlignmentFlag.AlignHCenter)
