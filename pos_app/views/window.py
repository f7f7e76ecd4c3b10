"""The till's window: rail, top bar, the Sell page, the toast. It is the view that a presenter renders to."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from pos_app.presenters.sell_state import SellIntents, SellState
from pos_app.views.look.tokens import space, till
from pos_app.views.parts.focus_ring import FocusRing
from pos_app.views.parts.preview import Preview
from pos_app.views.parts.toast import ToastStrip
from pos_app.views.rail import Rail
from pos_app.views.sell.grid import window_grid
from pos_app.views.sell.keyboard import SellKeyboard
from pos_app.views.sell.page import SellPage
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.top_bar import Clock, TopBar, shop_mark
from pos_app.views.words import Place, say

_START = QSize(1366, 768)  # the size the grid is drawn for


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class MainWindow(QWidget):
    """A `SellView`. Give it intents with `set_intents`, states with `render`, pictures through `preview`."""

    def __init__(self, clock: Clock = _now) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(till("minWidth"), till("minHeight"))
        self.resize(_START)
        self._state: SellState | None = None
        self._wishes = SellWishes(self)
        self.rail, self.top_bar, self.page = Rail(), TopBar(clock), SellPage(self._wishes)
        for part in (self.rail, self.top_bar, self.page):
            part.setParent(self)
        self._toast = ToastStrip(self)
        self._toast.gone.connect(self._wishes.toast_gone)
        self._focus_ring = FocusRing(self)
        self._keyboard = SellKeyboard(self, self.page, self._wishes)

    @property
    def preview(self) -> Preview:
        """Where frames (`set_frame`) and the found code's corners (`set_outline`) go."""
        return self.page.camera.preview

    def set_intents(self, intents: SellIntents) -> None:
        """Once: from now on what people do reaches the presenter."""
        self._wishes.connect_to(intents)

    def render(self, state: SellState) -> None:  # type: ignore[override]  # the presenter's word; Qt's own is not used
        """Show this state, and nothing else."""
        self._state = state
        focus = self.focusWidget()
        self._keyboard.render_state(state)
        self.setWindowTitle(state.merchant_name)
        self.top_bar.render_state(state)
        self.rail.show_words(shop_mark(state), has_labels=not window_grid(self.size()).is_narrow)
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
        """Another language: the same state in its words."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self._state is not None:
            self.render(self._state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place again."""
        super().resizeEvent(event)
        grid = window_grid(self.size())
        self.rail.setGeometry(grid.rail)
        self.top_bar.setGeometry(grid.top_bar)
        self.page.setGeometry(grid.content)
        width = min(till("toastWidth"), grid.content.width())
        left = grid.content.left() + (grid.content.width() - width) // 2
        self._toast.setGeometry(left, grid.content.bottom() + 1 - till("toast") - space(1), width, till("toast"))
        if self._state is not None:
            self.rail.show_words(shop_mark(self._state), has_labels=not grid.is_narrow)

    def _show_toast(self, state: SellState) -> None:
        if state.toast is None:
            self._toast.put_away()
            return
        text = say(state.toast.say, Place(state.currency, state.time_zone))
        self._toast.show_toast(state.toast.serial, text, state.toast.say.tone.value)
