"""From light to a frame: exposure, bands of a dimmed screen, noise, the camera's own sharpening, MJPEG."""

from __future__ import annotations

import math

import numpy as np

from pos_app.scanner.frames import Frame
from pos_app.scanner.opencv import cv2
from tests.benchmarks.webcam.optics import HEIGHT_PX, WIDTH_PX, Light

_MARGIN_PX = 96


def banded(light: Light, severity: float, phase: float) -> Light:
    """A dimmed screen flickers; a rolling shutter makes bands of it."""
    if severity < 0.05:
        return light
    rows = np.arange(light.shape[0], dtype=np.float32)
    bands = 1 - severity * 0.7 * (0.5 + 0.5 * np.tanh(3 * np.sin(rows * 2 * math.pi / 130 + phase)))
    result: Light = (light * bands[:, None]).astype(np.float32)
    return result


def exposed(light: Light, dark: float, faint: float) -> Light:
    """`dark` leaves few levels; `faint` is stray light over everything: little contrast at a usual brightness."""
    contrast = 1 - 0.93 * faint
    result: Light = (light * contrast + 255 * (1 - contrast) * 0.55) * np.float32(1 - 0.95 * dark)
    return result


def noise_field(random: np.random.Generator) -> Light:
    """Noise of sigma 1, somewhat larger than a frame. Half of it is smeared over neighbours, as the colour filter does."""
    size = (HEIGHT_PX + _MARGIN_PX, WIDTH_PX + _MARGIN_PX)
    fine = random.standard_normal(size, dtype=np.float32)
    smeared = cv2.GaussianBlur(random.standard_normal(size, dtype=np.float32), (0, 0), 0.8)
    return cv2.addWeighted(fine, 0.7, smeared, 0.9, 0).astype(np.float32, copy=False)


def noisy(light: Light, severity: float, field: Light, random: np.random.Generator) -> Light:
    """Shot noise grows with the light; read noise does not. Each frame cuts its own part out of the field."""
    top, left = random.integers(0, _MARGIN_PX, 2).tolist()
    noise = field[top : top + HEIGHT_PX, left : left + WIDTH_PX]
    sigma = 1.0 + severity * 26
    scale = sigma * (0.35 + 0.65 / 16 * np.sqrt(np.clip(light, 0, 255)))
    return cv2.add(light, cv2.multiply(noise, scale)).astype(np.float32, copy=False)


def sharpened(light: Light, amount: float) -> Light:
    """What webcams do to look crisp: halos."""
    if amount < 0.05:
        return light
    soft = cv2.GaussianBlur(light, (7, 7), 1.6)
    return cv2.addWeighted(light, 1 + amount, soft, -amount, 0).astype(np.float32, copy=False)


def coloured(light: Light, tint: tuple[float, float, float]) -> Frame:
    """BGR with the cast of the lamps."""
    return cv2.merge([cv2.convertScaleAbs(np.maximum(light, 0), alpha=share) for share in tint]).astype(
        np.uint8, copy=False
    )


def compressed(frame: Frame, severity: float) -> Frame:
    """Once through JPEG, as a webcam's MJPG is."""
    quality = int(93 - 83 * severity)
    _, data = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(data, cv2.IMREAD_COLOR).astype(np.uint8, copy=False)
