"""The looks that the cascade takes at a frame: the usual ones at each, the others in turn while nothing reads.

What a look is expected to cost and to gain is measured (docs/scanner.md) and only sets the order at the start; the schedule
goes by what it sees itself.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pos_app.scanner import passes
from pos_app.scanner.found import Corners
from pos_app.scanner.frames import Frame
from pos_app.scanner.passes import View
from pos_app.scanner.places import Place, Places, find_places
from pos_app.scanner.readers import Codes, Read, Reading, pyzbar, zxing

_MOST_HALF_SEEN = 2


class Scene:
    """One frame, and what several looks at it share: each worked out once, when first asked for."""

    def __init__(self, levels: Frame, again: Place | None = None) -> None:
        """`again`: where a code was read or half seen in the frame before."""
        self.plain = levels
        self.again = again
        self.half_seen: list[Corners] = []
        self.goods: list[Reading] = []

    @functools.cached_property
    def levels(self) -> Frame:
        """Stretched, if the frame has little contrast. Places are stretched by themselves: a code may be all that is bright."""
        return passes.best_levels(self.plain, passes.WHOLE_TAIL)

    @functools.cached_property
    def half(self) -> View:
        """At half its size; as it came, since a stretch for the whole frame may cut off what a lamp or a shadow left."""
        return passes.scaled(self.plain, 0.5)

    @functools.cached_property
    def places(self) -> Places:
        """Where the edges look like a code."""
        return find_places(self.levels)

    @functools.cached_property
    def squares(self) -> Sequence[View]:
        """Closer views of what may be QR codes."""
        return [passes.closer(self.plain, place) for place in self.places.squares]

    @functools.cached_property
    def barred(self) -> Sequence[View]:
        """Closer views of what may be bars, as they stand: for those that perspective spreads like a fan."""
        return [passes.closer(self.plain, _boxed(place)) for place in self.places.bars]

    @functools.cached_property
    def strips(self) -> Sequence[View]:
        """What may be bars, set upright."""
        return [passes.strip(self.plain, place) for place in self.places.bars]


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look. `cost_ms` and `gain` (reads in a hundred frames that nothing before it read) are first guesses."""

    name: str
    take: Callable[[Scene], list[Reading]]
    cost_ms: float
    gain: float = 0.0


def _all(views: Sequence[View], read: Read) -> list[Reading]:
    """The first view that reads something ends the search; what was only located is kept from all."""
    located: list[Reading] = []
    for view in views:
        readings = view.read(read)
        if any(one.text for one in readings):
            return readings
        located += readings
    return located


def _boxed(place: Place) -> Place:
    xs, ys = zip(*place.corners, strict=True)
    return Place(place.x, place.y, max(xs) - min(xs), max(ys) - min(ys), 0.0, place.strength)


def _again(scene: Scene) -> list[Reading]:
    return [] if scene.again is None else passes.closer(scene.plain, scene.again).read(zxing)


def _as_it_came(scene: Scene) -> list[Reading]:
    return [] if scene.levels is scene.plain else passes.whole(scene.plain).read(_level)


def _straightened(scene: Scene) -> list[Reading]:
    views = [passes.straightened(scene.plain, corners) for corners in scene.half_seen[:_MOST_HALF_SEEN]]
    there = [view for view in views if view is not None]
    return _all([*there, *map(passes.evenly_lit, there)], _qr)


def _soft_place(scene: Scene) -> list[Reading]:
    return _all([passes.softened(view) for view in scene.squares], _qr)


def _softer_place(scene: Scene) -> list[Reading]:
    return _all([passes.softened(view, passes.SOFTER_SIGMA_PX) for view in scene.squares], _qr)


def _even_place(scene: Scene) -> list[Reading]:
    return _all([passes.softened(passes.evenly_lit(view)) for view in scene.squares], _qr)


def _larger_place(scene: Scene) -> list[Reading]:
    return _all([passes.closer(scene.plain, place, _LARGER_TARGET_PX) for place in scene.places.squares], _qr)


def _small_soft(scene: Scene, places: Sequence[Place]) -> list[Reading]:
    """Smaller than zxing-cpp likes it: pyzbar's time goes by the picture's lines, and it reads as much."""
    views = (passes.closer(scene.plain, place, _SMALLER_TARGET_PX) for place in places)
    return _all([passes.softened(view) for view in views], _pyzbar_qr)


def _zoomed(scene: Scene) -> list[Reading]:
    height, width = scene.levels.shape
    middle = Place(width / 2, height / 2, width * 0.43, height * 0.43, 0.0, 0.0)
    return passes.closer(scene.plain, middle, _ZOOM_TARGET_PX).read(_level)


def _goods(scene: Scene) -> list[Reading]:
    """A product's code that two views say alike: by one alone phantoms are read."""
    said: list[Reading] = []
    for view in (*_first_goods_views(scene), passes.whole(scene.levels)):
        if not said and view.picture is scene.levels:
            break  # the dearest view can only agree
        for reading in view.read(_ean):
            if any(reading.text == other.text for other in said):
                return [reading]
            said.append(reading)
    return []


def _first_goods_views(scene: Scene) -> list[View]:
    """The two halves of the likeliest bars, and the whole frame at half its size."""
    halves: list[View] = []
    for strip in scene.strips[:1]:
        middle = strip.picture.shape[0] // 2
        halves += [strip.then(strip.picture[:middle]), strip.then(strip.picture[middle:])]
    return [*halves, scene.half]


_ZOOM_TARGET_PX, _LARGER_TARGET_PX, _SMALLER_TARGET_PX = 2200.0, 700.0, 360.0
_SMALL_FRAME_PX = 400_000  # pixels: VGA and smaller
_level = functools.partial(zxing, turned=False, inverted=False)
_any_level = functools.partial(zxing, turned=False)
_qr = functools.partial(zxing, codes=Codes.QR)
_qr_level = functools.partial(zxing, codes=Codes.QR, inverted=False)
_bars = functools.partial(zxing, codes=Codes.BARS, turned=False, inverted=False)
_any_bars = functools.partial(zxing, codes=Codes.BARS)
_ean = functools.partial(zxing, codes=Codes.GOODS, inverted=False)
_coarse = functools.partial(zxing, one_threshold=True)
_coarse_qr = functools.partial(zxing, codes=Codes.QR, one_threshold=True)
_thorough = functools.partial(zxing, smaller=True)
_pyzbar_qr = functools.partial(pyzbar, codes=Codes.QR)
_pyzbar_bars = functools.partial(pyzbar, codes=Codes.BARS)

AGAIN = Look("again", _again, 1.2)

GOODS = Look("goods", _goods, 1.7, 1)

# A square place holds no bars and a strip no squares: asked for one kind, zxing-cpp takes a fifth of the time
USUAL = (
    Look("half", lambda scene: scene.half.read(_any_level), 1.2),
    Look("place", lambda scene: _all(scene.squares, _qr), 3.0),
    Look("strip", lambda scene: _all(scene.strips, _bars), 1.2),
    Look("soft place", _soft_place, 0.8),
    Look("plain", lambda scene: passes.whole(scene.levels).read(_level), 2.8),
)

_PLAIN_FIRST = tuple(sorted(USUAL, key=lambda look: look.name != "plain"))


def usual(levels: Frame) -> Sequence[Look]:
    """The usual looks in the order that suits a frame: a small one is read as it is soonest, half of it would be too small."""
    return _PLAIN_FIRST if levels.size < _SMALL_FRAME_PX else USUAL


IN_TURN = (
    Look("straight", _straightened, 0.6, 2),
    Look("pyzbar soft place", lambda scene: _small_soft(scene, scene.places.squares[:1]), 2.5, 8),
    Look("median", lambda scene: passes.without_specks(passes.whole(scene.levels)).read(_level), 2.6, 4),
    Look("larger place", _larger_place, 1.6, 2.5),
    Look("soft", lambda scene: passes.softened(passes.whole(scene.levels)).read(_qr_level), 1.6, 2),
    Look("softer place", _softer_place, 1.2, 2),
    Look("as it came", _as_it_came, 2.0, 1),
    Look("pyzbar strip", lambda scene: _all(scene.strips, _pyzbar_bars), 0.9, 1),
    Look("median half", lambda scene: passes.without_specks(scene.half).read(_level), 0.8, 1),
    Look("open place", lambda scene: _all([passes.opened(view) for view in scene.squares], _qr), 0.9, 0.7),
    Look("coarse place", lambda scene: _all([passes.softened(view) for view in scene.squares], _coarse_qr), 1.0, 1),
    Look("bars place", lambda scene: _all(scene.barred, _any_bars), 2.2, 1.5),
    Look("cut place", lambda scene: _all([passes.cut(passes.softened(view)) for view in scene.squares], _qr), 2.2, 1.5),
    Look("even place", _even_place, 3.5, 1.5),
    Look("pyzbar other place", lambda scene: _small_soft(scene, scene.places.squares[1:]), 2.0, 1),
    Look("pyzbar half", lambda scene: scene.half.read(_pyzbar_qr), 5.0, 1.5),
    Look("turned half", lambda scene: scene.half.read(_any_bars), 1.5, 0.5),
    Look("coarse", lambda scene: passes.whole(scene.levels).read(_coarse), 4.0, 0.5),
    Look("zoom", _zoomed, 8.8, 1.5),
    GOODS,
    Look("thorough", lambda scene: passes.whole(scene.levels).read(_thorough), 6.0, 1),
)
