"""A hand scanner at a real X server, mixed with a person's typing, on the keyboard layouts of several countries.

Every scan must come out whole, every key of the person in its order, and none of the one among the other. The server
takes a scan's keys as fast as it can; slower scanners, whose pace a busy machine would spoil here, are tested with keys
whose times are given.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend_stub.contract import payment_code
from tests.xkeys import DIGITS, ENTER, NUMBER_BLOCK, Keyboard
from tests.xvfb import Screen

LAYOUTS = ("us", "de", "cn", "fr")
FEW, MANY = 25, 1000
PATIENCE_S = 60.0
PERSON_S = (0.05, 0.16)  # between two keys of a person


class Window:
    """The till's window in a process of its own."""

    def __init__(self, display: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND"))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.gui.wedge_window"],
            env={**environment, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def heard(self) -> list[dict[str, Any]]:
        """Everything since the last call."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("?\n")
        self._process.stdin.flush()
        found: list[dict[str, Any]] = []
        for line in self._process.stdout:
            one = json.loads(line)
            if "heard" in one:
                return found
            found.append(one)
        pytest.fail("the window is gone")

    def end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE_S)
        self._process.stdout.close()


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with Screen() as screen:
        yield screen


@pytest.fixture(scope="module")
def window(screen: Screen) -> Iterator[Window]:
    window = Window(screen.display)
    until = time.monotonic() + PATIENCE_S
    while not (found := screen.xdotool("search", "--onlyvisible", "--name", "Wedge")):
        assert time.monotonic() < until, "the window did not come up"
        time.sleep(0.05)
    screen.xdotool("windowfocus", "--sync", found.split()[0])
    screen.xdotool("key", "Num_Lock")
    yield window
    window.end()


class Desk:
    """Scans and types at random, and knows what must come of it."""

    def __init__(self, keyboard: Keyboard, chance: random.Random) -> None:
        self._keyboard, self._chance = keyboard, chance
        self.scans: list[str] = []
        self.typed = ""

    def go(self, count: int) -> None:
        for number in range(count):
            for _ in range(self._chance.choice((0, 0, 1, 2))):
                self._type(self._chance.choice("0123456789"))
            self._scan(payment_code(f"{self._chance.randrange(10**15):015d}"), number)

    def _type(self, digit: str) -> None:
        # on a French layout the upper row has no digits: a person there uses the number block
        keys = self._chance.choice((DIGITS, NUMBER_BLOCK)) if self.has_digit_row else NUMBER_BLOCK
        self._keyboard.press(keys[digit])
        self.typed += digit
        time.sleep(self._chance.uniform(*PERSON_S))

    def _scan(self, code: str, number: int) -> None:
        """As a US keyboard, or by the number block; with Enter, or told by a pause."""
        has_end = number % 4 != 3
        places = NUMBER_BLOCK if number % 5 == 4 else DIGITS
        keys = [*(places[digit] for digit in code), *([ENTER] if has_end else [])]
        self._keyboard.scan(keys)
        self.scans.append(code)
        if not has_end:
            time.sleep(0.2)

    has_digit_row = True


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_scan_and_every_typed_key_comes_out_as_it_was(screen: Screen, window: Window, layout: str) -> None:
    run(screen, window, layout, FEW)


@pytest.mark.soak
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_thousand_scans_and_every_typed_key_come_out_as_they_were(
    screen: Screen, window: Window, layout: str
) -> None:
    run(screen, window, layout, MANY)


def around_the_first_lost(heard: list[dict[str, Any]], scans: list[str]) -> str:
    """What was heard, key by key, about where the first scan did not come out as it was."""
    places = [place for place, one in enumerate(heard) if "scan" in one]
    lost = next((n for n, place in enumerate(places) if heard[place]["scan"] != scans[n]), len(places) - 1)
    begin, end = places[max(0, lost - 1)] if places else 0, places[lost] if places else len(heard)
    return "\n".join(map(str, [scans[lost], *heard[begin : end + 2]]))


def run(screen: Screen, window: Window, layout: str, count: int) -> None:
    with Keyboard(screen.display) as keyboard:
        keyboard.set_layout(layout)
        desk = Desk(keyboard, random.Random(f"{layout}{count}"))
        desk.has_digit_row = layout != "fr"
        desk.go(count)
        heard: list[dict[str, Any]] = []
        until = time.monotonic() + PATIENCE_S
        while sum("scan" in one for one in heard) < count and time.monotonic() < until:
            heard += window.heard()
        time.sleep(0.1)  # a person's last key is held for 40 ms
        heard += window.heard()
    assert [one["scan"] for one in heard if "scan" in one] == desk.scans, around_the_first_lost(heard, desk.scans)
    assert "".join(one["typed"] for one in heard if "typed" in one) == desk.typed
    print(f"\n{layout}: {len(desk.scans)} scans and {len(desk.typed)} typed keys, each as it was")
