"""The demo phone: a customer's phone beside the till, with a code to hold before the camera."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from backend_stub.money import exponent
from pos_app.presenters.phone_state import PhoneIntents, PhoneQuestion, PhoneState
from pos_app.views import format as fmt
from pos_app.views.look.tokens import border, size, space, tokens
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.code_card import CodeCard
from pos_app.views.parts.focus_ring import FocusRing
from pos_app.views.parts.icon import Icon
from pos_app.views.parts.ring import Ring
from pos_app.views.parts.text import Line, Text
from pos_app.views.rail import Mark
from pos_app.views.words import Place, say, words

MOST_MESSAGES = 3
_LEAST_HEIGHT = 680
_RING_STROKE = 6


class PhoneMessages(Bare):
    """The newest messages, one line each."""

    def __init__(self) -> None:
        super().__init__("phoneMessages")
        self._title = Text("messagesTitle", "caption", "semibold", "text2")
        self._times = tuple(Text(f"messageTime{n}", "caption", "regular", "text2") for n in range(MOST_MESSAGES))
        self._lines = tuple(Line(f"message{n}", "caption", "medium") for n in range(MOST_MESSAGES))
        column = QVBoxLayout(self)
        column.setContentsMargins(space(1), 0, space(1), 0)
        column.setSpacing(space(1))
        column.addWidget(self._title)
        for time, line in zip(self._times, self._lines, strict=True):
            row = QHBoxLayout()
            row.setSpacing(space(2))
            row.addWidget(time)
            row.addWidget(line, 1)
            column.addLayout(row)
        column.addStretch(1)
        self.setFixedHeight((MOST_MESSAGES + 1) * (space(4) + space(1) // 2))

    def render_state(self, state: PhoneState, place: Place) -> None:
        """As many as there are, or that there are none."""
        self._title.setText(words("phone.messages" if state.messages else "phone.no_messages"))
        for index, (time, line) in enumerate(zip(self._times, self._lines, strict=True)):
            is_there = index < len(state.messages)
            message = state.messages[index] if is_there else None
            time.setText(fmt.time(message.at, state.time_zone) if message else "")
            line.setText(say(message.say, place) if message else "")


class PhoneQuestionCard(Card):
    """A payment above the limit: yes or no, in the code's place."""

    def __init__(self) -> None:
        super().__init__("phoneQuestion")
        self._icon = Icon("phoneQuestionIcon", size("iconLarge"), size("buttonPrimary"))
        self._ask = Text("phoneAsk", "heading", "semibold")
        self._left = Text("phoneAskLeft", "body", "regular", "text2")
        for label in (self._ask, self._left):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.yes = Button("confirmYes", Shape(Kind.PRIMARY, "title"))
        self.no = Button("confirmNo", Shape())
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(4), space(4), space(4))
        column.setSpacing(space(3))
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._ask)
        column.addWidget(self._left)
        column.addStretch(1)
        column.addWidget(self.yes)
        column.addWidget(self.no)
        self.yes.setMinimumHeight(size("buttonPrimary"))

    def show_question(self, question: PhoneQuestion, place: Place) -> None:
        """How much, to whom, how long."""
        self._icon.show_icon("question", "brand", "brandTint")
        self._ask.setText(words("phone.ask", place, amount_minor=question.amount_minor, shop=question.merchant))
        self._left.setText(words("phone.ask_left", seconds=question.left_s))
        self.yes.set_words(words("phone.yes", place, amount_minor=question.amount_minor))
        self.no.set_words(words("phone.no"))


class DemoPhone(QWidget):
    """A `PhoneView`. Give it intents with `set_intents`, states with `render`."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("phone")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        measures = tokens().phone
        self.setMinimumSize(measures["width"], _LEAST_HEIGHT)
        self.resize(measures["width"], measures["height"])
        self._state: PhoneState | None = None
        self._intents: PhoneIntents | None = None
        self._owner = Chooser("phoneOwner")
        self._owner.currentIndexChanged.connect(self._choose)
        self._mark = Mark("phoneMark", size("touchMin") + space(1))
        self._programme = Line("phoneProgramme", "strong", "semibold")
        self._balance = Line("phoneBalance", "body", "regular", "text2")
        self._top_up = Button("topUp", Shape(Kind.QUIET, "body"))
        self._top_up.setMinimumHeight(size("touchMin"))
        self._top_up.clicked.connect(self._fill)
        self._code, self._question = CodeCard(), PhoneQuestionCard()
        self._question.yes.clicked.connect(lambda: self._answer(accept=True))
        self._question.no.clicked.connect(lambda: self._answer(accept=False))
        self._ring = Ring("codeRing", measures["ring"], _RING_STROKE, "brand", "title")
        self._new_in = Line("newCodeIn", "strong", "semibold")
        self._once = Line("codeOnce", "body", "regular", "text2")
        self._renew = Button("renewCode", Shape(icon="arrows-clockwise"))
        self._renew.clicked.connect(self._ask_new)
        self._messages = PhoneMessages()
        self._lay_out()
        self._focus_ring = FocusRing(self)

    def set_intents(self, intents: PhoneIntents) -> None:
        """From now on what the phone's owner does reaches the presenter."""
        self._intents = intents

    def render(self, state: PhoneState) -> None:  # type: ignore[override]  # the presenter's word; Qt's own is not used
        """Show this state, and nothing else."""
        self._state = state
        place = Place(state.currency, state.time_zone)
        self.setWindowTitle(words("phone.window"))
        owners = tuple((owner.customer_id, owner.name) for owner in state.owners)
        self._owner.show_choices(owners, state.owner_id, words("phone.who"))
        self._mark.show_character(state.programme_name[:1])
        self._programme.setText(state.programme_name)
        self._balance.setText(words("phone.balance", place, balance_minor=state.balance_minor))
        self._top_up.set_words(words("phone.top_up", place, amount_minor=_top_up_minor(state.currency)))
        spoken = f"{words('phone.code')} {state.code}"
        self._code.show_code(state.code, spoken, words("phone.no_code"), words("phone.no_code_why"))
        self._code.setVisible(state.question is None)
        self._question.setVisible(state.question is not None)
        if state.question is not None:
            self._question.show_question(state.question, place)
        has_code = state.code is not None
        self._ring.show_share(state.left_s / max(1, state.lifetime_s), str(state.left_s) if has_code else "")
        new_in = words("phone.new_in", seconds=state.left_s)
        self._new_in.setText(new_in if has_code else words("phone.renewing"))
        self._once.setText(words("phone.once"))
        self._renew.set_words("")
        self._renew.setAccessibleName(words("phone.renew"))
        self._renew.setToolTip(words("phone.renew"))
        self._messages.render_state(state, place)

    def showEvent(self, event: QShowEvent) -> None:
        """From now on it is seen."""
        super().showEvent(event)
        if self.focusWidget() is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Another language: the same state in its words."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self._state is not None:
            self.render(self._state)

    def _choose(self, index: int) -> None:
        if self._intents is not None and index >= 0:
            self._intents.choose_customer(str(self._owner.itemData(index)))

    def _ask_new(self) -> None:
        if self._intents is not None:
            self._intents.renew()

    def _fill(self) -> None:
        if self._intents is not None and self._state is not None:
            self._intents.top_up(_top_up_minor(self._state.currency))

    def _answer(self, *, accept: bool) -> None:
        if self._intents is not None and self._state is not None and self._state.question is not None:
            self._intents.confirm(self._state.question.attempt_id, accept=accept)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self._programme)
        names.addWidget(self._balance)
        names.addStretch(1)
        account = Card("phoneAccount")
        account.setFixedHeight(tokens().phone["account"])
        row = QHBoxLayout(account)
        row.setContentsMargins(space(3) - border("hair"), 0, space(1), 0)
        row.setSpacing(space(2) + space(1))
        row.addWidget(self._mark)
        row.addLayout(names, 1)
        row.addWidget(self._top_up)
        words_of_ring = QVBoxLayout()
        words_of_ring.setSpacing(0)
        words_of_ring.addStretch(1)
        words_of_ring.addWidget(self._new_in)
        words_of_ring.addWidget(self._once)
        words_of_ring.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(space(3))
        foot.addWidget(self._ring)
        foot.addLayout(words_of_ring, 1)
        foot.addWidget(self._renew)
        self._renew.setFixedSize(size("button"), size("field"))
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(3), space(3), space(3))
        column.setSpacing(space(3))
        column.addWidget(self._owner)
        column.addWidget(account)
        column.addWidget(self._code, 1)
        column.addWidget(self._question, 1)
        column.addLayout(foot)
        column.addWidget(self._messages)
        self._question.hide()


def _top_up_minor(currency: str) -> int:
    """Twenty of a currency with small coins, two thousand of one without."""
    digits = exponent(currency)
    return 20 * int(10 ** (digits or 2))
