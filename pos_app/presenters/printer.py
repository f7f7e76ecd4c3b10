"""The printer's part of the Settings page: which, how, is it well, does it print, does the drawer open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from pos_app.presenters.printer_news import Drawn, PrinterNews
from pos_app.presenters.printer_state import Found, PrinterPageState, PrinterView, SetsPrinting
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.shell import PagePresenter
from pos_app.printing.charset import Charset
from pos_app.printing.choice import Opening, PrinterChoice, Way, When
from pos_app.receipts.document import Align, Block, Code, Cut, Document, Gap, Pair, Rule, Text
from pos_app.receipts.layout import Paper

TEST_NAME = "test"
_DRAWN = {
    Drawn.SENT: Say("print.drawer_sent", tone=Tone.GOOD),
    Drawn.NOT_SENT: Say("print.drawer_not", tone=Tone.CAREFUL),
    Drawn.NO_DRAWER: Say("print.no_drawer", tone=Tone.CAREFUL),
}


class PrinterPresenter(PagePresenter):
    """Each choice holds at once. `shop` names the test page; `may_open` is the right to open the drawer without a sale."""

    def __init__(
        self, view: PrinterView, desk: SetsPrinting, shop: str, say: Callable[[Say], None], *, may_open: bool
    ) -> None:
        self._view, self._desk, self._shop, self._say, self._may_open = view, desk, shop, say, may_open
        self._state = PrinterPageState(desk.choice, desk.choice.place)

    @property
    def state(self) -> PrinterPageState:
        """What is shown."""
        return self._state

    def shown(self) -> None:
        """Hears of the printer from now on, and looks which there are."""
        self._desk.watch(self._told)
        self._desk.look()
        self.look_again()

    def hidden(self) -> None:
        """No more; a place that was being written is used if it can be."""
        self.place_written()
        self._desk.unwatch(self._told)

    # what a person does

    def look_again(self) -> None:
        """Which printers are plugged in, and how the one in use is."""
        self._show(is_listing=True)
        self._desk.look()
        self._desk.list_found(self._listed)

    def choose_way(self, way: Way) -> None:
        """Another connection; the first printer found there is taken."""
        if way is self._state.choice.way:
            return
        found = {Way.USB: self._state.usb, Way.SERIAL: self._state.serial}.get(way, ())
        self._use(way=way, place=found[0][0] if found else "")

    def choose_place(self, place: str) -> None:
        """One that was found."""
        self._use(place=place)

    def write_place(self, place: str) -> None:
        """An address or a path, as far as it is written."""
        self._show(place=place)

    def place_written(self) -> None:
        """It is all written: used, if it can be a place."""
        if self._state.place != self._state.choice.place and not self._state.is_wrong:
            self._use(place=self._state.place.strip())

    def choose_paper(self, paper: Paper) -> None:
        """Another width."""
        self._use(paper=paper)

    def choose_charset(self, charset: Charset) -> None:
        """Other characters."""
        self._use(charset=charset)

    def choose_when(self, when: When) -> None:
        """When a sale's receipt is printed."""
        self._use(when=when)

    def choose_opening(self, opening: Opening) -> None:
        """How the drawer is opened."""
        self._use(opening=opening)

    def test(self) -> None:
        """The page that is shown, on paper."""
        self.place_written()
        is_kept = self._desk.print(self._state.page, TEST_NAME)
        self._say(Say("print.queued") if is_kept else Say("print.not_queued", tone=Tone.WRONG))

    def open_drawer(self) -> None:
        """Now."""
        if self._may_open:
            self._desk.open_drawer(lambda drawn: self._say(_DRAWN[drawn]))

    def drop_waiting(self) -> None:
        """What waits is not printed."""
        count = self._state.news.waiting
        self._desk.drop_waiting()
        if count:
            self._say(Say("print.dropped", {"count": count}))

    # what is told

    def _listed(self, usb: Found, serial: Found) -> None:
        self._show(usb=usb, serial=serial, is_listing=False)

    def _told(self, news: PrinterNews) -> None:
        self._show(news=news)

    def _use(self, **changes: Any) -> None:  # noqa: ANN401 - fields of the choice
        choice = msgspec.structs.replace(self._state.choice, **changes)
        if choice == self._state.choice:
            return
        self._state = replace(self._state, choice=choice, place=choice.place)
        if not self._desk.choose(choice):
            self._say(Say("print.not_remembered", tone=Tone.CAREFUL))
        self._show()

    def _show(self, **changes: Any) -> None:  # noqa: ANN401 - fields of the state
        self._state = replace(self._state, **changes)
        page = page_to_try(self._shop, self._state.choice)
        self._state = replace(self._state, page=page, has_drawer=self._may_open and self._desk.has_drawer)
        self._view.render(self._state)


def page_to_try(shop: str, choice: PrinterChoice) -> Document:
    """All that a receipt can have: if this is right, receipts are."""
    blocks: tuple[Block, ...] = (
        Text(shop, Align.CENTRE, is_bold=True),
        Text("12.50", Align.CENTRE, is_big=True),
        Rule(),
        Pair("Characters", choice.charset.value),
        Pair("Columns", str(choice.paper.columns)),
        Text("ABC abc 0123456789"),
        Text("ÄÖÜß éèç ñ € £ ¥"),
        Text("收款 小票 合计 谢谢惠顾"),
        Text("Жёлтый · Ελληνικά · Łódź"),
        Text("".join(str(column % 10) for column in range(1, choice.paper.columns + 1))),
        Rule(),
        Gap(),
        Code("TEST-0123456789"),
        Cut(),
    )
    return Document(blocks)
