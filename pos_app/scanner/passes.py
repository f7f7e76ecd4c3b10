"""Ways to look at a frame again: stretched, zoomed, turned. Each gives readings in the frame's own pixels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from pos_app.scanner.found import Corners, Point
from pos_app.scanner.frames import Frame
from pos_app.scanner.opencv import cv2
from pos_app.scanner.readers import Reading, zxing

LOW_CONTRAST_LEVELS = 90  # p99 - p1 of the gray levels below which a frame is stretched
ZOOM_SHARE = 0.6  # of width and height, around the centre
ZOOM_FACTOR = 3.0
ZOOM_MAX_WIDTH_PX = 2400
_TURN_MAX_PX = 32_000  # OpenCV turns nothing larger
_SAMPLE_STEP = 4  # every 4th pixel both ways tells the levels well enough


@dataclass(frozen=True, slots=True)
class _Map:
    """An affine map from a derived picture's pixels back to the frame's: 2 rows of 3."""

    rows: tuple[tuple[float, float, float], tuple[float, float, float]]

    def corners(self, corners: Corners) -> Corners:
        a, b, c, d = (self._point(point) for point in corners)
        return (a, b, c, d)

    def _point(self, point: Point) -> Point:
        x, y = point
        (xx, xy, x0), (yx, yy, y0) = self.rows
        return (xx * x + xy * y + x0, yx * x + yy * y + y0)

    def readings(self, readings: Iterable[Reading]) -> list[Reading]:
        return [Reading(one.text, one.symbology, self.corners(one.corners)) for one in readings]


def stretched(levels: Frame) -> Frame | None:
    """The levels spread over 0..255 if the frame has little contrast (a dark shop, a dim screen); otherwise None.

    A stretch, not CLAHE: local equalisation was measured to read fewer codes.
    """
    low, high = np.percentile(levels[::_SAMPLE_STEP, ::_SAMPLE_STEP], (1, 99))
    if high - low >= LOW_CONTRAST_LEVELS or high <= low:
        return None
    ramp = (np.arange(256) - low) * (255.0 / (high - low))
    return cv2.LUT(levels, np.clip(ramp, 0, 255).astype(np.uint8)).astype(np.uint8, copy=False)


def read_zoomed(levels: Frame) -> list[Reading]:
    """The centre, three times as large by cubic interpolation: finds codes of few pixels a module.

    Without any blur, which makes one Code 128 read as another.
    """
    height, width = levels.shape[:2]
    left, top = int(width * (1 - ZOOM_SHARE) / 2), int(height * (1 - ZOOM_SHARE) / 2)
    centre = levels[top : height - top, left : width - left]
    factor = min(ZOOM_FACTOR, ZOOM_MAX_WIDTH_PX / max(centre.shape))
    if factor <= 1:
        return []
    larger = cv2.resize(centre, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    back = _Map(((1 / factor, 0, left), (0, 1 / factor, top)))
    return back.readings(zxing(larger.astype(np.uint8, copy=False), thorough=False))


def read_turned(levels: Frame, degrees: float, *, bars_only: bool = True) -> list[Reading]:
    """The frame turned about its centre: a tilted Code 128 is read along level lines only."""
    height, width = levels.shape[:2]
    if max(height, width) > _TURN_MAX_PX:
        return []
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(levels, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    (xx, xy, x0), (yx, yy, y0) = cv2.invertAffineTransform(turn).tolist()
    back = _Map(((xx, xy, x0), (yx, yy, y0)))
    return back.readings(zxing(turned.astype(np.uint8, copy=False), bars_only=bars_only))


def read_scaled(levels: Frame, factor: float) -> list[Reading]:
    """The whole frame larger or smaller: for pictures from anywhere, not for the live camera (it costs too much)."""
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    scaled = cv2.resize(levels, None, fx=factor, fy=factor, interpolation=way)
    return _Map(((1 / factor, 0, 0), (0, 1 / factor, 0))).readings(zxing(scaled.astype(np.uint8, copy=False)))
