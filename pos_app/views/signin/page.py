"""Sign in: who, and the PIN by keypad or keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.presenters.session_state import LEAST_PIN, MOST_PIN, SignInIntents, SignInState
from pos_app.views.look.paint import begin, disc
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import size, space, till
from pos_app.views.page import ENTER, PageWidget
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.key import Key, KeyKind
from pos_app.views.parts.person import PersonRow
from pos_app.views.parts.text import Fitting
from pos_app.views.words import Place, say, words

_KEYS = ("7", "8", "9", "4", "5", "6", "1", "2", "3", "", "0", "back")
_MOST_PEOPLE = 7
_NOWHERE = Place("EUR", "UTC")


class PinDots(QWidget):
    """As many dots as digits were keyed; places for the least there must be."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pinDots")
        self.setFixedHeight(size("touchMin"))
        self._digits = 0

    def show_digits(self, digits: int) -> None:
        """How many."""
        self._digits = digits
        self.setAccessibleName(words("session.keyed", count=digits))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        count = max(LEAST_PIN, self._digits)
        step, side = space(5) if count <= MOST_PIN // 2 else space(4), space(3)
        left = (self.width() - (count - 1) * step) / 2
        for index in range(count):
            is_keyed = index < self._digits
            middle = QPointF(left + index * step, self.height() / 2)
            disc(painter, middle, side, colour("brand" if is_keyed else "sunken"), colour("lineStrong"))
        painter.end()


class SignInPage(PageWidget[SignInState]):
    """Names at the left, the pad at the right."""

    def __init__(self) -> None:
        super().__init__("signInPage")
        self._intents: SignInIntents | None = None
        self._title = Fitting("signInTitle", "heading", "semibold")
        self._rows = tuple(PersonRow(f"person{index + 1}") for index in range(_MOST_PEOPLE))
        self._first = 0
        self._out = Button("signOut", Shape(Kind.QUIET, "body", "sign-out"))
        self._back = Button("signInBack", Shape(Kind.QUIET, "body", key="Esc"))
        self._hint = Fitting("signInHint", "body", "regular", "text2")
        self._whose = Fitting("pinOf", "strong", "semibold")
        self._dots = PinDots()
        self._wrong = Fitting("pinWrong", "body", "medium", "danger")
        self._keys = {key: Key(f"pin{key.title()}", KeyKind.DIGIT) for key in _KEYS if key.isdigit()}
        self._keys["back"] = Key("pinBack", KeyKind.FUNCTION, "backspace")
        self.enter = Button("signIn", Shape(Kind.PRIMARY, "title", key="Enter"))
        self._wire()
        self._lay_out()

    def set_intents(self, intents: SignInIntents) -> None:
        """From now on what a person does reaches the presenter."""
        self._intents = intents

    def render_state(self, state: SignInState) -> None:
        """Names, dots, what is wrong."""
        names = [one.operator_id for one in state.people]
        chosen = names.index(state.chosen_id) if state.chosen_id in names else 0
        fits = self._fitting()
        # one more name above and below the chosen one is in sight: a finger gets to all of them
        self._first = max(0, min(self._first, chosen - 1), min(chosen + 2, len(names)) - fits)
        self._title.setText(words("session.title"))
        people = state.people[self._first : self._first + fits]
        for row, person in zip(self._rows, people, strict=False):
            role = words(f"role.{person.role.value}")
            row.show_person(person.name, role, is_chosen=person.operator_id == state.chosen_id)
        for index, row in enumerate(self._rows):
            row.setVisible(index < len(people))
        name = state.people[chosen].name if state.people else ""
        self._whose.setText(words("session.pin", name=name))
        self._dots.show_digits(state.digits)
        self._wrong.setText(say(state.wrong, _NOWHERE) if state.wrong else "")
        self._wrong.setAccessibleName(self._wrong.text())
        self._hint.setText(say(state.hint, _NOWHERE) if state.hint else "")
        self._out.set_words(words("session.out"))
        self._out.setVisible(not state.is_locked)
        self._back.set_words(words("session.leave"))
        self._back.setVisible(not state.is_locked)
        for key, widget in self._keys.items():
            widget.set_words(key if key.isdigit() else "", key if key.isdigit() else words("key.backspace"))
        self.enter.set_words(words("session.asking" if state.is_asking else "session.enter"))
        self.enter.setEnabled(state.can_enter)

    def filled_button(self) -> Button:
        """Sign in."""
        return self.enter

    def escape(self) -> bool:
        """Back, where there is a way back."""
        if self._intents is not None:
            self._intents.leave()
        return True

    def first_focus(self) -> QWidget | None:
        """None: digits go to the PIN at once."""
        return None

    def press(self, event: QKeyEvent, focus: QWidget | None) -> bool:
        """Digits are the PIN's, arrows choose who, Enter sends."""
        key, text, intents = event.key(), event.text(), self._intents
        if intents is None:
            return False
        if text.isascii() and text.isdigit():
            self._keys[text].flash()
            intents.digit(text)
        elif key == Qt.Key.Key_Backspace:
            intents.backspace()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in ENTER and not isinstance(focus, PersonRow):
            if not event.isAutoRepeat():
                intents.enter()
        else:
            return super().press(event, focus)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the keys are less high."""
        super().resizeEvent(event)
        if self._shown_state is not None:
            self.render_state(self._shown_state)
        room = self.height() - 5 * size("touchMin") - size("buttonPrimary") - 4 * space(3)
        for key in self._keys.values():
            key.setFixedHeight(max(size("touchMin"), min(size("key"), room // 4)))

    def _fitting(self) -> int:
        """How many names there is room for."""
        rest = 3 * size("touchMin") + 3 * space(2)
        return max(1, min(_MOST_PEOPLE, (self.height() - rest) // (size("buttonPrimary") + space(2))))

    def _step(self, by: int) -> None:
        state = self._shown_state
        if state is None or not state.people or self._intents is None:
            return
        ids = [one.operator_id for one in state.people]
        at = ids.index(state.chosen_id) if state.chosen_id in ids else 0
        self._intents.choose(ids[(at + by) % len(ids)])

    def _choose(self, index: int) -> None:
        state = self._shown_state
        if state is not None and self._intents is not None and self._first + index < len(state.people):
            self._intents.choose(state.people[self._first + index].operator_id)

    def _key(self, key: str) -> None:
        if self._intents is not None:
            self._intents.backspace() if key == "back" else self._intents.digit(key)

    def _enter_pin(self) -> None:
        if self._intents is not None:
            self._intents.enter()

    def _sign_out(self) -> None:
        if self._intents is not None:
            self._intents.sign_out()

    def _wire(self) -> None:
        for index, row in enumerate(self._rows):
            row.clicked.connect(lambda _=False, index=index: self._choose(index))
        for key, widget in self._keys.items():
            widget.clicked.connect(lambda _=False, key=key: self._key(key))
        self.enter.clicked.connect(self._enter_pin)
        self._out.clicked.connect(self._sign_out)
        self._back.clicked.connect(self.escape)

    def _lay_out(self) -> None:
        people = Bare("signInPeople")
        left = QVBoxLayout(people)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(space(2))
        left.addWidget(self._title)
        for person in self._rows:
            left.addWidget(person)
        left.addStretch(1)
        self._hint.setFixedHeight(space(4))
        left.addWidget(self._hint)
        feet = QHBoxLayout()
        for button in (self._back, self._out):
            button.setFixedHeight(size("touchMin"))
            feet.addWidget(button)
        feet.addStretch(1)
        left.addLayout(feet)
        card = Card("pinCard")
        column = QVBoxLayout(card)
        column.setContentsMargins(space(4), space(3), space(4), space(4))
        column.setSpacing(space(2))
        for label in (self._whose, self._wrong):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setFixedHeight(space(5))
        column.addWidget(self._whose)
        column.addWidget(self._dots)
        column.addWidget(self._wrong)
        for start in range(0, len(_KEYS), 3):
            line = QHBoxLayout()
            line.setSpacing(space(2))
            for key in _KEYS[start : start + 3]:
                line.addWidget(self._keys[key] if key else QWidget(), 1)
            column.addLayout(line)
        column.addStretch(1)
        self.enter.setFixedHeight(size("buttonPrimary"))
        column.addWidget(self.enter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(4))
        row.addStretch(1)
        row.addWidget(people)
        row.addWidget(card)
        row.addStretch(1)
        people.setFixedWidth(till("side"))
        card.setFixedWidth(till("side"))
