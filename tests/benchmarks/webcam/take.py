"""One take: a thing held up before a webcam for a while, by a hand that is never still, with autofocus that hunts."""

from __future__ import annotations

import math

import numpy as np

from pos_app.scanner.frames import Frame
from pos_app.scanner.opencv import cv2
from tests.benchmarks.webcam import optics, sensor
from tests.benchmarks.webcam.levels import LEVELS, draw_ailments
from tests.benchmarks.webcam.targets import draw_clutter, draw_target

SWAY_HZ = (0.37, 0.9, 2.3)
SHUTTER_S = 1 / 60


class Take:
    """The same level, seed and time give the same frame."""

    def __init__(self, level: int, seed: int, *, is_empty: bool = False, is_shaky: bool = False) -> None:
        """`is_empty`: only things that are no codes. `is_shaky`: the hand wanders and the lens hunts for its focus."""
        random = np.random.default_rng((level, seed, int(is_empty)))
        self._random_key = (level, seed, int(is_empty), 77)
        self._ails = draw_ailments(LEVELS[level], random)
        self.target = draw_clutter(random) if is_empty else draw_target(random, inverted=LEVELS[level].inverted)
        self._is_shaky = is_shaky
        self._module_px = self._modules(random)
        self._pose = self._draw_pose(random)
        self._phases = random.uniform(0, 2 * math.pi, (4, len(SWAY_HZ)))
        self._angle = random.uniform(0, math.pi)
        self._tint = tuple(random.uniform(0.78, 1.0, 3))
        self._sharpening = random.uniform(0, 1.2) if random.random() < 0.5 else 0.0
        self._room = _room(random)
        self._flat = self._prepared(random)
        self._noise = sensor.noise_field(random)
        self._light_seed = int(random.integers(0, 2**31))

    @property
    def texts(self) -> frozenset[str]:
        """What is truly there to be read."""
        return self.target.texts

    def frame(self, at_s: float) -> Frame:
        """The camera's picture, 1280 x 720, BGR."""
        ails = self._ails
        light = self._room.copy()
        pose = self._pose_at(at_s)
        corners = self._put(light, pose)
        fixed = np.random.default_rng(self._light_seed)  # the same lamp and finger in all frames of a take
        light = optics.covered(light, ails["covered"], corners, fixed)
        light = optics.shaded(light, ails["shadow"], fixed)
        light = optics.glare(light, ails["glare"], tuple(corners.mean(axis=0)), float(np.ptp(corners[:, 0])), fixed)
        light = self._lens(light, at_s)
        random = np.random.default_rng((*self._random_key, round(at_s * 1000)))
        light = sensor.banded(light, ails["bands"], at_s * 11)
        light = sensor.exposed(light, ails["dark"], ails["faint"])
        light = sensor.noisy(light, ails["noise"], self._noise, random)
        light = sensor.sharpened(light, self._sharpening)
        return sensor.compressed(sensor.coloured(light, self._tint), ails["compressed"])

    def _modules(self, random: np.random.Generator) -> float:
        """Pixels of the frame for a module: 8 near, 1.4 far for QR; bars are finer, and stand it."""
        near, far = (8.0, 1.3) if self.target.is_qr else (4.5, 0.9)
        return near * (far / near) ** self._ails["far"] * float(random.uniform(0.9, 1.1))

    def _draw_pose(self, random: np.random.Generator) -> optics.Pose:
        ails = self._ails
        lean = math.radians(68) * ails["tilt"]
        towards = random.uniform(0, 2 * math.pi)
        roll = math.radians(60) * ails["roll"] * random.choice([-1, 1])
        if ails["roll"] > 0.3 and random.random() < 0.3:
            roll += math.pi / 2 * int(random.integers(1, 4))
        scale = self._module_px / self.target.module
        left, top, right, bottom = self.target.area
        room = max(0.0, 1 - math.hypot(right - left, bottom - top) * scale / HEIGHT_PX) / 2
        middle = (
            optics.WIDTH_PX * (0.5 + random.uniform(-0.7, 0.7) * room),
            optics.HEIGHT_PX * (0.5 + random.uniform(-0.8, 0.8) * room),
        )
        return optics.Pose(lean * math.cos(towards), lean * math.sin(towards), roll, scale, middle)

    def _prepared(self, random: np.random.Generator) -> Frame:
        flat = optics.bent(self.target.picture, self._ails["curved"])
        flat = optics.worn(flat, self._ails["worn"], random)
        pitch = float(random.uniform(1.5, 3.0) * self.target.module / 4)
        return optics.gridded(flat, self._ails["grid"], pitch)

    def _sway(self, at_s: float, which: int) -> float:
        shares = (0.6, 0.3, 0.1)
        waves = zip(shares, SWAY_HZ, self._phases[which].tolist(), strict=True)
        return sum(share * math.sin(2 * math.pi * hertz * at_s + phase) for share, hertz, phase in waves)

    def _pose_at(self, at_s: float) -> optics.Pose:
        pose, size = self._pose, 55.0 if self._is_shaky else 4.0
        turn = 0.12 if self._is_shaky else 0.01
        return optics.Pose(
            pose.pitch + turn * self._sway(at_s, 2),
            pose.yaw + turn * self._sway(at_s, 3),
            pose.roll + turn * self._sway(at_s, 0),
            pose.scale,
            (pose.middle[0] + size * self._sway(at_s, 0), pose.middle[1] + size * self._sway(at_s, 1)),
        )

    def _put(self, light: optics.Light, pose: optics.Pose) -> optics.Matrix:
        """Puts the flat picture into the frame; the corners of its codes there."""
        left, top, right, bottom = self.target.area
        middle = ((left + right) / 2, (top + bottom) / 2)
        view = optics.homography(self._flat.shape, middle, pose)
        flat = self._flat
        if pose.scale < 0.5:  # a lens lets through what the sensor resolves, and somewhat more
            flat = cv2.GaussianBlur(flat, (0, 0), 0.28 / pose.scale)
        size = (optics.WIDTH_PX, optics.HEIGHT_PX)
        seen = cv2.warpPerspective(flat, view, size, flags=cv2.INTER_LINEAR)
        mask = cv2.warpPerspective(np.full_like(flat, 255), view, size, flags=cv2.INTER_LINEAR)
        there = cv2.add(cv2.multiply(seen, 0.86), 12).astype(np.float32)
        share = mask.astype(np.float32) / 255
        light += share * (there - light)
        codes = np.array([[(left, top), (right, top), (right, bottom), (left, bottom)]], dtype=np.float64)
        return cv2.perspectiveTransform(codes, view)[0].astype(np.float64)

    def _lens(self, light: optics.Light, at_s: float) -> optics.Light:
        ails, module = self._ails, self._module_px
        hunt = 0.0
        if self._is_shaky:  # out of focus when it comes into the picture, and again now and then
            hunt = 1.6 * math.exp(-at_s / 0.35) + 0.5 * max(0.0, math.sin(2 * math.pi * 0.55 * at_s + self._angle)) ** 6
        light = optics.defocused(light, (0.95 * ails["defocus"] + hunt * 0.9) * module)
        length = 2.3 * ails["motion"] * module
        angle = self._angle
        if self._is_shaky:
            before, after = self._pose_at(at_s - SHUTTER_S), self._pose_at(at_s)
            dx, dy = (b - a for a, b in zip(before.middle, after.middle, strict=True))
            length, angle = length * 0.5 + math.hypot(dx, dy), math.atan2(dy, dx)
        return optics.moved(light, length, angle)


HEIGHT_PX = optics.HEIGHT_PX


def _room(random: np.random.Generator) -> optics.Light:
    """What is behind: smooth light, shelves, some things with edges."""
    height, width = optics.HEIGHT_PX, optics.WIDTH_PX
    softness = int(random.integers(1, 24))
    coarse = random.uniform(20, 190, (6, 10)).astype(np.float32)
    room = np.clip(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), 0, 255).astype(np.uint8)
    for _ in range(int(random.integers(0, 26))):
        a = (int(random.integers(0, width)), int(random.integers(0, height)))
        b = (a[0] + int(random.integers(10, 220)), a[1] + int(random.integers(8, 160)))
        cv2.rectangle(room, a, b, float(random.uniform(10, 230)), -1)
    room = cv2.blur(cv2.blur(room, (softness, softness)), (softness, softness)).astype(np.uint8, copy=False)
    if random.random() < 0.4:
        for row in range(int(random.integers(20, 60)), height, int(random.integers(28, 70))):
            word = "".join(random.choice(list("ABCDEFG hijk lmnop 0123456789"), 40))
            place = (int(random.integers(0, width // 2)), row)
            cv2.putText(room, word, place, cv2.FONT_HERSHEY_SIMPLEX, 0.7, float(random.uniform(0, 255)), 1, cv2.LINE_AA)
    return room.astype(np.float32)
