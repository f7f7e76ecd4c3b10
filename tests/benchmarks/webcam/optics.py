"""From the flat picture to what falls on the sensor: pose in space, bending, the screen's grid, light, blur."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pos_app.scanner.frames import Frame
from pos_app.scanner.opencv import cv2

WIDTH_PX, HEIGHT_PX = 1280, 720
FOCAL_PX = 1100.0  # a webcam of some 60 degrees across

Matrix = npt.NDArray[np.float64]
Light = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Pose:
    """Where the flat picture is before the camera. Angles in radians, the middle in pixels of the frame."""

    pitch: float
    yaw: float
    roll: float
    scale: float  # pixels of the frame for a pixel of the flat picture, at its middle
    middle: tuple[float, float]


def homography(size: tuple[int, int], centre: tuple[float, float], pose: Pose) -> Matrix:
    """The map from pixels of a flat picture to the frame: a pinhole camera looks at a sheet turned in space."""
    height, width = size
    distance = FOCAL_PX / pose.scale
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
    flat = np.column_stack([corners - centre, np.zeros(4)])
    space = flat @ _rotation(pose).T + (0, 0, distance)
    depth = np.maximum(space[:, 2:], 0.15 * distance)
    seen = space[:, :2] / depth * FOCAL_PX + pose.middle
    return cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32)).astype(np.float64)


def _rotation(pose: Pose) -> Matrix:
    matrix, _ = cv2.Rodrigues(np.array((pose.pitch, 0.0, 0.0)))
    yaw, _ = cv2.Rodrigues(np.array((0.0, pose.yaw, 0.0)))
    roll, _ = cv2.Rodrigues(np.array((0.0, 0.0, pose.roll)))
    turned: Matrix = roll @ yaw @ matrix
    return turned


def bent(picture: Frame, severity: float) -> Frame:
    """The sheet around an upright cylinder (a bottle, a bent card), seen from the front."""
    half = math.radians(75) * severity
    if half < math.radians(4):
        return picture
    height, width = picture.shape
    across = np.linspace(-1, 1, width, dtype=np.float64) * math.sin(half)
    source = (np.arcsin(across) / half + 1) / 2 * (width - 1)
    columns = np.tile(source.astype(np.float32), (height, 1))
    sag = (np.cos(np.arcsin(across)) - math.cos(half)) * height * 0.06
    rows = np.arange(height, dtype=np.float32)[:, None] + sag.astype(np.float32)[None, :]
    bent_picture = cv2.remap(picture, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return bent_picture.astype(np.uint8, copy=False)


def worn(picture: Frame, severity: float, random: np.random.Generator) -> Frame:
    """Scratches and specks of paper, or of a cracked screen."""
    result = picture.copy()
    height, width = picture.shape
    for _ in range(int(severity * 26)):
        level = int(random.choice([30, 230]))
        a = (int(random.integers(0, width)), int(random.integers(0, height)))
        b = (a[0] + int(random.integers(-width // 3, width // 3)), a[1] + int(random.integers(-90, 90)))
        cv2.line(result, a, b, level, int(random.integers(1, 4)), cv2.LINE_AA)
    for _ in range(int(severity * 50)):
        spot = (int(random.integers(0, width)), int(random.integers(0, height)))
        cv2.circle(result, spot, int(random.integers(1, 6)), int(random.choice([40, 225])), -1, cv2.LINE_AA)
    return result


def gridded(picture: Frame, severity: float, pitch: float) -> Frame:
    """The dark lines between a screen's pixels, `pitch` apart: sampled by a sensor they make moire."""
    if severity < 0.05:
        return picture
    height, width = picture.shape
    across = 0.5 - 0.5 * np.cos(2 * math.pi * np.arange(width) / pitch)
    down = 0.5 - 0.5 * np.cos(2 * math.pi * np.arange(height) / (pitch * 1.07))
    grid = 1 - severity * 0.75 * np.maximum(across[None, :], down[:, None])
    return (picture * grid).astype(np.uint8)


def shaded(light: Light, severity: float, random: np.random.Generator) -> Light:
    """A shadow with an edge, and light that falls off to one side."""
    angle = random.uniform(0, 2 * math.pi)
    x, y = np.meshgrid(np.linspace(-1, 1, WIDTH_PX // 4), np.linspace(-1, 1, HEIGHT_PX // 4))
    along = x * math.cos(angle) + y * math.sin(angle) + random.uniform(-0.3, 0.3)
    edge = 1 / (1 + np.exp(-along * random.uniform(3, 40)))
    factor = 1 - severity * 0.88 * edge - severity * 0.1 * (along + 1.5) / 3
    factor = cv2.resize(np.clip(factor, 0.03, 1).astype(np.float32), (WIDTH_PX, HEIGHT_PX))
    return cv2.multiply(light, factor).astype(np.float32, copy=False)


def glare(
    light: Light, severity: float, centre: tuple[float, float], reach: float, random: np.random.Generator
) -> Light:
    """A lamp or a window mirrored in the glass: adds light, more than the sensor takes."""
    if severity < 0.05:
        return light
    coarse = 4  # the light is soft: a quarter of the size will do
    spot = np.zeros((HEIGHT_PX // coarse, WIDTH_PX // coarse), np.float32)
    reach, centre = reach / coarse, (centre[0] / coarse, centre[1] / coarse)
    for _ in range(int(random.integers(1, 4))):
        offset = random.uniform(-0.6, 0.6, 2) * reach
        middle = (int(centre[0] + offset[0]), int(centre[1] + offset[1]))
        axes = tuple(int(max(2, reach * severity * part)) for part in random.uniform(0.06, 0.32, 2))
        cv2.ellipse(spot, middle, axes, float(random.uniform(0, 180)), 0, 360, 1.0, -1)
    soft = cv2.GaussianBlur(spot, (0, 0), max(1.0, reach * random.uniform(0.01, 0.12))) * 255 * (0.5 + severity)
    return cv2.add(light, cv2.resize(soft, (WIDTH_PX, HEIGHT_PX))).astype(np.float32, copy=False)


def covered(light: Light, severity: float, corners: Matrix, random: np.random.Generator) -> Light:
    """A finger over an edge or corner of the code."""
    if severity < 0.1:
        return light
    which = int(random.integers(0, 4))
    share = random.uniform(0, 1) if random.random() < 0.7 else 0.0
    begin, end = corners[which], corners[(which + 1) % 4]
    middle = begin + (end - begin) * share
    inward = corners.mean(axis=0) - middle
    size = float(np.linalg.norm(corners[0] - corners[2]))
    tip = middle + inward * (severity * 0.32)
    outside = middle - inward * 0.8
    cv2.line(light, _point(outside), _point(tip), float(random.uniform(30, 170)), max(3, int(size * 0.12)))
    return light


def _point(place: Matrix) -> tuple[int, int]:
    return int(place[0]), int(place[1])


def defocused(light: Light, radius_px: float) -> Light:
    """A disk, as an open lens gives, softened."""
    if radius_px < 0.3:
        return light
    reach = math.ceil(radius_px) + 1
    x, y = np.meshgrid(np.arange(-reach, reach + 1), np.arange(-reach, reach + 1))
    kernel = np.clip(radius_px + 0.5 - np.hypot(x, y), 0, 1)
    return cv2.filter2D(light, -1, kernel / kernel.sum()).astype(np.float32, copy=False)


def moved(light: Light, length_px: float, angle: float) -> Light:
    """Motion while the shutter was open, along a line."""
    if length_px < 1:
        return light
    size = (math.ceil(length_px) + 2) | 1
    kernel = np.zeros((size * 4, size * 4), np.float32)
    half = length_px * 2
    centre = size * 2
    ends = [(int(centre + s * half * math.cos(angle)), int(centre + s * half * math.sin(angle))) for s in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0, 4)
    kernel = cv2.resize(kernel, (size, size), interpolation=cv2.INTER_AREA)
    return cv2.filter2D(light, -1, kernel / kernel.sum()).astype(np.float32, copy=False)
