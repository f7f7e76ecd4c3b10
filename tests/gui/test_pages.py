"""Pages of the window: made late, turned fast, told when they are seen."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from backend_stub.contract import Right
from pos_app.page_book import Page, PageBook, PageKind, PageTools
from pos_app.presenters.shell import PagePresenter, ShellPresenter
from pos_app.presenters.shell_state import PageId, ShellState
from pos_app.printing.desk import PrintDesk
from pos_app.scanning import Scanning
from pos_app.seal import Seal, new_key
from pos_app.settings import Settings
from pos_app.views import language, samples
from pos_app.views.language import Language
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.field import Field
from pos_app.views.window import MainWindow
from tests.fake_asking import FakeAsking
from tests.fake_sees import SeesNothing
from tests.fakes import RecordingIntents, a_context
from tests.gui.looking import clipped, overlapping, too_small
from tests.gui.test_keys import press
from tests.presenters.selling import Page as Selling
from tests.presenters.test_shell import PAGES

LONGEST_TURN_S = 0.05


class Sheet(PageWidget[str]):
    """A field, a button, and what happened."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.pressed = 0
        self.rendered: list[str] = []
        self.field = Field(f"{name}Field")
        self.field.set_label("Search")
        self.button = Button(f"{name}Button", Shape(Kind.PRIMARY))
        self.button.set_words("Go")
        self.button.clicked.connect(self._count)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.button)

    def render_state(self, state: str) -> None:
        self.rendered.append(state)

    def filled_button(self) -> Button:
        return self.button

    def search_field(self) -> QWidget:
        return self.field

    def _count(self) -> None:
        self.pressed += 1


class Told(PagePresenter):
    def __init__(self, name: str, log: list[str]) -> None:
        self._name, self._log = name, log

    def shown(self) -> None:
        self._log.append(f"{self._name} shown")

    def hidden(self) -> None:
        self._log.append(f"{self._name} hidden")

    def scanned(self, text: str) -> bool:
        self._log.append(f"{self._name} scanned {text}")
        return self._name == "members"


class Shop:
    """A window with pages, as the till puts them together."""

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        self.log: list[str] = []
        self.window = window
        self.made: dict[PageId, Sheet] = {}
        kinds = {page: PageKind(page, right, self._maker(page)) for page, right in PAGES.items()}
        self.book = PageBook(window, kinds, {PageId.SELL: Page(window.page, Told("sell", self.log))})
        self.shell = ShellPresenter(self.book, PAGES)
        self.tools = PageTools(
            asking=FakeAsking(),
            context=a_context(),
            settings=settings,
            rights=frozenset(Right),
            say=lambda _say: None,
            go=self.shell.go,
            now=lambda: samples.NOW,
            new_id=lambda: "",
            cash_parts=dict,
            after_sale=Selling().press.after_sale,
            operator_id="",
            scanning=Scanning(settings, SeesNothing(), lambda call: call(), None),
            printing=PrintDesk(settings.data_dir, Seal(new_key()), lambda call: call(), lambda: samples.NOW),
        )
        window.set_go(self.shell.go)
        self.book.open_with(self.tools)
        self.shell.allow(Right)

    def _maker(self, page: PageId) -> Callable[[PageTools], Page]:
        def make(tools: PageTools) -> Page:
            self.log.append(f"{page.value} made")
            self.made[page] = Sheet(page.value)
            return Page(self.made[page], Told(page.value, self.log))

        return make


@pytest.fixture
def shop(window: MainWindow, tmp_path: Path) -> Iterator[Shop]:
    made = Shop(window, Settings(data_dir=tmp_path))
    yield made
    made.shell.go(PageId.SELL)
    made.book.open_with(None)
    window.rail.wanted.disconnect()
    window.render_shell(ShellState())


def test_a_page_is_made_at_its_first_show_and_told_when_it_is_seen(shop: Shop) -> None:
    assert shop.log == []
    shop.shell.go(PageId.SALES)
    assert shop.log == ["sell hidden", "sales made", "sales shown"]
    shop.shell.go(PageId.SELL)
    shop.shell.go(PageId.SALES)
    assert shop.log[3:] == ["sales hidden", "sell shown", "sell hidden", "sales shown"]


def test_control_and_a_figure_open_the_page_at_that_place_of_the_rail(shop: Shop) -> None:
    press(shop.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert shop.shell.state.current is PageId.MEMBERS
    press(shop.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert shop.shell.state.current is PageId.SELL
    press(shop.window, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
    assert shop.shell.state.current is PageId.SELL


def test_a_page_gets_back_the_focus_it_had(shop: Shop) -> None:
    shop.shell.go(PageId.SALES)
    sales = shop.made[PageId.SALES]
    assert shop.window.focusWidget() is sales.field
    sales.button.setFocus()
    shop.shell.go(PageId.MEMBERS)
    assert shop.window.focusWidget() is shop.made[PageId.MEMBERS].field
    shop.shell.go(PageId.SALES)
    assert shop.window.focusWidget() is sales.button


def test_keys_of_the_amount_are_not_keyed_behind_another_page(shop: Shop, intents: RecordingIntents) -> None:
    shop.shell.go(PageId.SALES)
    press(shop.window, "7")
    press(shop.window, Qt.Key.Key_Return)
    assert intents.asked == []
    assert shop.made[PageId.SALES].field.text() == "7"
    assert shop.made[PageId.SALES].pressed == 1


def test_the_slash_goes_to_the_search(shop: Shop) -> None:
    shop.shell.go(PageId.SALES)
    sales = shop.made[PageId.SALES]
    sales.button.setFocus()
    press(shop.window, "/")
    assert shop.window.focusWidget() is sales.field
    press(shop.window, "/")
    assert sales.field.text() == "/"


def test_another_operator_s_pages_are_made_anew(shop: Shop) -> None:
    shop.shell.go(PageId.RULES)
    first = shop.made[PageId.RULES]
    shop.book.open_with(shop.tools)
    assert shop.made[PageId.RULES] is not first
    assert not first.isVisible()
    assert shop.made[PageId.RULES].isVisible()


def test_a_scanned_code_is_offered_to_the_page_that_is_shown(shop: Shop) -> None:
    shop.shell.go(PageId.MEMBERS)
    assert shop.book.scanned("73")
    shop.shell.go(PageId.SALES)
    assert not shop.book.scanned("73")


def test_a_page_shows_its_state_again_in_another_language(shop: Shop, qapp: QApplication) -> None:
    shop.shell.go(PageId.SALES)
    sales = shop.made[PageId.SALES]
    sales.render("state")
    language.show(Language.CHINESE)
    qapp.processEvents()
    assert len(sales.rendered) > 1
    assert set(sales.rendered) == {"state"}


@pytest.mark.parametrize("wanted", [QSize(1366, 768), QSize(1024, 600), QSize(1024, 560), QSize(1920, 1080)])
def test_the_whole_rail_fits_every_window(window: MainWindow, wanted: QSize, qapp: QApplication) -> None:
    window.resize(wanted)
    for spoken in Language:
        language.show(spoken)
        window.render_shell(ShellState(tuple(PageId), PageId.SHIFT))
        qapp.processEvents()
        assert (clipped(window), overlapping(window), too_small(window, 44)) == ([], [], [])
    window.render_shell(ShellState())


def test_the_rarer_pages_stand_under_more(window: MainWindow, qapp: QApplication) -> None:
    window.render_shell(ShellState(tuple(PageId), PageId.SHIFT))
    press(window, Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.objectName() == "railMenu"
    wanted: list[PageId] = []
    window.rail.wanted.connect(wanted.append)
    menu.actions()[1].trigger()
    menu.close()
    assert wanted == [PageId.REPORTS]
    window.rail.wanted.disconnect()
    window.render_shell(ShellState())


def test_a_page_is_turned_within_fifty_milliseconds(shop: Shop, qapp: QApplication) -> None:
    for page in PAGES:
        shop.shell.go(page)
        qapp.processEvents()
    # the thread's own time: what other programs take meanwhile is not the page's
    took: dict[PageId, list[float]] = {page: [] for page in (PageId.SELL, *PAGES)}
    for _ in range(7):
        for page, times in took.items():
            began = time.thread_time()
            shop.shell.go(page)
            qapp.processEvents()
            times.append(time.thread_time() - began)
    usual = {page.value: statistics.median(times) for page, times in took.items()}
    assert max(usual.values()) < LONGEST_TURN_S, usual
