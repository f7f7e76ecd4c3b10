"""Keying an amount: quick amounts, the pad, Take."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit

from pos_app.presenters.sell_state import SellState
from pos_app.views import format as fmt
from pos_app.views.look.tokens import size, space
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.key import Key, KeyKind
from pos_app.views.sell.grid import QUICK_COUNT, keypad_grid, quick_rects
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import Place, words

_DIGITS = ("7", "8", "9", "4", "5", "6", "1", "2", "3", "00", "0", ".")
_POINT = "."


class QuickAmounts(Bare):
    """Up to five amounts that are added by one press."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("quickAmounts")
        self._keys = tuple(Key(f"quick{index + 1}", KeyKind.QUICK) for index in range(QUICK_COUNT))
        for index, key in enumerate(self._keys):
            key.setParent(self)
            key.clicked.connect(lambda _=False, index=index: wishes.quick.emit(index))

    def render_state(self, state: SellState) -> None:
        """Labels of those that exist; the others are left out."""
        place = Place(state.currency, state.time_zone)
        self.setAccessibleName(words("key.quick_all"))
        labels = fmt.quick_figures(state.quick_amounts, state.currency)
        for index, key in enumerate(self._keys):
            key.setVisible(index < len(labels))
            if index < len(labels):
                spoken = words("key.quick", place, amount_minor=state.quick_amounts[index])
                key.set_words(labels[index], spoken)

    def flash(self, index: int) -> None:
        """Shows a press that came from the keyboard."""
        self._keys[index].flash()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place again."""
        super().resizeEvent(event)
        for key, rect in zip(self._keys, quick_rects(self.size()), strict=True):
            key.setGeometry(rect)


class Keypad(Bare):
    """Digits, decimal sign, functions, Take. A press goes into a field that is being written in, else to the amount."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("keypad")
        self._wishes = wishes
        self._digits = {digit: Key(f"key{_spelled(digit)}", KeyKind.DIGIT) for digit in _DIGITS}
        self._backspace = Key("keyBackspace", KeyKind.FUNCTION, "backspace")
        self._clear = Key("keyClear", KeyKind.FUNCTION)
        self.take = Button(
            "take",
            Shape(Kind.PRIMARY, "heading", "qr-code-bold", size("iconLarge") + space(2), key="Enter", stacked=True),
        )
        for digit, key in self._digits.items():
            key.setParent(self)
            key.clicked.connect(lambda _=False, digit=digit: self._press(digit))
        for function, wish in ((self._backspace, self._take_back), (self._clear, self._empty)):
            function.setParent(self)
            function.clicked.connect(wish)
        self.take.setParent(self)
        self.take.clicked.connect(wishes.primary)

    def render_state(self, state: SellState) -> None:
        """The words on the keys; Take carries the amount."""
        self.setAccessibleName(words("key.keypad"))
        place = Place(state.currency, state.time_zone)
        for digit, key in self._digits.items():
            key.set_words(digit, words("key.point") if digit == _POINT else digit)
        self._backspace.set_words("", words("key.backspace"))
        self._clear.set_words(words("key.clear"), words("key.clear"))
        text = words("take.amount", place, amount_minor=state.amount_minor) if state.can_take else words("take.nothing")
        self.take.set_words(text, words("take.how"))
        self.take.setEnabled(state.can_take)
        self.take.set_loud(state.question is None)

    def flash(self, digit: str) -> None:
        """Shows a press that came from the keyboard."""
        if digit in self._digits:
            self._digits[digit].flash()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place again."""
        super().resizeEvent(event)
        grid = keypad_grid(self.size())
        for key, rect in zip(self._digits.values(), grid.digits, strict=True):
            key.setGeometry(rect)
        self._backspace.setGeometry(grid.backspace)
        self._clear.setGeometry(grid.clear)
        self.take.setGeometry(grid.take)

    def _press(self, digit: str) -> None:
        if field := self._field_in_use():
            field.insert(digit)
        elif digit == _POINT:
            self._wishes.point.emit()
        else:
            self._wishes.digit.emit(digit)

    def _take_back(self) -> None:
        if field := self._field_in_use():
            field.backspace()
        else:
            self._wishes.backspace.emit()

    def _empty(self) -> None:
        if field := self._field_in_use():
            field.clear()
        else:
            self._wishes.clear.emit()

    def _field_in_use(self) -> QLineEdit | None:
        focus = self.window().focusWidget()
        return focus if isinstance(focus, QLineEdit) else None


def _spelled(digit: str) -> str:
    return "Point" if digit == _POINT else digit
