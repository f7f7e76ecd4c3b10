"""What a member pays, before anything is taken: the discount, how many points, and what is left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from pos_app.presenters.sell_state import PricingFacts, SellState
from pos_app.views import format as fmt
from pos_app.views.look.tokens import size, space
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.text import Fitting, Grown, Line, Text
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import Place, say, words

_ROWS = ("sale", "discount", "points", "toPay")


class PricingPanel(Card):
    """Rows of a reckoning, buttons for the points, and the one that takes the money."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("pricingPanel")
        self._facts = PricingFacts(0)
        self._headline = Fitting("pricingHeadline", "title")
        self._note = Grown("pricingNote", "body")
        self._names = {row: Line(f"{row}Name", "strong", "regular", "text2") for row in _ROWS}
        self._sums = {row: Text(f"{row}Sum", "strong", "semibold") for row in _ROWS}
        self._fewer, self._more = Button("fewerPoints", Shape()), Button("morePoints", Shape())
        self._all, self._none = Button("allPoints", Shape(key="A")), Button("noPoints", Shape(key="N"))
        self.filled = Button("takePrice", Shape(Kind.PRIMARY, "title", key="Enter"))
        self._back = Button("pricingBack", Shape(icon="arrow-u-up-left", key="Esc"))
        self.filled.clicked.connect(wishes.primary)
        self._back.clicked.connect(wishes.escape)
        self._fewer.clicked.connect(lambda: wishes.spend.emit(self._facts.points - self._facts.points_step))
        self._more.clicked.connect(lambda: wishes.spend.emit(self._facts.points + self._facts.points_step))
        self._all.clicked.connect(lambda: wishes.spend.emit(self._facts.points_usable))
        self._none.clicked.connect(lambda: wishes.spend.emit(0))
        self._lay_out()

    def render_state(self, state: SellState) -> None:
        """The price, or why there is none yet."""
        facts = state.pricing
        if facts is None:
            return
        self._facts = facts
        place = Place(state.currency, state.time_zone)
        has_price = not facts.is_asking and facts.wrong is None
        self._headline.setText(_headline(facts))
        self._note.set_plain(
            say(facts.wrong, place) if facts.wrong else words(_note(facts), count=f"{facts.points_there:,}")
        )
        self._note.set_ink("warning" if facts.wrong else "text2")
        self._show_rows(facts, state.currency)
        self._rows.setVisible(has_price)
        self._points.setVisible(has_price and facts.points_usable > 0)
        step = f"{facts.points_step:,}"
        self._fewer.set_words(words("price.fewer", count=step))
        self._more.set_words(words("price.more", count=step))
        self._fewer.setEnabled(facts.points > 0)
        self._more.setEnabled(facts.points < facts.points_usable)
        self._all.set_words(words("price.all", count=f"{facts.points_usable:,}"))
        self._none.set_words(words("price.none"))
        self.filled.set_words(words("take.amount", place, amount_minor=facts.to_pay_minor))
        self.filled.setVisible(has_price)
        self._back.set_words(words("scan.back"))

    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """Less air in a low window."""
        edge = space(3) if is_compact else space(5)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(space(2) if is_compact else space(3))
        self._grid.setVerticalSpacing(0 if is_compact else space(2))
        for button in (self._fewer, self._more, self._all, self._none):
            button.setFixedHeight(size("touchMin") if is_compact else size("field"))
        for button in (self.filled, self._back):
            button.setFixedHeight(size("field") if is_compact else size("buttonPrimary"))

    def _show_rows(self, facts: PricingFacts, currency: str) -> None:
        off = {"discount": facts.discount_minor, "points": facts.points_minor}
        self._names["sale"].setText(words("price.sale"))
        self._sums["sale"].setText(fmt.money(facts.amount_minor, currency))
        self._names["discount"].setText(words("price.discount", tier=facts.tier_name))
        self._names["points"].setText(words("price.points", count=f"{facts.points:,}"))
        for row, minor in off.items():
            self._sums[row].setText(fmt.money(-minor, currency))
        for part in (self._names["discount"], self._sums["discount"]):
            part.setVisible(facts.discount_minor > 0)
        for part in (self._names["points"], self._sums["points"]):
            part.setVisible(facts.points_usable > 0)
        self._names["toPay"].setText(words("price.to_pay"))
        self._sums["toPay"].setText(fmt.money(facts.to_pay_minor, currency))

    def _lay_out(self) -> None:
        self._rows, self._points = Bare("pricingRows"), Bare("pricingPoints")
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for place, row in enumerate(_ROWS):
            self._grid.addWidget(self._names[row], place, 0)
            self._grid.addWidget(self._sums[row], place, 1, Qt.AlignmentFlag.AlignRight)
        self._grid.setColumnStretch(0, 1)
        points = QHBoxLayout(self._points)
        points.setContentsMargins(0, 0, 0, 0)
        points.setSpacing(space(2))
        for button in (self._none, self._fewer, self._more, self._all):
            points.addWidget(button, 1)
        feet = QHBoxLayout()
        feet.setSpacing(space(3))
        feet.addWidget(self._back, 1)
        feet.addWidget(self.filled, 2)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._headline)
        self._column.addWidget(self._note)
        self._column.addWidget(self._rows)
        self._column.addStretch(1)
        self._column.addWidget(self._points)
        self._column.addLayout(feet)
        self.set_compact(False)


def _headline(facts: PricingFacts) -> str:
    if facts.wrong is not None:
        return words("price.not_there")
    if facts.is_asking:
        return words("price.asking")
    return " · ".join(one for one in (facts.customer_name, facts.tier_name) if one)


def _note(facts: PricingFacts) -> str:
    if facts.is_asking:
        return "price.nothing_taken"
    return "price.how_many" if facts.points_usable else "price.no_points"
