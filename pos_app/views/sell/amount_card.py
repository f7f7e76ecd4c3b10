"""The card that holds the amount. It has the same place in every state but Paid."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.presenters.sell_state import Phase, SellState
from pos_app.views import format as fmt
from pos_app.views.look.tokens import size, space, till
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Card
from pos_app.views.parts.figures import Figures
from pos_app.views.parts.icon import Icon
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.text import Hint
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import Place, say, words


class AmountCard(Card):
    """What is to be paid, whether it can still be changed, and one line about it."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("amountCard")
        self._state_pill = Pill("amountState", tall=True)
        self._currency_pill = Pill("amountCurrency")
        self._wrong = Icon("amountWrong", size("icon"))
        self._note = Hint("amountNote", "regular")
        self._figures = Figures("amountFigures")
        self._visit = Button("checkIn", Shape(Kind.QUIET, "body", "map-pin", key="V"))
        self._visit.setFixedHeight(size("touchMin"))
        self._visit.clicked.connect(wishes.check_in)
        self._note.setMinimumWidth(till("noteWidth"))
        foot = QHBoxLayout()
        foot.setSpacing(space(2))
        foot.addWidget(self._wrong)
        foot.addWidget(self._note, 1)
        left = QVBoxLayout()
        head = QHBoxLayout()
        head.setSpacing(space(2))
        head.addWidget(self._state_pill)
        head.addWidget(self._currency_pill)
        head.addWidget(self._visit)
        head.addStretch(1)
        left.addLayout(head)
        left.addStretch(1)
        left.addLayout(foot)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(space(2))
        row.addLayout(left, 1)
        row.addWidget(self._figures)
        self._wrong.show_icon("warning-circle-fill", "danger")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less air in the low card."""
        super().resizeEvent(event)
        edge = space(3) if self.height() > till("amountLow") else space(2) + space(1)
        self._row.setContentsMargins(space(4), edge, space(4), edge)

    def render_state(self, state: SellState) -> None:
        """Shows the state's amount."""
        place = Place(state.currency, state.time_zone)
        is_keyed = state.phase is Phase.READY
        if is_keyed:
            self._state_pill.show_words(words("amount.title"), "news", "calculator")
        else:
            self._state_pill.show_words(words("amount.locked"), "news", "lock-simple-fill")
        self._figures.show_amount(
            fmt.sign(state.currency),
            fmt.figures(state.amount_minor, state.currency),
            has_caret=is_keyed,
            spoken=fmt.money(state.amount_minor, state.currency),
        )
        self._visit.set_words(words("visit.check_in"))
        self._visit.setVisible(state.may_check_in and is_keyed)
        wrong = state.amount_wrong
        self._note.setText(say(wrong or state.amount_note, place))
        self._note.set_ink("danger" if wrong else "text2")
        self._wrong.setVisible(wrong is not None)
        self._currency_pill.setVisible(fmt.shares_sign(state.currency))
        if fmt.shares_sign(state.currency):
            self._currency_pill.show_words(fmt.currency_pill(state.currency), "plain")
        self._note.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
