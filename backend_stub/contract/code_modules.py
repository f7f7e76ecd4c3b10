"""A payment code as dark and light modules: how it looks, for whoever paints it (a widget, a picture, a web page)."""

from __future__ import annotations

import segno

QR_QUIET_MODULES = 4  # light border that ISO/IEC 18004 wants on each side
QUICK_MASK = 1  # for payment codes drawn by the thousand: as readable as the best of all eight, at a sixth of the work
CODE128_QUIET_MODULES = 10  # light border that ISO/IEC 15417 wants left and right

# ISO/IEC 15417, table 1: widths of bar, space, bar, space, bar, space for the values 0 to 105.
_TABLE = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
)
_WIDTHS = _TABLE.split()
_STOP_WIDTHS = "2331112"
_START_B, _START_C = 104, 105
_CHECK_MODULO = 103
_FIRST_PRINTABLE, _LAST_PRINTABLE = " ", "~"


def qr_modules(text: str, mask: int | None = None) -> tuple[tuple[bool, ...], ...]:
    """Rows of modules, True for dark, without the quiet zone. Error level M: 21 modules a side for a payment code.

    `mask` is one of the eight patterns that may be laid over the data (any reader takes any); None: the one that looks best.
    """
    code = segno.make(text, error="m", micro=False, boost_error=False, mask=mask)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def code128_modules(text: str) -> tuple[bool, ...]:
    """The modules from left to right, True for a bar, without the quiet zones. 134 modules for a payment code.

    An even number of digits is set in code set C, two digits a symbol; other printable ASCII in code set B. Raises
    ValueError for anything else.
    """
    values = _values(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], start=1))) % _CHECK_MODULO
    widths = "".join(_WIDTHS[value] for value in (*values, check)) + _STOP_WIDTHS
    return tuple(place % 2 == 0 for place, width in enumerate(widths) for _ in range(int(width)))


def _values(text: str) -> list[int]:
    if text and text.isascii() and text.isdigit() and len(text) % 2 == 0:
        return [_START_C, *(int(text[place : place + 2]) for place in range(0, len(text), 2))]
    if not text or not all(_FIRST_PRINTABLE <= character <= _LAST_PRINTABLE for character in text):
        raise ValueError("a Code 128 text is printable ASCII, at least one character")
    return [_START_B, *(ord(character) - ord(_FIRST_PRINTABLE) for character in text)]
