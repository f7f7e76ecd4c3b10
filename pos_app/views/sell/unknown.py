"""No answer yet: how long, when the till asks again, what to say, and the two ways on. Nothing here forces an end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.presenters.sell_state import SellState
from pos_app.views import format as fmt
from pos_app.views.look.tokens import size, space, till, tokens
from pos_app.views.parts.banner import Banner
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Card
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.ring import Ring
from pos_app.views.parts.text import Fitting, Paragraph
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import words

_FILLED_SHARE, _STOP_SHARE = 435, 307  # widths on picture 05


class UnknownPanel(Card):
    """Amber, with a clock."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("unknownPanel")
        self._ring = Ring("unknownRing", till("ring"), till("ringStroke"), "warning")
        self._headline = Fitting("unknownHeadline", "headlineState")
        self._why = Paragraph("unknownWhy", "strong")
        self._asked = Pill("unknownAsked")
        self._next = Pill("unknownNext")
        self._tell = Banner("unknownTell", "careful", "heading")
        self.filled = Button("setAside", Shape(Kind.PRIMARY, "title", "box-arrow-down", size("pill"), key="Enter"))
        self.filled.clicked.connect(wishes.primary)
        self._stop = Button("stopUnknown", Shape(icon="arrow-u-up-left", key="Esc"))
        self._stop.clicked.connect(wishes.escape)
        self._lay_out()

    def render_state(self, state: SellState) -> None:
        """Times, words, and whether a stop is already under way."""
        facts = state.unknown
        if facts is None:
            return
        share = facts.next_in_s * 1000 / tokens().motion_ms["askAgain"]
        self._ring.show_share(share, fmt.minutes(facts.waited_s), words("unknown.waiting"))
        self._headline.setText(words("unknown.headline"))
        self._why.set_plain(words("unknown.why_stopping" if facts.is_stopping else "unknown.why"))
        asked = "unknown.asked_one" if facts.asked_times == 1 else "unknown.asked"
        self._asked.show_words(words(asked, count=facts.asked_times), "careful", "arrows-clockwise-bold")
        self._next.show_words(words("unknown.next", seconds=facts.next_in_s), "plain")
        self._tell.show_lines(
            "chat-circle-text", words("unknown.quote"), above=words("unknown.tell"), below=words("unknown.foot")
        )
        self.filled.set_words(words("unknown.aside"))
        self._stop.set_words(words("unknown.stop"))
        self._stop.setEnabled(not facts.is_stopping)

    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """Less air in a low window."""
        self._ring.set_side(till("ringLow") if is_compact else till("ring"), "title" if is_compact else "number")
        self._why.set_small(is_compact)
        self._headline.set_largest("title" if is_compact else "headlineState")
        self._tell.set_compact(is_compact)
        self._tell.setMaximumHeight(till("tellLow") if is_compact else till("tell"))
        self._column.setSpacing(space(3) if is_compact else space(4))
        edge = space(3) if is_compact else space(5)
        self._column.setContentsMargins(edge, edge - space(1), edge, edge)
        for button in (self.filled, self._stop):
            button.setFixedHeight(till("hint") + space(2) if is_compact else till("next"))

    def _lay_out(self) -> None:
        pills = QHBoxLayout()
        pills.setSpacing(space(2))
        pills.addWidget(self._asked)
        pills.addWidget(self._next)
        pills.addStretch(1)
        lines = QVBoxLayout()
        lines.setSpacing(space(1))
        lines.addWidget(self._headline)
        lines.addWidget(self._why)
        lines.addStretch(1)
        lines.addLayout(pills)
        head = QHBoxLayout()
        head.setSpacing(space(5))
        head.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(lines, 1)
        foot = QHBoxLayout()
        foot.setSpacing(space(3))
        foot.addWidget(self.filled, _FILLED_SHARE)
        foot.addWidget(self._stop, _STOP_SHARE)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(space(4))
        self._column.addLayout(head)
        self._column.addWidget(self._tell, 1)
        self._column.addStretch(0)
        self._column.addLayout(foot)
        self.set_compact(False)
