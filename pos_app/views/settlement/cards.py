"""The cards of the settlement page: the batches, the sums of one, the plot, each cent."""

from __future__ import annotations

from itertools import zip_longest

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from backend_stub.contract import BatchState, SettlementEntry, StatementLine
from pos_app.presenters.settlement_state import Bar, Explained, Plot, SettlementState, SumRow
from pos_app.views import format as fmt
from pos_app.views.look.paint import begin
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, size, space
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.text import Fitting, Line
from pos_app.views.settlement import said
from pos_app.views.settlement.plot import BarPlot
from pos_app.views.settlement.rows import ENTRY_HEIGHT, BatchButton, EntryButton, Rule, SumButton, paint_cells
from pos_app.views.words import Place, words

TONES = {
    BatchState.OPEN: "plain",
    BatchState.CLOSED: "news",
    BatchState.CARRIED: "plain",
    BatchState.PAID: "good",
    BatchState.FAILED: "wrong",
    BatchState.REPAID: "good",
}
SUMS_MOST = 8
ACCOUNTS = ("prepayment", "bonus", "payable", "gift", "clearing", "bank", "fees", "breakage", "discounts")
QWIDGETSIZE_MAX = 16_777_215  # Qt's own: no limit
KINDS = ("redemption", "refund", "reversal", "top_up", "bonus")


def _place(state: SettlementState) -> Place:
    return Place(state.currency, state.time_zone)


class Rows(QScrollArea):
    """A column of rows that scrolls; rows are kept and shown again, not made anew."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inside = Bare(f"{name}Inside")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addStretch(1)
        self.setWidget(inside)

    def add(self, row: QWidget, place: int) -> None:
        """Another row at this place, the stretch stays last."""
        self.column.insertWidget(place, row)


class BatchesCard(Card):
    """The list to the left."""

    chosen = Signal(str)
    more = Signal()

    def __init__(self) -> None:
        super().__init__("settlementBatches")
        self._title = Line("settlementBatchesTitle", "title", "semibold")
        self._rows = Rows("settlementBatchRows")
        self._buttons: list[BatchButton] = []
        self._ids: list[str] = []
        self._more = Button("settlementOlder", Shape(Kind.QUIET))
        self._more.clicked.connect(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(border("hair"), space(3), border("hair"), space(2))
        column.setSpacing(space(2))
        head = QHBoxLayout()
        head.setContentsMargins(space(3), 0, space(3), 0)
        head.addWidget(self._title)
        column.addLayout(head)
        column.addWidget(self._rows, 1)
        column.addWidget(self._more)

    def render_state(self, state: SettlementState) -> None:
        """The batches, the chosen one marked."""
        self._title.setText(words("settlement.batches"))
        self._more.set_words(words("settlement.more"))
        self._more.setVisible(state.has_more_batches)
        self._ids = [row.batch_id for row in state.batches]
        while len(self._buttons) < len(self._ids):
            self._add()
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(self._ids))
            if place < len(self._ids):
                row = state.batches[place]
                button.is_chosen = state.chosen is not None and state.chosen.batch_id == row.batch_id
                is_carried = row.state is BatchState.CARRIED
                below = words("settlement.waits") if is_carried else words("settlement.sales", count=row.sales_count)
                net = fmt.money(row.net_minor, state.currency)
                label = words(f"settlement.state.{row.state.value}")
                button.show_words(said.day(row.day), below, net, label, TONES[row.state])

    def _add(self) -> None:
        place = len(self._buttons)
        button = BatchButton(f"settlementBatch{place}")
        button.clicked.connect(lambda: self.chosen.emit(self._ids[place]))
        self._buttons.append(button)
        self._rows.add(button, place)


class SumsCard(Card):
    """The statement's lines and the net amount; a line that is pressed shows each cent of it."""

    chosen = Signal(str)  # a StatementLine

    def __init__(self) -> None:
        super().__init__("settlementSums")
        self._day = Fitting("settlementDay", "title")
        self._state = Pill("settlementState")
        self._lines = [SumButton(f"settlementLine{n}") for n in range(SUMS_MOST)]
        self._shown: tuple[SumRow, ...] = ()
        self._net_word = Line("settlementNetWord", "title", "semibold")
        self._rest = Line("settlementRest", "caption", ink="text2")
        self._net = Fitting("settlementNet", "number")
        self._net.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._rows = Rows("settlementLineRows")
        self._rows.verticalScrollBar().rangeChanged.connect(self._leave_room)
        for place, line in enumerate(self._lines):
            self._rows.add(line, place)
            line.clicked.connect(lambda _=False, place=place: self.chosen.emit(self._shown[place].line.value))
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(2), space(4), space(2))
        column.setSpacing(space(1))
        head = QHBoxLayout()
        head.addWidget(self._day, 1)
        head.addWidget(self._state)
        column.addLayout(head)
        column.addWidget(self._rows, 1)
        column.addWidget(Rule())
        foot = QHBoxLayout()
        words_column = QVBoxLayout()
        words_column.setSpacing(0)
        words_column.addWidget(self._net_word)
        words_column.addWidget(self._rest)
        foot.addLayout(words_column)
        foot.addWidget(self._net, 1)
        column.addLayout(foot)

    def _leave_room(self, _least: int, most: int) -> None:
        """The figures stand apart from what scrolls them, and else right above the net amount."""
        self._rows.column.setContentsMargins(0, 0, space(2) if most else 0, 0)

    def render_state(self, state: SettlementState) -> None:
        """The chosen batch."""
        chosen = state.chosen
        if chosen is None:
            return
        self._day.setText(said.day(chosen.day, with_year=True))
        self._state.show_words(words(f"settlement.state.{chosen.state.value}"), TONES[chosen.state])
        self._shown = state.sums
        for line, row in zip_longest(self._lines, state.sums):
            line.setVisible(row is not None)
            if row is not None:
                line.is_chosen = row.line is state.line
                name = words(f"settlement.line.{row.line.value}")
                line.show_words(name, said.note(row.note, _place(state)), signed(row, state.currency))
        self._net_word.setText(words("settlement.net"))
        rest = said.exact(state.fee_rest_e4, state.currency)
        self._rest.setText(words("settlement.rest", rest=rest) if state.fee_rest_e4 else "")
        self._net.setText(fmt.money(chosen.net_minor, state.currency))


def signed(row: SumRow, currency: str) -> str:
    """What comes in on top of gross has a plus, what goes off a minus."""
    plus = "+" if row.amount_minor > 0 and row.line is not StatementLine.GROSS else ""
    return plus + fmt.figures(row.amount_minor, currency)


class PlotCard(Card):
    """Takings by the hour and by the day, what is owed to customers, what of it lapsed: one of them at a time."""

    hour = Signal(int)
    switched = Signal(str)  # a Plot

    def __init__(self) -> None:
        super().__init__("settlementPlot")
        self._choices = {plot: Chip(f"settlementPlot{plot.value.title()}") for plot in Plot}
        self._bars = BarPlot("settlementBars")
        self._plot = Plot.HOURS
        self._bars.pressed.connect(self._tapped)
        self._foot = Line("settlementPlotFoot", "body", ink="text2")
        self._number = Line("settlementPlotNumber", "body", "semibold")
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(3))
        column.setSpacing(space(1))
        head = QHBoxLayout()
        head.setSpacing(space(1))
        for plot, chip in self._choices.items():
            chip.clicked.connect(lambda _=False, plot=plot: self.switched.emit(plot.value))
            head.addWidget(chip, 1)
        column.addLayout(head)
        column.addWidget(self._bars, 1)
        column.addWidget(Rule())
        foot = QHBoxLayout()
        foot.addWidget(self._foot, 1)
        foot.addWidget(self._number)
        column.addLayout(foot)

    def _tapped(self, place: int) -> None:
        if self._plot is Plot.HOURS:
            self.hour.emit(place)

    def render_state(self, state: SettlementState) -> None:
        """The plot that is shown; its highest bar or its sum stands below as text."""
        self._plot = state.plot
        for plot, chip in self._choices.items():
            chip.show_words(words(f"settlement.plot.{plot.value}"), is_chosen=plot is state.plot)
        bars: tuple[Bar, ...] = getattr(state, state.plot.value)
        self._bars.show_bars(bars, state.currency)
        foot, number = _plot_foot(state, bars)
        self._foot.setText(foot)
        self._number.setText("" if number is None else fmt.money(number, state.currency))


def _plot_foot(state: SettlementState, bars: tuple[Bar, ...]) -> tuple[str, int | None]:
    """The words and the number below a plot."""
    if state.plot is Plot.OWED:
        return words("settlement.owed"), state.liability_minor
    if state.plot is Plot.LAPSED:
        return words("settlement.lapsed"), state.breakage_minor
    highest = max(bars, key=lambda bar: bar.amount_minor, default=None)
    if highest is None:
        return "", None
    if state.plot is Plot.DAYS:
        return words("settlement.best_day", day=highest.label), highest.amount_minor
    hour = int(highest.label)
    return words("settlement.busiest", hour=hour, until=hour + 1), highest.amount_minor


class Head(QWidget):
    """The heads of the table's columns, as wide as its rows beside what scrolls them."""

    def __init__(self, rows: QScrollArea) -> None:
        super().__init__()
        self._rows = rows
        rows.verticalScrollBar().rangeChanged.connect(lambda *_: self.update())
        self.setObjectName("settlementTableHead")
        self.setFixedHeight(size("icon") + space(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        names = ("time", "customer", "how", "amount", "fee_exact", "net_exact")
        painter = begin(self)
        whole = QRectF(0, 0, self._rows.viewport().width(), self.height())
        inner = whole.adjusted(space(3), 0, -space(3), 0)
        paint_cells(painter, inner, [words(f"settlement.{n}") for n in names], is_head=True, room=size("icon"))
        painter.fillRect(QRectF(0, self.height() - border("hair"), self.width(), border("hair")), colour("line"))
        painter.end()


class EntriesCard(Card):
    """Each cent: the transactions of the hour or the day; one of them to its transfers."""

    explained = Signal(str)
    closed = Signal()
    all = Signal()
    more = Signal()

    def __init__(self) -> None:
        super().__init__("settlementEntries")
        self._title = Line("settlementEntriesTitle", "strong", "semibold")
        self._about = Pill("settlementEntriesAbout")
        self._all = Button("settlementWholeDay", Shape(Kind.QUIET, "body", "arrow-right", icon_after=True))
        self._all.setMinimumHeight(size("touchMin"))
        self._rows = Rows("settlementEntryRows")
        self._head = Head(self._rows)
        self._rows.setMinimumHeight(ENTRY_HEIGHT)
        self._buttons: list[EntryButton] = []
        self._ids: list[str] = []
        self._more = Button("settlementMoreEntries", Shape(Kind.QUIET))
        self._rows.add(self._more, 0)
        self._transfers = [Line(f"settlementTransfer{n}", "body", ink="text2") for n in range(6)]
        self._all.clicked.connect(self._back)
        self._more.clicked.connect(self.more)
        self._is_explained = False
        column = QVBoxLayout(self)
        column.setContentsMargins(space(2), space(1), space(2), space(2))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(space(3), 0, 0, 0)
        head.setSpacing(space(2))
        head.addWidget(self._title)
        head.addWidget(self._about)
        head.addStretch(1)
        head.addWidget(self._all)
        column.addLayout(head)
        column.addWidget(self._head)
        column.addWidget(self._rows, 1)
        self._note = Bare("settlementTransfers")
        notes = QVBoxLayout(self._note)
        notes.setContentsMargins(space(3), space(2), space(3), space(2))
        notes.setSpacing(space(1))
        for line in self._transfers:
            notes.addWidget(line)
        column.addWidget(self._note)
        column.addStretch(0)

    def _back(self) -> None:
        (self.closed if self._is_explained else self.all).emit()

    def render_state(self, state: SettlementState) -> None:
        """The list, or one transaction and its transfers."""
        explained = state.explained
        self._is_explained = explained is not None
        self._title.setText(words("settlement.each_cent"))
        about = said.note(state.entries_about, _place(state))
        if explained is not None and explained.receipt_number:
            about = words("settlement.receipt", number=explained.receipt_number)
        self._about.setVisible(bool(about))
        self._about.show_words(about, "news")
        self._all.set_words(words("settlement.back" if explained else "settlement.all"))
        self._all.setVisible(explained is not None or state.entries_about is not None)
        self._head.update()
        self._show_rows((explained.entry,) if explained else state.entries, state)
        self._more.set_words(words("settlement.more"))
        self._more.setVisible(state.has_more_entries and explained is None)
        self._show_transfers(explained, state)

    def _show_rows(self, entries: tuple[SettlementEntry, ...], state: SettlementState) -> None:
        self._ids = [entry.transaction_id for entry in entries]
        while len(self._buttons) < len(entries):
            self._add()
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(entries))
            if place < len(entries):
                button.show_words(cells(entries[place], state))

    def _add(self) -> None:
        place = len(self._buttons)
        button = EntryButton(f"settlementEntry{place}")
        button.clicked.connect(lambda: self.explained.emit(self._ids[place]))
        self._buttons.append(button)
        self._rows.add(button, place)

    def _show_transfers(self, explained: Explained | None, state: SettlementState) -> None:
        self._note.setVisible(explained is not None)
        self._rows.setMaximumHeight(QWIDGETSIZE_MAX if explained is None else ENTRY_HEIGHT)
        transfers = explained.transfers if explained else ()
        for place, line in enumerate(self._transfers):
            line.setVisible(place < len(transfers))
            if place < len(transfers):
                one = transfers[place]
                way = words("settlement.transfer", debit=account(one.debit_account), credit=account(one.credit_account))
                line.setText(f"{fmt.figures(one.amount_minor, state.currency)}   {way}")


def account(name: str) -> str:
    """A ledger account in words: what it is for, and the end of the id behind it."""
    kind, _, owner = name.partition(":")
    end = f"…{owner[-6:]}" if len(owner) > 6 else owner  # noqa: PLR2004 - a currency is shorter
    return words(f"settlement.account.{kind}", end=end) if kind in ACCOUNTS else f"{kind} {end}"


def cells(entry: SettlementEntry, state: SettlementState) -> tuple[str, ...]:
    """A transaction as the table shows it."""
    kind = entry.kind if entry.kind in KINDS else "other"
    return (
        fmt.time(entry.at, state.time_zone),
        entry.customer_name or "",
        words(f"settlement.kind.{kind}"),
        fmt.figures(entry.amount_minor, state.currency),
        said.exact(entry.fee_e4, state.currency),
        said.exact(entry.net_e4, state.currency),
    )
