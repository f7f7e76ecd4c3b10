"""Does the camera's picture stall the widgets? The longest that Qt's loop kept an event waiting while the camera ran.

The real window, scanner, bridge and simulated camera, with a code held up. A timer that rings every five milliseconds sees how
late it is; and how much processor time the main thread spent since it rang last, which others' work does not touch.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from backend_stub.contract import payment_code
from pos_app.bridge import Bridge
from pos_app.presenters.sell_state import Camera, Tone
from pos_app.scanner.cameras import SimulatedCamera
from pos_app.scanner.contest import quantile
from pos_app.scanner.loop import Outline
from pos_app.scanning import Scanning
from pos_app.settings import Settings
from pos_app.views import samples
from pos_app.views.window import MainWindow
from tests.benchmarks.rows import Row, sized
from tests.fake_sees import SeesNothing

RING_MS = 5
FRAMES = 300
LONGEST_STALL_MS = 33.0
PATIENCE_S = 120.0
SHOWN = (1366, 768)


@dataclass
class Stalls:
    """What the timer saw. Milliseconds."""

    frames: int = 0
    pictures_s: float = 0.0
    late_ms: list[float] = field(default_factory=list)
    busy_ms: list[float] = field(default_factory=list)


class _Sees(SeesNothing):
    """Shows the pictures at the window's preview, as the Sell page does."""

    def __init__(self, window: MainWindow, stalls: Stalls) -> None:
        self._window, self._stalls = window, stalls

    def framed(self, image: QImage, outline: Outline | None) -> None:
        self._window.preview.set_frame(image)
        self._window.preview.set_outline(outline)
        self._stalls.frames += 1


def stalls_of(window: MainWindow, folder: Path, frames: int) -> Stalls:
    """Until so many pictures were shown."""
    stalls, bridge, loop = Stalls(), Bridge(), QEventLoop()
    code = payment_code("123456789012345")
    scanning = Scanning(
        Settings(data_dir=folder), _Sees(window, stalls), bridge.post, None, lambda: SimulatedCamera(lambda: code)
    )
    window.preview.show_state(Camera.LIVE, Tone.GOOD, "")
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    before = [time.perf_counter(), time.thread_time()]
    began, warm = before[0], 10

    def ring() -> None:
        now, busy = time.perf_counter(), time.thread_time()
        if stalls.frames > warm:  # the first pictures make fonts and caches
            stalls.late_ms.append(max(0.0, (now - before[0]) * 1000 - RING_MS))
            stalls.busy_ms.append((busy - before[1]) * 1000)
        before[:] = now, busy
        if stalls.frames >= frames or now - began > PATIENCE_S:
            loop.quit()

    timer.timeout.connect(ring)
    scanning.scanner.start()
    timer.start(RING_MS)
    loop.exec()
    timer.stop()
    stalls.pictures_s = stalls.frames / (time.perf_counter() - began)
    scanning.scanner.stop()
    bridge.close()
    return stalls


def preview_stall() -> list[Row]:
    """On the offscreen platform."""
    app = QApplication.instance() or QApplication([])
    window = MainWindow()
    window.resize(*SHOWN)
    window.render(samples.READY)
    window.show()
    app.processEvents()
    with tempfile.TemporaryDirectory() as folder:
        stalls = stalls_of(window, Path(folder), sized(FRAMES, 60))
    window.close()
    return [
        Row("pictures shown", stalls.pictures_s, "a second"),
        Row("an event waited: p99", quantile(stalls.late_ms, 0.99), "ms"),
        Row("an event waited: longest", max(stalls.late_ms), "ms"),
        Row("the window's own work at once: p99", quantile(stalls.busy_ms, 0.99), "ms"),
        Row("the window's own work at once: longest", max(stalls.busy_ms), "ms", f"< {LONGEST_STALL_MS:.0f}"),
    ]
