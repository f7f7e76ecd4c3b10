"""A form on screen: a label, a field and a line of what is wrong for each field, in two columns."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.presenters.forms import Form, FormField, Kind
from pos_app.views.look.tokens import space
from pos_app.views.parts.card import Bare
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.field import Field
from pos_app.views.parts.text import Line
from pos_app.views.vocabulary import messages
from pos_app.views.words import Place, say, words


class FieldBox(Bare):
    """Label above, what is wrong below."""

    written = Signal(str, str)

    def __init__(self, name: str, field: FormField) -> None:
        super().__init__(f"{name}Box")
        self._id = field.id
        self._label = Line(f"{name}Label", "caption", "medium", "text2")
        self._field = Chooser(name) if field.kind is Kind.CHOICE else Field(name, "body")
        self._fault = Line(f"{name}Fault", "caption", "medium", "danger")
        if isinstance(self._field, Field):
            if field.kind is Kind.SECRET:
                self._field.setEchoMode(QLineEdit.EchoMode.Password)
            self._field.textEdited.connect(lambda text: self.written.emit(self._id, text))
        else:
            chooser = self._field
            chooser.activated.connect(lambda: self.written.emit(self._id, str(chooser.currentData())))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1))
        for part in (self._label, self._field, self._fault):
            column.addWidget(part)
        column.addStretch(1)

    @property
    def field(self) -> QWidget:
        """What takes the keyboard."""
        return self._field

    def show_field(self, field: FormField, place: Place, *, is_off: bool) -> None:
        """Its words and what stands in it; the caret stays where it is."""
        label = words("form.pin_label" if field.kind is Kind.SECRET else f"form.{field.id}")
        self._label.setText(f"{label} {words('form.optional')}" if field.may_be_empty else label)
        self._field.setEnabled(not is_off)
        if isinstance(self._field, Field):
            self._field.setAccessibleName(label)
            if self._field.text() != field.text:
                self._field.setText(field.text)
            self._field.set_wrong(field.fault is not None)
        else:
            known = messages()
            choices = tuple((key, words(text) if text in known else text) for key, text in field.choices)
            self._field.show_choices(choices, field.text, label)
        self._fault.setText(say(field.fault, place) if field.fault else "")
        self._fault.setVisible(field.fault is not None)


class FormBox(Bare):
    """Fields by their ids; made anew when there are other fields."""

    written = Signal(str, str)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._boxes: dict[str, FieldBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space(3))
        self._grid.setVerticalSpacing(space(2))
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)

    def show_form(self, form: Form, place: Place, *, is_off: bool = False) -> None:
        """What stands in the fields."""
        if tuple(self._boxes) != tuple(field.id for field in form.fields):
            self._make(form)
        for field in form.fields:
            self._boxes[field.id].show_field(field, place, is_off=is_off)

    def first(self) -> QWidget | None:
        """The first field."""
        return next((box.field for box in self._boxes.values()), None)

    def _make(self, form: Form) -> None:
        for box in self._boxes.values():
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = {}
        for number, field in enumerate(form.fields):
            box = FieldBox(f"{self.objectName()}{field.id.title().replace('_', '')}", field)
            box.written.connect(self.written)
            self._grid.addWidget(box, number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
            self._boxes[field.id] = box
            box.show()
        self._grid.activate()  # or the scroll area learns of the new height only an event later
