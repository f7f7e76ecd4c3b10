"""Frames of a phone that can't be read for one known reason, and good ones: what the camera coach is tested with.

Made apart from the till's own simulated camera; only the phone's face and the empty counter are its. The same cause,
seed and time give the same frame.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace

import numpy as np

from backend_stub.contract.code_text import payment_code
from pos_app.scanner.frames import Frame
from pos_app.scanner.opencv import cv2
from pos_app.scanner.phone_picture import PHONE_HEIGHT_PX, PHONE_WIDTH_PX, phone_mask, phone_picture
from pos_app.scanner.simulate import LEVELS, Simulation

WIDTH, HEIGHT = 1280, 720
_QR_MIDDLE = (209, 333)  # of the phone's picture
_NOISE_WIDTH, _NOISE_HEIGHT = WIDTH + 311, HEIGHT + 197
_FPS = 30


@dataclass(frozen=True, slots=True)
class Take:
    """How one phone is held. Ranges of each cause are drawn in `take_of`."""

    phone_px: float = 600.0  # height in the frame
    angle_deg: float = 0.0
    middle: tuple[float, float] = (640.0, 370.0)
    tremor_px: float = 2.0
    speed_px: float = 0.0  # a frame
    blur_px: float = 0.8
    light: float = 1.0  # of the whole scene
    screen: float = 1.0  # of the phone's own light
    glare_px: float = 0.0  # radius of a lamp's reflection, in pixels of the phone's picture
    glare_at: tuple[float, float] = _QR_MIDDLE
    noise: float = 3.0


def take_of(cause: str, seed: int) -> Take:
    """One phone for a cause; `good` for none, `nobody` has no phone at all."""
    dice = np.random.default_rng((seed, sum(cause.encode())))
    usual = Take(
        phone_px=dice.uniform(470, 680),
        angle_deg=dice.uniform(-12, 12),
        middle=(dice.uniform(540, 740), dice.uniform(350, 400)),
        tremor_px=dice.uniform(0.5, 3),
        blur_px=dice.uniform(0.5, 1.2),
        light=dice.uniform(0.75, 1.0),
        noise=dice.uniform(2, 6),
    )
    if cause == "too_dark":
        return replace(usual, light=dice.uniform(0.02, 0.06), noise=dice.uniform(3, 7))
    if cause == "glare":
        at = tuple(middle + dice.uniform(-35, 35) for middle in _QR_MIDDLE)
        return replace(usual, glare_px=dice.uniform(70, 130), glare_at=(at[0], at[1]))
    if cause == "out_of_focus":
        return replace(usual, blur_px=dice.uniform(9, 14) * usual.phone_px / 600)
    if cause == "too_small":
        return replace(usual, phone_px=dice.uniform(90, 150), angle_deg=dice.uniform(-8, 8))
    if cause == "moving":
        return replace(usual, speed_px=dice.uniform(22, 45))
    if cause == "dimmed":
        return replace(usual, screen=dice.uniform(0.03, 0.10), light=dice.uniform(0.85, 1.0))
    if cause == "cut_off":
        return replace(usual, middle=_over_the_edge(usual.phone_px, dice))
    return usual


def _over_the_edge(phone_px: float, dice: np.random.Generator) -> tuple[float, float]:
    """About half of the code is out of the picture, at any of its four sides."""
    half = 126 * phone_px / PHONE_HEIGHT_PX
    above = (PHONE_HEIGHT_PX / 2 - _QR_MIDDLE[1]) * phone_px / PHONE_HEIGHT_PX
    out = half * dice.uniform(-0.3, 0.3)
    return [(out, 370.0), (WIDTH - out, 370.0), (640.0, above + out), (640.0, HEIGHT + above - out)][
        int(dice.integers(0, 4))
    ]


class Scene:
    """A phone before the counter."""

    def __init__(self, cause: str, seed: int) -> None:
        self.cause, self.seed = cause, seed
        self.take = take_of(cause, seed)
        self._counter = Simulation(LEVELS["easy"], seed).frame(None, 0.0)
        self._phone = None if cause == "nobody" else self._face()

    def empty(self, number: int) -> Frame:
        """The counter before anybody came."""
        return self._sensor(self._counter, number)

    def frame(self, number: int) -> Frame:
        """The camera's `number`-th picture, 30 a second."""
        seen = self._counter if self._phone is None else self._with_phone(self._phone, number)
        return self._sensor(seen, number)

    def _face(self) -> Frame:
        digits = np.random.default_rng((self.seed, 5)).integers(0, 10, size=15)
        face = phone_picture(payment_code("".join(map(str, digits.tolist())))).astype(np.float32)
        face *= self.take.screen
        if self.take.glare_px:
            light = np.zeros(face.shape[:2], np.float32)
            x, y = self.take.glare_at
            cv2.circle(light, (round(x), round(y)), round(self.take.glare_px * 0.7), 400.0, -1)
            face += cv2.GaussianBlur(light, (0, 0), self.take.glare_px / 3)[:, :, None]
        return np.clip(face, 0, 255).astype(np.uint8)

    def _with_phone(self, phone: Frame, number: int) -> Frame:
        view = self._view(number)
        size = (WIDTH, HEIGHT)
        small = cv2.INTER_AREA if self.take.phone_px < 300 else cv2.INTER_LINEAR
        factor = min(1.0, 2 * self.take.phone_px / PHONE_HEIGHT_PX)
        source = cv2.resize(phone, None, fx=factor, fy=factor, interpolation=small)
        mask = cv2.resize(phone_mask(), (source.shape[1], source.shape[0]), interpolation=small)
        view = view @ np.array([(1 / factor, 0, 0), (0, 1 / factor, 0), (0, 0, 1)])
        seen = cv2.warpAffine(source, view[:2], size, flags=cv2.INTER_LINEAR)
        share = cv2.warpAffine(mask, view[:2], size, flags=cv2.INTER_LINEAR).astype(np.float32) / 255
        mixed = cv2.blendLinear(seen, self._counter, share, 1 - share)
        mixed = cv2.GaussianBlur(mixed, (0, 0), self.take.blur_px)
        if self.take.speed_px:
            mixed = cv2.blur(mixed, (max(1, round(self.take.speed_px * 0.6)), 1))  # the shutter is open for 20 ms
        return mixed.astype(np.uint8, copy=False)

    def _view(self, number: int) -> np.ndarray:
        take = self.take
        sway = take.tremor_px * math.sin(1.3 * number), take.tremor_px * math.cos(0.9 * number)
        swing = 260 * math.sin(number * take.speed_px / 260) if take.speed_px else 0.0  # to and fro
        scale, angle = take.phone_px / PHONE_HEIGHT_PX, math.radians(take.angle_deg)
        cos, sin = scale * math.cos(angle), scale * math.sin(angle)
        x = take.middle[0] + sway[0] + swing - cos * PHONE_WIDTH_PX / 2 + sin * PHONE_HEIGHT_PX / 2
        y = take.middle[1] + sway[1] - sin * PHONE_WIDTH_PX / 2 - cos * PHONE_HEIGHT_PX / 2
        return np.array([(cos, -sin, x), (sin, cos, y), (0, 0, 1)], dtype=np.float64)

    def _sensor(self, seen: Frame, number: int) -> Frame:
        dice = np.random.default_rng((self.seed, number))
        left, top = dice.integers(0, (_NOISE_WIDTH - WIDTH, _NOISE_HEIGHT - HEIGHT))
        noise = _noise()[top : top + HEIGHT, left : left + WIDTH] * np.float32(self.take.noise)
        lit = cv2.addWeighted(seen, self.take.light, cv2.cvtColor(noise, cv2.COLOR_GRAY2BGR), 1.0, 0.0, dtype=cv2.CV_8U)
        return lit.astype(np.uint8, copy=False)


@functools.cache
def _noise() -> np.ndarray:
    """One field, of which each frame gets another part: to draw a new one takes longer than all the rest."""
    return np.random.default_rng(1).standard_normal((_NOISE_HEIGHT, _NOISE_WIDTH), dtype=np.float32)
