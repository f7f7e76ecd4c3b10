"""Real key presses at an X server: by the place of the key, as fast as the server takes them (XTEST, through ctypes)."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import subprocess
import time
from collections.abc import Iterable
from typing import Self

import pytest

DIGITS = {digit: 10 + place for place, digit in enumerate("1234567890")}  # the upper row, on every layout
NUMBER_BLOCK = dict(zip("7894561230", (79, 80, 81, 83, 84, 85, 87, 88, 89, 90), strict=True))
ENTER, SHIFT, LETTER_A = 36, 50, 38
_HELD_S = 0.02  # how long a person's finger rests on a key


class Keyboard:
    """A connection of its own to the display; use as a context."""

    def __init__(self, display: str) -> None:
        names = [ctypes.util.find_library(name) for name in ("X11", "Xtst")]
        if None in names:
            text = "libX11 or libXtst is not installed here (Debian: apt-get install xdotool)"
            pytest.fail(text) if os.environ.get("CI") else pytest.skip(text)
        self._name = display
        self._x11, self._xtst = (ctypes.CDLL(name) for name in names)
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        assert self._display.value, f"no X server at {display}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._x11.XCloseDisplay(self._display)

    def set_layout(self, layout: str) -> None:
        """As a person would in the settings of the desktop: `us`, `de`, `cn`, `fr`."""
        subprocess.run(["setxkbmap", "-display", self._name, layout], check=True)

    def scan(self, keys: Iterable[int]) -> None:
        """A scanner's keys, handed to the server at once: it presses them as fast as it can."""
        for key in keys:
            self._fake(key, is_pressed=True)
            self._fake(key, is_pressed=False)
        self._x11.XSync(self._display, 0)

    def press(self, key: int) -> None:
        """A person's finger on one key."""
        self._fake(key, is_pressed=True)
        self._x11.XSync(self._display, 0)
        time.sleep(_HELD_S)
        self._fake(key, is_pressed=False)
        self._x11.XSync(self._display, 0)

    def _fake(self, key: int, *, is_pressed: bool) -> None:
        self._xtst.XTestFakeKeyEvent(self._display, ctypes.c_uint(key), ctypes.c_int(is_pressed), ctypes.c_ulong(0))
