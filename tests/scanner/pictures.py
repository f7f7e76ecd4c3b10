"""Pictures of codes for tests, drawn from modules without any of the simulation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend_stub.contract.code_modules import CODE128_QUIET_MODULES, QR_QUIET_MODULES, code128_modules, qr_modules
from pos_app.scanner.frames import Frame


def qr_picture(text: str, module_px: int = 8, mask: int | None = None) -> Frame:
    return _painted(np.pad(np.array(qr_modules(text, mask)), QR_QUIET_MODULES), module_px, module_px)


def bars_picture(text: str, module_px: int = 3, height_px: int = 90) -> Frame:
    row = np.pad(np.array([code128_modules(text)]), ((0, 0), (CODE128_QUIET_MODULES, CODE128_QUIET_MODULES)))
    return on_table(_painted(row, module_px, height_px), (height_px + 80, row.size * module_px + 80), level=255)


def on_table(picture: Frame, size: tuple[int, int], level: int = 128) -> Frame:
    """The picture in the middle of a plain gray frame of height and width `size`."""
    frame = np.full(size, level, dtype=np.uint8)
    top, left = ((whole - part) // 2 for whole, part in zip(size, picture.shape, strict=True))
    frame[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return frame


def _painted(modules: Sequence[Sequence[bool]] | np.ndarray, width_px: int, height_px: int) -> Frame:
    dark = np.kron(np.asarray(modules, dtype=np.uint8), np.ones((height_px, width_px), dtype=np.uint8))
    return (255 * (1 - dark)).astype(np.uint8)
