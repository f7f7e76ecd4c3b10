"""Sample states of the printer's and the receipt's parts of the Settings page, for looking at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtGui import QImage

from backend_stub.contract import TillContext
from pos_app.presenters.printer import page_to_try
from pos_app.presenters.printer_news import PrinterNews, PrinterState
from pos_app.presenters.printer_state import PrinterPageState, ReceiptPageState
from pos_app.presenters.receipt_design import sample_receipt
from pos_app.presenters.settings import Part
from pos_app.printing.charset import Charset
from pos_app.printing.choice import Opening, PrinterChoice, Way, When
from pos_app.printing.picture import picture
from pos_app.receipts.design import Design, Spoken
from pos_app.receipts.document import CodeKind, Document
from pos_app.receipts.layout import Paper
from pos_app.views.camera.page import CameraPage
from pos_app.views.printer.page import PrinterPage
from pos_app.views.printer.receipt import ReceiptPage
from pos_app.views.samples import NOW
from pos_app.views.settings.page import SettingsPage

_SHOP = "Mei’s Tea 美茶"
_CONTEXT = TillContext(
    till_id="t1",
    till_name="Till 1",
    store_id="s1",
    store_name="Mei’s Tea",
    merchant_id="m1",
    merchant_name="Mei’s Tea",
    merchant_second_name="美茶",
    public_service_id="meis-tea",
    currency="EUR",
    time_zone="Europe/Berlin",
    day_cut_minutes=240,
    today_count=0,
    today_total_minor=0,
    operators=[],
)


def _printer(choice: PrinterChoice, state: PrinterState, waiting: int = 0) -> PrinterPageState:
    page = page_to_try(_SHOP, choice)
    return PrinterPageState(choice, choice.place, news=PrinterNews(state, waiting), has_drawer=True, page=page)


_NETWORK = PrinterChoice(Way.NETWORK, "192.168.1.50", opening=Opening.PIN2)
_USB = PrinterChoice(Way.USB, "04b8:0202", Paper.MM58, Charset.GB18030, When.ALWAYS, Opening.PIN2_QUEUED)
PRINTERS = {
    "none": replace(_printer(PrinterChoice(), PrinterState.NONE), has_drawer=False),
    "ready": _printer(_NETWORK, PrinterState.READY),
    "no-paper": replace(
        _printer(_USB, PrinterState.OUT, 12), usb=(("04b8:0202", "EPSON TM-T20III of a rather long name"),)
    ),
    "wrong": replace(_printer(_NETWORK, PrinterState.OFFLINE, 1), place="http://printer", is_listing=True),
    "folder": replace(_printer(PrinterChoice(Way.FOLDER, "/home/anna/receipts"), PrinterState.READY), has_drawer=False),
}
_DESIGN = Design(("Kastanienallee 12, 10435 Berlin", "VAT DE123456789"), (), Spoken.BOTH, CodeKind.QR)


def _receipt(design: Design) -> ReceiptPageState:
    header, footer = "\n".join(design.header), "\n".join(design.footer)
    return ReceiptPageState(design, header, footer, sample=sample_receipt(design, _CONTEXT, NOW))


RECEIPTS = {
    "plain": _receipt(Design()),
    "designed": replace(_receipt(_DESIGN), has_logo_file=True),
    "chinese": _receipt(Design((), ("欢迎再来",), Spoken.CHINESE, CodeKind.BARCODE)),
}


STATES: Mapping[str, PrinterPageState | ReceiptPageState] = {
    **{f"printer-{name}": state for name, state in PRINTERS.items()},
    **{f"receipt-{name}": state for name, state in RECEIPTS.items()},
}


class SettingsSheet(SettingsPage):
    """The whole Settings page; a state of a part turns to that part."""

    def __init__(self) -> None:
        self._printer, self._receipt = PrinterPage(draw), ReceiptPage(draw)
        super().__init__({Part.CAMERA: CameraPage(), Part.PRINTER: self._printer, Part.RECEIPT: self._receipt})

    def render_state(self, state: Part | PrinterPageState | ReceiptPageState) -> None:
        """The part, and its state."""
        if isinstance(state, PrinterPageState):
            self._printer.render(state)
            super().render_state(Part.PRINTER)
        elif isinstance(state, ReceiptPageState):
            self._receipt.render(state)
            super().render_state(Part.RECEIPT)
        else:
            super().render_state(state)


def draw(document: Document) -> QImage:
    """On the usual paper."""
    return picture(document, Paper.MM80)
