"""Why nothing reads: judged from what was measured in a few frames, told only when it lasts, and not in a flicker.

Pure: `measure.Eye` does the measuring. Somebody must hold something before the camera; an empty counter needs no advice.
"""

from __future__ import annotations

import enum
from collections import deque
from dataclasses import dataclass, replace

SILENT_S = 1.0  # so long nothing may read before advice is given
KEPT_S = 1.2  # so long advice stays at least, and after its cause was last seen
VOTES = 5  # measured frames that decide
NEEDED = 3  # of them must agree
GONE_S = 1.0  # nobody there for so long: the next one begins anew

DARK_LEVEL = 55.0  # of 255: what is brightest in the picture; below it codes drown in the camera's noise
DIM_LEVEL = 60.0  # what is brightest on the phone
DIM_SHARE = 0.4  # of what is brightest around it
MOVING_SHARE = 0.009  # of the picture's width, in a thirtieth of a second
SMALL_CODE_PX = 72.0  # side of a code whose modules are some 2 to 3 pixels, as measured with its edges
WANTED_CODE_PX = 150.0
SMALL_SUBJECT_SHARE = 0.27  # of the picture's height: a phone, hand and all
GLARE_SHARE = 0.042  # of the code's area
BLURRED_EDGE_PX = 7.0
BLURRED_EDGE_MODULES = 1.35
MODULES = 23.0  # a code of ours is 21 modules wide; what is measured is a little wider


class Cause(enum.Enum):
    """What keeps a code from being read."""

    TOO_DARK = "too_dark"
    GLARE = "glare"
    OUT_OF_FOCUS = "out_of_focus"
    TOO_SMALL = "too_small"
    MOVING = "moving"
    DIMMED = "dimmed"
    CUT_OFF = "cut_off"


class Side(enum.Enum):
    """Of the picture, as the camera sees it."""

    LEFT = "left"
    RIGHT = "right"
    TOP = "top"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the picture, in shares of its width and height."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return ((self.left + self.right) / 2, (self.top + self.bottom) / 2)


@dataclass(frozen=True, slots=True)
class Measures:
    """One frame in figures. Levels are gray, 0 to 255; lengths are pixels of the camera's own frame."""

    brightest: float  # the whole picture's
    subject: Box | None = None  # what was not there before: a phone in a hand
    code: Box | None = None  # where a code seems to be in it
    code_px: float = 0.0  # the side of its square
    screen_level: float = 255.0  # the brightest of the subject
    edge_px: float | None = None  # how many pixels a step from dark to light takes; None: no steps were found
    glare: Box | None = None  # a white patch in the midst of the code
    glare_share: float = 0.0  # of the code's area
    speed_share: float = 0.0  # how far the subject goes in 1/30 s, in shares of the picture's width
    cut_side: Side | None = None  # where the code runs out of the picture


@dataclass(frozen=True, slots=True)
class Advice:
    """What to tell. `side` for CUT_OFF; `where` for GLARE; `nearer`: how many times nearer, for TOO_SMALL."""

    cause: Cause
    side: Side | None = None
    where: tuple[float, float] | None = None
    nearer: float | None = None


def mirrored(advice: Advice) -> Advice:
    """As it is to be told beside a mirrored picture."""
    sides = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}
    where = None if advice.where is None else (1 - advice.where[0], advice.where[1])
    side = None if advice.side is None else sides.get(advice.side, advice.side)
    return replace(advice, side=side, where=where)


def judge(seen: Measures) -> Advice | None:
    """The first cause that explains a miss, gravest first; None where nobody is there or nothing seems wrong."""
    if seen.subject is None:
        return None
    return _light(seen) or _place(seen) or _sharpness(seen)


def _light(seen: Measures) -> Advice | None:
    if seen.brightest < DARK_LEVEL:
        return Advice(Cause.TOO_DARK)
    is_dim = seen.screen_level < max(DIM_LEVEL, DIM_SHARE * seen.brightest)
    return Advice(Cause.DIMMED) if is_dim else None


def _place(seen: Measures) -> Advice | None:
    if seen.cut_side is not None:
        return Advice(Cause.CUT_OFF, side=seen.cut_side)
    if seen.speed_share > MOVING_SHARE:
        return Advice(Cause.MOVING)
    is_blurred = seen.edge_px is not None and seen.edge_px > BLURRED_EDGE_PX  # then a code's size is not to be trusted
    if _is_small(seen) and not is_blurred:
        return Advice(Cause.TOO_SMALL, nearer=WANTED_CODE_PX / max(seen.code_px, 10.0) if seen.code else None)
    return None


def _sharpness(seen: Measures) -> Advice | None:
    if seen.edge_px is not None and seen.edge_px > _readable_edge_px(seen):
        return Advice(Cause.OUT_OF_FOCUS)
    if seen.glare is not None and seen.glare_share > GLARE_SHARE:
        return Advice(Cause.GLARE, where=seen.glare.middle)
    return None


def _is_small(seen: Measures) -> bool:
    if seen.code is not None and seen.code_px < SMALL_CODE_PX:
        return True
    return seen.subject is not None and seen.subject.bottom - seen.subject.top < SMALL_SUBJECT_SHARE


def _readable_edge_px(seen: Measures) -> float:
    """A step from dark to light that is wider than a module leaves nothing of it."""
    if seen.code is None:
        return BLURRED_EDGE_PX
    return min(BLURRED_EDGE_PX, max(BLURRED_EDGE_PX / 2, BLURRED_EDGE_MODULES * seen.code_px / MODULES))


class Coach:
    """Turns judged frames into advice that stands still. `now` is monotonic seconds."""

    def __init__(self) -> None:
        self._there_since: float | None = None
        self._there_at = 0.0
        self._votes: deque[Advice | None] = deque(maxlen=VOTES)
        self._shown: Advice | None = None
        self._seen_at = 0.0

    def read(self) -> None:
        """Something was read: no advice, and the next miss begins anew."""
        self._there_since = None
        self._votes.clear()
        self._shown = None

    def see(self, seen: Measures, now: float) -> Advice | None:
        """One more measured miss; what to tell now."""
        if seen.subject is None:
            if self._there_since is not None and now - self._there_at > GONE_S:
                self.read()
            return self._shown
        self._there_at = now
        if self._there_since is None:
            self._there_since = now
        self._votes.append(judge(seen))
        winner = self._winner()
        if (winner is not None and self._shown is not None and winner.cause is self._shown.cause) or (
            self._may_change(now) and now - self._there_since >= SILENT_S
        ):
            self._shown, self._seen_at = winner, now
        return self._shown

    def _may_change(self, now: float) -> bool:
        return self._shown is None or now - self._seen_at >= KEPT_S

    def _winner(self) -> Advice | None:
        """The newest advice of the cause that most of the last frames agree on."""
        causes = [advice.cause for advice in self._votes if advice is not None]
        chief = max(set(causes), key=causes.count, default=None)
        if chief is None or causes.count(chief) < NEEDED:
            return None
        return next(one for one in reversed(self._votes) if one is not None and one.cause is chief)
