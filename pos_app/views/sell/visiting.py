"""A check-in: somebody is here, and buys nothing. The code is read, the visit recorded, what it changed is told."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.presenters.sell_state import SellState, VisitFacts
from pos_app.views.look.tokens import size, space, till
from pos_app.views.parts.banner import Banner
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.icon import Icon
from pos_app.views.parts.text import Fitting, Grown
from pos_app.views.sell.paid import Fact
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import Place, say, words


class VisitPanel(Card):
    """The whole left column."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("visitPanel")
        self._icon = Icon("visitIcon", size("iconLarge"), till("refusedDisc"))
        self._headline = Fitting("visitHeadline", "headlineState")
        self._why = Grown("visitWhy", "title")
        self._customer, self._points = Fact("visitCustomer"), Fact("visitPoints")
        self._news = Banner("visitNews", "news")
        self._back = Button("visitBack", Shape(icon="arrow-u-up-left", key="Esc"))
        self._back.clicked.connect(wishes.escape)
        self.filled = Button("visitNext", Shape(Kind.PRIMARY, "title", key="Enter"))
        self.filled.clicked.connect(wishes.primary)
        self._facts = Bare("visitFacts")
        facts = QHBoxLayout(self._facts)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setSpacing(space(4))
        facts.addWidget(self._customer, 1)
        facts.addWidget(self._points, 1)
        feet = QHBoxLayout()
        feet.setSpacing(space(3))
        feet.addWidget(self._back, 1)
        feet.addWidget(self.filled, 2)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._headline)
        self._column.addWidget(self._why)
        self._column.addWidget(self._facts)
        self._column.addWidget(self._news)
        self._column.addStretch(1)
        self._column.addLayout(feet)
        self.set_compact(False)

    def render_state(self, state: SellState) -> None:
        """As far as it is."""
        facts = state.visit
        if facts is None:
            return
        place = Place(state.currency, state.time_zone)
        icon = ("check-bold", "success", "successTint") if facts.is_recorded else ("map-pin", "brand", "brandTint")
        self._icon.show_icon(*icon)
        self._headline.setText(words(_headline(facts)))
        self._why.set_plain(_why(facts, place))
        self._facts.setVisible(facts.is_recorded)
        if facts.is_recorded and facts.points is not None:
            who = " · ".join(one for one in (facts.customer_name, facts.tier_name) if one)
            self._customer.show_fact(words("paid.customer"), who)
            self._points.show_fact(words("paid.points"), words(facts.points.id, place, **facts.points.arguments))
        self._news.setVisible(facts.news is not None)
        if facts.news is not None:
            bold, below = (words(one.id, place, **one.arguments) for one in facts.news)
            self._news.show_lines("medal", bold, below=below)
        self._back.set_words(words("scan.back"))
        self._back.setVisible(not facts.is_recorded)
        self.filled.set_words(words(_verb(facts)))
        self.filled.setVisible(facts.is_recorded or facts.wrong is not None)

    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """Less air in a low window."""
        edge = space(4) if is_compact else space(6)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(space(2) if is_compact else space(3))
        self._facts.setFixedHeight(till("facts") - space(3) if is_compact else till("facts"))
        self._news.setFixedHeight(till("facts") - space(3) if is_compact else till("facts"))
        self._headline.set_largest("title" if is_compact else "headlineState")
        for button in (self.filled, self._back):
            button.setFixedHeight(size("field") if is_compact else size("buttonPrimary"))


def _headline(facts: VisitFacts) -> str:
    if facts.is_recorded:
        return "visit.recorded"
    if facts.wrong is not None:
        return "visit.not_known" if facts.may_repeat else "visit.refused"
    return "visit.asking" if facts.is_asking else "visit.headline"


def _why(facts: VisitFacts, place: Place) -> str:
    if facts.wrong is not None:
        return say(facts.wrong, place)
    return words("visit.done" if facts.is_recorded else "visit.why")


def _verb(facts: VisitFacts) -> str:
    if facts.is_recorded:
        return "paid.next"
    return "visit.repeat" if facts.may_repeat else "visit.another"
