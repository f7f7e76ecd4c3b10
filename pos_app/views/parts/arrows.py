"""The camera coach's arrows around the aiming frame: which way the phone is to go."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from pos_app.scanner.coach import Advice, Cause, Side
from pos_app.views.look.tokens import space

_WAYS: Mapping[Side, tuple[int, int]] = {  # where the phone is to go when this side of its code is missing
    Side.LEFT: (1, 0),
    Side.RIGHT: (-1, 0),
    Side.TOP: (0, 1),
    Side.BOTTOM: (0, -1),
}


ICONS: Mapping[Cause, str] = {  # where no direction helps
    Cause.TOO_DARK: "sun",
    Cause.DIMMED: "sun-dim",
    Cause.OUT_OF_FOCUS: "aperture",
    Cause.MOVING: "hand-palm",
}


def arrows(advice: Advice, frame: QRectF) -> QPainterPath:
    """Lines to stroke; none where no direction helps."""
    path = QPainterPath()
    if advice.cause is Cause.TOO_SMALL:
        for way in (1, -1):
            start = QPointF(frame.center().x() - way * (frame.width() / 2 + space(6)), frame.center().y())
            _arrow(path, start, (way, 0), space(5))
    elif advice.cause is Cause.CUT_OFF and advice.side is not None:
        across, down = _WAYS[advice.side]
        reach = frame.width() / 2
        start = QPointF(frame.center().x() - across * reach, frame.center().y() - down * reach)
        _arrow(path, start, (across, down), space(6))
    elif advice.cause is Cause.GLARE:
        _tilt(path, frame, 1)
        _tilt(path, frame, -1)
    return path


def _arrow(path: QPainterPath, start: QPointF, way: tuple[int, int], length: float) -> None:
    across, down = way
    tip = QPointF(start.x() + across * length, start.y() + down * length)
    path.moveTo(start)
    path.lineTo(tip)
    for turn in (1, -1):
        wing = QPointF(across * space(2) + turn * down * space(2), down * space(2) + turn * across * space(2))
        path.moveTo(tip)
        path.lineTo(tip - wing * 1.4)


def _tilt(path: QPainterPath, frame: QRectF, side: int) -> None:
    """A bow beside the frame: up at the left, down at the right."""
    x = frame.center().x() + side * (frame.width() / 2 + space(4))
    high, bow = frame.height() * 0.28, side * space(5)
    begin, end = QPointF(x, frame.center().y() - side * high), QPointF(x, frame.center().y() + side * high)
    path.moveTo(begin)
    path.quadTo(QPointF(x + bow, frame.center().y()), end)
    for wing in (QPointF(side * space(4), 0), QPointF(0, -side * space(4))):
        path.moveTo(end)
        path.lineTo(end + wing)
