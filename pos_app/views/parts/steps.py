"""Three steps of a payment: done, going on with a bar that moves, to come."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, disc
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, size, space, till
from pos_app.views.parts.bars import MovingBar
from pos_app.views.parts.text import Fitting, Text

_LINK = 24  # length of the line between two steps
_ARC = (110 * 16, 320 * 16)


class Stage(enum.Enum):
    """How far a step is."""

    DONE = "done"
    GOING = "going"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Step:
    """A step's words, and a time beside it."""

    text: str
    stage: Stage
    time: str = ""


class StepMark(QWidget):
    """A step's disc."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._stage = Stage.COMING
        self.setFixedSize(till("step"), till("step"))

    def show_stage(self, stage: Stage) -> None:
        """Which of the three."""
        self._stage = stage
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        middle, side = QPointF(self.width() / 2, self.height() / 2), self.width()
        inner = QRectF(0, 0, size("icon"), size("icon"))
        inner.moveCenter(middle)
        if self._stage is Stage.DONE:
            disc(painter, middle, side, colour("successFill"))
            paint_icon(painter, "check-bold", inner, colour("onSuccess"))
        elif self._stage is Stage.GOING:
            disc(painter, middle, side, colour("brandTint"))
            painter.setPen(QPen(colour("brand"), border("focus"), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            inset = border("key")
            painter.drawArc(inner.adjusted(inset, inset, -inset, -inset), *_ARC)
        else:
            disc(painter, middle, side, None, colour("line"))
        painter.end()


class StepLink(QWidget):
    """The line between two discs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedWidth(till("step"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        length = min(_LINK, self.height())
        painter.fillRect(
            QRectF(self.width() / 2 - 1, (self.height() - length) / 2, border("key"), length), colour("line")
        )
        painter.end()


class StepRow:
    """The widgets of one step."""

    def __init__(self, name: str) -> None:
        self.mark = StepMark(f"{name}Mark")
        self.text = Fitting(f"{name}Text", "heading")
        self.time = Text(f"{name}Time", "strong", "regular", "text2")
        self.link = StepLink(f"{name}Link")
        self.bar = MovingBar(f"{name}Bar")

    def show_step(self, step: Step, *, is_last: bool, is_compact: bool) -> None:
        """Words and marks; the bar only where something goes on."""
        is_going = step.stage is Stage.GOING
        self.mark.show_stage(step.stage)
        self.text.set_largest("heading" if is_going else "title")
        self.text.setText(step.text)
        self.text.set_ink("text2" if step.stage is Stage.COMING else "text")
        self.time.setText(step.time)
        self.bar.setVisible(is_going)
        self.link.setVisible(not is_last)
        height = space(7) if is_going else space(6)
        self.link.setFixedHeight(height - space(3) - space(2) if is_compact else height)


class StepList(QWidget):
    """The three, one below the other."""

    def __init__(self, name: str, count: int = 3) -> None:
        super().__init__()
        self.setObjectName(name)
        self._steps: tuple[Step, ...] = ()
        self._is_compact = False
        self._rows = tuple(StepRow(f"{name}{index + 1}") for index in range(count))
        grid = QGridLayout(self)
        grid.setHorizontalSpacing(space(4))
        grid.setVerticalSpacing(0)
        grid.setContentsMargins(0, 0, space(3), 0)
        grid.setColumnStretch(1, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for index, row in enumerate(self._rows):
            line = 2 * index
            grid.addWidget(row.mark, line, 0)
            grid.addWidget(row.text, line, 1)
            grid.addWidget(row.time, line, 2, right)
            grid.addWidget(row.link, line + 1, 0)
            bar = QVBoxLayout()
            bar.setContentsMargins(0, space(3) - space(1) // 2, 0, 0)
            bar.addWidget(row.bar)
            bar.addStretch(1)
            grid.addLayout(bar, line + 1, 1, 1, 2)

    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """Shorter links in a low window."""
        if is_compact != self._is_compact:
            self._is_compact = is_compact
            self.show_steps(*self._steps)

    def show_steps(self, *steps: Step) -> None:
        """As many as there are rows, or none yet."""
        self._steps = steps
        if not steps:
            return
        for index, (row, step) in enumerate(zip(self._rows, steps, strict=True)):
            row.show_step(step, is_last=index == len(self._rows) - 1, is_compact=self._is_compact)
        self.setAccessibleName(", ".join(step.text for step in steps))
