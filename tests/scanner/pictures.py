"""Pictures of codes for tests, drawn from modules without any of the simulation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend_stub.contract.code_modules import CODE128_QUIET_MODULES, QR_QUIET_MODULES, code128_modules, qr_modules
from pos_app.scanner.frames import Frame
from pos_app.scanner.opencv import cv2


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


def goods_picture(digits: str = "4006381333931", tilt_deg: float = 0.0) -> Frame:
    """A product's EAN on a parcel in the till's frame."""
    import zxingcpp

    drawn = np.array(zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.EAN13).to_image(scale=3))
    parcel = on_table(drawn, (720, 1280), level=255)
    turn = cv2.getRotationMatrix2D((640, 360), tilt_deg, 1.0)
    return cv2.warpAffine(parcel, turn, (1280, 720), borderValue=255).astype(np.uint8)
