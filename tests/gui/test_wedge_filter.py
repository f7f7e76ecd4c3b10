"""A hand scanner's keys and a person's, through real key events of a window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from backend_stub.contract import payment_code
from pos_app.views import samples
from pos_app.views.look.theme import Theme
from pos_app.views.window import MainWindow
from pos_app.wedge_filter import WedgeFilter, _KeyClock
from tests.fakes import RecordingIntents

CODE = payment_code("123456789012345")


PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
SCANNER_MS, PERSON_MS = 2, 150


class Desk:
    """A window with a hand scanner in front of it. Keys have the times of a keyboard, however slow this machine is."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.intents = RecordingIntents()
        self.scans: list[str] = []
        self.at_ms = 1000
        window.set_intents(self.intents)
        self.filter = WedgeFilter(self.scans.append)
        self.filter.start()

    def key(
        self,
        key: Qt.Key,
        gap_ms: int = PERSON_MS,
        *,
        text: str | None = None,
        place: int = 0,
        modifiers: Qt.KeyboardModifier = PLAIN,
        window: QWidget | None = None,
    ) -> None:
        self.at_ms += gap_ms
        if text is None:
            text = "\r" if key == Qt.Key.Key_Return else chr(key) if key < 128 else ""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, place, 0, 0, text)
            event.setTimestamp(self.at_ms)
            QCoreApplication.sendEvent((window or self.window).windowHandle(), event)

    def scan(self, text: str, end: Qt.Key | None = Qt.Key.Key_Return, window: QWidget | None = None) -> None:
        self.at_ms += PERSON_MS
        for character in text:
            self.key(Qt.Key(ord(character)), SCANNER_MS, window=window)
        if end is not None:
            self.key(end, SCANNER_MS, window=window)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Iterator[Desk]:
    del theme  # fonts and colours are there
    window = MainWindow()
    qtbot.addWidget(window)
    window.render(samples.STATES["ready"])
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    desk = Desk(window)
    yield desk
    desk.filter.stop()


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


def type_field(desk: Desk) -> QLineEdit:
    desk.window.render(samples.STATES["typing"])
    field = next(field for field in desk.window.findChildren(QLineEdit) if field.isVisible())
    field.clear()
    field.setFocus()
    return field


def test_a_scan_into_a_field_leaves_the_field_alone(desk: Desk, qtbot: QtBot) -> None:
    field = type_field(desk)
    desk.scan(CODE)
    qtbot.waitUntil(lambda: desk.scans == [CODE])
    assert field.text() == ""


def test_a_scan_is_taken_in_any_window_of_the_till(desk: Desk, qtbot: QtBot) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    desk.scan(CODE, window=other)
    qtbot.waitUntil(lambda: desk.scans == [CODE])
    assert other.text() == ""
    desk.key(Qt.Key.Key_7, window=other)
    qtbot.waitUntil(lambda: other.text() == "7")


def test_a_window_that_is_shown_again_still_gives_no_scan_to_the_amount(desk: Desk, qtbot: QtBot) -> None:
    QCoreApplication.sendEvent(desk.window, QShowEvent())
    desk.scan(CODE)
    qtbot.waitUntil(lambda: desk.scans == [CODE])
    assert desk.intents.asked == []


def test_shift_and_lock_keys_within_a_scan_do_not_cut_it(desk: Desk, qtbot: QtBot) -> None:
    for character in CODE:
        desk.key(Qt.Key.Key_Shift, 1)
        desk.key(Qt.Key(ord(character)), 1)
    desk.key(Qt.Key.Key_Return, 1)
    qtbot.waitUntil(lambda: desk.scans == [CODE])
    assert desk.intents.asked == []


def test_a_character_is_never_left_to_a_shortcut_but_ctrl_and_a_letter_are(desk: Desk) -> None:
    native = desk.window.windowHandle()
    for modifiers, is_kept in ((PLAIN, True), (Qt.KeyboardModifier.ControlModifier, False)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_B, modifiers, "b")
        event.ignore()
        assert desk.filter.eventFilter(native, event) is False
        assert event.isAccepted() == is_kept


DIGIT_ROW = {digit: 10 + place for place, digit in enumerate("1234567890")}
NUMBER_BLOCK = dict(zip("7894561230", (79, 80, 81, 83, 84, 85, 87, 88, 89, 90), strict=True))
FRENCH = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))
ENGLISH_SHIFTED = dict(zip("1234567890", "!@#$%^&*()", strict=True))
LAYOUTS = {
    "a US scanner on a French layout": (DIGIT_ROW, FRENCH, PLAIN),
    "a French scanner on a US layout": (DIGIT_ROW, ENGLISH_SHIFTED, SHIFT),
    "the digits of a German layout": (DIGIT_ROW, {digit: digit for digit in DIGIT_ROW}, PLAIN),
    "the number block": (NUMBER_BLOCK, {digit: digit for digit in DIGIT_ROW}, KEYPAD),
    "the number block without Num Lock": (NUMBER_BLOCK, dict.fromkeys(DIGIT_ROW, ""), KEYPAD),
}


@pytest.mark.parametrize("name", list(LAYOUTS))
def test_the_place_of_a_key_says_what_the_scanner_meant(desk: Desk, qtbot: QtBot, name: str) -> None:
    desk.filter._platform = "xcb"
    places, texts, modifiers = LAYOUTS[name]
    for digit in CODE:
        desk.key(Qt.Key.Key_unknown, SCANNER_MS, text=texts[digit], place=places[digit], modifiers=modifiers)
    desk.key(Qt.Key.Key_Return, SCANNER_MS)
    qtbot.waitUntil(lambda: desk.scans == [CODE])
    assert desk.intents.asked == []


def test_arrows_on_the_number_block_reach_whom_they_were_meant_for(desk: Desk, qtbot: QtBot) -> None:
    desk.filter._platform = "xcb"
    field = type_field(desk)
    field.setText("12")
    desk.key(Qt.Key.Key_Home, text="", place=NUMBER_BLOCK["7"], modifiers=KEYPAD)
    qtbot.waitUntil(lambda: field.cursorPosition() == 0)


def test_keys_that_a_person_pressed_while_the_till_was_busy_are_no_scan(desk: Desk, qtbot: QtBot) -> None:
    for digit in "123456":
        desk.key(Qt.Key(ord(digit)))
    qtbot.waitUntil(lambda: len(desk.intents.asked) == 6)
    assert desk.intents.asked == [("digit", digit) for digit in "123456"]
    assert desk.scans == []


def test_wide_digits_that_an_input_method_makes_of_a_scan_are_the_scan(desk: Desk, qtbot: QtBot) -> None:
    field = type_field(desk)
    for digit in CODE:
        event = QInputMethodEvent()
        event.setCommitString(chr(ord(digit) - ord("0") + 0xFF10))
        QCoreApplication.sendEvent(field, event)
    qtbot.waitUntil(lambda: desk.scans == [CODE])
    assert field.text() == ""
    event = QInputMethodEvent()
    event.setCommitString("好")
    other = QLineEdit(desk.window)
    other.show()
    other.setFocus()
    QCoreApplication.sendEvent(other, event)
    qtbot.waitUntil(lambda: other.text() == "好")
    other.setParent(None)


def test_the_keyboards_clock_may_begin_anew() -> None:
    clock = _KeyClock()
    first = clock.at(4_000_000_000)
    assert clock.at(4_000_000_050) - first == pytest.approx(0.05)
    again = clock.at(100)  # after 49.7 days, in 32 bits
    assert clock.now() == pytest.approx(again, abs=0.5)
