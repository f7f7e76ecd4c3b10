"""Which character a US keyboard has where a key was pressed, whatever the layout of this computer. Pure.

A hand scanner plays a US keyboard unless it was told otherwise: on a French layout its digits come out as `&é"'(`, and on a
number block without Num Lock as arrows. The place of the key says what was meant.
"""

from __future__ import annotations

from collections.abc import Mapping

# Linux input event codes (input-event-codes.h); Windows' scan codes of set 1 are the same for these keys
_ROWS = {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'", 44: "zxcvbnm,./"}
_NUMBER_BLOCK = {71: "789-456+1230.", 55: "*"}
# macOS virtual key codes (HIToolbox/Events.h, kVK_ANSI_1 ... and kVK_ANSI_Keypad0 ...): digits only, in their own order
_MAC_DIGITS = {18: "1", 19: "2", 20: "3", 21: "4", 23: "5", 22: "6", 26: "7", 28: "8", 25: "9", 29: "0"}
_MAC_BLOCK = {82: "0", 83: "1", 84: "2", 85: "3", 86: "4", 87: "5", 88: "6", 89: "7", 91: "8", 92: "9"}

_PC = {
    code + place: key
    for rows in (_ROWS, _NUMBER_BLOCK)
    for code, keys in rows.items()
    for place, key in enumerate(keys)
}
_X11_OFFSET = 8  # X11 and Wayland count from 8

_TABLES: Mapping[str, Mapping[int, str]] = {
    "xcb": {code + _X11_OFFSET: key for code, key in _PC.items()},
    "wayland": {code + _X11_OFFSET: key for code, key in _PC.items()},
    "windows": _PC,
    "cocoa": {**_MAC_DIGITS, **_MAC_BLOCK},
}


def by_place(platform: str, scan_code: int, *, is_shifted: bool) -> str:
    """The character; empty where the place says nothing. `platform` is Qt's name of it.

    Digits stay digits with Shift: on some layouts they need it, and no code has the signs above them.
    """
    key = _TABLES.get(platform.partition("-")[0], {}).get(scan_code, "")
    return key.upper() if is_shifted else key
