"""The customer is asked on the phone: how long is left, and what to say meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.presenters.sell_state import SellState
from pos_app.views import format as fmt
from pos_app.views.look.tokens import size, space, till
from pos_app.views.parts.banner import Banner
from pos_app.views.parts.button import Button, Shape
from pos_app.views.parts.card import Card
from pos_app.views.parts.ring import Ring
from pos_app.views.parts.text import Fitting, Paragraph
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import Place, words


class AwaitingPanel(Card):
    """Ends by itself; the cashier can stop it."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("awaitingPanel")
        self._ring = Ring("awaitingRing", till("ring"), till("ringStroke"), "brand")
        self._headline = Fitting("awaitingHeadline", "headlineState")
        self._why = Paragraph("awaitingWhy", "strong")
        self._tell = Banner("awaitingTell", "news", "heading")
        self._stop = Button("stopAwaiting", Shape(icon="x-bold", key="Esc"))
        self._stop.setMinimumHeight(size("button"))
        self._stop.clicked.connect(wishes.escape)
        lines = QVBoxLayout()
        lines.setSpacing(space(2))
        lines.addWidget(self._headline)
        lines.addWidget(self._why)
        lines.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(space(5))
        head.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(lines, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._stop)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(space(3))
        self._column.addLayout(head)
        self._column.addWidget(self._tell, 1)
        self._column.addStretch(0)
        self._column.addLayout(foot)
        self.set_compact(False)

    def render_state(self, state: SellState) -> None:
        """The time left and the words."""
        facts = state.awaiting
        if facts is None:
            return
        place = Place(state.currency, state.time_zone)
        self._ring.show_share(facts.left_s / facts.total_s, fmt.minutes(facts.left_s), words("await.left"))
        self._headline.setText(words("await.headline"))
        self._why.set_plain(words("await.why", place, amount_minor=state.amount_minor))
        self._tell.show_lines(
            "chat-circle-text", words("await.quote"), above=words("unknown.tell"), below=words("await.foot")
        )
        self._stop.set_words(words("ask.stop"))

    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """Less air in a low window."""
        self._ring.set_side(till("ringLow") if is_compact else till("ring"), "title" if is_compact else "number")
        self._why.set_small(is_compact)
        self._headline.set_largest("title" if is_compact else "headlineState")
        self._tell.set_compact(is_compact)
        self._tell.setMaximumHeight(till("tellLow") if is_compact else till("tell"))
        self._column.setSpacing(space(3))
        edge = space(3) if is_compact else space(5)
        self._column.setContentsMargins(edge, edge, edge, edge)
