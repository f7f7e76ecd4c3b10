from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pos_app.presenters.sell_state import SellState
from pos_app.views import samples
from pos_app.views.window import MainWindow
from tests.fakes import RecordingIntents

Show = Callable[[SellState], None]


def press(
    window: MainWindow, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """As the window system hands a key over: to the window, which knows who has the focus."""
    native = window.windowHandle()
    assert native is not None
    QTest.keyClick(native, key, modifier)
    QApplication.processEvents()


def find(window: MainWindow, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def click(window: MainWindow, name: str) -> None:
    button = find(window, name)
    assert isinstance(button, QAbstractButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


KEYS = [
    ("ready", "7", ("digit", "7")),
    ("ready", "0", ("digit", "0")),
    ("ready", "*", ("digit", "00")),
    ("ready", ".", ("point",)),
    ("ready", ",", ("point",)),
    ("ready", "+", ("add",)),
    ("ready", Qt.Key.Key_Backspace, ("backspace",)),
    ("ready", Qt.Key.Key_Delete, ("clear",)),
    ("ready", Qt.Key.Key_Return, ("primary",)),
    ("ready", Qt.Key.Key_Enter, ("primary",)),
    ("ready", Qt.Key.Key_Escape, ("escape",)),
    ("ready", Qt.Key.Key_F1, ("quick", 0)),
    ("ready", Qt.Key.Key_F5, ("quick", 4)),
    ("scanning", Qt.Key.Key_Escape, ("escape",)),
    ("asking", Qt.Key.Key_Escape, ("escape",)),
    ("awaiting", Qt.Key.Key_Escape, ("escape",)),
    ("paid", "5", ("digit", "5")),
    ("paid", "p", ("show_receipt",)),
    ("paid", "n", ("no_receipt",)),
    ("paid", Qt.Key.Key_Return, ("primary",)),
    ("short", "a", ("another_code",)),
    ("short", Qt.Key.Key_Return, ("primary",)),
    ("short", Qt.Key.Key_Escape, ("escape",)),
    ("not-usable", Qt.Key.Key_Return, ("another_code",)),
    ("suspended", Qt.Key.Key_Return, ("escape",)),
    ("unknown", Qt.Key.Key_Return, ("primary",)),
    ("unknown", Qt.Key.Key_Escape, ("escape",)),
]


@pytest.mark.parametrize(("state", "key", "asked"), KEYS)
def test_a_key_asks_for_what_it_means(
    window: MainWindow, show: Show, intents: RecordingIntents, state: str, key: Qt.Key | str, asked: tuple[object, ...]
) -> None:
    show(samples.STATES[state])
    press(window, key)
    assert intents.asked == [asked]


def test_the_number_block_counts_as_the_same_keys(window: MainWindow, show: Show, intents: RecordingIntents) -> None:
    show(samples.READY)
    press(window, "3", Qt.KeyboardModifier.KeypadModifier)
    press(window, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert intents.asked == [("digit", "3"), ("primary",)]


@pytest.mark.parametrize(("state", "key"), [("ready", "p"), ("ready", "a"), ("asking", Qt.Key.Key_F1)])
def test_a_key_of_another_phase_asks_for_nothing(
    window: MainWindow, show: Show, intents: RecordingIntents, state: str, key: Qt.Key | str
) -> None:
    show(samples.STATES[state])
    press(window, key)
    assert intents.asked == []


def test_enter_does_nothing_while_there_is_nothing_to_take(
    window: MainWindow, show: Show, intents: RecordingIntents
) -> None:
    show(samples.STATES["nothing-keyed"])
    press(window, Qt.Key.Key_Return)
    assert intents.asked == []


def test_digits_reach_the_amount_whatever_button_has_the_focus(
    window: MainWindow, show: Show, intents: RecordingIntents
) -> None:
    show(samples.READY)
    find(window, "key7").setFocus(Qt.FocusReason.TabFocusReason)
    press(window, "9")
    assert intents.asked == [("digit", "9")]


def test_a_field_keeps_its_keys_and_enter_uses_the_code(
    window: MainWindow, show: Show, intents: RecordingIntents
) -> None:
    show(replace(samples.STATES["typing"], typed_code=samples.CODE[:-1]))
    field = find(window, "codeField")
    assert isinstance(field, QLineEdit)
    assert field.hasFocus()
    press(window, samples.CODE[-1])
    assert intents.asked == [("code_text", samples.CODE)]
    show(samples.STATES["typing"])
    press(window, Qt.Key.Key_Return)
    assert intents.asked[1:] == [("code_entered", samples.CODE, "typed")]


def test_too_few_digits_are_no_code(window: MainWindow, show: Show, intents: RecordingIntents) -> None:
    show(samples.STATES["foreign"])
    press(window, Qt.Key.Key_Return)
    assert intents.asked == []


BUTTONS = [
    ("ready", "key7", ("digit", "7")),
    ("ready", "key00", ("digit", "00")),
    ("ready", "keyPoint", ("point",)),
    ("ready", "keyBackspace", ("backspace",)),
    ("ready", "keyClear", ("clear",)),
    ("ready", "quick2", ("quick", 1)),
    ("ready", "take", ("primary",)),
    ("ready", "saleRow1", ("ask_refund", "attempt-1")),
    ("scanning", "typeCode", ("open_code_field",)),
    ("typing", "useCode", ("code_entered", samples.CODE, "typed")),
    ("asking", "stopSale", ("escape",)),
    ("awaiting", "stopAwaiting", ("escape",)),
    ("paid", "showReceipt", ("show_receipt",)),
    ("paid", "noReceipt", ("no_receipt",)),
    ("paid", "nextSale", ("primary",)),
    ("short", "takePart", ("primary",)),
    ("short", "anotherCode", ("another_code",)),
    ("unknown", "setAside", ("primary",)),
    ("unknown", "stopUnknown", ("escape",)),
]


@pytest.mark.parametrize(("state", "button", "asked"), BUTTONS)
def test_a_button_asks_for_what_it_says(
    window: MainWindow, show: Show, intents: RecordingIntents, state: str, button: str, asked: tuple[object, ...]
) -> None:
    show(samples.STATES[state])
    click(window, button)
    assert intents.asked == [asked]


def test_the_keypad_writes_into_the_field_that_has_the_focus(
    window: MainWindow, show: Show, intents: RecordingIntents
) -> None:
    show(samples.STATES["question"])
    pin = find(window, "refundPin")
    assert isinstance(pin, QLineEdit)
    click(window, "key4")
    click(window, "key00")
    click(window, "keyBackspace")
    assert intents.asked == []
    assert pin.text() == "40"


def test_giving_back_is_not_armed_before_the_question_has_stood(
    window: MainWindow, show: Show, intents: RecordingIntents, qtbot: QtBot
) -> None:
    show(samples.STATES["question"])
    press(window, "1")
    press(window, Qt.Key.Key_Return)
    click(window, "refundYes")
    assert intents.asked == []
    qtbot.waitUntil(lambda: window.page.today.question.is_armed, timeout=2000)
    press(window, Qt.Key.Key_Return)
    assert intents.asked == [("refund_yes", "1")]


def test_the_question_stands_for_600_ms(window: MainWindow, show: Show, qtbot: QtBot) -> None:
    show(samples.STATES["question"])
    qtbot.wait(450)
    assert not window.page.today.question.is_armed
    qtbot.wait(250)
    assert window.page.today.question.is_armed


def test_without_a_pin_nothing_is_given_back(
    window: MainWindow, show: Show, intents: RecordingIntents, qtbot: QtBot
) -> None:
    show(samples.STATES["question"])
    qtbot.waitUntil(lambda: window.page.today.question.is_armed, timeout=2000)
    press(window, Qt.Key.Key_Return)
    assert intents.asked == []


def test_escape_closes_the_question_only(window: MainWindow, show: Show, intents: RecordingIntents) -> None:
    show(samples.STATES["question"])
    press(window, Qt.Key.Key_Escape)
    assert intents.asked == [("refund_no",)]


def test_a_wrong_pin_is_wiped(window: MainWindow, show: Show) -> None:
    show(samples.STATES["question"])
    press(window, "1")
    show(samples.STATES["question-wrong"])
    pin = find(window, "refundPin")
    assert isinstance(pin, QLineEdit)
    assert pin.text() == ""


def test_the_refund_s_amount_and_manager_are_told(window: MainWindow, show: Show, intents: RecordingIntents) -> None:
    show(samples.STATES["question"])
    amount, manager = find(window, "refundAmount"), window.page.today.question.findChild(QWidget, "refundManager")
    assert isinstance(amount, QLineEdit)
    amount.setFocus()
    amount.selectAll()
    press(window, "2")
    press(window, ",")
    press(window, "5")
    manager.setCurrentIndex(1)
    asked = [one for one in intents.asked if one[0] == "refund_amount"]
    assert asked[-1] == ("refund_amount", 250)
    assert intents.asked[-1] == ("refund_manager", "m2")


def test_a_toast_goes_by_itself_and_says_so(
    window: MainWindow, show: Show, intents: RecordingIntents, qtbot: QtBot
) -> None:
    show(samples.STATES["toast"])
    assert find(window, "toast").isVisible()
    qtbot.waitUntil(lambda: intents.asked == [("toast_gone",)], timeout=6000)
    assert not find(window, "toast").isVisible()


def test_points_and_visits_have_a_key_where_they_are_offered(
    show: Show, window: MainWindow, intents: RecordingIntents
) -> None:
    for name, key in (
        ("nothing-keyed", Qt.Key.Key_V),
        ("scanning", Qt.Key.Key_P),
        ("pricing-part", Qt.Key.Key_A),
        ("pricing-part", Qt.Key.Key_N),
        ("pricing", Qt.Key.Key_Return),
        ("visit-noted", Qt.Key.Key_Return),
        ("visiting", Qt.Key.Key_Return),
    ):
        show(samples.STATES[name])
        press(window, key)
    assert intents.asked == [("check_in",), ("use_points",), ("spend", 312), ("spend", 0), ("primary",), ("primary",)]
