"""The cascade: cheap looks at every frame, dear ones now and then while nothing is found.

Measured over shaky sequences: a slow second decoder on each frame drops so many frames that fewer codes are read. So the
plain and the zoomed look are taken each time, and a turned look or pyzbar only every few misses, in turn.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

from pos_app.scanner.found import CODE_128, Found, Sight
from pos_app.scanner.frames import Frame, gray
from pos_app.scanner.passes import read_scaled, read_turned, read_zoomed, stretched
from pos_app.scanner.readers import Reading, has_pyzbar, pyzbar, zxing

TURNS_DEGREES = (15.0, -15.0, 30.0, -30.0)
FRAME_BUDGET_MS = 60.0  # nothing further is begun on a frame that has taken this long
_EXTRA_EVERY = 3  # misses between two dear looks
_LUCK_LASTS = 5  # misses for which the dear look that found something last is taken on each frame
_SMALL_PICTURE_PX = 1600  # longer side; below it a picture is also tried larger
_LARGE_PICTURE_PX = 1000  # longer side; above it a picture is also tried smaller

_PYZBAR: Literal["pyzbar"] = "pyzbar"
_Extra = float | Literal["pyzbar"]  # degrees to turn by, or the other decoder
_EXTRAS: tuple[_Extra, ...] = (15.0, _PYZBAR, -15.0, _PYZBAR, 30.0, _PYZBAR, -30.0, _PYZBAR)


@dataclass(frozen=True, slots=True)
class _Look:
    """One way to look at a frame; the plain one has no name."""

    name: str
    take: Callable[[], list[Reading]]
    extra: _Extra | None = None  # set for the dear ones


class Decodes(Protocol):
    """Reads the codes of one frame; the camera loop asks for nothing else."""

    def look(self, frame: Frame) -> Sight:
        """What is to be seen in `frame`."""


class Decoder:
    """The cascade for a live camera. Keeps count of misses, so one decoder belongs to one camera and one thread."""

    def __init__(self, *, budget_ms: float = FRAME_BUDGET_MS, clock: Callable[[], float] = time.perf_counter) -> None:
        self._budget_ms = budget_ms
        self._clock = clock
        self._misses = 0
        self._extras = itertools.cycle(_EXTRAS if has_pyzbar() else TURNS_DEGREES)
        self._lucky: _Extra | None = None  # the dear look that found something, for its next few frames

    def look(self, frame: Frame) -> Sight:
        """The first look that finds something ends the search."""
        started = self._clock()
        for look in self._looks(gray(frame)):
            if look.name and self._ms_since(started) > self._budget_ms:
                break
            if readings := look.take():
                self._misses = 0
                self._lucky = look.extra or self._lucky
                ms = self._ms_since(started)
                return Sight(tuple(_as_found(readings, _decoder_name(look.name), ms)), ms=ms)
        self._misses += 1
        if self._misses > _LUCK_LASTS:
            self._lucky = None
        return Sight(misses=self._misses, ms=self._ms_since(started))

    def _looks(self, levels: Frame) -> Iterator[_Look]:
        yield _Look("", partial(zxing, levels))
        best = stretched(levels)
        if best is not None:
            yield _Look("stretch", partial(zxing, best))
        best = levels if best is None else best
        if self._lucky is not None:  # two frames must agree on bars: the second shouldn't wait for its turn
            yield _extra_look(self._lucky, best)
        yield _Look("zoom", partial(read_zoomed, best))
        if self._misses % _EXTRA_EVERY == _EXTRA_EVERY - 1:
            yield _extra_look(next(self._extras), best)

    def _ms_since(self, started: float) -> float:
        return (self._clock() - started) * 1000


def _extra_look(extra: _Extra, levels: Frame) -> _Look:
    if extra == _PYZBAR:
        return _Look(_PYZBAR, partial(pyzbar, levels), extra)
    return _Look(f"turn {extra:+.0f}", partial(read_turned, levels, extra), extra)


def read_all(image: Frame) -> list[Found]:
    """Every code that any decoder finds in a picture, whatever the time; for `pos scan`, not for the till.

    A code is named once, by whoever read it first. The dear looks are taken while nothing was found; pyzbar always, for
    codes that zxing-cpp overlooked beside others. Raises ValueError if `image` is no picture.
    """
    started = time.perf_counter()
    found: list[Found] = []
    for look in _all_looks(gray(image)):
        if found and look.name != _PYZBAR:
            continue
        readings = look.take()
        for one in _as_found(readings, _decoder_name(look.name), (time.perf_counter() - started) * 1000):
            if not any(_is_same(one, other) for other in found):
                found.append(one)
    return found


def _all_looks(levels: Frame) -> Iterator[_Look]:
    yield _Look("", partial(zxing, levels))
    best = stretched(levels)
    if best is not None:
        yield _Look("stretch", partial(zxing, best))
    best = levels if best is None else best
    yield _Look(_PYZBAR, partial(pyzbar, best))
    yield _Look("zoom", partial(read_zoomed, best))
    longer = max(levels.shape[:2])
    if longer < _SMALL_PICTURE_PX:
        yield _Look("larger", partial(read_scaled, best, 2.0))
    if longer > _LARGE_PICTURE_PX:
        yield _Look("smaller", partial(read_scaled, best, 0.4))
    for degrees in TURNS_DEGREES:
        yield _Look(f"turn {degrees:+.0f}", partial(read_turned, best, degrees, bars_only=False))


def _decoder_name(look: str) -> str:
    return look if look == _PYZBAR else f"zxing-cpp {look}".strip()


def _as_found(readings: list[Reading], decoder: str, ms: float) -> list[Found]:
    return [Found(one.text, one.symbology, decoder, one.corners, round(ms, 2)) for one in readings]


def _is_same(one: Found, other: Found) -> bool:
    """The same text, or another text at the same place: one printed code has one text, and the first reader is trusted."""
    if one.symbology != other.symbology:
        return False
    return one.text == other.text or _lies_in(one.centre, other)


def _lies_in(point: tuple[float, float], found: Found) -> bool:
    xs = [x for x, _ in found.corners]
    ys = [y for _, y in found.corners]
    # bars are read along one line, so their box may be flat
    slack = (max(xs) - min(xs)) / 4 if found.symbology == CODE_128 else 0.0
    return min(xs) <= point[0] <= max(xs) and min(ys) - slack <= point[1] <= max(ys) + slack
