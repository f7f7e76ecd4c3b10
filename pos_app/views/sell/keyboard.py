"""The keys of the Sell page, in one place: they work whatever has the focus, except that fields keep theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from pos_app.presenters.sell_state import Phase, SellState
from pos_app.views.keys import Shortcut, act
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
        self._table = self._build()

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
        return act(self._table, event)

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

    @property
    def table(self) -> tuple[Shortcut, ...]:
        """The amount's keys, which are good in every phase, then those of a phase."""
        return self._table

    def _build(self) -> tuple[Shortcut, ...]:
        wishes, during = self._wishes, self._during
        key = Qt.Key
        return (
            Shortcut("0 – 9", "keys.digits", self._digit, characters="0123456789"),
            Shortcut("*", "keys.double_zero", self._digit, characters="*"),
            Shortcut(". ,", "keys.point", self._point, keys=(key.Key_Period, key.Key_Comma), characters=".,"),
            Shortcut("+", "keys.add", lambda _: wishes.add.emit(), characters="+"),
            Shortcut("Backspace", "keys.backspace", lambda _: wishes.backspace.emit(), keys=(key.Key_Backspace,)),
            Shortcut("Delete", "keys.clear", lambda _: wishes.clear.emit(), keys=(key.Key_Delete,)),
            Shortcut("F1 – F5", "keys.quick", self._quick, keys=_QUICK_KEYS, when=self._has_quick),
            Shortcut("V", "keys.visit", lambda _: wishes.check_in.emit(), keys=(key.Key_V,), when=during(Phase.READY)),
            Shortcut(
                "P", "keys.points", lambda _: wishes.use_points.emit(), keys=(key.Key_P,), when=during(Phase.SCANNING)
            ),
            Shortcut("A", "keys.all_points", self._all_points, keys=(key.Key_A,), when=during(Phase.PRICING)),
            Shortcut(
                "N", "keys.no_points", lambda _: wishes.spend.emit(0), keys=(key.Key_N,), when=during(Phase.PRICING)
            ),
            Shortcut(
                "A", "keys.another", lambda _: wishes.another_code.emit(), keys=(key.Key_A,), when=during(Phase.REFUSED)
            ),
            Shortcut(
                "P", "keys.receipt", lambda _: wishes.show_receipt.emit(), keys=(key.Key_P,), when=during(Phase.PAID)
            ),
            Shortcut(
                "N", "keys.no_receipt", lambda _: wishes.no_receipt.emit(), keys=(key.Key_N,), when=during(Phase.PAID)
            ),
        )

    def _during(self, phase: Phase) -> Callable[[], bool]:
        return lambda: self._state is not None and self._state.phase is phase

    def _has_quick(self) -> bool:
        return self._state is not None and self._state.phase is Phase.READY and bool(self._state.quick_amounts)

    def _digit(self, event: QKeyEvent) -> None:
        digit = "00" if event.text() == "*" else event.text()
        self._wishes.digit.emit(digit)
        self._page.keypad.flash(digit)

    def _point(self, event: QKeyEvent) -> None:
        del event
        self._wishes.point.emit()
        self._page.keypad.flash(".")

    def _quick(self, event: QKeyEvent) -> None:
        index = _QUICK_KEYS.index(Qt.Key(event.key()))
        if self._state is not None and index < len(self._state.quick_amounts):
            self._wishes.quick.emit(index)
            self._page.quick.flash(index)

    def _all_points(self, event: QKeyEvent) -> None:
        del event
        if self._state is not None and self._state.pricing is not None:
            self._wishes.spend.emit(self._state.pricing.points_usable)
