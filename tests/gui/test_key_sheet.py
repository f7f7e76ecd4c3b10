"""The sheet of keys lists what the pages act by: each listed key is pressed, and does something."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from pos_app.presenters.sell_state import SellState
from pos_app.presenters.shell_state import PageId, ShellState
from pos_app.views import language, samples
from pos_app.views.key_sheet import KeySheet
from pos_app.views.keys import Shortcut
from pos_app.views.language import Language
from pos_app.views.samples_pages import PAGES
from pos_app.views.window import MainWindow
from tests.fakes import RecordingIntents
from tests.gui.looking import clipped
from tests.gui.test_keys import find, press

Show = Callable[[SellState], None]
SMALLEST = QSize(1024, 560)


def sheet_of(window: MainWindow) -> KeySheet:
    found = find(window, "keySheet")
    assert isinstance(found, KeySheet)
    return found


def presses(one: Shortcut) -> list[Qt.Key | str]:
    return [*one.keys, *one.characters]


def test_every_listed_key_of_the_sell_page_does_something_in_a_phase_of_its_own(
    window: MainWindow, show: Show, intents: RecordingIntents
) -> None:
    dead = {(one.shown, one.words): presses(one) for one in window.page.shortcuts()}
    for state in samples.STATES.values():
        show(state)
        if state.typed_code is not None or state.question is not None:
            continue  # a field has the keys
        for one in window.page.shortcuts():
            if one.when():
                for key in list(dead[one.shown, one.words]):
                    intents.asked.clear()
                    press(window, key)
                    if intents.asked:
                        dead[one.shown, one.words].remove(key)
    assert {name: keys for name, keys in dead.items() if keys} == {}


def test_every_listed_key_of_all_pages_does_something(window: MainWindow, show: Show) -> None:
    show(samples.READY)
    keyboard = window._keyboard
    window.render_shell(ShellState((PageId.SELL, PageId.SALES), PageId.SELL))
    locked, wanted = QSignalSpy(keyboard.lock), QSignalSpy(window.rail.wanted)
    listed = {one.shown for one in keyboard.everywhere}
    assert listed == {"Enter", "Esc", "Ctrl 1 – 8", "Ctrl L", "?"}, "nothing to search on this page"
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert (locked.count(), wanted.count()) == (1, 1)
    window.render_shell(ShellState())


@pytest.mark.parametrize("sheet", PAGES, ids=lambda one: one.page.value)
def test_search_is_listed_where_there_is_something_to_search_and_goes_there(
    window: MainWindow, qapp: QApplication, sheet: object
) -> None:
    page = sheet.make()  # type: ignore[attr-defined]
    window.show_page(page)
    page.render(next(iter(sheet.states.values())))  # type: ignore[attr-defined]
    qapp.processEvents()
    listed = {one.shown for one in window._keyboard.everywhere} & {"/", "Ctrl F"}
    assert listed == ({"/", "Ctrl F"} if page.can_seek() else set())
    for key, modifier in (("/", Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)):
        if page.can_seek():
            window.setFocus()
            press(window, key, modifier)
            assert window.focusWidget() is page.search_field()
    window.show_page(window.page)
    window.drop_page(page)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_question_mark_shows_the_sheet_and_the_next_key_puts_it_away_without_being_lost(
    window: MainWindow, show: Show, intents: RecordingIntents
) -> None:
    show(samples.READY)
    sheet = sheet_of(window)
    press(window, "?")
    assert sheet.isVisible()
    assert "F1 – F5" in sheet.accessibleName()
    press(window, "?")
    assert not sheet.isVisible()
    press(window, "?")
    press(window, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert intents.asked == [], "Esc was for the sheet"
    press(window, "?")
    press(window, "7")
    assert not sheet.isVisible()
    assert intents.asked == [("digit", "7")], "nobody waits for a sheet"


@pytest.mark.parametrize("spoken", list(Language))
def test_the_sheet_holds_its_lines_in_the_smallest_window(window: MainWindow, show: Show, spoken: Language) -> None:
    language.show(spoken)
    show(samples.READY)
    window.resize(SMALLEST)
    QApplication.processEvents()
    press(window, "?")
    assert sheet_of(window).isVisible()
    assert clipped(sheet_of(window)) == []
    press(window, Qt.Key.Key_Escape)
