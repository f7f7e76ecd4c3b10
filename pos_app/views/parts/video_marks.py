"""What is drawn on the camera's picture beside the outline: a lamp's glare, the mark of a recording, the swell of a find."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import box, disc, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import radius, size, space

SWELL_GAP_S = 1.0  # between two swells: a code that comes and goes must not make the picture flicker
_SWELL_SHARE = 0.18  # of the outline's size, at the end
_RAYS = 8
_DOT_PX = 12
_MARK_GROUND = 0.72


def glare(middle: QPointF) -> QPainterPath:
    """A circle with rays around the place that a lamp burns out."""
    path = QPainterPath()
    inner, outer = space(3) + space(1), space(4)
    path.addEllipse(middle, inner, inner)
    for ray in range(_RAYS):
        angle = 2 * math.pi * ray / _RAYS
        way = QPointF(math.cos(angle), math.sin(angle))
        path.moveTo(middle + way * outer)
        path.lineTo(middle + way * (outer + space(1)))
    return path


def swollen(outline: QPolygonF, progress: float) -> QPainterPath:
    """The outline grown about its middle; `progress` 0 to 1."""
    count = max(1, outline.size())
    middle = QPointF(
        sum(outline.at(index).x() for index in range(outline.size())) / count,
        sum(outline.at(index).y() for index in range(outline.size())) / count,
    )
    factor = 1 + _SWELL_SHARE * progress
    path = QPainterPath()
    path.addPolygon(QPolygonF([middle + (outline.at(index) - middle) * factor for index in range(outline.size())]))
    path.closeSubpath()
    return path


def paint_cause(painter: QPainter, icon: str, aim: QRectF) -> None:
    """On the upper edge of the aiming frame, clear of the code: the same icon as in the hint."""
    middle, side = QPointF(aim.center().x(), aim.top()), size("icon")
    disc(painter, middle, size("touchMin"), colour("codeInk", _MARK_GROUND))
    paint_icon(painter, icon, QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side), colour("videoCoach"))


def paint_recording(painter: QPainter, words: str) -> None:
    """Top left: a red disc and words on black, on any picture and in both themes."""
    height = size("pill")
    width = space(2) + _DOT_PX + space(1) + text_width(words, "caption", "semibold") + space(3)
    where = QRectF(space(2), space(2), width, height)
    box(painter, where, radius("pill"), colour("codeInk", _MARK_GROUND))
    disc(painter, QPointF(where.left() + space(2) + _DOT_PX / 2, where.center().y()), _DOT_PX, colour("recording"))
    painter.setPen(colour("onVideo"))
    painter.setFont(font("caption", "semibold"))
    left = where.left() + space(2) + _DOT_PX + space(1)
    painter.drawText(QRectF(left, where.top(), width, height), Qt.AlignmentFlag.AlignVCenter, words)
