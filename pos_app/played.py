"""The played demo: with no screen, one whole sale on the real path, told line by line.

The same windows on Qt's offscreen platform, the same till, real key events; the camera sees the demo phone, and the code
reaches the till as pixels only. It ends well only if the sale was paid and the books are right.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import click
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from backend_stub.money import Money
from pos_app.bridge import Bridge
from pos_app.exits import EXIT_TROUBLE
from pos_app.parts import Parts, StartError
from pos_app.presenters.sell_state import Camera, Phase, SellState
from pos_app.settings import Settings
from pos_app.till import Till
from pos_app.views.demo_phone import DemoPhone
from pos_app.views.window import MainWindow
from pos_app.windows import application, open_on_thread, why_not

AMOUNT_KEYS = "12.50"
PATIENCE_S = 30.0
KEY_GAP_MS = 60
LOOK_EVERY_MS = 10


class _PlayError(Exception):
    """The sale did not go as it must."""


def play(settings: Settings, open_parts: Callable[[], Parts]) -> int:
    """Play the sale; 0 only if it was paid and the books are right."""
    app = application(settings)
    player = _Player(app, settings)
    try:
        player.play(open_parts)
    except (_PlayError, StartError) as error:
        click.echo(f"The demo sale did not come to its end: {error}", err=True)
        return EXIT_TROUBLE
    finally:
        player.stop()
    return 0


class _Player:
    def __init__(self, app: QApplication, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._began = time.monotonic()
        self._state: SellState | None = None
        self._phase: Phase | None = None
        self._window = MainWindow()
        self._phone = DemoPhone()
        self._bridge = Bridge()
        self._till: Till | None = None
        self._parts: Parts | None = None
        self._failures: list[Exception] = []

    def play(self, open_parts: Callable[[], Parts]) -> None:
        """From the empty window to the checked books."""
        self._say("No screen here: playing one sale on the offscreen platform.")
        till, parts = self._open(open_parts)
        self._phone.show()
        self._window.show()
        self._window.activateWindow()
        till.start(self._failures.append)
        if till.phone:
            self._phone.set_intents(till.phone)
        self._wait("the shop and its sales to be loaded", lambda state: state.merchant_name != "")
        self._wait("the camera", lambda state: state.camera is Camera.LIVE)
        self._say("The camera sees the demo phone lying on the counter.")
        for key in AMOUNT_KEYS:
            self._press(Qt.Key(ord(key)))
        self._wait("the amount", lambda state: state.can_take)
        self._picture(self._window, "1-amount")
        self._press(Qt.Key.Key_Return)
        self._wait("the payment", lambda state: state.phase in {Phase.PAID, Phase.REFUSED})
        if self._shown.phase is not Phase.PAID or self._shown.paid is None:
            raise _PlayError(f"it was refused: {self._shown.refused}")
        self._picture(self._phone, "2-phone")
        self._picture(self._window, "3-paid")
        self._press(Qt.Key.Key_P)
        self._wait("the receipt", lambda state: state.paid is not None and state.paid.is_receipt_shown)
        self._picture(self._window, "4-receipt")
        self._say(f"Receipt: {till.receipts.last_file}")
        wrong = parts.verify()
        if wrong:
            raise _PlayError(f"the books are wrong: {'; '.join(wrong)}")
        self._say("Checked: every balance agrees with its transfers, and every invariant holds.")

    def stop(self) -> None:
        """Let go of everything."""
        self._bridge.close()
        if self._till is not None:
            self._till.stop()
        self._window.close()
        self._phone.close()

    def _open(self, open_parts: Callable[[], Parts]) -> tuple[Till, Parts]:
        failures: list[str] = []

        def opened(parts: Parts) -> None:
            self._parts = parts
            self._till = Till(self._settings, parts, self._window, self._phone, self._see)

        open_on_thread(open_parts, self._bridge, opened, failures.append)
        self._until("the platform to open", lambda: bool(self._till or failures))
        if self._till is None or self._parts is None:
            raise _PlayError(failures[0])
        self._say(f"The platform runs inside the till; its books are in {self._settings.data_dir}.")
        return self._till, self._parts

    @property
    def _shown(self) -> SellState:
        if self._state is None:
            raise _PlayError("the window showed nothing")
        return self._state

    def _see(self, state: SellState) -> None:
        """Each state the window shows; a new phase is told."""
        self._state = state
        if state.phase is self._phase:
            return
        self._phase = state.phase
        amount = Money(state.amount_minor, state.currency)
        if state.phase is Phase.ASKING:
            self._say(f"The scanner read the code from the picture; the till asks the platform for {amount}.")
        elif state.phase is Phase.PAID and state.paid is not None:
            left = Money(state.paid.balance_after_minor or 0, state.currency)
            who, number = state.paid.customer_name, state.paid.receipt_number
            self._say(f"PAID {amount} by {who}, {left} left; receipt {number}.")

    def _wait(self, what: str, is_so: Callable[[SellState], bool]) -> None:
        self._until(what, lambda: self._state is not None and is_so(self._state))

    def _until(self, what: str, is_so: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_S
        while not is_so():
            if self._failures:
                raise _PlayError(why_not(self._failures[0]))
            if time.monotonic() > until:
                raise _PlayError(f"waited {PATIENCE_S:.0f} s for {what}")
            _let_run(LOOK_EVERY_MS)

    def _picture(self, widget: QWidget, name: str) -> None:
        self._app.processEvents()
        file = Path(self._settings.data_dir) / f"{name}.png"
        if not widget.grab().save(str(file)):
            raise _PlayError(f"{file} could not be written")
        self._say(f"Picture: {file}")

    def _press(self, key: Qt.Key) -> None:
        """A real key press, and the time in which no hand scanner would have sent the next."""
        QTest.keyClick(self._window.windowHandle(), key)
        _let_run(KEY_GAP_MS)

    def _say(self, line: str) -> None:
        click.echo(f"{time.monotonic() - self._began:6.2f} s  {line}")


def _let_run(for_ms: int) -> None:
    """Let the event loop run for a while. `QTest.qWait` would do, but keeps Python's other threads out meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(for_ms, loop.quit)
    loop.exec()
