"""A frame: what a camera gives. A numpy array of 8-bit samples, height x width (gray) or height x width x 3 (BGR)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from pos_app.scanner.opencv import cv2

Frame = npt.NDArray[np.uint8]

_COLOUR_AND_ALPHA = 4
_SHORTEST_FILE_BYTES = 64  # OpenCV refuses a tiny WebP that has fewer; zeros after the picture change nothing


class UnreadablePictureError(Exception):
    """A file that is missing, or no picture that can be decoded."""


def as_frame(image: npt.NDArray[np.generic]) -> Frame:
    """Any usual image array as a gray or BGR frame; what is transparent becomes white paper.

    Raises ValueError for an empty array, a shape that is no picture, or samples that are not 8 or 16 bits.
    """
    if image.size == 0:
        raise ValueError("an empty picture")
    if image.dtype == np.uint16:
        image = (image.view(np.uint16) >> 8).astype(np.uint8)
    if image.dtype != np.uint8:
        raise ValueError(f"samples of type {image.dtype}; 8 or 16 bits are wanted")
    frame: Frame = image.view(np.uint8)
    if frame.ndim == 2:  # noqa: PLR2004  (height, width)
        return frame
    channels = frame.shape[2] if frame.ndim == 3 else 0  # noqa: PLR2004  (height, width, channels)
    if channels == 1:
        return frame[:, :, 0]
    if channels == _COLOUR_AND_ALPHA:
        return _on_white(frame)
    if channels != 3:  # noqa: PLR2004  (blue, green, red)
        raise ValueError(f"shape {frame.shape} is no picture")
    return frame


def gray(frame: Frame) -> Frame:
    """The frame's gray levels, contiguous in memory as decoders want them."""
    frame = as_frame(frame)
    if frame.ndim == 2:  # noqa: PLR2004  (height, width)
        return np.ascontiguousarray(frame)
    return cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)


def load_picture(path: Path) -> Frame:
    """A picture file (png, jpg, webp ...). Raises UnreadablePictureError, saying what is wrong with it."""
    try:
        data = np.fromfile(path, dtype=np.uint8)  # not cv2.imread: it is mute about why, and trips over some file names
    except OSError as error:
        raise UnreadablePictureError(f"can't be opened: {error.strerror or error}") from error
    try:
        padded = np.pad(data, (0, max(0, _SHORTEST_FILE_BYTES - data.size)))
        image = cv2.imdecode(padded, cv2.IMREAD_UNCHANGED) if data.size else None
    except cv2.error as error:
        raise UnreadablePictureError("is no picture that can be read") from error
    if image is None:
        raise UnreadablePictureError("is no picture that can be read")
    try:
        return as_frame(image)
    except ValueError as error:
        raise UnreadablePictureError(str(error)) from error


def _on_white(frame: Frame) -> Frame:
    alpha = frame[:, :, 3:].astype(np.uint16)
    mixed = (frame[:, :, :3] * alpha + 255 * (255 - alpha)) // 255
    return mixed.astype(np.uint8)
