"""The top bar: whose shop, which till, who sells, how the line is, what time it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout

from pos_app.presenters.printer_news import PrinterNews, PrinterState
from pos_app.presenters.sell_state import Line as Connection
from pos_app.presenters.sell_state import SellState
from pos_app.views import format as fmt
from pos_app.views.language import Language, shown
from pos_app.views.look.tokens import size, space
from pos_app.views.parts.card import Bare
from pos_app.views.parts.divider import Divider
from pos_app.views.parts.icon import Icon
from pos_app.views.parts.person import PersonButton
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.text import Line, Text
from pos_app.views.words import words

Clock = Callable[[], dt.datetime]

_LINES = {
    Connection.ONLINE: ("line.online", "good", "wifi-high-bold"),
    Connection.SLOW: ("line.slow", "careful", "wifi-medium-bold"),
    Connection.OFFLINE: ("line.offline", "wrong", "wifi-slash-bold"),
}
PRINTER_TONES = {
    PrinterState.NONE: "plain",
    PrinterState.READY: "good",
    PrinterState.LOW: "careful",
    PrinterState.OUT: "wrong",
    PrinterState.OPEN: "wrong",
    PrinterState.FAULT: "wrong",
    PrinterState.OFFLINE: "wrong",
    PrinterState.UNKNOWN: "plain",
}
_TICK_MS = 1000


def shop_names(state: SellState) -> tuple[str, str]:
    """Both names, the one in the language shown first."""
    first, second = state.merchant_name, state.merchant_second_name
    if second and shown() is Language.CHINESE and _is_chinese(second) and not _is_chinese(first):
        return second, first
    return first, second


def shop_mark(state: SellState) -> str:
    """The character on the shop's mark: a Chinese one if the shop has one."""
    names = (state.merchant_name, state.merchant_second_name)
    return next((name[0] for name in names if _is_chinese(name)), state.merchant_name[:1].upper())


def _is_chinese(name: str) -> bool:
    return name[:1] >= "\u4e00"


class TopBar(Bare):
    """64 high, from the content's left edge to its right one."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("topBar")
        self._clock, self._zone = clock, "UTC"
        self._shop = Text("shopName", "strong", "bold")
        self._second = Line("shopSecondName", "strong", "regular", "text2")
        self._till_icon, self._till = (
            Icon("tillIcon", size("icon") - space(1) // 2),
            Line("tillName", "body", "regular", "text2"),
        )
        self.operator = PersonButton("operatorButton")
        self._demo, self._printer, self._line = Pill("demoPill"), Pill("printerPill"), Pill("linePill")
        self._time = Text("clock", "title", "semibold")
        self._lay_out()
        timer = QTimer(self)
        timer.timeout.connect(self._tick)
        timer.start(_TICK_MS)

    def render_state(self, state: SellState) -> None:
        """Names and pills."""
        self._zone = state.time_zone
        first, second = shop_names(state)
        self._shop.setText(first)
        self._second.setText(second)
        self._second.setVisible(bool(second))
        self._till.setText(state.till_name)
        self._till.setAccessibleName(f"{words('top.till')}: {state.till_name}")
        name = state.operator_name
        spoken = words("session.switch", name=name) if name else words("session.nobody")
        self.operator.show_words(name or words("session.nobody"), spoken)
        self._till_icon.show_icon("monitor", "text2")
        self._demo.setVisible(state.is_demo)
        self._demo.show_words(words("top.demo"), "plain")
        message, tone, icon = _LINES[state.line]
        self._line.show_words(words(message), tone, icon)
        self._show_printer(state.printer)
        self._time.setAccessibleName(words("top.clock"))
        self._tick()

    def _show_printer(self, news: PrinterNews) -> None:
        """Colour and word; where something waits, how much. Without a printer nothing."""
        self._printer.setVisible(news.has_printer)
        if news.has_printer:
            told = words(f"printer.{news.state.value}")
            shown = words("printer.waiting", state=told, count=news.waiting) if news.waiting else told
            self._printer.show_words(shown, PRINTER_TONES[news.state], "printer-bold")
            self._printer.setAccessibleName(words("printer.spoken", state=told, count=news.waiting))

    def _tick(self) -> None:
        self._time.setText(fmt.time(self._clock(), self._zone))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        row.addWidget(self._shop)
        row.addWidget(self._second)
        row.addSpacing(space(2))
        row.addWidget(Divider(self, size("icon")))
        row.addSpacing(space(2))
        pair = QHBoxLayout()
        pair.setSpacing(space(1))
        pair.addWidget(self._till_icon)
        pair.addWidget(self._till)
        row.addLayout(pair)
        row.addWidget(self.operator)
        row.addStretch(1)
        row.addWidget(self._demo)
        row.addWidget(self._printer)
        row.addWidget(self._line)
        row.addSpacing(space(2))
        row.addWidget(self._time, 0, Qt.AlignmentFlag.AlignRight)
