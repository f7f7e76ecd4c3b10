"""Ways to look at a frame, or at a place in it: smaller, larger, straightened, without noise. Readings come in frame pixels.

What may be done to bars and what not: they are never blurred across, which makes one Code 128 read as another; only along
the bars, where nothing is lost, is averaged. QR codes have their own error correction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pos_app.scanner.found import Corners
from pos_app.scanner.frames import Frame
from pos_app.scanner.opencv import cv2
from pos_app.scanner.places import Place
from pos_app.scanner.readers import Read, Reading

LOW_CONTRAST_LEVELS = 90  # between the darkest and the brightest, below which a picture is stretched
_TAIL = 0.01  # share of the pixels at either end that may be cut off: specks, a lamp
WHOLE_TAIL = 0.002  # the same for a whole frame, in which a far code may be all that is bright
_SAMPLE_STEP = 4  # every 4th pixel both ways tells the levels well enough
_TURN_MAX_PX = 32_000  # OpenCV turns nothing larger
_PLACE_MARGIN = 0.2  # of the longer side around a place: quiet zones, and edges that were too weak
_PLACE_TARGET_PX = 480.0  # longer side that a place is brought to: 10 pixels a module and more
_PLACE_MOST_TIMES = 4.0
_STRIP_TARGET_PX = 900.0  # length that bars are brought to: 5 pixels a module and more
_STRIP_ROWS = 32
_STRIP_MARGIN = 0.22  # of the length, at either end

_SOFT_SIGMA_PX, SOFTER_SIGMA_PX = 1.0, 2.0
_CUT_PX = 41  # neighbourhood of `cut`

_THREE = np.ones((3, 3), np.uint8)

_Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class View:
    """A picture made from a frame, and the map (3 x 3) of its pixels back to the frame's."""

    picture: Frame
    back: _Matrix

    def read(self, read: Read) -> list[Reading]:
        """What `read` finds in the picture, at its place in the frame."""
        return [Reading(one.text, one.symbology, self._corners(one.corners)) for one in read(self.picture)]

    def then(self, picture: Frame) -> View:
        """The same view with its levels changed."""
        return View(picture, self.back)

    def _corners(self, corners: Corners) -> Corners:
        points = cv2.perspectiveTransform(np.array([corners], dtype=np.float64), self.back)[0]
        a, b, c, d = ((float(x), float(y)) for x, y in points)
        return (a, b, c, d)


def stretched(levels: Frame, tail: float = _TAIL) -> Frame | None:
    """The levels spread over 0..255 if the picture has little contrast (a dark shop, a dim screen); otherwise None.

    A stretch, not CLAHE: local equalisation was measured to read fewer codes.
    """
    counts = np.cumsum(np.bincount(levels[::_SAMPLE_STEP, ::_SAMPLE_STEP].ravel(), minlength=256))
    low, high = np.searchsorted(counts, (tail * counts[-1], (1 - tail) * counts[-1])).tolist()
    if high - low >= LOW_CONTRAST_LEVELS or high <= low:
        return None
    ramp = (np.arange(256) - low) * (255.0 / (high - low))
    return cv2.LUT(levels, np.clip(ramp, 0, 255).astype(np.uint8)).astype(np.uint8, copy=False)


def best_levels(levels: Frame, tail: float = _TAIL) -> Frame:
    """The levels, stretched if they need it."""
    better = stretched(levels, tail)
    return levels if better is None else better


def whole(levels: Frame) -> View:
    """The frame as it is."""
    return View(levels, np.eye(3))


def scaled(levels: Frame, factor: float) -> View:
    """The frame larger or smaller. Half its size has a fifth of the cost, and less noise."""
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    height, width = levels.shape
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    picture = cv2.resize(levels, size, interpolation=way)
    return View(picture.astype(np.uint8, copy=False), np.diag([width / size[0], height / size[1], 1.0]))


def turned(levels: Frame, degrees: float) -> View:
    """The frame turned about its centre; as it is, if it is too large for that."""
    height, width = levels.shape[:2]
    if max(height, width) > _TURN_MAX_PX:
        return whole(levels)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    picture = cv2.warpAffine(levels, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return View(picture.astype(np.uint8, copy=False), _inverse(turn.astype(np.float64)))


def closer(levels: Frame, place: Place, target_px: float = _PLACE_TARGET_PX) -> View:
    """A place brought to a size that decoders like, its levels stretched if they need it."""
    margin = _PLACE_MARGIN * max(place.length, place.height)
    xs, ys = zip(*place.corners, strict=True)
    left, top = max(0, int(min(xs) - margin)), max(0, int(min(ys) - margin))
    part = levels[top : int(max(ys) + margin) + 1, left : int(max(xs) + margin) + 1]
    if part.size == 0:
        return whole(levels)
    view = scaled(best_levels(part), min(_PLACE_MOST_TIMES, target_px / max(part.shape)))
    return View(view.picture, np.array([(1, 0, left), (0, 1, top), (0, 0, 1)]) @ view.back)


def strip(levels: Frame, place: Place) -> View:
    """Bars set upright and drawn out in length; along them, where they only repeat themselves, noise is averaged away."""
    length, height = place.length * (1 + 2 * _STRIP_MARGIN), max(_STRIP_ROWS, place.height * 0.9)
    factor = min(_PLACE_MOST_TIMES, max(1.0, _STRIP_TARGET_PX / length))
    cos, sin = math.cos(math.radians(place.angle_deg)), math.sin(math.radians(place.angle_deg))
    x, y = place.x - (length * cos - height * sin) / 2, place.y - (length * sin + height * cos) / 2
    back = np.array([(cos / factor, -sin, x), (sin / factor, cos, y)])
    size = (round(length * factor), round(height))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    drawn = cv2.warpAffine(levels, back, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    drawn = best_levels(drawn.astype(np.uint8, copy=False))
    rows = cv2.resize(drawn, (size[0], _STRIP_ROWS), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    shrink = np.diag([1.0, height / _STRIP_ROWS, 1.0])
    return View(best_levels(rows), np.vstack([back, (0, 0, 1)]) @ shrink)


def straightened(levels: Frame, corners: Corners, side_px: int = 420) -> View | None:
    """A half seen QR code as a square, seen from the front, with room around it; None for corners that span nothing."""
    seen = np.array(corners, dtype=np.float32)
    if not cv2.isContourConvex(seen) or cv2.contourArea(seen) < 64:  # noqa: PLR2004  (8 x 8 pixels hold no code)
        return None
    low, high = side_px * 0.2, side_px * 0.8
    square = np.array([(low, low), (high, low), (high, high), (low, high)], dtype=np.float32)
    back = cv2.getPerspectiveTransform(square, seen)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    picture = cv2.warpPerspective(levels, back, (side_px, side_px), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return View(best_levels(picture.astype(np.uint8, copy=False)), back.astype(np.float64))


def without_specks(view: View) -> View:
    """The median of nine: takes the noise of a dark frame away and leaves edges where they are."""
    return view.then(cv2.medianBlur(view.picture, 3).astype(np.uint8, copy=False))


def softened(view: View, sigma_px: float = _SOFT_SIGMA_PX) -> View:
    """A slight blur, for QR codes only: it joins what noise or a screen's grid has torn."""
    return view.then(cv2.GaussianBlur(view.picture, (0, 0), sigma_px).astype(np.uint8, copy=False))


def opened(view: View) -> View:
    """Dark grows by a pixel after bright specks narrower than three are gone: for codes that glare or a grid has thinned."""
    return view.then(cv2.morphologyEx(view.picture, cv2.MORPH_OPEN, _THREE).astype(np.uint8, copy=False))


def cut(view: View) -> View:
    """Black and white by each pixel's neighbourhood, weighed by nearness: another opinion than the decoders' own."""
    way, kind = cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY
    picture = cv2.adaptiveThreshold(view.picture, 255, way, kind, _CUT_PX, 0)
    return view.then(picture.astype(np.uint8, copy=False))


def evenly_lit(view: View) -> View:
    """Each pixel against its neighbourhood's mean and spread: for codes half in the shadow, or under glare."""
    picture = view.picture.astype(np.float32)
    side = max(9, min(picture.shape) // 5) | 1
    mean = cv2.boxFilter(picture, -1, (side, side))
    spread = np.sqrt(np.maximum(cv2.boxFilter(picture * picture, -1, (side, side)) - mean * mean, 4.0))
    return view.then(np.clip(128 + (picture - mean) / spread * 70, 0, 255).astype(np.uint8))


def _inverse(turn: npt.NDArray[np.floating]) -> _Matrix:
    back = np.eye(3)
    back[:2] = cv2.invertAffineTransform(turn)
    return back
