"""The printer and the receipt set by hand in the window: found, written, tried on paper, and remembered."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QEvent, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from backend_stub.contract import Right
from pos_app.bridge import Bridge
from pos_app.page_book import Page, PageTools
from pos_app.pages import settings as settings_page
from pos_app.presenters.printer_news import PrinterState
from pos_app.presenters.sell_state import Say
from pos_app.presenters.settings import Part
from pos_app.printing.choice import Opening, Way, When
from pos_app.printing.desk import PrintDesk
from pos_app.receipts.design import Spoken
from pos_app.receipts.document import CodeKind
from pos_app.scanning import Scanning
from pos_app.seal import Seal, new_key
from pos_app.settings import Settings
from pos_app.views import samples
from pos_app.views.parts.button import Button
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.field import Field
from pos_app.views.printer.receipt import LinesField, ReceiptPage
from pos_app.views.settings.page import SettingsPage
from pos_app.views.window import MainWindow
from tests.fake_asking import FakeAsking
from tests.fake_printer import FakePrinter
from tests.fake_sees import SeesNothing
from tests.fakes import a_context
from tests.presenters.selling import Page as Selling


class Shop:
    """The Settings page in a window, with a real desk before a printer on the network."""

    def __init__(self, window: MainWindow, folder: Path, printer: FakePrinter) -> None:
        self.window, self.printer, self.said = window, printer, list[Say]()
        self.bridge = Bridge()
        self.desk = PrintDesk(folder, Seal(new_key()), self.bridge.post, lambda: samples.NOW)
        self.desk.start()
        settings = Settings(data_dir=folder, camera="none")
        tools = PageTools(
            asking=FakeAsking(), context=a_context(), settings=settings, rights=frozenset(Right), say=self.said.append,
            go=lambda _page: None, now=lambda: samples.NOW, new_id=lambda: "", cash_parts=dict,
            scanning=Scanning(settings, SeesNothing(), lambda call: call(), None), printing=self.desk,
            after_sale=Selling().press.after_sale, operator_id="",
        )  # fmt: skip
        self.made: Page = settings_page.make(tools)
        window.show_page(self.made.widget)
        self.made.presenter.shown()

    def part(self, part: Part) -> None:
        widget = self.made.widget
        assert isinstance(widget, SettingsPage)
        widget.chips[part].click()

    def choose(self, name: str, value: str) -> None:
        chooser = self.made.widget.findChild(Chooser, name)
        assert chooser is not None
        assert chooser.findData(value) >= 0
        chooser.setCurrentIndex(chooser.findData(value))
        chooser.activated.emit(chooser.currentIndex())

    def press(self, name: str) -> None:
        button = self.made.widget.findChild(Button, name)
        assert button is not None
        assert button.isEnabled()
        button.click()

    def until(self, is_so: Callable[[], bool]) -> None:
        until = time.monotonic() + 10
        while not is_so():
            assert time.monotonic() < until
            QTest.qWait(10)

    def stop(self, qapp: QApplication) -> None:
        self.made.presenter.hidden()
        self.bridge.close()
        self.desk.stop()
        self.window.drop_page(self.made.widget)
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def shop(window: MainWindow, tmp_path: Path, qapp: QApplication) -> Iterator[Shop]:
    printer = FakePrinter()
    made = Shop(window, tmp_path, printer)
    yield made
    made.stop(qapp)
    printer.stop()


def test_a_printer_is_named_tried_and_remembered_and_opens_the_drawer(shop: Shop, tmp_path: Path) -> None:
    shop.part(Part.PRINTER)
    shop.choose("printerWay", "network")
    field = shop.made.widget.findChild(Field, "printerPlace")
    QTest.keyClicks(field, "http://x")
    assert not shop.made.widget.findChild(Button, "printerTest").isEnabled()
    field.selectAll()
    QTest.keyClicks(field, shop.printer.place)
    QTest.keyClick(field, Qt.Key.Key_Return)
    shop.until(lambda: shop.desk.news.state is PrinterState.READY)
    for name, value in (("printerPaper", "58"), ("printerWhen", "always"), ("printerOpening", "pin5")):
        shop.choose(name, value)
    shop.press("printerTest")
    shop.until(lambda: len(shop.printer.receipts) == 1)
    assert shop.printer.receipts[0][0] == "           Mei's Tea"
    assert "12345678901234567890123456789012" in shop.printer.receipts[0]
    shop.press("printerDrawer")
    shop.until(lambda: shop.printer.pulses == [1])
    shop.until(lambda: shop.said[-1].id == "print.drawer_sent")
    again = PrintDesk(tmp_path, Seal(new_key()), lambda call: call(), lambda: samples.NOW)
    assert again.choice == shop.desk.choice
    assert (again.choice.way, again.choice.when, again.choice.opening) == (Way.NETWORK, When.ALWAYS, Opening.PIN5)
    assert again.prints_by_itself


def test_what_waits_can_be_let_go_of(shop: Shop) -> None:
    shop.printer.paper = "out"
    shop.part(Part.PRINTER)
    shop.choose("printerWay", "network")
    QTest.keyClicks(shop.made.widget.findChild(Field, "printerPlace"), shop.printer.place)
    shop.press("printerTest")
    shop.until(lambda: shop.desk.news.is_stuck and shop.desk.news.state is PrinterState.OUT)
    shop.press("printerDrop")
    assert shop.said[-1] == Say("print.dropped", {"count": 1})
    assert shop.desk.news.waiting == 0


def test_a_receipt_is_designed_with_its_picture_beside_it(shop: Shop, tmp_path: Path) -> None:
    shop.part(Part.RECEIPT)
    page = shop.made.widget.findChild(ReceiptPage)
    before = page.findChild(LinesField, "receiptHeader")
    before.setFocus()
    QTest.keyClicks(before, "Main street 1")
    strip = page._paper.strip
    assert "Main street 1" in strip.accessibleName()
    shop.choose("receiptSpoken", "both")
    shop.choose("receiptCode", "qr")
    low = strip._image.height()
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    presenter = shop.made.presenter._parts[Part.RECEIPT]  # type: ignore[attr-defined]
    presenter.choose_logo(b"no picture")
    assert shop.said[-1].id == "receipt.logo_wrong"
    presenter.choose_logo(bytes(buffer.data().data()))
    assert strip._image.height() == low + 108
    page.findChild(Chip, "receiptLogoOff").click()
    assert strip._image.height() == low
    page.findChild(Chip, "receiptLogoOn").click()
    shop.part(Part.CAMERA)
    design = PrintDesk(tmp_path, Seal(new_key()), lambda call: call(), lambda: samples.NOW).design
    assert (design.header, design.spoken, design.code) == (("Main street 1",), Spoken.BOTH, CodeKind.QR)
    assert design.has_logo
