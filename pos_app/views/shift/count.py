"""The count sheet: so many of each note and coin, what that comes to, and the rest; Enter goes down it to its end."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QWidget

from pos_app.presenters.forms import Form, FormField
from pos_app.presenters.shift_state import LOOSE
from pos_app.views import format as fmt
from pos_app.views.look.tokens import size, space
from pos_app.views.parts.card import Bare
from pos_app.views.parts.field import Field
from pos_app.views.parts.text import Fitting, Line
from pos_app.views.words import words

_FIELD, _LOOSE = 88, 140
_COLUMNS = 2


class CountLine(Bare):
    """A value, how many pieces, and what they come to."""

    def __init__(self, field_id: str) -> None:
        super().__init__(f"count{field_id.title()}")
        self._id = field_id
        self._value = Fitting(f"count{field_id.title()}Value", "body", "medium")
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.field = Field(f"count{field_id.title()}Field", "strong")
        self.field.setFixedWidth(_LOOSE if field_id == LOOSE else _FIELD)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setProperty("takesEnter", True)
        self._sum = Line(f"count{field_id.title()}Sum", "body", "regular", "text2")
        self._sum.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        row.addWidget(self._value, 2)
        row.addWidget(self.field)
        row.addWidget(self._sum, 3)

    def show_field(self, field: FormField, currency: str, *, is_off: bool) -> None:
        """Its words, and what stands in it."""
        is_loose = self._id == LOOSE
        value = words("shift.loose") if is_loose else fmt.figures(int(self._id), currency)
        self._value.setText(value)
        self.field.setAccessibleName(words("shift.pieces", value=value))
        self.field.setEnabled(not is_off)
        if self.field.text() != field.text:
            self.field.setText(field.text)
        self.field.set_wrong(field.fault is not None)
        self.field.setTextMargins(0, 0, size("icon") if field.fault else 0, 0)  # the mark stands at the right
        pieces = field.text.strip()
        is_number = pieces.isascii() and pieces.isdigit() and field.fault is None and not is_loose
        self._sum.setText(fmt.figures(int(pieces) * int(self._id), currency) if is_number else "")
        self._sum.setVisible(not is_loose)  # its field is its sum, and the room is needed


class CountBox(Bare):
    """All of them, the largest first, down the left column and then down the right one."""

    written, finished = Signal(str, str), Signal()

    def __init__(self) -> None:
        super().__init__("countSheet")
        self._lines: dict[str, CountLine] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space(4))
        self._grid.setVerticalSpacing(space(1))
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def show_form(self, form: Form, currency: str, *, is_off: bool) -> None:
        """What was keyed so far."""
        if tuple(self._lines) != tuple(field.id for field in form.fields):
            self._make(form)
        for field in form.fields:
            self._lines[field.id].show_field(field, currency, is_off=is_off)

    def first(self) -> QWidget | None:
        """Where counting begins."""
        return next((line.field for line in self._lines.values()), None)

    def _make(self, form: Form) -> None:
        for line in self._lines.values():
            self._grid.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = {}
        deep = -(-len(form.fields) // _COLUMNS)
        for number, field in enumerate(form.fields):
            line = CountLine(field.id)
            line.field.textEdited.connect(lambda text, key=field.id: self.written.emit(key, text))
            line.field.returnPressed.connect(lambda key=field.id: self._next(key))
            self._grid.addWidget(line, number % deep, number // deep)
            self._lines[field.id] = line
            line.show()
        self._grid.activate()

    def _next(self, field_id: str) -> None:
        """Down to the next; from the last one on the page goes on."""
        ids = list(self._lines)
        place = ids.index(field_id) + 1
        if place == len(ids):
            self.finished.emit()
            return
        following = self._lines[ids[place]].field
        following.setFocus(Qt.FocusReason.TabFocusReason)
        following.selectAll()
        area = self._area()
        if area is not None:
            area.ensureWidgetVisible(following)

    def _area(self) -> QScrollArea | None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above
