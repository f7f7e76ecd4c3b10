"""The printer's part of the Settings page: how it is reached, how it is, and what it would print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.presenters.printer import PrinterPresenter
from pos_app.presenters.printer_state import PrinterPageState
from pos_app.printing.charset import Charset
from pos_app.printing.choice import Opening, Way, When
from pos_app.receipts.layout import Paper
from pos_app.views.look.tokens import size, space, till
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.choice_row import ChoiceRow, LabelRow
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.field import Field
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.scrolled import scrolled
from pos_app.views.parts.text import Line, Paragraph
from pos_app.views.printer.paper import Draw, PaperCard
from pos_app.views.top_bar import PRINTER_TONES
from pos_app.views.words import words

_LABEL = 132


class PrinterSettings(Card):
    """The left side."""

    def __init__(self) -> None:
        super().__init__("printerSettings")
        self._title = Line("printerTitle", "title", "semibold")
        self.again = Button("printerAgain", Shape(Kind.QUIET, "body"))
        self._state = Pill("printerState")
        self._how = Paragraph("printerHow", "body")
        self._waits = Line("printerWaits", "body", "medium", "warning")
        self.drop = Button("printerDrop", Shape(Kind.QUIET, "body"))
        self._waiting = Bare("printerWaiting")
        self.way, self.found = ChoiceRow("printerWay"), ChoiceRow("printerFound")
        self.place = Field("printerPlace", "body")
        self._written = LabelRow("printerPlace", self.place)
        self._wrong = Paragraph("printerWrong", "caption", "warning")
        self._hint = LabelRow("printerHint", self._wrong)
        self.paper, self.charset = ChoiceRow("printerPaper"), ChoiceRow("printerCharset")
        self.when, self.opening = ChoiceRow("printerWhen"), ChoiceRow("printerOpening")
        self.test = Button("printerTest", Shape(Kind.PRIMARY, "strong", "printer"))
        self.drawer = Button("printerDrawer", Shape(Kind.PLAIN, "body", "cash-register"))
        for button in (self.again, self.drop):
            button.setMinimumHeight(size("touchMin"))
        for button in (self.test, self.drawer):
            button.setFixedHeight(size("button"))
        self._lay_out()

    def _lay_out(self) -> None:
        _row(self._waiting, (self._waits, 1), (self.drop, 0))
        inside = Bare("printerInside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, space(2), 0)
        column.setSpacing(space(2))
        for part in (
            _row(Bare("printerTold"), (self._state, 0), (self._how, 1)), self._waiting, self.way, self.found,
            self._written, self._hint, self.paper, self.charset, self.when, self.opening,
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        for row in (self.way, self.found, self._written, self._hint, self.paper, self.charset, self.when, self.opening):
            row.label.setFixedWidth(_LABEL)
        around = QVBoxLayout(self)
        around.setContentsMargins(space(4), space(2), space(2), space(3))
        around.setSpacing(space(2))
        around.addWidget(_row(Bare("printerHead"), (self._title, 1), (self.again, 0)))
        around.addWidget(scrolled(inside, "printerArea"), 1)
        around.addWidget(_row(Bare("printerFeet"), (self.test, 1), (self.drawer, 1)))

    def render_state(self, state: PrinterPageState) -> None:
        """What is chosen, how it is."""
        choice, news = state.choice, state.news
        self._title.setText(words("printer.title"))
        self.again.set_words(words("printer.looking" if state.is_listing else "printer.again"))
        self.again.setEnabled(not state.is_listing)
        self._state.setVisible(news.has_printer)
        if news.has_printer:
            self._state.show_words(words(f"printer.{news.state.value}"), PRINTER_TONES[news.state], "printer-bold")
        self._how.set_plain(words(f"printer.how.{news.state.value}"))
        self._waiting.setVisible(news.waiting > 0)
        self._waits.setText(words("printer.waits", count=news.waiting))
        self.drop.set_words(words("printer.drop"))
        self.way.show_choices(words("printer.way"), _choices(Way, "printer.way"), choice.way.value)
        self._show_place(state)
        has_way = choice.way is not Way.NONE
        for row in (self.paper, self.charset, self.when, self.opening):
            row.setVisible(has_way)
        self.paper.show_choices(words("printer.paper"), _choices(Paper, "printer.paper"), choice.paper.value)
        charsets = _choices(Charset, "printer.charset")
        self.charset.show_choices(words("printer.charset"), charsets, choice.charset.value)
        self.charset.setVisible(has_way and choice.way is not Way.FOLDER)
        self.when.show_choices(words("printer.when"), _choices(When, "printer.when"), choice.when.value)
        openings = _choices(Opening, "printer.opening")
        self.opening.show_choices(words("printer.opening"), openings, choice.opening.value)
        self.opening.setVisible(has_way and choice.way is not Way.FOLDER)
        self.test.set_words(words("printer.test"))
        self.test.setEnabled(has_way and not state.is_wrong)
        self.drawer.set_words(words("printer.drawer"))
        self.drawer.setEnabled(state.has_drawer)

    def _show_place(self, state: PrinterPageState) -> None:
        way, has_way = state.choice.way, state.choice.way is not Way.NONE
        is_found = bool(state.places)
        self.found.setVisible(has_way and is_found)
        self._written.setVisible(has_way and not is_found)
        self._hint.setVisible(has_way and state.is_wrong)
        if not has_way:
            return
        label = words(f"printer.place.{way.value}")
        self.found.show_choices(label, state.places, state.place)
        self._written.label.setText(label)
        self.place.set_label(label)
        if self.place.text() != state.place:
            self.place.setText(state.place)
        self.place.set_wrong(state.is_wrong and bool(state.place))
        self._wrong.set_plain(words(f"printer.wrong.{way.value}"))


class PrinterPage(PageWidget[PrinterPageState]):
    """Only shows; every wish goes to the presenter."""

    def __init__(self, draw: Draw) -> None:
        super().__init__("printerPage")
        self.settings = PrinterSettings()
        self._paper = PaperCard("printer", draw)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(4))
        row.addWidget(self.settings, 1)
        row.addWidget(self._paper)

    def set_intents(self, intents: PrinterPresenter) -> None:
        """From now on wishes reach the presenter."""
        parts = self.settings
        parts.again.clicked.connect(intents.look_again)
        parts.drop.clicked.connect(intents.drop_waiting)
        parts.test.clicked.connect(intents.test)
        parts.drawer.clicked.connect(intents.open_drawer)
        when_chosen(parts.way.chooser, lambda text: intents.choose_way(Way(text)))
        when_chosen(parts.found.chooser, intents.choose_place)
        when_chosen(parts.paper.chooser, lambda text: intents.choose_paper(Paper(text)))
        when_chosen(parts.charset.chooser, lambda text: intents.choose_charset(Charset(text)))
        when_chosen(parts.when.chooser, lambda text: intents.choose_when(When(text)))
        when_chosen(parts.opening.chooser, lambda text: intents.choose_opening(Opening(text)))
        parts.place.textEdited.connect(intents.write_place)
        parts.place.editingFinished.connect(intents.place_written)

    def render_state(self, state: PrinterPageState) -> None:
        """All of it."""
        self.settings.render_state(state)
        self._paper.show_document(words("printer.preview"), state.page, state.choice.paper)

    def filled_button(self) -> Button | None:
        """Enter prints the test page."""
        return self.settings.test

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window gives the settings the room."""
        super().resizeEvent(event)
        self._paper.setFixedWidth(side_width(self))


def side_width(page: QWidget) -> int:
    """Of what stands at the right."""
    return till("sideNarrow") if page.window().width() < till("narrowBelow") else till("side")


def when_chosen(chooser: Chooser, wish: Callable[[str], None]) -> None:
    """What is chosen, by its id."""
    chooser.activated.connect(lambda: wish(str(chooser.currentData())))


def _choices(kinds: Iterable[Enum], prefix: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(one.value), words(f"{prefix}.{one.value}")) for one in kinds)


def _row(into: Bare, *widgets: tuple[QWidget, int]) -> Bare:
    row = QHBoxLayout(into)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(space(2))
    for widget, stretch in widgets:
        row.addWidget(widget, stretch)
    return into
