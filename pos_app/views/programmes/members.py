"""Who takes a programme: each with a way out, and a chooser for another."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.presenters.programmes_state import ProgrammesState
from pos_app.views.look.tokens import size, space
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.text import Line, Paragraph
from pos_app.views.words import words


class MemberLine(Bare):
    """A merchant, and the button by which it leaves."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._name = Line(f"{name}Name", "strong", "medium")
        self.out = Button(f"{name}Out", Shape(Kind.QUIET, "body"))
        self.out.setFixedHeight(size("touchMin"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._name, 1)
        row.addWidget(self.out)

    def show_member(self, name: str, *, is_issuer: bool, is_off: bool) -> None:
        """Its name; the issuer can't leave."""
        self._name.setText(words("programmes.issuer", name=name) if is_issuer else name)
        self.out.set_words(words("programmes.leave"))
        self.out.setAccessibleName(words("programmes.leave_named", name=name))
        self.out.setVisible(not is_issuer)
        self.out.setEnabled(not is_off)


class MembersBox(Bare):
    """The members, and a chooser of those that could be."""

    released, named, admitted = Signal(str), Signal(str), Signal()

    def __init__(self) -> None:
        super().__init__("programmeMembers")
        self._about = Paragraph("programmeMembersAbout", "body")
        self._lines: list[MemberLine] = []
        self._ids: list[str] = []
        self.chooser = Chooser("programmeJoiner")
        self._add = Button("programmeAdmit", Shape(Kind.PLAIN, "body", "plus"))
        self._add.setFixedHeight(size("field"))
        self.chooser.activated.connect(lambda: self.named.emit(str(self.chooser.currentData())))
        self._add.clicked.connect(self.admitted)
        self._joining = Bare("programmeJoining")
        row = QHBoxLayout(self._joining)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        row.addWidget(self.chooser, 1)
        row.addWidget(self._add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(space(1))
        self._column.addWidget(self._about)
        self._column.addWidget(self._joining)

    def show_state(self, state: ProgrammesState) -> None:
        """Names of those that take the open programme."""
        detail, chosen = state.detail, state.chosen
        if detail is None:
            return
        self._about.set_plain(words("programmes.members_about"))
        self._ids = list(detail.members)
        while len(self._lines) < len(self._ids):
            self._more()
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(self._ids))
            if place < len(self._ids):
                name = detail.merchants[place]
                is_issuer = chosen is not None and chosen.issuer_name == name
                line.show_member(name, is_issuer=is_issuer, is_off=state.is_sending)
        others = tuple(one for one in state.merchants if one[0] not in self._ids)
        choices = (("", words("programmes.choose")), *others)
        self.chooser.show_choices(choices, state.new_member, words("programmes.joiner"))
        self._add.set_words(words("programmes.admit"))
        self._add.setEnabled(bool(state.new_member) and not state.is_sending)
        self._joining.setVisible(bool(others))

    def _more(self) -> None:
        place = len(self._lines)
        line = MemberLine(f"programmeMember{place}")
        line.out.clicked.connect(lambda: self.released.emit(self._ids[place]))
        self._lines.append(line)
        self._column.insertWidget(place + 1, line)
