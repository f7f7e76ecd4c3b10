"""Where in a frame a code may be: told in a millisecond from the edges of a small copy, before anything is decoded.

A code is where edges are dense. In bars they all point one way, in a QR code both ways; the structure tensor (products of
the gradient's parts, averaged over a neighbourhood) tells the two apart, and which way the bars stand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pos_app.scanner.found import Corners
from pos_app.scanner.frames import Frame
from pos_app.scanner.opencv import cv2

_LONGER_SIDE_PX = 320  # of the small copy
_NEIGHBOURHOOD_PX = 13
_DARK_LEVELS = 20.0  # edges are weighed by how bright it is around them, and this keeps noise in the dark from winning
_PART_OF_PEAK = 0.35  # a place is what reaches this share of its strongest point
_AROUND_PX = 4
_FROM_THE_PEAK = 8 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE  # its neighbours' neighbours, diagonally too
_LEAST_STRENGTH = 0.4  # weaker is a wall, a table, the sky

_Levels = npt.NDArray[np.float32]
_Inside = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]  # rows and columns of the pixels of a place


@dataclass(frozen=True, slots=True)
class Place:
    """A slanted box, in pixels of the frame. For bars `length` is across them, for squares the box stands straight."""

    x: float  # of the middle
    y: float
    length: float
    height: float
    angle_deg: float  # of `length` against the horizontal, clockwise
    strength: float

    @property
    def corners(self) -> Corners:
        """The box's corners, going round."""
        cos, sin = math.cos(math.radians(self.angle_deg)), math.sin(math.radians(self.angle_deg))
        halves = [(sx * self.length / 2, sy * self.height / 2) for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        a, b, c, d = ((self.x + u * cos - v * sin, self.y + u * sin + v * cos) for u, v in halves)
        return (a, b, c, d)


@dataclass(frozen=True, slots=True)
class Places:
    """The likeliest places of each kind, the strongest first."""

    squares: tuple[Place, ...]
    bars: tuple[Place, ...]


def find_places(levels: Frame, most: int = 2) -> Places:
    """Where to look closer in a frame of gray levels; at most so many of each kind."""
    scale = min(1.0, _LONGER_SIDE_PX / max(levels.shape))
    if min(levels.shape) * scale < _NEIGHBOURHOOD_PX:
        return Places((), ())
    small = _small(levels, scale)
    tensor = _tensor(small.astype(np.float32))
    xx, yy, xy = tensor
    one_way = np.sqrt((xx - yy) ** 2 + 4 * xy**2) / (xx + yy + 1e-6)
    size = (_NEIGHBOURHOOD_PX, _NEIGHBOURHOOD_PX)
    edges = np.sqrt(xx + yy) / (cv2.boxFilter(small, cv2.CV_32F, size) + _DARK_LEVELS)
    squares = _peaks(edges * (1 - one_way), most)
    bars = _peaks(edges * one_way * one_way, most)
    return Places(
        tuple(_upright(inside, strength, scale) for inside, strength in squares),
        tuple(_slanted(inside, strength, scale, tensor) for inside, strength in bars),
    )


def _small(levels: Frame, scale: float) -> Frame:
    """By halves, which OpenCV averages several times as fast as it does any other share."""
    size = (round(levels.shape[1] * scale), round(levels.shape[0] * scale))
    while levels.shape[1] >= 2 * size[0]:
        halved = (max(1, levels.shape[1] // 2), max(1, levels.shape[0] // 2))
        levels = cv2.resize(levels, halved, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return cv2.resize(levels, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _tensor(small: _Levels) -> tuple[_Levels, _Levels, _Levels]:
    across, down = cv2.Scharr(small, cv2.CV_32F, 1, 0), cv2.Scharr(small, cv2.CV_32F, 0, 1)
    size = (_NEIGHBOURHOOD_PX, _NEIGHBOURHOOD_PX)
    xx, yy, xy = (
        cv2.boxFilter(product, -1, size).astype(np.float32, copy=False)
        for product in (across * across, down * down, across * down)
    )
    return xx, yy, xy


def _peaks(weights: _Levels, most: int) -> list[tuple[_Inside, float]]:
    """The pixels around each of the strongest points, and its strength."""
    weights = weights.astype(np.float32)
    found: list[tuple[_Inside, float]] = []
    for _ in range(most):
        _, strength, _, (x, y) = cv2.minMaxLoc(weights)
        if strength < _LEAST_STRENGTH:
            break
        mask = np.zeros((weights.shape[0] + 2, weights.shape[1] + 2), np.uint8)
        _, _, _, box = cv2.floodFill(weights, mask, (x, y), 0, (1 - _PART_OF_PEAK) * strength, 0, _FROM_THE_PEAK)
        left, top, width, height = box
        rows, columns = np.nonzero(mask[top + 1 : top + height + 1, left + 1 : left + width + 1])
        found.append(((rows + top, columns + left), float(strength)))
        above, before = max(0, top - _AROUND_PX), max(0, left - _AROUND_PX)
        weights[above : top + height + _AROUND_PX, before : left + width + _AROUND_PX] = 0
    return found


def _upright(inside: _Inside, strength: float, scale: float) -> Place:
    rows, columns = inside
    left, right, top, bottom = columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
    x, y = (left + right) / 2 / scale, (top + bottom) / 2 / scale
    return Place(float(x), float(y), float(right - left) / scale, float(bottom - top) / scale, 0.0, strength)


def _slanted(inside: _Inside, strength: float, scale: float, tensor: tuple[_Levels, _Levels, _Levels]) -> Place:
    xx, yy, xy = (float(part[inside].sum()) for part in tensor)
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    rows, columns = inside
    along, aside = columns * cos + rows * sin, rows * cos - columns * sin
    u, v = float(along.min() + along.max()) / 2, float(aside.min() + aside.max()) / 2
    return Place(
        (u * cos - v * sin) / scale,
        (u * sin + v * cos) / scale,
        float(np.ptp(along) + 1) / scale,
        float(np.ptp(aside) + 1) / scale,
        math.degrees(angle),
        strength,
    )
