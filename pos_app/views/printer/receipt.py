"""The receipt's part of the Settings page: what stands on it, and a receipt as it would be printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from pos_app.presenters.printer_state import ReceiptPageState
from pos_app.presenters.receipt_design import ReceiptPresenter
from pos_app.receipts.design import Spoken
from pos_app.receipts.document import CodeKind
from pos_app.views.look.fonts import font
from pos_app.views.look.tokens import radius, size, space
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.choice_row import ChoiceRow, LabelRow
from pos_app.views.parts.scrolled import scrolled
from pos_app.views.parts.text import Line
from pos_app.views.printer.page import side_width, when_chosen
from pos_app.views.printer.paper import Draw, PaperCard
from pos_app.views.words import words

_LABEL, _LINES_HEIGHT = 132, 104
_NO_CODE = "none"


class LinesField(QPlainTextEdit):
    """Some lines to write in; `left` when the keyboard goes elsewhere."""

    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFont(font("body", "regular"))
        self.setTabChangesFocus(True)  # Qt's setter
        self.setFixedHeight(_LINES_HEIGHT)

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("control")

    def show_text(self, text: str, label: str) -> None:
        """What is written, without taking the cursor from whoever writes."""
        self.setAccessibleName(label)
        if self.toPlainText() != text:
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Written."""
        super().focusOutEvent(event)
        self.left.emit()


class ReceiptSettings(Card):
    """The left side."""

    def __init__(self) -> None:
        super().__init__("receiptSettings")
        self._title = Line("receiptTitle2", "title", "semibold")
        self.header, self.footer = LinesField("receiptHeader"), LinesField("receiptFooter")
        self._header, self._footer = LabelRow("receiptHeader", self.header), LabelRow("receiptFooter", self.footer)
        self.spoken, self.code = ChoiceRow("receiptSpoken"), ChoiceRow("receiptCode")
        self.logo_on, self.logo_off = Chip("receiptLogoOn"), Chip("receiptLogoOff")
        self._logo = LabelRow("receiptLogo", self.logo_on, self.logo_off)
        self.logo = Button("receiptLogoChoose", Shape(font_size="body", icon="image"))
        self.logo.setFixedHeight(size("field"))
        self._lay_out()

    def _lay_out(self) -> None:
        inside = Bare("receiptInside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, space(2), 0)
        column.setSpacing(space(2))
        for row in (self._header, self._footer, self.spoken, self.code, self._logo):
            row.label.setFixedWidth(_LABEL)
            column.addWidget(row)
        column.addWidget(self.logo)
        column.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(space(4), space(3), space(2), space(3))
        around.setSpacing(space(2))
        around.addWidget(self._title)
        around.addWidget(scrolled(inside, "receiptArea"), 1)

    def render_state(self, state: ReceiptPageState) -> None:
        """What is chosen and written."""
        design = state.design
        self._title.setText(words("receipt.title"))
        for row, field, label, text in (
            (self._header, self.header, words("receipt.header"), state.header),
            (self._footer, self.footer, words("receipt.footer"), state.footer),
        ):
            row.label.setText(label)
            field.show_text(text, label)
        spoken = tuple((one.value, words(f"receipt.spoken.{one.value}")) for one in Spoken)
        self.spoken.show_choices(words("receipt.spoken"), spoken, design.spoken.value)
        codes = tuple((value, words(f"receipt.code.{value}")) for value in (_NO_CODE, *(one.value for one in CodeKind)))
        self.code.show_choices(words("receipt.code"), codes, design.code.value if design.code else _NO_CODE)
        self._logo.label.setText(words("receipt.logo"))
        self._logo.setVisible(state.has_logo_file)
        self.logo_on.show_words(words("receipt.logo_on"), is_chosen=design.has_logo)
        self.logo_off.show_words(words("receipt.logo_off"), is_chosen=not design.has_logo)
        self.logo.set_words(words("receipt.logo_choose"))


class ReceiptPage(PageWidget[ReceiptPageState]):
    """Only shows; every wish goes to the presenter."""

    def __init__(self, draw: Draw) -> None:
        super().__init__("receiptPage")
        self.settings = ReceiptSettings()
        self._paper = PaperCard("receipt", draw)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(4))
        row.addWidget(self.settings, 1)
        row.addWidget(self._paper)

    def set_intents(self, intents: ReceiptPresenter) -> None:
        """From now on wishes reach the presenter."""
        parts = self.settings
        parts.header.textChanged.connect(lambda: intents.write_header(parts.header.toPlainText()))
        parts.footer.textChanged.connect(lambda: intents.write_footer(parts.footer.toPlainText()))
        parts.header.left.connect(intents.written)
        parts.footer.left.connect(intents.written)
        when_chosen(parts.spoken.chooser, lambda text: intents.choose_spoken(Spoken(text)))
        when_chosen(parts.code.chooser, lambda text: intents.choose_code(None if text == _NO_CODE else CodeKind(text)))
        parts.logo_on.clicked.connect(lambda: intents.show_logo(is_shown=True))
        parts.logo_off.clicked.connect(lambda: intents.show_logo(is_shown=False))
        parts.logo.clicked.connect(lambda: self._choose_logo(intents))

    def _choose_logo(self, intents: ReceiptPresenter) -> None:
        wanted = f"{words('receipt.logo_files')} (*.png *.jpg *.jpeg *.bmp)"
        name, _ = QFileDialog.getOpenFileName(self, words("receipt.logo_choose"), "", wanted)
        if name:
            try:
                content = Path(name).read_bytes()
            except OSError:
                content = b""
            intents.choose_logo(content)

    def render_state(self, state: ReceiptPageState) -> None:
        """All of it."""
        self.settings.render_state(state)
        self._paper.show_document(words("receipt.preview"), state.sample, state.drawn)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window gives the settings the room."""
        super().resizeEvent(event)
        self._paper.setFixedWidth(side_width(self))
