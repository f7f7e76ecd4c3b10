"""What every page's widget is: shows a state, takes keys, knows its one filled button."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from pos_app.views.keys import Shortcut, act
from pos_app.views.parts.button import Button
from pos_app.views.parts.card import Bare

S = TypeVar("S")
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_written_in(focus: QWidget | None) -> bool:
    """Whether what is keyed now is text."""
    return isinstance(focus, (QLineEdit, QPlainTextEdit))


class PageWidget(Bare, Generic[S]):
    """`render` shows a state and does so again in another language; a page overrides `render_state` and what it needs."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._shown_state: S | None = None

    def render(self, state: S) -> None:  # type: ignore[override]  # the presenter's word; Qt's own is not used
        """Show this state, and nothing else."""
        self._shown_state = state
        self.render_state(state)

    def render_state(self, state: S) -> None:
        """Puts the state on screen."""
        raise NotImplementedError

    def filled_button(self) -> Button | None:
        """The one filled button now: Enter presses it."""
        return None

    def search_field(self) -> QWidget | None:
        """Where `/` goes."""
        return None

    def can_seek(self) -> bool:
        """Whether there is something to search in."""
        search = self.search_field()
        return search is not None and search.isVisible()

    def seek(self) -> None:
        """Into the search field, what stands in it chosen."""
        search = self.search_field()
        if search is not None:
            search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if isinstance(search, QLineEdit):
                search.selectAll()

    def escape(self) -> bool:
        """Esc: one step back; False where there is none."""
        return False

    def first_focus(self) -> QWidget | None:
        """What has the keyboard when the page is shown; None: the window, and nothing is ringed."""
        return self.search_field()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """The page's own keys."""
        return ()

    def common(self) -> tuple[Shortcut, ...]:
        """What pages have in common, as far as this one has it."""
        shared = (
            Shortcut("Enter", "keys.enter", lambda _: None, keys=ENTER),
            Shortcut("Esc", "keys.escape", lambda _: self.escape(), keys=(Qt.Key.Key_Escape,)),
        )
        return (*shared, self._slash) if self.can_seek() else shared

    @property
    def _slash(self) -> Shortcut:
        return Shortcut("/", "keys.search", lambda _: self.seek(), characters="/", when=self.can_seek)

    def press(self, event: QKeyEvent, focus: QWidget | None) -> bool:
        """A key, before the focused widget has it; True means it is used up."""
        if event.key() == Qt.Key.Key_Escape:
            return self.escape()
        if event.key() in ENTER:
            return self._enter(focus, is_repeat=event.isAutoRepeat())
        return not is_written_in(focus) and act((*self.shortcuts(), self._slash), event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language: the same state in its words."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self._shown_state is not None:
            self.render_state(self._shown_state)

    def _enter(self, focus: QWidget | None, *, is_repeat: bool) -> bool:
        """A focused button is pressed, a list opens its row, a field keeps its Enter; else the filled button."""
        if isinstance(focus, QAbstractButton):
            if not is_repeat:
                focus.click()
            return True
        if isinstance(focus, (QAbstractItemView, QPlainTextEdit, QComboBox)):
            return False
        if isinstance(focus, QLineEdit) and focus.property("takesEnter"):
            return False
        filled = self.filled_button()
        if filled is None:
            return False
        if filled.isEnabled() and filled.isVisible() and not is_repeat:
            filled.click()
        return True
