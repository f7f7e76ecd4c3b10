"""The till's window: rail, top bar, a page, the toast. It is the view that the presenters render to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from pos_app.presenters.sell_state import SellIntents, SellState
from pos_app.presenters.shell_state import PageId, ShellState
from pos_app.views.key_sheet import KeySheet
from pos_app.views.keyboard import WindowKeyboard
from pos_app.views.look.tokens import space, till
from pos_app.views.page import PageWidget
from pos_app.views.parts.focus_ring import FocusRing
from pos_app.views.parts.preview import Preview
from pos_app.views.parts.toast import ToastStrip
from pos_app.views.rail import Rail
from pos_app.views.sell.grid import window_grid
from pos_app.views.sell.page import SellPage
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.top_bar import Clock, TopBar, shop_mark
from pos_app.views.words import Place, say

_START = QSize(1366, 768)  # the size the grid is drawn for


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class MainWindow(QWidget):
    """A `SellView`, and the place of all pages. The Sell page is always there; others come with `show_page`.

    Give it intents with `set_intents` and `set_go`, states with `render` and `render_shell`, pictures through `preview`.
    """

    looked_at = Signal()  # minimised, or shown again

    def __init__(self, clock: Clock = _now) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(till("minWidth"), till("minHeight"))
        self.resize(_START)
        self._state: SellState | None = None
        self._shell = ShellState()
        self._wishes = SellWishes(self)
        self.rail, self.top_bar, self.page = Rail(), TopBar(clock), SellPage(self._wishes)
        for part in (self.rail, self.top_bar, self.page):
            part.setParent(self)
        self._toast = ToastStrip(self)
        self._toast.gone.connect(self._wishes.toast_gone)
        self._focus_ring = FocusRing(self)
        self._page: PageWidget[Any] = self.page
        self._last_focus: dict[PageWidget[Any], QWidget] = {}
        self._keyboard = WindowKeyboard(self, lambda: self._page, self.rail.press_number)
        self._sheet = KeySheet(self)
        self._keyboard.sheet_wanted.connect(self._show_sheet)
        self._keyboard.sheet_done.connect(self._put_sheet_away)

    @property
    def preview(self) -> Preview:
        """Where frames (`set_frame`) and the found code's corners (`set_outline`) go."""
        return self.page.camera.preview

    def set_intents(self, intents: SellIntents) -> None:
        """Once: from now on what people do reaches the presenter."""
        self._wishes.connect_to(intents)

    def set_go(self, go: Callable[[PageId], None]) -> None:
        """Once: from now on the rail turns pages."""
        self.rail.wanted.connect(go)

    def set_session_intents(
        self, who: Callable[[], None], lock: Callable[[], None], touched: Callable[[], None]
    ) -> None:
        """Once: the operator's name asks who is there, Ctrl L locks, and every touch is told."""
        self.top_bar.operator.clicked.connect(who)
        self._keyboard.lock.connect(lock)
        self._keyboard.touched.connect(touched)

    def render_shell(self, state: ShellState) -> None:
        """Which pages there are, and which is shown."""
        self._shell = state
        self._show_rail()

    def show_page(self, page: PageWidget[Any]) -> None:
        """Show this page instead of the one before; it gets back the focus it had."""
        before, self._page = self._page, page
        focus = self.focusWidget()
        if focus is not None and before.isAncestorOf(focus):
            self._last_focus[before] = focus
        if page.parentWidget() is not self:
            page.setParent(self)
            page.lower()
        page.setGeometry(window_grid(self.size()).content)
        page.show()
        if before is not page:
            before.hide()
        had = self._last_focus.get(page)
        usable = had is not None and had.isVisibleTo(self) and had.isEnabled()
        (had if had is not None and usable else page.first_focus() or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def drop_page(self, page: PageWidget[Any]) -> None:
        """It is not shown again."""
        self._last_focus.pop(page, None)
        if self._page is page:
            self.show_page(self.page)
        page.hide()
        page.deleteLater()

    def render(self, state: SellState) -> None:  # type: ignore[override]  # the presenter's word; Qt's own is not used
        """Show this state, and nothing else."""
        self._state = state
        focus = self.focusWidget()
        self.setWindowTitle(state.merchant_name)
        self.top_bar.render_state(state)
        self._show_rail()
        self.page.render_state(state)
        self._show_toast(state)
        if focus is not None and not (focus.isVisibleTo(self) and focus.isEnabled()):
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # not on to some neighbour, as Qt would have it

    def showEvent(self, event: QShowEvent) -> None:
        """From now on it is seen."""
        super().showEvent(event)
        native = self.windowHandle()
        if native is not None:
            self._keyboard.watch(native)
        if self.focusWidget() is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Another language: the same state in its words. Minimised or back: whoever feeds the window wants to know."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            self.looked_at.emit()
        if event.type() is QEvent.Type.LanguageChange and self._state is not None:
            self.render(self._state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place again."""
        super().resizeEvent(event)
        grid = window_grid(self.size())
        self.rail.setGeometry(grid.rail)
        self.top_bar.setGeometry(grid.top_bar)
        self._put_sheet_away()
        self.page.setGeometry(grid.content)
        self._page.setGeometry(grid.content)
        width = min(till("toastWidth"), grid.content.width())
        left = grid.content.left() + (grid.content.width() - width) // 2
        self._toast.setGeometry(left, grid.content.bottom() + 1 - till("toast") - space(1), width, till("toast"))
        self._show_rail()

    def _show_sheet(self) -> None:
        content = window_grid(self.size()).content
        self._sheet.show_groups((("keys.here", self._page.shortcuts()), ("keys.everywhere", self._keyboard.everywhere)))
        size = self._sheet.size_wanted(content.size())
        corner = content.center() - QPoint(size.width() // 2, size.height() // 2)
        self._sheet.setGeometry(QRect(corner, size))
        self._keyboard.is_sheet_shown = True

    def _put_sheet_away(self) -> None:
        self._keyboard.is_sheet_shown = False
        self._sheet.hide()

    def _show_rail(self) -> None:
        if self._state is not None:
            has_labels = not window_grid(self.size()).is_narrow
            self.rail.show_state(self._shell, shop_mark(self._state), has_labels=has_labels)

    def _show_toast(self, state: SellState) -> None:
        if state.toast is None:
            self._toast.put_away()
            return
        text = say(state.toast.say, Place(state.currency, state.time_zone))
        self._toast.show_toast(state.toast.serial, text, state.toast.say.tone.value)
