"""The Shift page with real keys: a drawer is counted and closed by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from backend_stub.api.examples import BY_NAME
from backend_stub.contract import ShiftNow, ShiftReport, denominations
from pos_app.pages.shift import save
from pos_app.presenters.shift import ShiftPresenter
from pos_app.presenters.shift_state import Stage
from pos_app.receipts.shift_lines import report_lines
from pos_app.receipts.shift_words import words
from pos_app.views.shift.page import ShiftPage
from pos_app.views.window import MainWindow
from tests.fake_asking import FakeAsking
from tests.gui.test_keys import press

REPORT = msgspec.convert(BY_NAME["ShiftReport"], ShiftReport)


@pytest.fixture
def asking() -> FakeAsking:
    return FakeAsking()


@pytest.fixture
def page(window: MainWindow, qapp: QApplication, asking: FakeAsking) -> Iterator[ShiftPage]:
    page = ShiftPage()
    presenter = ShiftPresenter(
        page,
        asking,
        currency="EUR",
        time_zone="Europe/Berlin",
        rights=frozenset(),
        cash_parts=dict,
        printed=lambda report: report_lines(report, words("en"), "Europe/Berlin"),
        save=lambda name, _: name,
        say=lambda _: None,
        new_id=iter(map(str, range(100))).__next__,
    )
    page.set_intents(presenter)
    window.show_page(page)
    presenter.shown()
    asking.answer(msgspec.convert(BY_NAME["ShiftNow"], ShiftNow), "/v1/shifts/current")
    qapp.processEvents()
    yield page
    window.show_page(window.page)
    window.drop_page(page)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_drawer_is_counted_and_closed_by_keys_alone(
    window: MainWindow, qapp: QApplication, qtbot: QtBot, page: ShiftPage, asking: FakeAsking
) -> None:
    press(window, Qt.Key.Key_Return)
    assert page._shown_state is not None
    assert page._shown_state.stage is Stage.COUNTING
    values = denominations("EUR")
    for value in values:
        focused = qapp.focusWidget()
        assert isinstance(focused, QLineEdit)
        assert focused.objectName() == f"count{value}Field", "Enter goes down the sheet, the largest first"
        press(window, "1")
        press(window, Qt.Key.Key_Return)
    assert page._shown_state.counted_minor == sum(values)
    press(window, Qt.Key.Key_Return)
    assert page._shown_state.is_asking
    press(window, Qt.Key.Key_Return)
    assert not any(one.path.endswith("/closing") for one in (each.request for each in asking.questions)), "too soon"
    verb = page.filled_button()
    assert verb is not None
    qtbot.waitUntil(verb.isEnabled, timeout=3_000)
    press(window, Qt.Key.Key_Return)
    (closing,) = [each.request for each in asking.open if each.request.path.endswith("/closing")]
    assert [(one.value_minor, one.pieces) for one in closing.body.count] == [(value, 1) for value in values]


def test_escape_leaves_the_count_and_nothing_is_closed(window: MainWindow, page: ShiftPage, asking: FakeAsking) -> None:
    press(window, Qt.Key.Key_Return)
    assert page._shown_state is not None
    assert page._shown_state.stage is Stage.COUNTING
    press(window, Qt.Key.Key_Escape)
    assert page._shown_state.stage is Stage.OPEN
    assert asking.open == []


def test_a_report_is_kept_as_pdf_and_as_text(qapp: QApplication, tmp_path: Path) -> None:

    folder = tmp_path / "shifts"
    place = save(folder, "z-17.pdf", report_lines(REPORT, words("zh"), "Europe/Berlin"))
    assert place is not None
    assert Path(place).read_bytes().startswith(b"%PDF")
    assert "125.00 EUR" in (folder / "z-17.txt").read_text(encoding="utf-8")
    (folder / "wall").write_text("")
    assert save(folder / "wall", "z-17.pdf", ("x",)) is None
