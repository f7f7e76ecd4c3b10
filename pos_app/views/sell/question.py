"""Giving money back, asked in place: how much, who approves, No or the verb. No dialog stands in the way."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QRegularExpression, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from pos_app.presenters.sell_state import RefundQuestion
from pos_app.views import format as fmt
from pos_app.views.look.paint import begin, box
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space, till, tokens
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.field import Field
from pos_app.views.parts.text import Fitting, Line
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import Place, say, words

_AMOUNT = QRegularExpression(r"[0-9]*[.,]?[0-9]*")
_PIN = QRegularExpression(r"[0-9]*")


class RefundQuestionPanel(Bare):
    """The verb takes Enter only after the question has stood for a moment, so that no double press gives money back."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("refundQuestion")
        self._wishes = wishes
        self._asked: RefundQuestion | None = None
        self._currency = ""
        self._is_armed = False
        self._arming = QTimer(self)
        self._arming.setSingleShot(True)
        self._arming.timeout.connect(self._arm)
        self._title = Fitting("questionTitle", "strong")
        self._line = Line("questionLine", "caption", "medium", "text2")
        self._amount = Field("refundAmount")
        self._amount.setValidator(QRegularExpressionValidator(_AMOUNT, self))
        self._amount.textEdited.connect(self._amount_keyed)
        self._manager = Chooser("refundManager")
        self._manager.currentIndexChanged.connect(self._manager_chosen)
        self._pin = Field("refundPin")
        self._pin.setEchoMode(QLineEdit.EchoMode.Password)
        self._pin.setValidator(QRegularExpressionValidator(_PIN, self))
        self._pin.textChanged.connect(self._refresh)
        self._no = Button("refundNo", Shape(key="Esc"))
        self._no.clicked.connect(wishes.refund_no)
        self.filled = Button("refundYes", Shape(Kind.PRIMARY, key="Enter"))
        self.filled.clicked.connect(self.give_back)
        self._lay_out()
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a question stands."""
        return self._asked is not None

    @property
    def is_armed(self) -> bool:
        """Whether it has stood long enough for the verb."""
        return self._is_armed

    def height_needed(self) -> int:
        """What Today keeps free for it."""
        return till("question") - till("todayHeader")

    def render_question(self, asked: RefundQuestion | None, place: Place) -> None:
        """The question, or none."""
        before, self._asked, self._currency = self._asked, asked, place.currency
        if asked is None:
            self._close()
            return
        self._show(asked, place)
        if before is None or before.attempt_id != asked.attempt_id:
            self._begin()
        if asked.wrong is not None and (before is None or before.wrong != asked.wrong):
            self._pin.clear()
        self._refresh()

    def give_back(self) -> None:
        """Presses the verb, if it is armed and the PIN is there."""
        if self._is_armed and self.filled.isEnabled():
            self._wishes.refund_yes.emit(self._pin.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        frame = QRectF(self.rect()).adjusted(space(1), 0, -space(1), -space(1))
        box(painter, frame, radius("control"), colour("surface"), colour("brand"), border("key"))
        painter.end()

    def _show(self, asked: RefundQuestion, place: Place) -> None:
        title = "question.title" if asked.name else "question.title_unnamed"
        self._title.setText(words(title, place, amount_minor=asked.amount_minor, name=asked.name))
        self._line.setText(say(asked.wrong, place) if asked.wrong else words("question.where"))
        self._line.set_ink("danger" if asked.wrong else "text2")
        self._amount.set_label(words("question.amount"))
        self._amount.set_wrong(asked.wrong is not None and asked.wrong.id.startswith("refund.amount"))
        if not self._amount.hasFocus() and fmt.minor_of(self._amount.text(), place.currency) != asked.amount_minor:
            self._amount.setText(fmt.editable(asked.amount_minor, place.currency))
        self._manager.show_choices(asked.managers, asked.manager_id, words("question.manager"))
        self._pin.set_label(words("question.pin"))
        self._pin.set_wrong(asked.wrong is not None and asked.wrong.id == "refund.wrong_pin")
        self._no.set_words(words("question.no"))
        self.filled.set_words(words("question.sending" if asked.is_sending else "question.yes"))
        for field in (self._amount, self._manager, self._pin):
            field.setEnabled(not asked.is_sending)

    def _begin(self) -> None:
        self._is_armed = False
        self._arming.start(tokens().motion_ms["confirmArm"])
        self._pin.clear()
        if self._asked is not None:
            self._amount.setText(fmt.editable(self._asked.amount_minor, self._currency))
        self.show()
        self._pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self._arming.stop()
        self._is_armed = False
        self._pin.clear()
        if self._pin.hasFocus() or self._amount.hasFocus():
            self.window().setFocus(Qt.FocusReason.OtherFocusReason)

    def _arm(self) -> None:
        self._is_armed = True
        self._refresh()

    def _refresh(self) -> None:
        is_ready = self._asked is not None and not self._asked.is_sending
        self.filled.setEnabled(is_ready and self._is_armed and bool(self._pin.text()))

    def _amount_keyed(self, text: str) -> None:
        self._wishes.refund_amount.emit(fmt.minor_of(text, self._currency))

    def _manager_chosen(self, index: int) -> None:
        self._wishes.refund_manager.emit(str(self._manager.itemData(index)))

    def _lay_out(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(space(2))
        fields.addWidget(self._manager, 3)
        fields.addWidget(self._pin, 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(space(2))
        buttons.addWidget(self._no, 1)
        buttons.addWidget(self.filled, 2)
        for button in (self._no, self.filled):
            button.setFixedHeight(size("field"))
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), 3 * space(1), space(3), 3 * space(1))
        column.setSpacing(space(2))
        column.addWidget(self._title)
        column.addWidget(self._line)
        column.addWidget(self._amount)
        column.addLayout(fields)
        column.addLayout(buttons)
        column.addStretch(1)
