"""What the desk's pages share: a list at the left, a card at the right with a foot of buttons, and a question in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.views.desk.rows import DeskRow
from pos_app.views.look.tokens import border, size, space, tokens
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.empty import Empty
from pos_app.views.parts.scrolled import scrolled
from pos_app.views.parts.text import Fitting
from pos_app.views.settlement.cards import Rows
from pos_app.views.words import words

LIST_WIDTH, LIST_NARROW, NARROW = 352, 280, 1100


@dataclass(frozen=True, slots=True)
class RowWords:
    """What a row of the list says."""

    id: str
    head: str
    below: str
    right: str = ""
    state: str = ""
    tone: str = "plain"
    icon: str = ""


class ListCard(Card):
    """Rows that are kept and shown again; a quiet button for more."""

    chosen = Signal(str)
    more = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.title = Fitting(f"{name}Title", "title", "semibold")
        self.above = QVBoxLayout()
        self.above.setSpacing(space(2))
        self._rows = Rows(f"{name}Rows")
        self._buttons: list[DeskRow] = []
        self._ids: list[str] = []
        self._more = Button(f"{name}More", Shape(Kind.QUIET, "body"))
        self._more.setFixedHeight(size("touchMin"))
        self._more.clicked.connect(self.more)
        head = QVBoxLayout()
        head.setContentsMargins(space(3), 0, space(3), 0)
        head.setSpacing(space(2))
        head.addWidget(self.title)
        head.addLayout(self.above)
        column = QVBoxLayout(self)
        column.setContentsMargins(border("hair"), space(3), border("hair"), space(2))
        column.setSpacing(space(2))
        column.addLayout(head)
        column.addWidget(self._rows, 1)
        column.addWidget(self._more)
        self.below = QVBoxLayout()
        self.below.setContentsMargins(space(3), 0, space(3), space(1))
        column.addLayout(self.below)

    def show_rows(self, rows: Sequence[RowWords], chosen_id: str | None, *, has_more: bool = False) -> None:
        """These rows, one of them marked."""
        self._ids = [row.id for row in rows]
        while len(self._buttons) < len(rows):
            self._add()
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(rows))
            if place < len(rows):
                row = rows[place]
                button.is_chosen = row.id == chosen_id
                button.show_words(row.head, row.below, row.right, row.state, row.tone, row.icon)
        self._more.set_words(words("desk.more"))
        self._more.setVisible(has_more)

    def _add(self) -> None:
        place = len(self._buttons)
        button = DeskRow(f"{self.objectName()}Row{place}")
        button.clicked.connect(lambda: self.chosen.emit(self._ids[place]))
        self._buttons.append(button)
        self._rows.add(button, place)


class Foot(Bare):
    """Buttons; or a question, No, and the verb, which can be pressed only after the question has stood a while."""

    yes, no = Signal(), Signal()

    def __init__(self, name: str, *buttons: Button) -> None:
        super().__init__(name)
        self._buttons = Bare(f"{name}Buttons")
        self._asked = Bare(f"{name}Asked")
        self._question = Fitting(f"{name}Question", "strong", "semibold")
        self._no = Button(f"{name}No", Shape(Kind.PLAIN, key="Esc"))
        self.verb = Button(f"{name}Yes", Shape(Kind.PRIMARY, "strong"))
        self._no.clicked.connect(self.no)
        self.verb.clicked.connect(self.yes)
        self._stands = QTimer(self)
        self._stands.setSingleShot(True)
        self._stands.timeout.connect(lambda: self.verb.setEnabled(True))
        for frame, parts in ((self._buttons, buttons), (self._asked, (self._question, self._no, self.verb))):
            row = QHBoxLayout(frame)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(space(2))
            for part in parts:
                row.addWidget(part, 1 if part in (self._question, *buttons[:1]) else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._buttons)
        column.addWidget(self._asked)
        for button in (self._no, self.verb):
            button.setFixedHeight(size("button"))
        self.setFixedHeight(size("button"))

    def show_question(self, question: str, verb: str, *, is_asking: bool) -> None:
        """The question, or the buttons."""
        self._question.setText(question)
        self._no.set_words(words("desk.no"))
        self.verb.set_words(verb)
        if is_asking and not self._asked.isVisibleTo(self):
            self.verb.setEnabled(False)
            self._stands.start(tokens().motion_ms["confirmArm"])
        self._asked.setVisible(is_asking)
        self._buttons.setVisible(not is_asking)


class Side(Card):
    """The right side: a head, what scrolls, and a foot."""

    def __init__(self, name: str, head: QWidget, content: QWidget, foot: QWidget) -> None:
        super().__init__(name)
        self.area = scrolled(content, f"{name}Area")
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(3))
        column.addWidget(head)
        column.addWidget(self.area, 1)
        column.addWidget(foot)


class TwoSides(Bare):
    """List and side next to each other; or, with nothing to show, why."""

    def __init__(self, name: str, left: QWidget, side: QWidget, icon: str) -> None:
        super().__init__(name)
        self._left = left
        self._side = side
        self._empty = Empty(f"{name}Empty", icon)
        self.again = Button(f"{name}Again", Shape(Kind.PLAIN, "body"))
        self.again.setFixedHeight(size("button"))
        right = QVBoxLayout()
        right.setSpacing(space(3))
        right.addWidget(side, 1)
        right.addWidget(self._empty, 1)
        right.addWidget(self.again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(4))
        row.addWidget(left)
        row.addLayout(right, 1)

    def show_side(self, what: str, how: str, *, is_there: bool, is_broken: bool) -> None:
        """The side; or, in its place, what this is and how it fills."""
        self._side.setVisible(is_there)
        self._empty.setVisible(not is_there)
        self._empty.show_words(what, how)
        self.again.set_words(words("desk.again"))
        self.again.setVisible(is_broken)

    def fit(self, width: int) -> None:
        """The list keeps its width where there is room."""
        self._left.setFixedWidth(LIST_NARROW if width < NARROW else LIST_WIDTH)
