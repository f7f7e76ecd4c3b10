"""The platform is asked: three steps, a bar that moves without a percentage, and a way to stop."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.presenters.sell_state import SellState
from pos_app.views import format as fmt
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, disc
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, size, space, till
from pos_app.views.parts.bars import MovingBar
from pos_app.views.parts.button import Button, Shape
from pos_app.views.parts.card import Card
from pos_app.views.parts.text import Fitting, Text
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import words

_LINK = 24  # length of the line between two steps


class StepMark(QWidget):
    """A step's disc: done, going on, or to come."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._kind = kind
        self.setFixedSize(till("step"), till("step"))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = begin(self)
        middle, side = QPointF(self.width() / 2, self.height() / 2), self.width()
        inner = QRectF(0, 0, size("icon"), size("icon"))
        inner.moveCenter(middle)
        if self._kind == "done":
            disc(painter, middle, side, colour("successFill"))
            paint_icon(painter, "check-bold", inner, colour("onSuccess"))
        elif self._kind == "going":
            disc(painter, middle, side, colour("brandTint"))
            painter.setPen(QPen(colour("brand"), border("focus"), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawArc(inner.adjusted(2, 2, -2, -2), 110 * 16, 320 * 16)
        else:
            disc(painter, middle, side, None, colour("line"))
        painter.end()


class StepLink(QWidget):
    """The line between two discs."""

    def __init__(self, name: str, height: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedSize(till("step"), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = begin(self)
        top = (self.height() - _LINK) / 2
        painter.fillRect(QRectF(self.width() / 2 - 1, top, border("key"), _LINK), colour("line"))
        painter.end()


class AskingPanel(Card):
    """Code read, asking, money moved."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("askingPanel")
        self._read = Text("stepRead", "title", "semibold")
        self._read_at = Text("stepReadAt", "strong", "regular", "text2")
        self._asking = Fitting("stepAsking", "heading")
        self._waited = Text("stepWaited", "strong", "regular", "text2")
        self._moved = Text("stepMoved", "title", "semibold", "text2")
        self._foot = Text("askingFoot", "strong", "regular", "text2")
        self._foot.setWordWrap(True)
        self._foot.setMaximumWidth(till("side"))
        self._stop = Button("stopSale", Shape(icon="x-bold", key="Esc"))
        self._stop.setMinimumHeight(size("button"))
        self._stop.clicked.connect(lambda: wishes.escape.emit())
        self._lay_out()

    def render_state(self, state: SellState) -> None:
        """The steps' words and times."""
        facts = state.asking
        if facts is None:
            return
        self._read.setText(words("ask.read"))
        self._read_at.setText(fmt.time_with_seconds(facts.code_read_at, state.time_zone))
        self._waited.setText(words("ask.seconds", seconds=fmt.tenths(facts.waited_s)))
        self._moved.setText(words("ask.moved"))
        asking = words("ask.asking", platform=facts.platform_name)
        self._asking.setText(words("ask.stopping") if facts.is_stopping else asking)
        self._foot.setText(words("ask.foot_stopping" if facts.is_stopping else "ask.foot"))
        self._stop.set_words(words("ask.stop"))
        self._stop.setEnabled(not facts.is_stopping)

    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """Less air in a low window."""
        side = space(4) if is_compact else space(6) - space(2)
        self._column.setContentsMargins(side, space(4) if is_compact else space(6) + space(1), space(4), space(4))

    def _lay_out(self) -> None:
        steps = QGridLayout()
        steps.setHorizontalSpacing(space(4))
        steps.setVerticalSpacing(0)
        steps.setContentsMargins(0, 0, space(3), 0)
        steps.addWidget(StepMark("markRead", "done"), 0, 0)
        steps.addWidget(StepLink("linkRead", space(6)), 1, 0)
        steps.addWidget(StepMark("markAsking", "going"), 2, 0)
        steps.addWidget(StepLink("linkAsking", space(7)), 3, 0)
        steps.addWidget(StepMark("markMoved", "coming"), 4, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        steps.addWidget(self._read, 0, 1)
        steps.addWidget(self._read_at, 0, 2, right)
        steps.addWidget(self._asking, 2, 1)
        steps.addWidget(self._waited, 2, 2, right)
        bar = QVBoxLayout()
        bar.setContentsMargins(0, space(4) - space(1), 0, 0)
        bar.addWidget(MovingBar("askingBar"))
        bar.addStretch(1)
        steps.addLayout(bar, 3, 1, 1, 2)
        steps.addWidget(self._moved, 4, 1)
        steps.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._foot, 1)
        foot.addStretch(0)
        foot.addWidget(self._stop)
        self._column = QVBoxLayout(self)
        self._column.addLayout(steps)
        self._column.addStretch(1)
        self._column.addLayout(foot)
        self.set_compact(False)
