"""A screen of the tests' own: Xvfb on a free display, real X events by xdotool, screenshots from its frame buffer."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
import pytest

WIDTH, HEIGHT = 1366, 768
_XWD_HEADER = np.dtype(">u4")


def require() -> None:
    """Where CI runs a missing Xvfb or xdotool is a failure, elsewhere a skip."""
    missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    if missing:
        text = f"not installed here: {', '.join(missing)} (Debian: apt-get install xvfb xdotool)"
        pytest.fail(text) if os.environ.get("CI") else pytest.skip(text)


class Screen:
    """A running X server; use as a context."""

    def __init__(self) -> None:
        require()
        self._folder = Path(tempfile.mkdtemp(prefix="pos-xvfb-"))
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(self._folder)],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            self.display = f":{told.readline().strip()}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def xdotool(self, *words: str | int) -> str:
        """Send real X events, or ask about windows; empty when there is nothing such."""
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env={**os.environ, "DISPLAY": self.display},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return done.stdout.strip()

    def picture(self) -> npt.NDArray[np.uint8]:
        """The screen as it is, in BGR, straight from the server's frame buffer (an XWD file, see XWDFile.h)."""
        raw = (self._folder / "Xvfb_screen0").read_bytes()
        header = np.frombuffer(raw, _XWD_HEADER, count=25)
        size, width, height, line = (int(header[index]) for index in (0, 4, 5, 12))
        begins = size + int(header[19]) * 12
        pixels = np.frombuffer(raw, np.uint8, count=line * height, offset=begins).reshape(height, line)
        return pixels[:, : width * 4].reshape(height, width, 4)[:, :, :3].copy()
