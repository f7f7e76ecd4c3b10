"""The amount is fixed and the code is awaited: from the camera, a hand scanner, or keyed here."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from backend_stub.contract.code_text import PAYMENT_CODE_LENGTH
from pos_app.presenters.sell_state import SellState
from pos_app.views.look.tokens import size, space, till
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.field import Field
from pos_app.views.parts.icon import Icon
from pos_app.views.parts.steps import Stage, Step, StepList
from pos_app.views.parts.text import Fitting, Paragraph
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import Place, say, words

_GROUPED = QRegularExpression(r"[0-9 ]*")


class ScanningPanel(Card):
    """Where the customer is asked for the code."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("scanningPanel")
        self._wishes = wishes
        self._icon = Icon("scanningIcon", size("iconLarge"), till("refusedDisc"))
        self._headline = Fitting("scanningHeadline", "headlineState")
        self._why = Paragraph("scanningWhy", "title")
        self._field = Field("codeField", "title")
        self._field.setValidator(QRegularExpressionValidator(_GROUPED, self))
        self._field.textEdited.connect(wishes.code_text.emit)
        self._field.returnPressed.connect(self._use)
        self.filled = Button("useCode", Shape(Kind.PRIMARY, "title", key="Enter"))
        self.filled.clicked.connect(self._use)
        self._type = Button("typeCode", Shape(icon="keyboard"))
        self._type.clicked.connect(wishes.open_code_field)
        self._points = Button("usePoints", Shape(key="P"))
        self._points.clicked.connect(wishes.use_points)
        self._change = Button("changeAmount", Shape(key="Esc"))
        self._back = Button("scanBack", Shape(icon="arrow-u-up-left", key="Esc"))
        for button in (self._change, self._back):
            button.clicked.connect(wishes.escape)
        self._steps = StepList("scanStep")
        self._foot = Paragraph("scanFoot")
        self._lay_out()

    def render_state(self, state: SellState) -> None:
        """With the field open, or without."""
        is_typing = state.typed_code is not None
        self._icon.show_icon("keyboard", "brand", "brandTint")
        self._headline.setText(words("scan.type"))
        place = Place(state.currency, state.time_zone)
        is_wrong = state.hint.id.startswith("hint.foreign.")
        self._why.set_plain(say(state.hint, place) if is_wrong else words("scan.why_typed"))
        self._why.set_ink("danger" if is_wrong else "text2")
        self._field.set_wrong(is_wrong)
        self._steps.show_steps(
            Step(words("scan.headline"), Stage.GOING),
            Step(words("ask.coming"), Stage.COMING),
            Step(words("ask.moved"), Stage.COMING),
        )
        self._steps.setVisible(not is_typing)
        self._head.setVisible(is_typing)
        self._foot.setVisible(not is_typing)
        self._foot.set_plain(words("scan.why_points" if state.wants_points else "scan.why"))
        self._points.set_words(words("scan.no_points" if state.wants_points else "scan.points"))
        self._points.setVisible(not is_typing)
        self._field.set_label(words("scan.field"))
        self._type.set_words(words("scan.type"))
        self._change.set_words(words("scan.change"))
        self._back.set_words(words("scan.back"))
        self._change.setVisible(not is_typing)
        self._back.setVisible(is_typing)
        self.filled.set_words(words("scan.use"))
        digits = (state.typed_code or "").replace(" ", "")
        self.filled.setEnabled(len(digits) == PAYMENT_CODE_LENGTH)
        if self._field.text().replace(" ", "") != digits:
            self._field.setText(state.typed_code or "")
        was_typing = not self._field.isHidden()
        self._field.setVisible(is_typing)
        self.filled.setVisible(is_typing)
        self._type.setVisible(not is_typing)
        if is_typing and not was_typing:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """Less air in a low window."""
        edge = space(3) if is_compact else space(5)
        top = edge if is_compact else space(6) + space(1)
        self._column.setContentsMargins(edge + space(2), top, edge, edge)
        self._why.set_small(is_compact)
        self._headline.set_largest("title" if is_compact else "headlineState")
        self._foot.set_small(is_compact)
        self._steps.set_compact(is_compact)
        self._column.setSpacing(space(2) if is_compact else space(3))
        for button in (self.filled, self._type, self._points, self._change, self._back):
            button.setFixedHeight(size("field") if is_compact else size("buttonPrimary"))

    def _use(self) -> None:
        if self.filled.isEnabled():
            self._wishes.code_entered.emit(self._field.text().replace(" ", ""), "typed")

    def _lay_out(self) -> None:
        words_column = QVBoxLayout()
        words_column.setSpacing(space(1))
        words_column.addWidget(self._headline)
        words_column.addWidget(self._why)
        self._head = Bare("scanningHead")
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(space(4))
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words_column, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(space(3))
        for button, share in ((self._type, 3), (self._points, 3), (self._change, 4), (self._back, 3)):
            buttons.addWidget(button, share)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(space(3))
        self._column.addWidget(self._steps)
        self._column.addWidget(self._head)
        self._column.addWidget(self._field)
        self._column.addWidget(self.filled)
        self._column.addStretch(1)
        self._column.addWidget(self._foot)
        self._column.addLayout(buttons)
        self.set_compact(False)
        for part in (self._head, self._field, self.filled, self._back):
            part.hide()
