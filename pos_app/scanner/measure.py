"""Measures a frame for the camera coach: light, sharpness, movement, size and place of what is held up.

A few milliseconds a frame, so a few times a second. What was not there before is the subject: the empty counter is
learned while nothing moves. What it means is judged in `coach`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pos_app.scanner.coach import Box, Measures, Side
from pos_app.scanner.found import Corners
from pos_app.scanner.frames import Frame, gray
from pos_app.scanner.opencv import cv2

CELLS = (32, 18)  # the counter is remembered in so many cells: their mean has no noise
LEARN_S = 20.0  # a cell that stays as it is for so long belongs to the counter
_CHANGED_LEVELS = 6.0  # beyond which a cell is another than the counter's
_STEADY_LEVELS = 3.0
_FEW_CELLS, _MOST_CELLS = 3, 0.85  # fewer changed are noise; more, and the light or the camera changed
_MIDDLE_WIDTH_PX = 640  # codes are looked for at this width
_WINDOW_PX = 7  # at that width: a module of a near code
_DENSE_WINDOW_PX = 21
_DENSE = 0.62  # share of the window that is full of steps
_STEP_OF_RANGE = 0.45  # a step counts that takes so much of the subject's range
_LEAST_RANGE = 18.0
_EDGE_PX = 17
_SHARP_CROP_PX = 240  # side of the crop that sharpness is measured in
_LOOKS = 3
_FPS = 30
_LONGEST_GAP_S = 0.15
_BARS_ASPECT = 2.2  # a box so much longer than high holds the bars alone
_BORDER_SHARE = 0.012
_WHITE_SHARE = 0.93  # of the brightest: what a lamp burns out
_PATCH_OF_CODE = 0.02

_Levels = npt.NDArray[np.float32]
_Mask = npt.NDArray[np.uint8]


class Eye:
    """Remembers the counter and the last frame. Feed it each frame that it is to know with `glance`."""

    def __init__(self) -> None:
        self._counter: _Levels | None = None
        self._cells: _Levels | None = None
        self._steady_since: npt.NDArray[np.float64] | None = None
        self._small: Frame | None = None
        self._small_before: Frame | None = None
        self._glanced_at, self._gap_s = 0.0, 0.0
        self._speeds: deque[float] = deque(maxlen=_LOOKS)

    def glance(self, frame: Frame, now: float) -> None:
        """Every frame: keeps what the next `measure` compares with. Cheap."""
        self._small_before, self._gap_s = self._small, now - self._glanced_at
        self._glanced_at = now
        self._small = gray(cv2.resize(frame, (160, 90), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False))
        cells = cv2.resize(self._small, CELLS, interpolation=cv2.INTER_AREA).astype(np.float32)
        self._learn(cells, now)
        self._cells = cells

    def measure(self, frame: Frame, half_seen: Sequence[Corners] = ()) -> Measures:
        """The frame of the last `glance`, looked at closely."""
        levels = gray(frame)
        small = self._small if self._small is not None else levels
        brightest = float(np.percentile(small, 98))
        changed = self._changed()
        if changed is None:
            return Measures(brightest)
        middle = _resized(levels, _MIDDLE_WIDTH_PX)
        mask = cv2.resize(changed, (middle.shape[1], middle.shape[0]), interpolation=cv2.INTER_NEAREST)
        subject = _box_of(mask)
        low, high = _levels_of(middle, changed)
        height, width = levels.shape[:2]
        code = _code_box(middle, mask.astype(np.uint8), high - low, half_seen, (width, height))
        crop = _crop(levels, code or subject)
        glare, glare_share = _glare(middle, code, high, high - low) if code else (None, 0.0)
        return Measures(
            brightest=brightest,
            subject=subject,
            code=code,
            code_px=_side_px(code, width, height) if code else 0.0,
            screen_level=high,
            edge_px=_edge_px(crop, high - low),
            glare=glare,
            glare_share=glare_share,
            speed_share=self._fastest(changed),
            cut_side=_cut_side(code) if code else None,
        )

    def _learn(self, cells: _Levels, now: float) -> None:
        if self._counter is None or self._cells is None or self._steady_since is None:
            self._counter, self._steady_since = cells.copy(), np.full(cells.shape, now)
            return
        is_steady = np.abs(cells - self._cells) < _STEADY_LEVELS
        self._steady_since[~is_steady] = now
        changed = np.abs(cells - self._counter) > _CHANGED_LEVELS
        long_steady = now - self._steady_since > LEARN_S
        self._counter[long_steady] = cells[long_steady]
        slow = is_steady & ~changed  # daylight goes by
        self._counter[slow] += 0.02 * (cells[slow] - self._counter[slow])

    def _changed(self) -> _Mask | None:
        """The cells that are not the counter's; None where nobody is there, or everything changed at once."""
        if self._counter is None or self._cells is None:
            return None
        brightness = float(np.median(self._cells) + 4) / float(np.median(self._counter) + 4)
        threshold = np.clip(self._counter * 0.12, 2.0, _CHANGED_LEVELS * 2)
        different = (np.abs(self._cells - self._counter * brightness) > threshold).astype(np.uint8)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(different, connectivity=4)
        if count < 2:  # noqa: PLR2004  (the first is the ground)
            return None
        chief = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
        area = int(stats[chief, cv2.CC_STAT_AREA])
        if area < _FEW_CELLS or int(different.sum()) > _MOST_CELLS * different.size:
            return None
        return _mask(labels == chief)

    def _fastest(self, changed: _Mask) -> float:
        """Of the last few looks: a hand that goes to and fro stands still at the turns."""
        self._speeds.append(self._speed(changed))
        return max(self._speeds)

    def _speed(self, changed: _Mask) -> float:
        """How far the subject went in a thirtieth of a second; 0 where the last two glances are too far apart to say."""
        if self._small is None or self._small_before is None or not 0 < self._gap_s <= _LONGEST_GAP_S:
            return 0.0
        mask = cv2.dilate(cv2.resize(changed, (160, 90), interpolation=cv2.INTER_NEAREST), np.ones((9, 25), np.uint8))
        window = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 3)
        pictures = []
        for small in (self._small_before, self._small):
            levels = small.astype(np.float32)
            pictures.append((levels - float(levels[mask > 0].mean())) * window)
        (x, y), response = cv2.phaseCorrelate(pictures[0], pictures[1])
        return float(np.hypot(x, y)) / 160 / (self._gap_s * _FPS) if response > 0.05 else 0.0  # noqa: PLR2004  (noise correlates with nothing)


def _mask(there: npt.NDArray[np.generic]) -> _Mask:
    return there.astype(np.uint8)


def _resized(levels: Frame, width: int) -> Frame:
    height = round(levels.shape[0] * width / levels.shape[1])
    return cv2.resize(levels, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _levels_of(middle: Frame, changed: _Mask) -> tuple[float, float]:
    """The darkest and the brightest of the subject, without what shines past its edge."""
    inner = cv2.erode(changed, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=1)
    chosen = inner if int(inner.sum()) >= _FEW_CELLS else changed
    mask = cv2.resize(chosen, (middle.shape[1], middle.shape[0]), interpolation=cv2.INTER_NEAREST)
    low, high = np.percentile(middle[::2, ::2][mask[::2, ::2] > 0], (4, 95)).tolist()
    return low, high


def _box_of(mask: npt.NDArray[np.generic]) -> Box:
    rows, columns = np.flatnonzero(mask.any(axis=1)).tolist(), np.flatnonzero(mask.any(axis=0)).tolist()
    height, width = mask.shape[:2]
    return Box(columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height)


def _side_px(code: Box, width: int, height: int) -> float:
    """The side of the square code, also where its bars and digits are in the box, or nothing but its bars."""
    sides = sorted(((code.right - code.left) * width, (code.bottom - code.top) * height))
    return sides[1] if sides[1] > _BARS_ASPECT * sides[0] else sides[0]


def _code_box(
    middle: Frame, mask: _Mask, levels_range: float, half_seen: Sequence[Corners], size: tuple[int, int]
) -> Box | None:
    """Where a reader located a code, or where dark and light change as densely as only a code's modules do."""
    for corners in half_seen:
        xs, ys = [x / size[0] for x, _ in corners], [y / size[1] for _, y in corners]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        x, y = box.middle
        column, row = int(x * mask.shape[1]), int(y * mask.shape[0])
        if 0 <= column < mask.shape[1] and 0 <= row < mask.shape[0] and mask[row, column]:
            return box
    if levels_range < _LEAST_RANGE:
        return None
    smooth = cv2.GaussianBlur(middle, (0, 0), 1.0)
    kernel = np.ones((_WINDOW_PX, _WINDOW_PX), np.uint8)
    local = cv2.subtract(cv2.dilate(smooth, kernel), cv2.erode(smooth, kernel))
    steps = ((local > _STEP_OF_RANGE * levels_range) & (mask > 0)).astype(np.uint8)
    dense = cv2.boxFilter(steps, cv2.CV_32F, (_DENSE_WINDOW_PX, _DENSE_WINDOW_PX)) > _DENSE
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dense.astype(np.uint8))
    if count < 2:  # noqa: PLR2004  (the first is the ground)
        return None
    chief = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    grown = cv2.dilate((labels == chief).astype(np.uint8), np.ones((9, 9), np.uint8))
    return _box_of((grown > 0) & (steps > 0))


def _crop(levels: Frame, box: Box) -> Frame:
    height, width = levels.shape[:2]
    x, y = (round(box.middle[0] * width), round(box.middle[1] * height))
    half = _SHARP_CROP_PX // 2
    left, right = max(round(box.left * width), x - half), min(round(box.right * width), x + half)
    top, bottom = max(round(box.top * height), y - half), min(round(box.bottom * height), y + half)
    return levels[max(0, top) : max(bottom, top + 8), max(0, left) : max(right, left + 8)]


def _edge_px(crop: Frame, levels_range: float) -> float | None:
    """How wide the steepest steps are: the range around a pixel by the steepest slope there."""
    smooth = cv2.GaussianBlur(crop, (0, 0), 0.8)
    kernel = np.ones((_EDGE_PX, _EDGE_PX), np.uint8)
    local = cv2.subtract(cv2.dilate(smooth, kernel), cv2.erode(smooth, kernel))
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, dx, dy, ksize=3) / 8 for dx, dy in ((1, 0), (0, 1)))
    steepest = cv2.dilate(cv2.magnitude(across, down), kernel)
    strong = local > max(_LEAST_RANGE, 0.5 * levels_range)
    if int(strong.sum()) < _EDGE_PX * _EDGE_PX:
        return None
    return float(np.median(local[strong] / np.maximum(steepest[strong], 0.5)))


def _glare(middle: Frame, code: Box, brightest: float, levels_range: float) -> tuple[Box | None, float]:
    """The largest patch in the midst of the code that is burnt out: white, without modules, with a soft edge."""
    height, width = middle.shape[:2]
    rows = slice(max(0, int(code.top * height)), max(1, int(code.bottom * height)))
    columns = slice(max(0, int(code.left * width)), max(1, int(code.right * width)))
    part = cv2.GaussianBlur(middle[rows, columns], (0, 0), 1.0)
    side = max(5, round(min(part.shape) / 6) | 1)  # some three modules: nowhere in a code is it white for so long
    burnt = cv2.erode(part, np.ones((side, side), np.uint8)) > brightest - (1 - _WHITE_SHARE) * levels_range
    count, labels, stats, _ = cv2.connectedComponentsWithStats(burnt.astype(np.uint8))
    patches = [_Patch(labels == number, stats[number].tolist(), side) for number in range(1, count)]
    chief = max(patches, key=lambda patch: patch.share, default=None)
    if chief is None or chief.share < _PATCH_OF_CODE:
        return None, 0.0
    box = chief.box
    wide, high = code.right - code.left, code.bottom - code.top
    left, top = code.left + box.left * wide, code.top + box.top * high
    return Box(left, top, code.left + box.right * wide, code.top + box.bottom * high), chief.share


class _Patch:
    """A white patch; `share` is of the code's area. At the rim it may be the paper around a tilted code: it counts half."""

    def __init__(self, there: npt.NDArray[np.bool_], stats: Sequence[int], side: int) -> None:
        left, top, wide, high = stats[:4]
        whole = cv2.dilate(there.astype(np.uint8), np.ones((side, side), np.uint8))
        is_at_rim = left == 0 or top == 0 or left + wide == there.shape[1] or top + high == there.shape[0]
        self.box = _box_of(whole)
        self.share = float(whole.mean()) / (2 if is_at_rim else 1)


def _cut_side(code: Box) -> Side | None:
    gaps = {
        Side.LEFT: code.left,
        Side.RIGHT: 1 - code.right,
        Side.TOP: code.top,
        Side.BOTTOM: 1 - code.bottom,
    }
    side = min(gaps, key=lambda one: gaps[one])
    return side if gaps[side] < _BORDER_SHARE else None
