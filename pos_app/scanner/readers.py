"""The two decoders, each behind one function from gray levels to readings. QR and Code 128 only, as the till needs.

Measured: zxing-cpp reads more, five times as fast, and inverted codes too; pyzbar reads a few that it misses, bars above
all. cv2's own QR detectors add next to nothing, raise on some valid codes, and one of them (`detectAndDecodeCurved`) was
seen to end the whole process: none of them is asked.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import zxingcpp

from pos_app.scanner.found import CODE_128, EAN, QR_CODE, Corners, Point
from pos_app.scanner.frames import Frame

# Not the family `QRCode`: Micro QR and rMQR have so little error correction that they are "read" in noise.
_QR = (zxingcpp.BarcodeFormat.QRCodeModel2, zxingcpp.BarcodeFormat.QRCodeModel1)
# Shorter Code 128 texts from pyzbar are mostly phantoms in noise (b'', b'7 ').
_SHORTEST_PYZBAR_BARS = 4
# pyzbar passes over FNC4, which makes accented letters: it reads 'ó' as 's'. Digits and most signs can't be meant by it.
_FIRST_PYZBAR_DOUBT = ord("@")
# pyzbar finds phantom bars on a single line; a real one is met on several.
_LEAST_PYZBAR_LINES = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, its symbology, and its corners in pixels of the picture that was handed over.

    Without a text it is a code that was located and could not be read.
    """

    text: str
    symbology: str
    corners: Corners


Read = Callable[[Frame], list[Reading]]


class Codes(enum.Enum):
    """What to look for."""

    BOTH = zxingcpp.BarcodeFormats([*_QR, zxingcpp.BarcodeFormat.Code128])
    QR = zxingcpp.BarcodeFormats([*_QR])
    BARS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128])
    # not EAN-8 nor UPC-E: so few bars are found in any fence
    GOODS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.EAN13, zxingcpp.BarcodeFormat.UPCA])


def zxing(
    levels: Frame,
    codes: Codes = Codes.BOTH,
    *,
    turned: bool = True,
    inverted: bool = True,
    smaller: bool = False,
    one_threshold: bool = False,
) -> list[Reading]:
    """All that zxing-cpp reads, and QR codes that it located without being able to read them: these have no text.

    `turned` also looks for bars that stand on end, `inverted` for light codes on dark, `smaller` at copies of the picture;
    `one_threshold` parts dark from light by one level for the whole picture, not by the neighbourhood.
    """
    # Plain: the other text modes decorate control characters and GS1 separators.
    barcodes = zxingcpp.read_barcodes(
        levels,
        formats=codes.value,
        try_rotate=turned,
        try_downscale=smaller,
        try_invert=inverted,
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=zxingcpp.Binarizer.GlobalHistogram if one_threshold else zxingcpp.Binarizer.LocalAverage,
        return_errors=True,
    )
    readings = [_zxing_reading(barcode) for barcode in barcodes]
    return [one for one in readings if one.text or one.symbology == QR_CODE]


def pyzbar(levels: Frame, codes: Codes = Codes.BOTH) -> list[Reading]:
    """All of these kinds that pyzbar reads; nothing where libzbar is not installed."""
    decode = _pyzbar_decodes().get(codes)
    if decode is None:
        return []
    try:
        decoded = decode(levels)
    except ValueError:  # it raises for the whole picture when one QR code in it is a part of several
        return []
    readings = [_pyzbar_reading(one) for one in decoded if _is_credible(one)]
    return [reading for reading in readings if reading.text]


def has_pyzbar() -> bool:
    """Whether pyzbar and libzbar are there."""
    return bool(_pyzbar_decodes())


@functools.cache
def _pyzbar_decodes() -> dict[Codes, Callable[[Frame], list[Any]]]:
    try:
        from pyzbar import pyzbar as library
    except ImportError:  # no wheel for Linux carries libzbar; importing fails without it
        return {}
    squares, bars = [library.ZBarSymbol.QRCODE], [library.ZBarSymbol.CODE128]
    kinds = {Codes.QR: squares, Codes.BARS: bars, Codes.BOTH: squares + bars}
    return {codes: functools.partial(library.decode, symbols=symbols) for codes, symbols in kinds.items()}


_SYMBOLOGIES = {
    zxingcpp.BarcodeFormat.Code128: CODE_128,
    **dict.fromkeys((zxingcpp.BarcodeFormat.EANUPC, zxingcpp.BarcodeFormat.EAN13, zxingcpp.BarcodeFormat.UPCA), EAN),
}


def _zxing_reading(barcode: zxingcpp.Barcode) -> Reading:
    position = barcode.position
    symbology = _SYMBOLOGIES.get(barcode.symbology, QR_CODE)
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    a, b, c, d = ((float(point.x), float(point.y)) for point in points)
    return Reading(barcode.text if barcode.valid else "", symbology, (a, b, c, d))


def _is_credible(decoded: Any) -> bool:  # noqa: ANN401  (pyzbar is untyped)
    if decoded.type != "CODE128":
        return True
    is_whole = len(decoded.data) >= _SHORTEST_PYZBAR_BARS and decoded.quality >= _LEAST_PYZBAR_LINES
    return is_whole and max(decoded.data) < _FIRST_PYZBAR_DOUBT


def _pyzbar_reading(decoded: Any) -> Reading:  # noqa: ANN401  (pyzbar is untyped)
    symbology = CODE_128 if decoded.type == "CODE128" else QR_CODE
    return Reading(_text_of(decoded.data), symbology, _corners_of(decoded))


def _text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _corners_of(decoded: Any) -> Corners:  # noqa: ANN401  (pyzbar is untyped)
    points: list[Point] = [(float(point.x), float(point.y)) for point in decoded.polygon]
    if len(points) == 4:  # noqa: PLR2004  (a quadrilateral)
        a, b, c, d = points
        return (a, b, c, d)
    left, top, width, height = (float(side) for side in decoded.rect)
    return ((left, top), (left + width, top), (left + width, top + height), (left, top + height))
