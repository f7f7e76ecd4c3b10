"""The cascade: cheap looks at every frame, dear ones in turn while nothing is found, all within a frame's time.

Measured over shaky sequences: a slow second decoder on each frame drops so many frames that fewer codes are read. So a
frame has a budget, and which dear looks it is spent on is the schedule's (`schedule.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Protocol

from pos_app.scanner import passes
from pos_app.scanner.costs import Costs
from pos_app.scanner.found import CODE_128, EAN, Corners, Found, Sight
from pos_app.scanner.frames import Frame, gray
from pos_app.scanner.looks import AGAIN, GOODS, IN_TURN, USUAL, Look, Scene, usual
from pos_app.scanner.places import Place
from pos_app.scanner.readers import Reading, has_pyzbar, pyzbar, zxing
from pos_app.scanner.schedule import Schedule

# of the 33 between two frames: the rest is for the preview, and for what takes longer than expected
FRAME_BUDGET_MS = 20.0
_LUCK_LASTS = 5  # misses for which the look that read last comes first
_AGAIN_LASTS = 8  # misses for which a code is looked for where it was
_WHOLE_EVERY = 3  # hits between two looks at the whole frame: a second phone must not stay unseen beside the first
_MOST_HALF_SEEN = 4
_SMALL_PICTURE_PX = 1600  # longer side; below it a picture is also tried larger
_LARGE_PICTURE_PX = 1000  # longer side; above it a picture is also tried smaller
_TURNS_DEGREES = (15.0, -15.0, 30.0, -30.0)


class Decodes(Protocol):
    """Reads the codes of one frame; the camera loop asks for nothing else."""

    def look(self, frame: Frame) -> Sight:
        """What is to be seen in `frame`."""


class Decoder:
    """The cascade for a live camera. It learns from frame to frame, so one decoder belongs to one camera and one thread."""

    def __init__(self, *, budget_ms: float = FRAME_BUDGET_MS, clock: Callable[[], float] = time.perf_counter) -> None:
        self._budget_ms = budget_ms
        self._clock = clock
        looks = [look for look in IN_TURN if has_pyzbar() or not look.name.startswith("pyzbar")]
        self._costs = Costs([AGAIN, *USUAL, *IN_TURN])
        self._schedule = Schedule(looks, self._costs)
        self._misses = 0
        self._hits = 0
        self._lucky: Look | None = None
        self._again: Place | None = None

    def look(self, frame: Frame) -> Sight:
        """The first look that reads something ends the search."""
        started = self._clock()
        scene = Scene(gray(frame), self._again)
        taken: set[str] = set()
        while (look := self._next(scene, taken, self._budget_ms - self._ms_since(started))) is not None:
            taken.add(look.name)
            if readings := self._take(look, scene):
                self._costs.passed(taken)
                return self._hit(look, readings, self._ms_since(started))
        self._costs.passed(taken)
        return self._miss(scene, self._ms_since(started))

    def _next(self, scene: Scene, taken: set[str], left_ms: float) -> Look | None:
        """The look to take now: the lucky one, the usual ones, and then as the schedule says."""
        if taken and left_ms <= 0:
            return None
        for look in self._first(scene):
            if look.name not in taken and (not taken or self._costs.expected_ms(look) <= left_ms):
                return look
        return self._schedule.next(left_ms, taken)

    def _first(self, scene: Scene) -> Iterator[Look]:
        if self._again is not None and self._hits % _WHOLE_EVERY != 0:
            yield AGAIN
        if self._lucky is not None:  # two frames must agree on bars: the second should not wait for its turn
            yield self._lucky
        # on a slow computer the time may end after the first: each is the first in its turn
        looks = usual(scene.plain)
        turn = self._misses % len(looks)
        yield from (*looks[turn:], *looks[:turn])

    def _take(self, look: Look, scene: Scene) -> list[Reading]:
        began = self._clock()
        readings = look.take(scene)
        read = [one for one in readings if one.text]
        self._costs.took(look, (self._clock() - began) * 1000)
        if look in IN_TURN:
            self._schedule.took(look, has_read=bool(read))
        scene.half_seen += [one.corners for one in readings if not one.text]
        scene.goods += [one for one in read if one.symbology == EAN]
        return [one for one in read if one.symbology != EAN]

    def _hit(self, look: Look, readings: list[Reading], ms: float) -> Sight:
        self._misses = 0
        self._hits += 1
        if look is not AGAIN:
            self._lucky = look if look in IN_TURN else None
        self._again = _box_of(readings[0].corners)
        return Sight(tuple(_as_found(readings, _decoder_name(look.name), ms)), ms=ms)

    def _miss(self, scene: Scene, ms: float) -> Sight:
        self._misses += 1
        self._schedule.missed()
        half_seen = _apart(scene.half_seen)
        if half_seen:
            self._again, self._hits = _box_of(half_seen[0]), 1
        elif self._misses > _AGAIN_LASTS:
            self._again = None
        if self._misses > _LUCK_LASTS:
            self._lucky = None
        if scene.goods:  # two frames must agree on these, too
            self._lucky = GOODS
        goods = tuple(_as_found(scene.goods, _decoder_name("goods"), ms))
        return Sight(half_seen=half_seen, misses=self._misses, ms=ms, goods=goods)

    def _ms_since(self, started: float) -> float:
        return (self._clock() - started) * 1000


def read_all(image: Frame) -> list[Found]:
    """Every code that any decoder finds in a picture, whatever the time; for `pos scan`, not for the till.

    A code is named once, by whoever read it first. The dear looks are taken while nothing was found; pyzbar always, for
    codes that zxing-cpp overlooked beside others. Raises ValueError if `image` is no picture.
    """
    started = time.perf_counter()
    found: list[Found] = []
    scene = Scene(gray(image))
    for look in _all_looks(scene):
        if found and look.name not in _SEE_ALL:
            continue
        readings = look.take(scene)
        scene.half_seen += [one.corners for one in readings if not one.text]
        read = [one for one in readings if one.text and one.symbology != EAN]
        for one in _as_found(read, _decoder_name(look.name), (time.perf_counter() - started) * 1000):
            if not any(_is_same(one, other) for other in found):
                found.append(one)
    return found


_SEE_ALL = frozenset({"plain", "pyzbar"})


def _all_looks(scene: Scene) -> Iterator[Look]:
    yield Look("plain", lambda scene: passes.whole(scene.levels).read(lambda levels: zxing(levels, smaller=True)), 0)
    yield Look("pyzbar", lambda scene: passes.whole(scene.levels).read(pyzbar), 0)
    yield from USUAL
    yield from IN_TURN
    longer = max(scene.plain.shape)
    if longer < _SMALL_PICTURE_PX:
        yield Look("larger", lambda scene: passes.scaled(scene.levels, 2.0).read(zxing), 0)
    if longer > _LARGE_PICTURE_PX:
        yield Look("smaller", lambda scene: passes.scaled(scene.levels, 0.4).read(zxing), 0)
    for degrees in _TURNS_DEGREES:
        yield Look(f"turn {degrees:+.0f}", _turned(degrees), 0)


def _turned(degrees: float) -> Callable[[Scene], list[Reading]]:
    return lambda scene: passes.turned(scene.levels, degrees).read(zxing)


def _decoder_name(look: str) -> str:
    return look if look.startswith("pyzbar") else f"zxing-cpp {look}".removesuffix(" plain")


def _as_found(readings: list[Reading], decoder: str, ms: float) -> list[Found]:
    return [Found(one.text, one.symbology, decoder, one.corners, round(ms, 2)) for one in readings]


def _box_of(corners: Corners) -> Place:
    xs, ys = zip(*corners, strict=True)
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    # bars are read along one line, so their box may be flat
    height = max(bottom - top, (right - left) / 4)
    width = max(right - left, (bottom - top) / 4)
    return Place((left + right) / 2, (top + bottom) / 2, width, height, 0.0, 0.0)


def _apart(half_seen: list[Corners]) -> tuple[Corners, ...]:
    """The same code is located by several looks: one of them is enough."""
    kept: list[Corners] = []
    for corners in half_seen:
        centre = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
        if len(kept) < _MOST_HALF_SEEN and not any(_is_around(other, centre) for other in kept):
            kept.append(corners)
    return tuple(kept)


def _is_around(corners: Corners, point: tuple[float, float]) -> bool:
    box = _box_of(corners)
    return abs(point[0] - box.x) <= box.length / 2 and abs(point[1] - box.y) <= box.height / 2


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
