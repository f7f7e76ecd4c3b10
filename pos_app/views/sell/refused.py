"""Not taken, and what to do: for a short account its two parts, else headline, reason and advice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QVBoxLayout

from pos_app.presenters.sell_state import RefusedFacts, SellState, Tone
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import size, space, till
from pos_app.views.parts.bars import TwoPartBar
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Card
from pos_app.views.parts.icon import Icon
from pos_app.views.parts.text import Fitting, Paragraph
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import Place, say, say_rich, words

_ICONS = {
    "refused.insufficient_funds.headline": "wallet",
    "refused.line_down.headline": "wifi-slash",
    "refused.customer_declined.headline": "hand-palm",
    "refused.confirmation_timed_out.headline": "hourglass-medium",
    "refused.till_suspended.headline": "prohibit",
    "refused.our_bug.headline": "warning-circle",
    "refused.stopped.headline": "prohibit",
    "refused.given_back.headline": "arrow-u-up-left",
}
_GROUNDS = {Tone.GOOD: ("success", "successTint"), Tone.PLAIN: ("warning", "warningTint")}


class RefusedPanel(Card):
    """One filled button: take the part, another code, or back to the amount."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("refusedPanel")
        self._icon = Icon("refusedIcon", size("iconLarge"), till("refusedDisc"))
        self._headline = Fitting("refusedHeadline", "headlineState")
        self._why = Paragraph("refusedWhy", "title")
        self._bar = TwoPartBar("refusedBar")
        self._advice_icon = Icon("refusedAdviceIcon", size("icon"))
        self._advice = Paragraph("refusedAdvice", "strong")
        self._part = _filled("takePart", "coins", "heading")
        self._part.clicked.connect(wishes.primary)
        self._another = _filled("anotherCodeFirst", "qr-code-bold", "heading")
        self._begin = _filled("beginAgain", "arrow-counter-clockwise", "heading")
        self._another_plain = Button("anotherCode", Shape(icon="qr-code-bold", key="A"))
        self._change = Button("changeAmount", Shape(icon="pencil-simple", key="Esc"))
        for button in (self._another, self._another_plain):
            button.clicked.connect(wishes.another_code)
        for button in (self._begin, self._change):
            button.clicked.connect(wishes.escape)
        self.filled = self._part
        self._lay_out()

    def render_state(self, state: SellState) -> None:
        """The reason in words, and the ways on that it leaves."""
        facts = state.refused
        if facts is None:
            return
        place = Place(state.currency, state.time_zone)
        ink, ground = _GROUNDS.get(facts.headline.tone, _GROUNDS[Tone.PLAIN])
        self._icon.show_icon(_ICONS.get(facts.headline.id, "qr-code"), ink, ground)
        self._headline.setText(say(facts.headline, place))
        self._why.set_rich(say_rich(facts.why, place, ink=colour("text").name()))
        self._advice_icon.show_icon("info", "text2")
        self._advice.set_plain(say(facts.advice, place))
        self._another_plain.set_words(words("refused.another"))
        self._another.set_words(words("refused.another"))
        self._begin.set_words(words("refused.begin"))
        self._change.set_words(words("refused.change"))
        self._show_part(state, facts, place)
        self._show_ways(facts)

    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """Less air in a low window."""
        self._why.set_small(is_compact)
        self._advice.set_small(is_compact)
        self._headline.set_largest("heading" if is_compact else "headlineState")
        edge = space(3) if is_compact else space(5)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(space(2) if is_compact else space(3))
        self._gap.changeSize(0, 0 if is_compact else space(3))
        for button in (self._part, self._another, self._begin):
            button.setFixedHeight(size("button") if is_compact else size("key"))
        for button in (self._another_plain, self._change):
            button.setFixedHeight(till("hint") if is_compact else size("buttonPrimary"))

    def _show_part(self, state: SellState, facts: RefusedFacts, place: Place) -> None:
        self._bar.setVisible(facts.available_minor is not None)
        if facts.available_minor is None:
            return
        rest = state.amount_minor - facts.available_minor
        self._bar.show_parts(
            facts.available_minor / state.amount_minor,
            words("refused.in_account", place, available_minor=facts.available_minor),
            words("refused.to_go", place, rest_minor=rest),
        )
        self._part.set_words(words("refused.take_part", place, available_minor=facts.available_minor, rest_minor=rest))

    def _show_ways(self, facts: RefusedFacts) -> None:
        self.filled = self._part if facts.offers_part else self._another if facts.offers_another else self._begin
        for button in (self._part, self._another, self._begin):
            button.setVisible(button is self.filled)
        self._another_plain.setVisible(facts.offers_part)
        self._change.setVisible(facts.offers_another)

    def _lay_out(self) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(space(1) // 2)
        lines.addStretch(1)
        lines.addWidget(self._headline)
        lines.addWidget(self._why)
        lines.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(space(4))
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(lines, 1)
        note = QHBoxLayout()
        note.setSpacing(space(2))
        note.addWidget(self._advice_icon)
        note.addWidget(self._advice, 1)
        foot = QHBoxLayout()
        foot.setSpacing(space(3))
        foot.addWidget(self._another_plain, 1)
        foot.addWidget(self._change, 1)
        self._gap = QSpacerItem(0, 0)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addSpacerItem(self._gap)
        self._column.addWidget(self._bar)
        self._column.addLayout(note)
        self._column.addStretch(1)
        for button in (self._part, self._another, self._begin):
            self._column.addWidget(button)
        self._column.addLayout(foot)
        self.set_compact(False)


def _filled(name: str, icon: str, font_size: str) -> Button:
    return Button(name, Shape(Kind.PRIMARY, font_size, icon, size("iconLarge"), key="Enter"))
