"""Every page beside Sell: nothing cut, covered, nameless or too small, in each size, language and theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication

from pos_app.presenters.shell_state import PageId, ShellState
from pos_app.views import language, samples
from pos_app.views.language import Language
from pos_app.views.look.theme import Theme
from pos_app.views.look.tokens import Scheme, size
from pos_app.views.samples_pages import PAGES, PageSamples
from pos_app.views.window import MainWindow
from tests.gui.looking import clipped, nameless, overlapping, too_small

SIZES = (QSize(1366, 768), QSize(1024, 600), QSize(1024, 560), QSize(1920, 1080))


@pytest.fixture(params=PAGES, ids=lambda one: one.page.value)
def sheet(request: pytest.FixtureRequest, window: MainWindow, qapp: QApplication) -> Iterator[PageSamples]:
    yield request.param
    window.show_page(window.page)
    window.render_shell(ShellState())
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("spoken", list(Language))
def test_every_page_holds_its_words_in_every_size(
    window: MainWindow, qapp: QApplication, theme: Theme, sheet: PageSamples, spoken: Language
) -> None:
    language.show(spoken)
    window.render(samples.in_chinese(samples.READY) if spoken is Language.CHINESE else samples.READY)
    window.render_shell(ShellState(tuple(PageId), sheet.page))
    page = sheet.make()
    window.show_page(page)
    wrong = {}
    for wanted in SIZES:
        window.resize(wanted)
        for name, state in sheet.states.items():
            page.render(state)
            qapp.processEvents()
            found = clipped(window) + overlapping(window) + too_small(window, size("touchMin")) + nameless(window)
            if found:
                wrong[f"{name} {wanted.width()}x{wanted.height()}"] = found
    window.drop_page(page)
    assert wrong == {}


def test_a_page_changes_its_theme(window: MainWindow, qapp: QApplication, theme: Theme, sheet: PageSamples) -> None:
    page = sheet.make()
    window.show_page(page)
    page.render(next(iter(sheet.states.values())))
    qapp.processEvents()
    light = page.grab().toImage()
    theme.force(Scheme.DARK)
    qapp.processEvents()
    assert page.grab().toImage() != light
    window.drop_page(page)
