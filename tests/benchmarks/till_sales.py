"""Many sales at an offscreen till whose camera shows a code just when it is told to."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import httpx
import uuid_utils
from PySide6.QtCore import QEventLoop, QTimer

from pos_app.main import open_parts
from pos_app.parts import Parts
from pos_app.presenters.sell_state import Phase, SellState
from pos_app.scanner.frames import Frame
from pos_app.scanner.simulate import LEVELS, Simulation
from pos_app.settings import Settings
from pos_app.till import Till
from pos_app.views.window import MainWindow
from pos_app.windows import application

FRAME_GAP_S = 1 / 30
PATIENCE_S = 30.0


class _Camera:
    """An empty counter at 30 fps, and the frame with a code once, as soon as it is handed in."""

    name = "bench"

    def __init__(self) -> None:
        self._blank = Simulation(LEVELS["easy"], 3).frame(None, 0.0)
        self._changed = threading.Condition()
        self._next: Frame | None = None
        self.shown_at = 0.0

    def show(self, frame: Frame | None) -> None:
        with self._changed:
            self._next = frame
            self._changed.notify()

    def read(self, timeout_s: float) -> Frame | None:
        del timeout_s
        with self._changed:
            self._changed.wait(FRAME_GAP_S)
            frame = self._next
        if frame is None:
            return self._blank
        if not self.shown_at:
            self.shown_at = time.perf_counter()
        return frame

    def close(self) -> None:
        """Nothing to let go of."""


class Seller:
    """One till, its window, and codes from the demo's customers."""

    def __init__(self, folder: Path) -> None:
        self._settings = Settings(data_dir=folder)
        self._app = application(self._settings)
        self._window = MainWindow()
        self._camera = _Camera()
        self._state: SellState | None = None

    def sell(self, wanted: int) -> list[float]:
        """The times of so many sales, in milliseconds."""
        parts = open_parts(self._settings)
        till = Till(self._settings, parts, self._window, None, self._see, lambda: self._camera)
        self._window.show()
        till.start(_raised)
        self._until(lambda: bool(self._state and self._state.merchant_name))
        try:
            return [self._one(till, parts, number) for number in range(wanted)]
        finally:
            till.stop()

    def _one(self, till: Till, parts: Parts, number: int) -> float:
        # the last of the twelve has nothing in the account
        owner = parts.owners[number % (len(parts.owners) - 1)]
        code = asyncio.run(_new_code(parts, owner.token))
        frame = Simulation(LEVELS["easy"], number).frame(code, number / 7)
        till.presenter.point()
        till.presenter.digit("0")
        till.presenter.digit("1")  # a cent each: nobody's account runs dry
        till.presenter.primary()
        self._camera.shown_at = 0.0
        self._camera.show(frame)
        self._until(lambda: self._phase() in {Phase.PAID, Phase.REFUSED})
        self._window.repaint()
        took_ms = (time.perf_counter() - self._camera.shown_at) * 1000
        assert self._phase() is Phase.PAID, self._state
        self._camera.show(None)
        till.presenter.primary()
        return took_ms

    def _see(self, state: SellState) -> None:
        self._state = state

    def _phase(self) -> Phase | None:
        return self._state.phase if self._state else None

    def _until(self, is_so: object) -> None:
        """Let Qt run until it is so, looking after every event."""
        loop = QEventLoop()
        until = time.monotonic() + PATIENCE_S
        look = QTimer()

        def check() -> None:
            if is_so() or time.monotonic() > until:  # type: ignore[operator]
                loop.quit()

        look.timeout.connect(check)
        look.start(1)
        loop.exec()
        look.stop()
        assert time.monotonic() <= until


def _raised(error: Exception) -> None:
    raise error


async def _new_code(parts: Parts, token: str) -> str:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid_utils.uuid7())}
    transport = httpx.ASGITransport(app=parts.platform)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
        reply = await client.post("/v1/payment-codes", json={}, headers=headers)
    return str(reply.json()["code"])
