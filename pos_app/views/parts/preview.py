"""The camera picture: scaled to fill, with a frame, a ghost phone while nobody is there, and the found code's outline."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, QVariantAnimation, Slot
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from pos_app.presenters.sell_state import Camera, Tone
from pos_app.scanner.coach import Advice, Cause
from pos_app.views.look import motion
from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space, till
from pos_app.views.parts.arrows import ICONS, arrows
from pos_app.views.parts.video_marks import SWELL_GAP_S, glare, paint_cause, paint_recording, swollen

Points = Sequence[tuple[float, float]]

_OUTLINES = {Tone.PLAIN: "onVideo", Tone.GOOD: "videoFound", Tone.CAREFUL: "videoCoach", Tone.WRONG: "videoCoach"}
_DIM = 0.45
_UNDER = 0.5
_STROKE = 4
_ARM = 34  # length of a frame corner's arms, as on picture 01
_DOT = 6
_GHOST_AFTER_S = 2.0


class Preview(QWidget):
    """Draws what it is given; the picture comes by `set_frame`, the code's corners by `set_outline`."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("preview")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._frame: QImage | None = None
        self._points: tuple[tuple[float, float], ...] = ()
        self._seen_at = -_GHOST_AFTER_S
        self._camera, self._message = Camera.STARTING, ""
        self._tone: Tone | None = None
        self._advice: Advice | None = None
        self._mark = ""
        self._stamps: dict[str, tuple[tuple[object, ...], QPixmap]] = {}
        self._swelled_at = -SWELL_GAP_S
        self._swell = QVariantAnimation(self)
        self._swell.setStartValue(0.0)
        self._swell.setEndValue(1.0)
        self._swell.setEasingCurve(motion.OUT)
        self._swell.valueChanged.connect(lambda _value: self.update())

    @Slot(QImage)
    def set_frame(self, frame: QImage) -> None:
        """The newest picture of the camera."""
        self._frame = frame
        self.update()

    @Slot(object)
    def set_outline(self, points: Points | None) -> None:
        """The corners of the code seen, as shares of the frame's width and height; None while there is none."""
        was_there = bool(self._points)
        self._points = tuple(points) if points else ()
        if self._points:
            self._seen_at = time.monotonic()
            if not was_there:
                self._feel()
        self.update()

    def _feel(self) -> None:
        """A find is felt, like a tap: its outline swells once. Not with reduced motion, nor twice within a second."""
        length_ms = motion.duration_ms("codeOutline")
        if length_ms and self._seen_at - self._swelled_at >= SWELL_GAP_S:
            self._swelled_at = self._seen_at
            self._swell.stop()
            self._swell.setDuration(length_ms)
            self._swell.start()

    def show_mark(self, words: str) -> None:
        """What stands over the picture while it is being recorded; empty: nothing."""
        if words != self._mark:
            self._mark = words
            self.update()

    def forget(self) -> None:
        """Nobody was here: the ghost may show at once."""
        self._seen_at = -_GHOST_AFTER_S
        self.set_outline(None)

    def show_state(self, camera: Camera, tone: Tone | None, message: str) -> None:
        """What the camera does, how an outline is coloured, and what to say where there is no picture."""
        self._camera, self._tone, self._message = camera, tone, message
        self.update()

    def show_advice(self, advice: Advice | None) -> None:
        """Why nothing reads: the frame turns amber, and arrows show what to do."""
        self._advice = advice
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        painter.setClipPath(self._shape())
        painter.fillRect(self.rect(), colour("videoFrame"))
        has_picture = self._frame is not None and not self._frame.isNull()
        if self._camera in (Camera.LIVE, Camera.PAUSED) and self._frame is not None and has_picture:
            painter.drawImage(QRectF(self.rect()), self._frame, self._crop(self._frame))
        if self._camera in (Camera.LIVE, Camera.PAUSED):
            self._paint_aim(painter)
        else:
            self._paint_message(painter)
        if self._mark:
            paint_recording(painter, self._mark)
        painter.end()

    def _shape(self) -> QPainterPath:
        """Round at the top, straight at the bottom where the hint begins."""
        corner = radius("card") - border("hair")
        path = QPainterPath()
        path.addRoundedRect(QRectF(0, 0, self.width(), self.height() + corner), corner, corner)
        return path

    def _crop(self, frame: QImage) -> QRectF:
        scale = max(self.width() / frame.width(), self.height() / frame.height())
        width, height = self.width() / scale, self.height() / scale
        return QRectF((frame.width() - width) / 2, (frame.height() - height) / 2, width, height)

    def _paint_message(self, painter: QPainter) -> None:
        middle = QPointF(self.rect().center())
        icon = "camera" if self._camera is Camera.STARTING else "camera-slash"
        side = size("iconLarge")
        where = QRectF(middle.x() - side / 2, middle.y() - side - space(1), side, side)
        paint_icon(painter, icon, where, colour("onVideo"))
        painter.setPen(colour("onVideo"))
        painter.setFont(font("body", "medium"))
        below = QRectF(0, middle.y() + space(2), self.width(), space(5))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._message)

    def _paint_aim(self, painter: QPainter) -> None:
        is_paused = self._camera is Camera.PAUSED
        if is_paused and not (self._points and self._tone):
            painter.fillRect(self.rect(), colour("codeInk", _DIM))
        if self._points and self._tone is not None and self._frame is not None:
            self._paint_outline(painter, self._frame, _OUTLINES[self._tone])
            return
        if self._advice is not None:
            self._stamp(painter, self._paint_corners, "videoCoach")
            self._stroke(painter, arrows(self._advice, self._aim()), "onVideo", _STROKE, Qt.PenStyle.SolidLine)
            if self._advice.cause in ICONS:
                paint_cause(painter, ICONS[self._advice.cause], self._aim())
            if self._advice.cause is Cause.GLARE and self._advice.where is not None and self._frame is not None:
                lamp = glare(self._placed(self._frame, self._advice.where))
                self._stroke(painter, lamp, "videoCoach", _STROKE - 1, Qt.PenStyle.SolidLine)
            return
        self._stamp(painter, self._paint_corners, "onVideo")
        if time.monotonic() - self._seen_at > _GHOST_AFTER_S:  # never over a phone that is there
            self._stamp(painter, self._paint_ghost, "onVideo")

    def _stamp(self, painter: QPainter, paint: Callable[[QPainter, str], None], ink: str) -> None:
        """Paints what is the same over every picture, drawn once: wide smooth strokes take longer than the picture itself."""
        scale = self.devicePixelRatioF()
        key = (self.size(), scale, colour(ink).rgba(), colour("codeInk").rgba())
        kept = self._stamps.get(paint.__name__)
        if kept is None or kept[0] != key:
            drawn = QPixmap(self.size() * scale)
            drawn.setDevicePixelRatio(scale)
            drawn.fill(Qt.GlobalColor.transparent)
            brush = QPainter(drawn)
            brush.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint(brush, ink)
            brush.end()
            kept = self._stamps[paint.__name__] = (key, drawn)
        painter.drawPixmap(0, 0, kept[1])

    def _aim(self) -> QRectF:
        side = min(till("frame"), self.height() - space(4))
        middle = QRectF(self.rect()).center()
        return QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)

    def _paint_corners(self, painter: QPainter, ink: str) -> None:
        frame = self._aim()
        corner, arm = radius("control"), min(_ARM, frame.width() / 3)
        path = QPainterPath()
        for flip_x in (1, -1):
            for flip_y in (1, -1):
                x = frame.left() if flip_x > 0 else frame.right()
                y = frame.top() if flip_y > 0 else frame.bottom()
                path.moveTo(x, y + flip_y * arm)
                path.lineTo(x, y + flip_y * corner)
                path.quadTo(x, y, x + flip_x * corner, y)
                path.lineTo(x + flip_x * arm, y)
        self._stroke(painter, path, ink, _STROKE, Qt.PenStyle.SolidLine)

    def _paint_ghost(self, painter: QPainter, ink: str) -> None:
        """A phone with a code: what the customer is to hold here."""
        height = min(till("ghostHeight"), self.height() - space(7))
        width = height * till("ghostWidth") / till("ghostHeight")
        middle = QRectF(self.rect()).center()
        phone = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
        body = QPainterPath()
        body.addRoundedRect(phone, radius("control"), radius("control"))
        painter.fillPath(body, colour("codeInk", _UNDER / 3))
        self._stroke(painter, body, ink, border("key") + 0.5, Qt.PenStyle.SolidLine)
        side = width * 0.62
        code = QPainterPath()
        top = phone.top() + height * 0.2
        code.addRoundedRect(QRectF(middle.x() - side / 2, top, side, side), space(1), space(1))
        for step in (0.26, 0.48):
            y = top + side + side * step
            code.moveTo(middle.x() - side / 2, y)
            code.lineTo(middle.x() + side / 2, y)
        painter.setPen(QPen(colour(ink), border("key"), Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(code)

    def _paint_outline(self, painter: QPainter, frame: QImage, token: str) -> None:
        polygon = QPolygonF([self._placed(frame, point) for point in self._points])
        path = QPainterPath()
        path.addPolygon(polygon)
        path.closeSubpath()
        if self._swell.state() is not QVariantAnimation.State.Stopped:
            progress = float(self._swell.currentValue())
            painter.setPen(QPen(colour(token, 1 - progress), 2 * _STROKE))
            painter.setBrush(colour(token, (1 - progress) * _UNDER))
            painter.drawPath(swollen(polygon, progress))
        self._stroke(painter, path, token, _STROKE, Qt.PenStyle.SolidLine)
        painter.setPen(QPen(colour(token), _STROKE - 1))
        painter.setBrush(colour("onVideo"))
        for index in range(polygon.size()):
            painter.drawEllipse(polygon.at(index), _DOT, _DOT)

    def _placed(self, frame: QImage, share: tuple[float, float]) -> QPointF:
        """A point of the frame, in shares of its sides, on this widget."""
        crop = self._crop(frame)
        across, down = self.width() / crop.width(), self.height() / crop.height()
        return QPointF(
            (share[0] * frame.width() - crop.left()) * across, (share[1] * frame.height() - crop.top()) * down
        )

    def _stroke(self, painter: QPainter, path: QPainterPath, token: str, width: float, style: Qt.PenStyle) -> None:
        """A line over a black under-stroke, so that it is seen on any picture."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(colour("codeInk", _UNDER), width + border("key"), style, cap, join))
        painter.drawPath(path)
        painter.setPen(QPen(colour(token), width, style, cap, join))
        painter.drawPath(path)
