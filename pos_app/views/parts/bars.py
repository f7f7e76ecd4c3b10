"""Bars: one that moves while nobody knows how long, one that counts down, one that shows two parts."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from pos_app.views.look import motion
from pos_app.views.look.fonts import font
from pos_app.views.look.paint import begin, box, fitting_size
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space, till

_ROUND_MS = 2400
_PIECE = 0.34  # of the whole width, as on picture 02
_START = 0.26


class MovingBar(QWidget):
    """Moves without a percentage; with reduced motion it steps once a second."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedHeight(till("bar"))
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.update)

    def showEvent(self, event: QShowEvent) -> None:
        """From now on it is seen."""
        super().showEvent(event)
        self._clock.start()
        self._timer.start(motion.STILL_STEP_MS if motion.is_reduced() else motion.FRAME_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing moves."""
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        passed = self._clock.elapsed() if self._clock.isValid() else 0
        place = (_START * (1 + _PIECE) + _PIECE + passed / _ROUND_MS) % (1 + _PIECE) - _PIECE
        painter = begin(self)
        whole = QRectF(self.rect())
        box(painter, whole, radius("small"), colour("sunken"))
        left, right = max(0.0, place), min(1.0, place + _PIECE)
        piece = QRectF(left * self.width(), 0, (right - left) * self.width(), self.height())
        box(painter, piece, radius("small"), colour("brand"))
        painter.end()


class CountdownBar(QWidget):
    """A thin line that empties."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedHeight(till("thinBar"))
        self._share = 1.0

    def show_share(self, share: float) -> None:
        """How much is left, 0 to 1."""
        self._share = min(1.0, max(0.0, share))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        whole = QRectF(self.rect())
        box(painter, whole, radius("small"), colour("sunken"))
        box(painter, QRectF(0, 0, whole.width() * self._share, whole.height()), radius("small"), colour("brand"))
        painter.end()


class TwoPartBar(QWidget):
    """What is there, filled; what is missing, framed with dashes. Both say their amount."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedHeight(size("row"))
        self._share, self._there, self._missing = 0.0, "", ""

    def show_parts(self, share: float, there: str, missing: str) -> None:
        """The share that is there (0 to 1) and the words of both parts."""
        self._share, self._there, self._missing = share, there, missing
        self.setAccessibleName(f"{there}, {missing}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        # a small part keeps room for its words
        least = self.width() / 4
        left = min(max(self.width() * self._share, least), self.width() - least)
        there = QRectF(0, 0, left, self.height())
        missing = QRectF(left + space(1), 0, self.width() - left - space(1), self.height())
        box(painter, there, radius("small"), colour("brandFill"))
        half = border("hair") / 2
        painter.setPen(QPen(colour("lineStrong"), border("hair"), Qt.PenStyle.DashLine))
        painter.setBrush(colour("sunken"))
        painter.drawRoundedRect(missing.adjusted(half, half, -half, -half), radius("small"), radius("small"))
        for rect, words, ink in ((there, self._there, "onBrand"), (missing, self._missing, "text2")):
            inner = rect.adjusted(space(3), 0, -space(2), 0)
            painter.setPen(colour(ink))
            largest = "strong" if ink == "onBrand" else "body"
            painter.setFont(font(fitting_size(words, "semibold", largest, inner.width()), "semibold"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()
