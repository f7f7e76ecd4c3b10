"""The keys of the Sell page, in one place: they work whatever has the focus, except that fields keep theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from pos_app.presenters.sell_state import Phase, SellState
from pos_app.views.sell.wishes import SellWishes

if TYPE_CHECKING:
    from pos_app.views.sell.page import SellPage

_QUICK_KEYS = (Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F5)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SellKeys:
    """What a key wishes, by the state shown."""

    def __init__(self, page: SellPage, wishes: SellWishes) -> None:
        self._page, self._wishes = page, wishes
        self._state: SellState | None = None

    def render_state(self, state: SellState) -> None:
        """What the keys mean depends on the phase."""
        self._state = state

    def press(self, event: QKeyEvent, focus: QWidget | None) -> bool:
        """Whether the page used the key."""
        if self._state is None:
            return False
        key = event.key()
        if key in _ENTER:
            return self._enter(focus, is_repeat=event.isAutoRepeat())
        if key == Qt.Key.Key_Escape:
            self._escape()
            return True
        if isinstance(focus, (QLineEdit, QComboBox)):
            return False
        return self._amount_key(event) or self._letter(event)

    def _enter(self, focus: QWidget | None, *, is_repeat: bool) -> bool:
        if isinstance(focus, QComboBox) and focus.view().isVisible():
            return False
        filled = self._page.filled_button()
        if filled is not None and filled.isEnabled() and not is_repeat:
            filled.click()
        return True

    def _escape(self) -> None:
        has_question = self._state is not None and self._state.question is not None
        (self._wishes.refund_no if has_question else self._wishes.escape).emit()

    def _amount_key(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        if text.isascii() and text.isdigit():
            self._wishes.digit.emit(text)
            self._page.keypad.flash(text)
        elif text == "*":
            self._wishes.digit.emit("00")
            self._page.keypad.flash("00")
        elif text in (".", ",") or key in (Qt.Key.Key_Period, Qt.Key.Key_Comma):
            self._wishes.point.emit()
            self._page.keypad.flash(".")
        elif text == "+":
            self._wishes.add.emit()
        elif key == Qt.Key.Key_Backspace:
            self._wishes.backspace.emit()
        elif key == Qt.Key.Key_Delete:
            self._wishes.clear.emit()
        else:
            return False
        return True

    def _letter(self, event: QKeyEvent) -> bool:
        state, key = self._state, event.key()
        if state is None:
            return False
        if state.phase is Phase.READY and key in _QUICK_KEYS[: len(state.quick_amounts)]:
            self._wishes.quick.emit(_QUICK_KEYS.index(Qt.Key(key)))
            self._page.quick.flash(_QUICK_KEYS.index(Qt.Key(key)))
        elif state.phase is Phase.READY and key == Qt.Key.Key_V:
            self._wishes.check_in.emit()
        elif state.phase is Phase.SCANNING and key == Qt.Key.Key_P:
            self._wishes.use_points.emit()
        elif state.phase is Phase.PRICING and key == Qt.Key.Key_A and state.pricing is not None:
            self._wishes.spend.emit(state.pricing.points_usable)
        elif state.phase is Phase.PRICING and key == Qt.Key.Key_N:
            self._wishes.spend.emit(0)
        elif state.phase is Phase.REFUSED and key == Qt.Key.Key_A:
            self._wishes.another_code.emit()
        elif state.phase is Phase.PAID and key == Qt.Key.Key_P:
            self._wishes.show_receipt.emit()
        elif state.phase is Phase.PAID and key == Qt.Key.Key_N:
            self._wishes.no_receipt.emit()
        else:
            return False
        return True
