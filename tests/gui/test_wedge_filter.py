"""A hand scanner's keys and a person's, through real key events of a window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from backend_stub.contract import payment_code
from pos_app.views import samples
from pos_app.views.look.theme import Theme
from pos_app.views.window import MainWindow
from pos_app.wedge_filter import WedgeFilter
from tests.fakes import RecordingIntents

CODE = payment_code("123456789012345")


class Desk:
    """A window with a hand scanner in front of it."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.intents = RecordingIntents()
        self.scans: list[str] = []
        window.set_intents(self.intents)
        window.key_filter = WedgeFilter(window, self.scans.append)

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window.windowHandle(), key)

    def scan(self, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
        for character in text:
            self.key(Qt.Key(ord(character)))
        if end is not None:
            self.key(end)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Desk:
    del theme  # fonts and colours are there
    window = MainWindow()
    qtbot.addWidget(window)
    window.render(samples.STATES["ready"])
    window.show()
    qtbot.waitExposed(window)
    return Desk(window)


def test_a_scan_is_taken_whole_and_none_of_its_keys_reaches_the_amount(desk: Desk, qtbot: QtBot) -> None:
    desk.scan(CODE)
    qtbot.waitUntil(lambda: desk.scans == [CODE])
    assert desk.intents.asked == []


def test_a_scanner_that_sends_no_enter_is_understood_after_a_pause(desk: Desk, qtbot: QtBot) -> None:
    desk.scan(CODE, end=None)
    qtbot.waitUntil(lambda: desk.scans == [CODE])
    assert desk.intents.asked == []


def test_a_person_s_keys_come_through_in_order_with_their_meaning(desk: Desk, qtbot: QtBot) -> None:
    keys = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Period, Qt.Key.Key_5, Qt.Key.Key_Return)
    for number, key in enumerate(keys, 1):
        desk.key(key)
        qtbot.waitUntil(lambda wanted=number: len(desk.intents.asked) == wanted)
    assert desk.intents.asked == [("digit", "1"), ("digit", "2"), ("point",), ("digit", "5"), ("primary",)]
    assert desk.scans == []


def test_keys_typed_before_a_scan_are_the_person_s_and_those_after_too(desk: Desk, qtbot: QtBot) -> None:
    desk.key(Qt.Key.Key_7)
    qtbot.waitUntil(lambda: len(desk.intents.asked) == 1)
    desk.scan(CODE)
    desk.key(Qt.Key.Key_8)
    qtbot.waitUntil(lambda: len(desk.intents.asked) == 2)
    assert desk.intents.asked == [("digit", "7"), ("digit", "8")]
    assert desk.scans == [CODE]


def test_letters_keep_their_meaning_and_fields_their_text(desk: Desk, qtbot: QtBot) -> None:
    desk.window.render(samples.STATES["paid"])
    desk.key(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: desk.intents.asked == [("show_receipt",)])
    desk.window.render(samples.STATES["typing"])
    field = next(field for field in desk.window.findChildren(QLineEdit) if field.isVisible())
    field.clear()
    field.setFocus()
    desk.key(Qt.Key.Key_4)
    qtbot.waitUntil(lambda: field.text().endswith("4"))
