"""What a shop's webcam would see of a phone: perspective, tilt, shake, blur, noise and poor light, all from a seed.

Used by the demo's camera, by tests and by benchmarks. The same scene, seed, code and time give the same frame.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from pos_app.scanner.frames import Frame
from pos_app.scanner.opencv import cv2
from pos_app.scanner.phone_picture import PHONE_HEIGHT_PX, PHONE_WIDTH_PX, phone_mask, phone_picture

FRAME_WIDTH_PX, FRAME_HEIGHT_PX = 1280, 720
_NOISE_MARGIN_PX = 64
_ROI_MARGIN_PX = 24
_SWAY_HZ = (0.31, 0.73, 1.9)  # a hand's slow drift, its sway, and its tremor
_SWAY_SHARES = (0.6, 0.3, 0.1)

_Matrix = npt.NDArray[np.float64]
_Box = tuple[slice, slice]


@dataclass(frozen=True, slots=True)
class Scene:
    """How hard it is to read. Ranges are those that the levels below span."""

    phone_px: float  # height of the phone in the frame: 640 (near) to 300 (far)
    angle_deg: float  # largest tilt in the picture, either way
    perspective: float  # 0 (held square) to 0.2 (leaning far away)
    blur_px: float  # sigma of the lens's blur
    motion_px: float  # length of the motion blur
    shake_px: float  # how far the hand wanders
    noise: float  # sigma, in gray levels
    exposure: float  # 1.0 well lit, 0.3 a dark corner
    glare: float  # 0 none to 1: white light reflected from the screen


LEVELS: Mapping[str, Scene] = MappingProxyType(
    {
        "easy": Scene(650, 4, 0.03, 0.6, 0, 6, 3, 1.0, 0.0),
        "fair": Scene(540, 10, 0.07, 1.1, 2, 12, 6, 0.8, 0.15),
        "hard": Scene(420, 18, 0.12, 1.7, 5, 20, 10, 0.5, 0.3),
        "brutal": Scene(380, 24, 0.14, 1.8, 4, 26, 10, 0.35, 0.35),
    }
)


class Simulation:
    """One phone before one camera."""

    def __init__(self, scene: Scene, seed: int = 0) -> None:
        self._scene = scene
        self._seed = seed
        random = np.random.default_rng(seed)
        self._angle_deg = random.uniform(-1, 1) * scene.angle_deg
        self._lean = random.uniform(-1, 1, size=2) * scene.perspective
        self._middle = random.uniform(-1, 1, size=2) * (60, 20)
        self._phases = random.uniform(0, math.tau, size=(3, len(_SWAY_HZ)))
        self._more, self._less = _noise_fields(scene.noise, random)
        self._counter = _counter(seed)
        self._mask = self._at_scale(phone_mask())
        self._light = _glare(scene.glare, self._mask.shape, random) if scene.glare else None
        self._drawn: tuple[str, Frame] | None = None

    def frame(self, code: str | None, at_s: float, *, arrival: float = 1.0) -> Frame:
        """The camera's picture at a time: the phone showing `code`, or the counter alone for None.

        `arrival` is how far the phone has come into the picture: 0 (still below it) to 1 (in its place).
        """
        frame = self._counter.copy()
        if code is not None:
            self._put_phone(frame, self._phone(code), at_s, arrival)
        return self._sensor(frame, at_s)

    def _phone(self, code: str) -> Frame:
        """The phone's picture at the size it has in the frame, with the light on its screen; drawn once a code."""
        if self._drawn is None or self._drawn[0] != code:
            phone = self._at_scale(phone_picture(code))
            if self._light is not None:
                phone = cv2.add(phone, self._light).astype(np.uint8, copy=False)
            self._drawn = (code, phone)
        return self._drawn[1]

    def _at_scale(self, picture: Frame) -> Frame:
        scale = self._scene.phone_px / PHONE_HEIGHT_PX
        size = (round(PHONE_WIDTH_PX * scale), round(PHONE_HEIGHT_PX * scale))
        return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)

    def _put_phone(self, frame: Frame, phone: Frame, at_s: float, arrival: float) -> None:
        corners = self._corners(at_s, arrival)
        box = _box_around(corners)
        rows, columns = box
        height, width = rows.stop - rows.start, columns.stop - columns.start
        if height <= 0 or width <= 0:
            return
        view = _view_of(phone.shape, corners - (columns.start, rows.start))
        seen = cv2.warpPerspective(phone, view, (width, height), flags=cv2.INTER_LINEAR)
        mask = cv2.warpPerspective(self._mask, view, (width, height), flags=cv2.INTER_LINEAR)
        share = cv2.cvtColor(mask, cv2.COLOR_GRAY2BGR)
        there = frame[box]
        mixed = cv2.add(cv2.multiply(seen, share, scale=1 / 255), cv2.multiply(there, 255 - share, scale=1 / 255))
        frame[box] = self._lens(mixed.astype(np.uint8, copy=False), at_s)

    def _corners(self, at_s: float, arrival: float) -> _Matrix:
        """The phone's corners in the frame: top left, top right, bottom right, bottom left."""
        scene = self._scene
        half_height = scene.phone_px / 2
        half_width = half_height * PHONE_WIDTH_PX / PHONE_HEIGHT_PX
        square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], dtype=np.float64)
        away = 1 + square[:, ::-1] @ self._lean  # an edge that leans away is smaller
        points = square * (half_width, half_height) * away[:, None]
        sway_x, sway_y, sway_angle = self._sway(at_s)
        angle = math.radians(self._angle_deg + sway_angle * min(scene.angle_deg, 6) / 3)
        turn = np.array([(math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))])
        below = (1 - arrival) * FRAME_HEIGHT_PX
        middle = np.array((FRAME_WIDTH_PX / 2, FRAME_HEIGHT_PX / 2 + below)) + self._middle
        middle += np.array((sway_x, sway_y)) * scene.shake_px
        result: _Matrix = points @ turn + middle
        return result

    def _sway(self, at_s: float) -> list[float]:
        return [
            sum(
                share * math.sin(math.tau * hertz * at_s + phase)
                for share, hertz, phase in zip(_SWAY_SHARES, _SWAY_HZ, phases, strict=True)
            )
            for phases in self._phases.tolist()
        ]

    def _lens(self, picture: Frame, at_s: float) -> Frame:
        scene = self._scene
        if scene.motion_px >= 2:  # noqa: PLR2004  (shorter is no blur)
            picture = cv2.filter2D(picture, -1, _motion_kernel(scene.motion_px, at_s)).astype(np.uint8, copy=False)
        return cv2.GaussianBlur(picture, (0, 0), scene.blur_px).astype(np.uint8, copy=False)

    def _sensor(self, frame: Frame, at_s: float) -> Frame:
        if self._scene.exposure != 1:
            frame = cv2.convertScaleAbs(frame, alpha=self._scene.exposure).astype(np.uint8, copy=False)
        random = np.random.default_rng((self._seed, round(at_s * 1000)))
        top, left = random.integers(0, _NOISE_MARGIN_PX, size=2).tolist()
        cut = np.s_[top : top + FRAME_HEIGHT_PX, left : left + FRAME_WIDTH_PX]
        return cv2.subtract(cv2.add(frame, self._more[cut]), self._less[cut]).astype(np.uint8, copy=False)


@functools.lru_cache(maxsize=4)
def _counter(seed: int) -> Frame:
    """A shop out of focus: warm shelves with jars, two lamps, a wooden counter in front."""
    random = np.random.default_rng((seed, 1))
    shop = np.full((FRAME_HEIGHT_PX, FRAME_WIDTH_PX, 3), (72, 88, 108), dtype=np.uint8)
    for shelf in (210, 380, 540):
        cv2.rectangle(shop, (0, shelf), (FRAME_WIDTH_PX, shelf + 18), (52, 66, 92), -1)
        _jars(shop, shelf, random)
    for middle in ((170, 60), (1080, 90)):
        cv2.circle(shop, middle, 75, (150, 190, 218), -1)
    cv2.rectangle(shop, (0, 570), (FRAME_WIDTH_PX, FRAME_HEIGHT_PX), (40, 56, 84), -1)
    cv2.ellipse(shop, (260, 630), (140, 32), 0, 0, 360, (66, 88, 122), -1)
    return cv2.GaussianBlur(shop, (0, 0), 9).astype(np.uint8, copy=False)


def _jars(shop: Frame, shelf: int, random: np.random.Generator) -> None:
    left = 10
    while left < FRAME_WIDTH_PX:
        width, height = random.integers(50, 90), random.integers(70, 120)
        glass = tuple(int(level) for level in random.integers((52, 62, 74), (86, 96, 118)))
        cv2.rectangle(shop, (left, shelf - int(height)), (left + int(width), shelf), glass, -1)
        label = tuple(int(level) for level in random.integers((105, 135, 165), (135, 170, 205)))
        cv2.rectangle(shop, (left + 8, shelf - int(height * 0.6)), (left + int(width) - 8, shelf - 18), label, -1)
        left += int(width) + int(random.integers(8, 60))


def _noise_fields(sigma: float, random: np.random.Generator) -> tuple[Frame, Frame]:
    """What noise adds and what it takes, somewhat larger than a frame: each frame cuts its own part out."""
    size = (FRAME_HEIGHT_PX + _NOISE_MARGIN_PX, FRAME_WIDTH_PX + _NOISE_MARGIN_PX, 3)
    noise = random.standard_normal(size, dtype=np.float32) * sigma
    return np.clip(noise, 0, 255).astype(np.uint8), np.clip(-noise, 0, 255).astype(np.uint8)


def _glare(strength: float, shape: tuple[int, ...], random: np.random.Generator) -> Frame:
    height, width = shape[:2]
    light = np.zeros((height, width, 3), dtype=np.uint8)
    middle = (int(random.uniform(0.1, 0.9) * width), int(random.uniform(0.1, 0.9) * height))
    level = 255 * strength
    cv2.ellipse(light, middle, (width // 5, height // 9), 30, 0, 360, (level, level, level), -1)
    return cv2.GaussianBlur(light, (0, 0), width / 12).astype(np.uint8, copy=False)


def _motion_kernel(length_px: float, at_s: float) -> npt.NDArray[np.float32]:
    """A line whose direction changes slowly with time."""
    size = int(length_px) | 1
    kernel = np.zeros((size, size), dtype=np.float32)
    angle = math.tau * 0.4 * at_s
    reach = size // 2
    ends = [
        (round(reach + sign * reach * math.cos(angle)), round(reach + sign * reach * math.sin(angle)))
        for sign in (-1, 1)
    ]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    kernel /= kernel.sum()
    return kernel


def _view_of(shape: tuple[int, ...], corners: _Matrix) -> _Matrix:
    height, width = shape[:2]
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    return cv2.getPerspectiveTransform(flat, corners.astype(np.float32)).astype(np.float64)


def _box_around(corners: _Matrix) -> _Box:
    left, top = (corners.min(axis=0) - _ROI_MARGIN_PX).astype(int).tolist()
    right, bottom = (corners.max(axis=0) + _ROI_MARGIN_PX).astype(int).tolist()
    rows = slice(max(0, top), max(0, min(FRAME_HEIGHT_PX, bottom)))
    return rows, slice(max(0, left), max(0, min(FRAME_WIDTH_PX, right)))
