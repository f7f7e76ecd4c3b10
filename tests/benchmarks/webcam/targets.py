"""What is held up to the camera: phones, paper and stickers with codes, as flat pictures; and what else lies in a shop."""

from __future__ import annotations

import string
from dataclasses import dataclass

import numpy as np
import segno

from backend_stub.contract.code_modules import code128_modules
from backend_stub.contract.code_text import payment_code
from pos_app.scanner.frames import Frame
from pos_app.scanner.opencv import cv2

TEXEL = 8  # pixels of a flat picture for each module of a QR code
BAR_TEXEL = 4  # and for each module of bars, which are finer on a phone

Random = np.random.Generator


@dataclass(frozen=True)
class Target:
    """A flat picture (gray) and the texts in it. `module` is what a module measures in it, of the largest code."""

    picture: Frame
    texts: frozenset[str]
    module: float
    area: tuple[int, int, int, int]  # left, top, right, bottom of the codes
    is_qr: bool
    is_bars: bool


def draw_target(random: Random, *, inverted: float) -> Target:
    """One of the things that customers hold up. `inverted` is the likelihood of light modules on dark."""
    kind = random.choice(["wallet", "qr", "bars", "sign", "card"], p=[0.4, 0.25, 0.15, 0.1, 0.1])
    code = payment_code("".join(random.choice(list(string.digits), 15)))
    parts: list[Frame] = []
    texts = {code}
    if kind == "wallet":
        parts = [_qr(code, random), _bars(code, random)]
    elif kind == "qr":
        parts = [_qr(code, random)]
    elif kind == "bars":
        parts = [_bars(code, random)]
    elif kind == "sign":
        texts = {_other_text(random)}
        parts = [_qr(next(iter(texts)), random)]
    else:
        texts = {"".join(random.choice(list(string.ascii_uppercase + string.digits), random.integers(6, 13)))}
        parts = [_bars(next(iter(texts)), random)]
    is_qr = kind not in {"bars", "card"}
    sheet, area = _stacked(parts, random)
    if is_qr and random.random() < inverted:
        sheet = 255 - sheet
    return Target(
        sheet.astype(np.uint8),
        frozenset(texts),
        TEXEL if is_qr else BAR_TEXEL,
        area,
        is_qr,
        kind in {"wallet", "bars", "card"},
    )


def draw_clutter(random: Random) -> Target:
    """Something without a code that looks somewhat like one."""
    sheet = np.full((random.integers(240, 420), random.integers(240, 420)), 240, np.uint8)
    draw = random.choice(np.array([_words, _stripes, _keys, _checks, _rings, _finders]))
    draw(sheet, random)
    return Target(sheet, frozenset(), TEXEL, (0, 0, sheet.shape[1], sheet.shape[0]), is_qr=False, is_bars=False)


def _words(sheet: Frame, random: Random) -> None:
    for row in range(24, sheet.shape[0] - 8, 24):
        word = "".join(random.choice(list(string.ascii_letters + "  0123456789"), 30))
        cv2.putText(sheet, word, (10, row), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 20, 2, cv2.LINE_AA)


def _stripes(sheet: Frame, random: Random) -> None:
    left = 10
    while left < sheet.shape[1] - 10:
        bar = int(random.integers(2, 12))
        cv2.rectangle(sheet, (left, 10), (left + bar, sheet.shape[0] - 10), 15, -1)
        left += bar + int(random.integers(2, 12))


def _keys(sheet: Frame, random: Random) -> None:
    for top in range(8, sheet.shape[0] - 30, 36):
        for left in range(8, sheet.shape[1] - 30, 36):
            cv2.rectangle(sheet, (left, top), (left + 28, top + 28), int(random.integers(10, 70)), -1)


def _checks(sheet: Frame, random: Random) -> None:
    cells = random.integers(0, 2, (sheet.shape[0] // TEXEL, sheet.shape[1] // TEXEL), dtype=np.uint8)
    squares = np.kron(cells * 220 + 15, np.ones((TEXEL, TEXEL), np.uint8))
    sheet[: squares.shape[0], : squares.shape[1]] = squares


def _rings(sheet: Frame, random: Random) -> None:
    for _ in range(6):
        middle = (int(random.integers(40, sheet.shape[1] - 40)), int(random.integers(40, sheet.shape[0] - 40)))
        for radius in range(30, 4, -9):
            cv2.circle(sheet, middle, radius, int(random.integers(0, 2)) * 230 + 10, 5, cv2.LINE_AA)


def _finders(sheet: Frame, random: Random) -> None:
    """Three finder patterns and nothing between them."""
    for left, top in ((40, 40), (sheet.shape[1] - 110, 40), (40, sheet.shape[0] - 110)):
        _finder(sheet, left, top)


def _finder(sheet: Frame, left: int, top: int) -> None:
    for inset, level in ((0, 0), (10, 240), (20, 0)):
        cv2.rectangle(sheet, (left + inset, top + inset), (left + 69 - inset, top + 69 - inset), level, -1)


def _qr(text: str, random: Random) -> Frame:
    level = str(random.choice(["l", "m", "q", "h"], p=[0.2, 0.5, 0.2, 0.1]))
    matrix = np.array([list(row) for row in segno.make_qr(text, error=level).matrix], dtype=np.uint8)
    quiet = int(random.choice([1, 2, 4]))
    picture = 255 * (1 - np.kron(np.pad(matrix, quiet), np.ones((TEXEL, TEXEL), dtype=np.uint8)))
    if level in "qh" and random.random() < 0.3:  # a shop's logo in the middle
        height, width = picture.shape
        half = int(0.1 * height)
        middle = picture[height // 2 - half : height // 2 + half, width // 2 - half : width // 2 + half]
        middle[:] = int(random.integers(60, 255))
    return picture.astype(np.uint8)


def _bars(text: str, random: Random) -> Frame:
    quiet = int(random.choice([6, 10, 14]))
    row = np.pad(np.array([code128_modules(text)], dtype=np.uint8), ((0, 0), (quiet, quiet)))
    height = int(random.integers(18, 45)) * BAR_TEXEL
    return (255 * (1 - np.kron(row, np.ones((height, BAR_TEXEL), dtype=np.uint8)))).astype(np.uint8)


def _other_text(random: Random) -> str:
    kind = random.choice(["link", "words", "chinese", "long"])
    tail = "".join(random.choice(list(string.ascii_lowercase + string.digits), 12))
    if kind == "link":
        return f"https://shop.example/{tail}"
    if kind == "chinese":
        return f"收款码 {tail} 谢谢"
    if kind == "long":
        return f"WIFI:T:WPA;S:{tail};P:{tail * 5};;"
    return f"TABLE {tail.upper()}"


def _stacked(parts: list[Frame], random: Random) -> tuple[Frame, tuple[int, int, int, int]]:
    """The parts below each other on a light sheet with a bit of text, as a wallet or a label has it."""
    gap, margin = 40, int(random.integers(16, 90))
    width = max(part.shape[1] for part in parts) + 2 * margin
    heads = 60
    height = sum(part.shape[0] + gap for part in parts) + 2 * margin + heads
    sheet = np.full((height, width), 255, np.uint8)
    cv2.putText(sheet, "Pay here 8,50", (margin, margin + 28), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 40, 2, cv2.LINE_AA)
    top = begin = margin + heads
    for part in parts:
        left = (width - part.shape[1]) // 2
        sheet[top : top + part.shape[0], left : left + part.shape[1]] = part
        top += part.shape[0] + gap
    return sheet, (margin, begin, width - margin, top - gap)
