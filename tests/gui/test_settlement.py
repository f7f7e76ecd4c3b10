"""The settlement page in a window: nothing cut, every control named, wishes told, plots that say their numbers."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from backend_stub.contract import StatementLine
from pos_app.pages.settlement import save
from pos_app.presenters.settlement_state import Plot
from pos_app.views import language, samples
from pos_app.views import samples_settlement as pictures
from pos_app.views.language import Language
from pos_app.views.look.theme import Theme
from pos_app.views.settlement.page import SettlementPage
from pos_app.views.settlement.plot import BarPlot, grid
from pos_app.views.settlement.said import exact
from pos_app.views.window import MainWindow
from tests.fakes import RecordingIntents
from tests.gui.looking import clipped, nameless, overlapping, too_small


@pytest.fixture
def page(theme: Theme, qapp: QApplication, qtbot: QtBot) -> SettlementPage:
    gc.collect()  # Qt's bindings can fall over windows of earlier tests that are collected while another is drawn
    window = MainWindow(lambda: samples.NOW)
    qtbot.addWidget(window)
    window.render(samples.STATES["ready"])
    made = SettlementPage()
    made.render(pictures.READY)
    window.show_page(made)
    window.resize(QSize(1366, 768))
    window.show()
    return made


@pytest.mark.parametrize("spoken", list(Language))
@pytest.mark.parametrize("size", [QSize(1366, 768), QSize(1920, 1080), QSize(1024, 600)])
def test_nothing_is_cut_or_covered_in_any_state(page: SettlementPage, spoken: Language, size: QSize) -> None:
    language.show(spoken)
    try:
        page.window().resize(size)
        for name, state in pictures.STATES.items():
            page.render(state)
            QApplication.processEvents()
            assert clipped(page) == [], name
            assert overlapping(page) == [], name
            assert too_small(page, 44) == [], name
            assert nameless(page) == [], name
    finally:
        language.show(Language.ENGLISH)


def test_wishes_are_told_to_the_presenter(page: SettlementPage, qtbot: QtBot) -> None:
    wishes = RecordingIntents()
    page.set_intents(wishes)  # type: ignore[arg-type]  # it takes any wish
    pressed = ("settlementBatch1", "settlementPdf", "settlementEntry2", "settlementPayOut", "settlementPlotOwed")
    for name in (*pressed, "settlementLine1"):
        qtbot.mouseClick(page.findChild(QWidget, name), Qt.MouseButton.LeftButton)
    told = [one[0] for one in wishes.asked]
    assert told == ["choose", "export", "explain", "pay_out", "show_plot", "choose_line"]
    assert [one[1] for one in wishes.asked[-2:]] == [Plot.OWED, StatementLine.REFUNDS]
    assert page.filled_button() is page.findChild(QWidget, "settlementPayOut")
    page.render(pictures.STATES["asking"])
    assert page.filled_button() is page.findChild(QWidget, "settlementRelease")
    assert page.escape()
    assert wishes.asked[-1][0] == "keep"


def test_a_double_press_does_not_answer_the_question(page: SettlementPage, qtbot: QtBot) -> None:
    wishes = RecordingIntents()
    page.set_intents(wishes)  # type: ignore[arg-type]  # it takes any wish
    page.render(pictures.STATES["asking"])
    yes = page.findChild(QWidget, "settlementRelease")
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert wishes.asked == []
    qtbot.waitUntil(yes.isEnabled)
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert wishes.asked == [("release",)]


def test_the_plot_says_its_numbers_too(page: SettlementPage) -> None:
    plot = page.findChild(BarPlot, "settlementBars")
    assert plot is not None
    assert "15: €118.40" in plot.accessibleDescription()


@pytest.mark.parametrize(
    ("highest", "expected"),
    [(0, (1, 1)), (1, (1, 1)), (4, (1, 4)), (5, (2, 3)), (16_480, (5_000, 4)), (20_001, (10_000, 3))],
)
def test_the_grid_holds_the_highest_bar_with_few_lines(highest: int, expected: tuple[int, int]) -> None:
    step, lines = grid(highest)
    assert (step, lines) == expected
    assert step * lines >= highest


def test_exact_amounts_show_all_their_decimals() -> None:
    assert [exact(n, "EUR") for n in (200_000, -72_000, 2_000, 1, 0)] == [
        "0.2000",
        "−0.0720",
        "0.0020",
        "0.000001",
        "0.0000",
    ]
    assert exact(12_345, "JPY") == "1.2345"
    assert exact(200_000, "KWD") == "0.02000"


def test_a_file_is_kept_whole_or_its_failure_is_told(tmp_path: Path) -> None:
    assert save(tmp_path / "new", "a.csv", b"x") == str(tmp_path / "new" / "a.csv")
    assert (tmp_path / "new" / "a.csv").read_bytes() == b"x"
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["a.csv"]
    (tmp_path / "file").write_text("no folder")
    assert save(tmp_path / "file", "a.csv", b"x") is None
