"""Paid: green, how much, who, what is left; a receipt if wanted; the next sale."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.presenters.sell_state import PaidFacts, SellState, Tone
from pos_app.views import format as fmt
from pos_app.views.look import motion
from pos_app.views.look.paint import begin, box, disc
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import radius, size, space, till, tokens
from pos_app.views.parts.banner import Banner
from pos_app.views.parts.bars import CountdownBar
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.divider import Divider
from pos_app.views.parts.text import Fitting, Line, Text
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import Place, say, words, words_rich

_TICK = ((0.26, 0.53), (0.42, 0.69), (0.76, 0.34))  # corners, as shares of the disc
_TICK_WIDTH = 9
_INKS = {Tone.PLAIN: "text2", Tone.GOOD: "success", Tone.CAREFUL: "warning", Tone.WRONG: "danger"}


class Tick(QWidget):
    """A white disc whose tick is drawn once."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paidTick")
        self._drawn = 1.0
        self._motion = QVariantAnimation(self)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.setEasingCurve(QEasingCurve(motion.OUT))
        self._motion.valueChanged.connect(self._step)

    def draw_once(self) -> None:
        """Begins the movement; with reduced motion the tick is simply there."""
        lasting = motion.duration_ms("successIn")
        self._drawn = 1.0
        if lasting:
            self._motion.setDuration(lasting)
            self._motion.start()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        disc(painter, QPointF(self.width() / 2, self.height() / 2), self.width(), colour("onSuccess"))
        points = [QPointF(x * self.width(), y * self.height()) for x, y in _TICK]
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        painter.setPen(
            QPen(
                colour("successFill"),
                _TICK_WIDTH * self.width() / till("paidDisc"),
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path if self._drawn >= 1 else _beginning(path, self._drawn))
        painter.end()

    def _step(self, value: float) -> None:
        self._drawn = value
        self.update()


def _beginning(path: QPainterPath, share: float) -> QPainterPath:
    """The first part of a path of straight lines."""
    steps = 24
    begun = QPainterPath(path.pointAtPercent(0))
    for step in range(1, steps + 1):
        begun.lineTo(path.pointAtPercent(share * step / steps))
    return begun


class PaidBanner(QWidget):
    """The green ground with tick, amount, time and receipt number."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paidBanner")
        self.tick = Tick()
        self._headline = Text("paidHeadline", "heading", "semibold", "onSuccess")
        self._amount = Fitting("paidAmount", "amount", "semibold", "onSuccess")
        self._line = Line("paidLine", "strong", "medium", "onSuccess")
        self._less = Line("paidLess", "strong", "medium", "onSuccess")
        self._bonus = Line("paidBonus", "strong", "medium", "onSuccess")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._lines.addStretch(1)
        for label in (self._headline, self._amount, self._less, self._bonus, self._line):
            self._lines.addWidget(label)
        self._lines.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, space(4), 0)
        row.setSpacing(space(6) - space(2))
        row.addStretch(152)
        row.addWidget(self.tick)
        row.addLayout(self._lines, 496)

    def show_facts(self, facts: PaidFacts, place: Place) -> None:
        """How much, when, which receipt."""
        self._headline.setText(words("paid.headline"))
        self._amount.setText(fmt.money(facts.amount_minor, place.currency))
        at = fmt.time(facts.at, place.time_zone)
        self._line.setText(words("paid.line", at=at, number=facts.receipt_number))
        for label, told in ((self._less, facts.less), (self._bonus, facts.bonus)):
            label.setVisible(told is not None)
            label.setText(say(told, place) if told is not None else "")
        self.setAccessibleName(f"{self._headline.text()} {self._amount.text()}")

    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """A smaller disc in a low window."""
        side = till("refusedDisc") if is_compact else till("paidDisc")
        self._amount.set_largest("headline" if is_compact else "amount")
        self.tick.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        box(painter, QRectF(self.rect()), radius("card"), colour("successFill"))
        painter.end()


class Fact(Bare):
    """A small word above a strong one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._title = Line(f"{name}Title", "body", "regular", "text2")
        self._value = Line(f"{name}Value", "title", "semibold")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1) // 2)
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._value)
        column.addStretch(1)

    def show_fact(self, title: str, value: str) -> None:
        """Both words."""
        self._title.setText(title)
        self._value.setText(value)


class PaidPanel(Bare):
    """The whole left column after a payment."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("paidPanel")
        self._banner = PaidBanner()
        self._facts = Card("paidFacts")
        self._customer, self._balance = Fact("paidCustomer"), Fact("paidBalance")
        self._points = Fact("paidPoints")
        self._divider, self._points_divider = Divider(self._facts, space(6)), Divider(self._facts, space(6))
        self._cash = Banner("paidCash", "careful")
        self._news = Banner("paidNews", "news")
        self._receipt = Text("receiptTitle", "strong", "regular", "text2")
        self._show = Button("showReceipt", Shape(icon="receipt", key="P"))
        self._show.clicked.connect(wishes.show_receipt)
        self._none = Button("noReceipt", Shape(icon="prohibit", key="N"))
        self._none.clicked.connect(wishes.no_receipt)
        self.filled = Button(
            "nextSale", Shape(Kind.PRIMARY, "heading", "arrow-right-bold", size("pill"), icon_after=True, key="Enter")
        )
        self.filled.clicked.connect(wishes.primary)
        self._countdown = CountdownBar("paidCountdown")
        self._return = Text("paidReturn", "caption", "regular", "text2")
        self._return.setTextFormat(Qt.TextFormat.RichText)
        self._shown_receipt = ""
        self._lay_out()

    def render_state(self, state: SellState) -> None:
        """The facts of this payment."""
        facts = state.paid
        if facts is None:
            return
        place = Place(state.currency, state.time_zone)
        self._banner.show_facts(facts, place)
        if facts.receipt_number != self._shown_receipt:
            self._shown_receipt = facts.receipt_number
            self._banner.tick.draw_once()
        self._customer.show_fact(words("paid.customer"), facts.customer_name)
        for part in (self._divider, self._balance):
            part.setVisible(facts.balance_after_minor is not None)
        if facts.balance_after_minor is not None:
            self._balance.show_fact(words("paid.balance"), fmt.money(facts.balance_after_minor, state.currency))
        for part in (self._points_divider, self._points):
            part.setVisible(facts.points is not None)
        if facts.points is not None:
            self._points.show_fact(words("paid.points"), words(facts.points.id, place, **facts.points.arguments))
        self._show_news(facts, place)
        self._cash.setVisible(facts.cash_minor > 0)
        whole = facts.amount_minor + facts.cash_minor
        why = words("paid.cash_why", place, amount_minor=facts.amount_minor, whole_minor=whole)
        self._cash.show_lines("coins", words("paid.cash", place, cash_minor=facts.cash_minor), below=why)
        self._receipt.setText(words(facts.printed.id if facts.printed else "paid.receipt"))
        self._receipt.set_ink(_INKS[facts.printed.tone] if facts.printed else "text2")
        printing = "paid.print_copy" if facts.printed else "paid.print"
        self._show.set_words(words(printing if facts.prints else "paid.show"))
        self._show.set_icon("printer" if facts.prints else "receipt")
        self._show.setEnabled(not facts.is_receipt_shown)
        self._none.set_words(words("paid.hide" if facts.is_receipt_shown else "paid.none"))
        self.filled.set_words(words("paid.next"))
        self._show_countdown(facts.return_in_s)

    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """Less height in a low window."""
        self._banner.set_compact(is_compact)
        self._facts.setFixedHeight(till("facts") - space(3) if is_compact else till("facts"))
        for banner in (self._cash, self._news):
            banner.setFixedHeight(till("facts") - space(3) if is_compact else till("facts"))
        for button in (self._show, self._none):
            button.setFixedHeight(size("field") if is_compact else till("receipts"))
        self.filled.setFixedHeight(till("receipts") if is_compact else till("next"))
        self._column.setSpacing(space(2) if is_compact else space(3))

    def _show_news(self, facts: PaidFacts, place: Place) -> None:
        self._news.setVisible(facts.news is not None)
        if facts.news is None:
            return
        bold, below = (words(one.id, place, **one.arguments) for one in facts.news)
        self._news.show_lines("medal", bold, below=below)

    def _show_countdown(self, return_in_s: int | None) -> None:
        self._countdown.setVisible(return_in_s is not None)
        if return_in_s is None:
            self._return.setText(words("paid.stays"))
            return
        self._countdown.show_share(return_in_s * 1000 / tokens().motion_ms["paidReturn"])
        left = words("ask.seconds", seconds=return_in_s)
        self._return.setText(words_rich("paid.return", colour("text").name(), left=left))

    def _lay_out(self) -> None:
        facts = QHBoxLayout(self._facts)
        facts.setContentsMargins(space(4), space(2), space(4), space(2))
        facts.setSpacing(space(4))
        facts.addWidget(self._customer, 1)
        facts.addWidget(self._divider)
        facts.addWidget(self._balance, 1)
        facts.addWidget(self._points_divider)
        facts.addWidget(self._points, 1)
        receipts = QHBoxLayout()
        receipts.setContentsMargins(space(2), 0, 0, 0)
        receipts.setSpacing(space(3))
        receipts.addWidget(self._receipt)
        receipts.addSpacing(space(3))
        receipts.addWidget(self._show, 1)
        receipts.addWidget(self._none, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(space(2), 0, space(2), 0)
        foot.setSpacing(space(3))
        foot.addWidget(self._countdown, 1)
        foot.addWidget(self._return, 0, Qt.AlignmentFlag.AlignRight)
        strip = Bare("paidFoot")
        strip.setLayout(foot)
        strip.setFixedHeight(space(5))
        lower = QVBoxLayout()
        lower.setSpacing(0)
        lower.addWidget(self.filled)
        lower.addWidget(strip)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._banner, 1)
        self._column.addWidget(self._facts)
        self._column.addWidget(self._cash)
        self._column.addWidget(self._news)
        self._column.addLayout(receipts)
        self._column.addLayout(lower)
        self.set_compact(False)
