"""The customer's phone as a picture: the wallet's code card, as the wallet draws it, for the simulated camera.

Drawn from module matrices with plain shapes; sizes are the wallet's logical pixels (390 x 844).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend_stub.contract.code_modules import code128_modules, qr_modules
from pos_app.scanner.frames import Frame
from pos_app.scanner.opencv import cv2

SCREEN_WIDTH_PX, SCREEN_HEIGHT_PX = 390, 844
BEZEL_PX = 14
PHONE_WIDTH_PX, PHONE_HEIGHT_PX = SCREEN_WIDTH_PX + 2 * BEZEL_PX, SCREEN_HEIGHT_PX + 2 * BEZEL_PX
QR_MODULE_PX = 12
BAR_MODULE_PX = 2
BAR_HEIGHT_PX = 72

_Colour = tuple[int, int, int]  # blue, green, red
_BODY: _Colour = (22, 19, 18)
_GROUND: _Colour = (238, 243, 247)
_PAPER: _Colour = (255, 255, 255)
_LINE: _Colour = (208, 218, 227)
_BRAND: _Colour = (91, 46, 109)
_INK: _Colour = (33, 26, 30)
_CODE_INK: _Colour = (0, 0, 0)

_CODE_TOP = 193
_BARS_TOP = 481
_DIGITS_BASE = 588
_DIGITS_WIDTH = 288
_GROUP = 3


def phone_picture(code: str) -> Frame:
    """The whole phone, PHONE_WIDTH_PX x PHONE_HEIGHT_PX, BGR, showing `code` as QR, bars and digits."""
    phone = np.full((PHONE_HEIGHT_PX, PHONE_WIDTH_PX, 3), _BODY, dtype=np.uint8)
    screen = phone[BEZEL_PX:-BEZEL_PX, BEZEL_PX:-BEZEL_PX]
    _rounded(screen, (0, 0), (SCREEN_WIDTH_PX, SCREEN_HEIGHT_PX), 30, _GROUND)
    _account(screen)
    _card(screen, (16, 144), (374, 624), 24)
    _paste_modules(screen, qr_modules(code), QR_MODULE_PX, QR_MODULE_PX, _CODE_TOP)
    _paste_modules(screen, [code128_modules(code)], BAR_MODULE_PX, BAR_HEIGHT_PX, _BARS_TOP)
    _digits(screen, code)
    _footer(screen)
    return phone


def phone_mask() -> Frame:
    """Where the phone is in its picture: 255 inside its round corners, 0 outside."""
    mask = np.zeros((PHONE_HEIGHT_PX, PHONE_WIDTH_PX, 3), dtype=np.uint8)
    _rounded(mask, (0, 0), (PHONE_WIDTH_PX, PHONE_HEIGHT_PX), 42, (255, 255, 255))
    return mask[:, :, 0].copy()


def _paste_modules(
    screen: Frame, rows: Sequence[Sequence[bool]], module_width: int, module_height: int, top: int
) -> None:
    """Modules in the middle of the screen; the white card around is their quiet zone."""
    enlarged = np.kron(np.array(rows, dtype=np.uint8), np.ones((module_height, module_width), dtype=np.uint8))
    height, width = enlarged.shape
    left = (SCREEN_WIDTH_PX - width) // 2
    screen[top : top + height, left : left + width][enlarged == 1] = _CODE_INK


def _account(screen: Frame) -> None:
    _card(screen, (16, 56), (374, 128), 16)
    _rounded(screen, (33, 68), (81, 116), 10, _BRAND)
    _rounded(screen, (93, 76), (182, 86), 5, _INK)
    _rounded(screen, (93, 100), (262, 108), 4, _LINE)


def _digits(screen: Frame, code: str) -> None:
    grouped = " ".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))
    font = cv2.FONT_HERSHEY_SIMPLEX
    (width, _), _ = cv2.getTextSize(grouped, font, 1.0, 1)
    scale = _DIGITS_WIDTH / width
    place = ((SCREEN_WIDTH_PX - _DIGITS_WIDTH) // 2, _DIGITS_BASE)
    cv2.putText(screen, grouped, place, font, scale, _INK, 1, cv2.LINE_AA)


def _footer(screen: Frame) -> None:
    cv2.ellipse(screen, (52, 680), (32, 32), -90, 0, 250, _BRAND, 5, cv2.LINE_AA)
    _rounded(screen, (104, 664), (254, 675), 5, _INK)
    _rounded(screen, (104, 688), (284, 696), 4, _LINE)
    _card(screen, (310, 652), (374, 714), 12)
    cv2.rectangle(screen, (0, 756), (SCREEN_WIDTH_PX, 813), _PAPER, -1)
    _rounded(screen, (118, 764), (174, 797), 16, _BRAND)
    for middle in (49, 244, 341):
        cv2.circle(screen, (middle, 780), 10, _LINE, 2, cv2.LINE_AA)


def _card(screen: Frame, top_left: tuple[int, int], bottom_right: tuple[int, int], radius: int) -> None:
    (left, top), (right, bottom) = top_left, bottom_right
    _rounded(screen, (left - 1, top - 1), (right + 1, bottom + 1), radius + 1, _LINE)
    _rounded(screen, top_left, bottom_right, radius, _PAPER)


def _rounded(
    picture: Frame, top_left: tuple[int, int], bottom_right: tuple[int, int], radius: int, colour: _Colour
) -> None:
    (left, top), (right, bottom) = top_left, (bottom_right[0] - 1, bottom_right[1] - 1)
    cv2.rectangle(picture, (left + radius, top), (right - radius, bottom), colour, -1)
    cv2.rectangle(picture, (left, top + radius), (right, bottom - radius), colour, -1)
    for x in (left + radius, right - radius):
        for y in (top + radius, bottom - radius):
            cv2.circle(picture, (x, y), radius, colour, -1, cv2.LINE_AA)
