"""A till that knows its shop is used before its platform is there: what was taken early is paid once it is."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import keyring
import keyring.backends.fail
import msgspec
import pytest
import uuid_utils
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backend_stub.contract import CodeRequest, PaymentCode, TillContext
from pos_app import main
from pos_app.coming import Embedded
from pos_app.exits import EXIT_TROUBLE
from pos_app.line import Line
from pos_app.parts import Parts, StartError
from pos_app.presenters.asking import Request
from pos_app.presenters.sell_state import Phase, SellState
from pos_app.settings import Settings
from pos_app.till import Till
from pos_app.views.look.theme import Theme
from pos_app.views.window import MainWindow

PATIENCE_MS = 20_000
KEY_GAP_MS = 80
T = TypeVar("T")


class Gate:
    """Keeps the platform from opening, or makes it fail."""

    def __init__(self) -> None:
        self.may_open = threading.Event()
        self.error: Exception | None = None
        self._open = main._platform

    def open(self, *arguments: object) -> Embedded:
        assert self.may_open.wait(PATIENCE_MS / 1000)
        if self.error is not None:
            raise self.error
        return self._open(*arguments)  # type: ignore[arg-type]  # as it was called


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.fail.Keyring)
    gate = Gate()
    yield gate
    gate.may_open.set()


async def _ask(parts: Parts, token: str, request: Request[T]) -> T:
    line = Line(parts.platform, token)
    headers = {"idempotency-key": str(uuid_utils.uuid7()), "content-type": "application/json"}
    body = None if request.body is None else msgspec.json.encode(request.body)
    reply = await line.ask(request.method, request.path, headers, body)
    return msgspec.json.decode(reply.content, type=request.reply)


@pytest.fixture
def code(gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A live code of an earlier run, in which the till came to know its shop; from now on the gate is shut."""
    parts = main.open_parts(Settings(data_dir=tmp_path, camera="none"))
    parts.shop.keep(asyncio.run(_ask(parts, parts.token, Request("GET", "/v1/till", TillContext))))
    issuing = Request("POST", "/v1/payment-codes", PaymentCode, body=CodeRequest())
    issued = asyncio.run(_ask(parts, parts.owners[0].token, issuing))
    parts.outbox.close()
    parts.close()
    monkeypatch.setattr(main, "_platform", gate.open)
    return issued.code


class Shown:
    """A till in its window, from start to stop."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        settings = Settings(data_dir=folder, camera="none", language="en")
        self.states: list[SellState] = []
        self.failures: list[Exception] = []
        self.window = MainWindow()
        self.parts = main.open_parts(settings)
        self.till = Till(settings, self.parts, self.window, None, self.states.append)
        self._qtbot = qtbot
        self.window.show()
        self.till.start(self.failures.append)

    @property
    def state(self) -> SellState:
        return self.states[-1]

    def key(self, *keys: Qt.Key) -> None:
        """As a person types: faster is a hand scanner's."""
        for key in keys:
            QTest.keyClick(self.window.windowHandle(), key)
            self._qtbot.wait(KEY_GAP_MS)

    def until(self, is_so: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(is_so, timeout=PATIENCE_MS)

    def stop(self) -> None:
        self.till.stop()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def shown(code: str, tmp_path: Path, qtbot: QtBot, theme: Theme) -> Iterator[Shown]:
    made = Shown(tmp_path, qtbot)
    yield made
    made.stop()


def test_what_is_taken_before_the_platform_is_there_is_paid_once_when_it_is(
    shown: Shown, gate: Gate, code: str
) -> None:
    assert shown.state.merchant_name == "Mei’s Tea"
    shown.key(Qt.Key.Key_4, Qt.Key.Key_Period, Qt.Key.Key_2, Qt.Key.Key_0)
    shown.until(lambda: shown.state.amount_minor == 420)
    shown.till.presenter.code_entered(code, "typed")
    shown.until(lambda: shown.state.phase is Phase.ASKING)
    assert not gate.may_open.is_set()
    gate.may_open.set()
    shown.until(lambda: shown.state.phase is Phase.PAID)
    shown.until(lambda: shown.state.operator_name == "Yan")
    assert [row.amount_minor for row in shown.state.today.rows].count(420) == 1
    assert shown.parts.verify() == []


def test_a_platform_that_does_not_come_is_said_and_what_was_taken_stays_to_be_asked_for(
    shown: Shown, gate: Gate, code: str
) -> None:
    shown.key(Qt.Key.Key_5)
    shown.until(lambda: shown.state.amount_minor == 500)
    shown.till.presenter.code_entered(code, "typed")
    shown.until(lambda: shown.state.phase is Phase.ASKING)
    gate.error = StartError("the books are of a newer version")
    gate.may_open.set()
    shown.until(lambda: bool(shown.failures))
    assert shown.failures == [gate.error]
    (attempt,) = shown.parts.outbox.unresolved()
    assert attempt.amount_minor == 500


_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pos_app.main import open_parts
from pos_app.settings import Settings
from pos_app.views.trouble import TroubleWindow
from pos_app.windows import show
settings = Settings(data_dir=Path(sys.argv[1]), camera="none", language="en")
names = set()
def look():
    for one in QApplication.topLevelWidgets():
        if isinstance(one, TroubleWindow) and one.isVisible():
            others = [other for other in QApplication.topLevelWidgets() if other.isVisible() and other is not one]
            print(sorted(names), len(others), [label.text() for label in one.findChildren(QLabel)])
            one.close()
timer = QTimer()
timer.timeout.connect(look)
QTimer.singleShot(0, lambda: timer.start(20))
sys.exit(show(settings, lambda: open_parts(settings), lambda state: names.add(state.merchant_name)))
"""


def test_torn_books_are_said_in_a_window_of_their_own_after_the_till_was_shown(code: str, tmp_path: Path) -> None:
    del code  # the earlier run
    books = tmp_path / "platform.sqlite"
    books.write_bytes(b"torn" * 1_024 + books.read_bytes()[4_096:])
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    started = [sys.executable, "-c", _START, str(tmp_path)]
    done = subprocess.run(started, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == EXIT_TROUBLE, done.stderr
    assert "Mei’s Tea" in done.stdout
    assert " 0 [" in done.stdout, "only the sentence is left on the screen"
    assert "database" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_shop_that_has_changed_meanwhile_is_taken_over(shown: Shown, gate: Gate) -> None:
    assert shown.parts.shop.shop is not None
    known = msgspec.structs.replace(shown.parts.shop.shop, merchant_name="An old name", operators=[])
    shown.till.presenter.context_loaded(known)
    assert shown.state.merchant_name == "An old name"
    gate.may_open.set()
    shown.until(lambda: shown.state.merchant_name == "Mei’s Tea")
    shown.until(lambda: shown.parts.shop.shop is not None and shown.parts.shop.shop.merchant_name == "Mei’s Tea")
    assert [one.name for one in shown.till.front.session._state.people] == ["Anna", "Ben", "Mei", "Yan"]
