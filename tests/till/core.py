"""A whole till without a window: page, outbox on disk, resolver and gateway, over whatever platform it is given."""

from __future__ import annotations

import datetime as dt
import queue
from collections.abc import Callable
from pathlib import Path

import httpx
import uuid_utils

from pos_app.gateway import Gateway
from pos_app.line import AsgiApp
from pos_app.outbox import SqliteOutbox
from pos_app.pacing import Pace
from pos_app.presenters.sell import SellPresenter
from pos_app.presenters.sell_state import Camera, Phase
from pos_app.resolver import Resolver
from pos_app.seal import Seal
from tests.fake_asking import FakeAsking
from tests.fakes import NOON, FakeReceipts, FakeView, a_code

FAST = Pace(first_s=0.1, again_s=0.02, awaiting_s=0.02, slowest_s=0.05, heartbeat_s=0.05)
KEY = bytes(32)
GIVE_UP_S = 10.0


class Till:
    """A whole till over one data folder; this thread plays the main thread and makes the calls that are posted to it."""

    def __init__(
        self,
        folder: Path,
        platform: AsgiApp | httpx.AsyncBaseTransport,
        token: str = "token",
        *,
        ask_timeout_s: float = 0.5,
    ) -> None:
        self.calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.outbox = SqliteOutbox(folder / "outbox.db", Seal(KEY), NOON)
        self.gateway = Gateway(platform, token, ask_timeout_s=ask_timeout_s)
        self.gateway.start()
        now = lambda: dt.datetime.now(dt.UTC)  # noqa: E731
        new_id = lambda: str(uuid_utils.uuid7())  # noqa: E731
        self.resolver = Resolver(self.gateway, self.outbox, self.calls.put, now=now, new_id=new_id, pace=FAST)
        self.view, self.receipts = FakeView(), FakeReceipts()
        self.press = SellPresenter(
            self.view, self.resolver, self.outbox, self.receipts, asking=FakeAsking(), now=now, new_id=new_id
        )
        self.resolver.start(self.press)
        self.press.begin()
        self.press.camera_changed(Camera.LIVE)
        self.until(lambda: self.view.state.merchant_name != "")

    def until(self, condition: Callable[[], bool]) -> None:
        """Makes posted calls until it is so."""
        deadline = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=GIVE_UP_S)
        while not condition():
            assert dt.datetime.now(dt.UTC) < deadline, f"still {self.view.state}"
            self.turn(0.02)

    def turn(self, wait_s: float) -> None:
        try:
            self.calls.get(timeout=wait_s)()
        except queue.Empty:
            self.press.tick(dt.datetime.now(dt.UTC))

    def until_phase(self, phase: Phase) -> None:
        self.until(lambda: self.view.state.phase is phase)

    def ask(self, keys: str = "12.50", code: str | None = None) -> str:
        for key in keys:
            self.press.point() if key == "." else self.press.digit(key)
        self.press.primary()
        self.press.code_accepted(code or a_code())
        return self.press._checkout.sale.attempt_id

    def close(self) -> None:
        self.gateway.stop()
        self.outbox.close()
