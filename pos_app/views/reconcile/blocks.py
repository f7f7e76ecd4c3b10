"""What the page's two parts are made of: a difference with its cause, a plain line, and a pool that keeps both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.views.look.paint import begin
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, size, space
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.scrolled import settle
from pos_app.views.parts.text import Grown, Line

W = TypeVar("W", bound=QWidget)


@dataclass(frozen=True, slots=True)
class BlockWords:
    """What a block says; `verb` is what can be done about it here, empty for nothing."""

    head: str
    below: str
    amount: str
    state: str
    tone: str
    cause: str
    what_to_do: str
    verb: str = ""


class Hair(QWidget):
    """A thin level line below something."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedHeight(border("hair"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        painter.fillRect(self.rect(), colour("line"))
        painter.end()


class Block(Bare):
    """A difference: whose and how much, its name, the likely cause and what to do."""

    pressed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._head = Line(f"{name}Head", "strong", "semibold")
        self._below = Line(f"{name}Below", "caption", "regular", "text2")
        self._amount = Line(f"{name}Amount", "strong", "semibold")
        self._state = Pill(f"{name}State")
        self._cause = Grown(f"{name}Cause", "body", "text")
        self._do = Grown(f"{name}Do", "body", "text2")
        self._verb = Button(f"{name}Verb", Shape(Kind.PLAIN, "body", "check"))
        self._verb.setFixedHeight(size("touchMin"))
        self._verb.clicked.connect(self.pressed)
        top = QHBoxLayout()
        top.setSpacing(space(2))
        top.addWidget(self._head, 1)
        top.addWidget(self._amount)
        under = QHBoxLayout()
        under.setSpacing(space(2))
        under.addWidget(self._below, 1)
        under.addWidget(self._state)
        acts = QHBoxLayout()
        acts.addWidget(self._verb)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space(1), 0, space(1))
        column.setSpacing(space(1))
        column.addLayout(top)
        column.addLayout(under)
        column.addWidget(self._cause)
        column.addWidget(self._do)
        column.addLayout(acts)
        column.addWidget(Hair(f"{name}Hair"))

    def show_words(self, said: BlockWords) -> None:
        """Fills it."""
        self._head.setText(said.head)
        self._below.setText(said.below)
        self._amount.setText(said.amount)
        self._below.setVisible(bool(said.below or said.state))
        self._state.setVisible(bool(said.state))
        self._state.show_words(said.state, said.tone)
        self._cause.set_plain(said.cause)
        self._do.set_plain(said.what_to_do)
        self._do.setVisible(bool(said.what_to_do))
        self._verb.set_words(said.verb)
        self._verb.setAccessibleName(f"{said.verb}, {said.head}, {said.amount}")
        self._verb.setVisible(bool(said.verb))


class Plain(Bare):
    """A line: what, when, how much."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._what = Line(f"{name}What", "body", "medium")
        self._when = Line(f"{name}When", "caption", "regular", "text2")
        self._amount = Line(f"{name}Amount", "body", "semibold")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, space(1), 0, space(1))
        row.setSpacing(space(2))
        row.addWidget(self._what, 1)
        row.addWidget(self._when)
        row.addWidget(self._amount)

    def show_words(self, what: str, when: str, amount: str) -> None:
        """Fills it."""
        self._what.setText(what)
        self._when.setText(when)
        self._amount.setText(amount)


class Pool(Bare, Generic[W]):
    """A heading and its rows, made once and shown again; gone while there are none."""

    def __init__(self, name: str, make: Callable[[int], W], gap: int = 0) -> None:
        super().__init__(name)
        self._make = make
        self._rows: list[W] = []
        self._heading = Line(f"{name}Heading", "body", "semibold", "text2")
        self._rest = Line(f"{name}Rest", "caption", "regular", "text2")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, space(2))
        self._column.setSpacing(gap)
        self._column.addWidget(self._heading)
        self._column.addWidget(self._rest)

    def rows(self, heading: str, count: int, rest: str = "") -> Sequence[W]:
        """So many rows below a heading."""
        self._heading.setText(heading)
        self._heading.setVisible(bool(heading))
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        while len(self._rows) < count:
            row = self._make(len(self._rows))
            self._rows.append(row)
            self._column.insertWidget(len(self._rows), row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < count)
        self.setVisible(count > 0)
        return self._rows[:count]

    def settle(self) -> None:
        """Rows whose words wrap know their height only once they know their width."""
        settle(self, *(row for row in self._rows if row.isVisibleTo(self)))
