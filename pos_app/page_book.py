"""The pages that exist, made when they are first shown, and turned from one to the next.

pos_app/pages/members.py      PAGE = PageKind(PageId.MEMBERS, Right.SEE_MEMBERS, make)
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from backend_stub.contract import Right, TillContext
from pos_app import pages
from pos_app.presenters.after_sale import AfterSale
from pos_app.presenters.asking import Asking
from pos_app.presenters.sell_state import Say
from pos_app.presenters.shell import PagePresenter
from pos_app.presenters.shell_state import PageId, ShellState
from pos_app.printing.desk import PrintDesk
from pos_app.scanning import Scanning
from pos_app.settings import Settings
from pos_app.views.page import PageWidget
from pos_app.views.window import MainWindow


@dataclass(frozen=True, slots=True)
class PageTools:
    """What a page is made with. `say` shows a line at the bottom of the window, on any page."""

    asking: Asking
    context: TillContext
    settings: Settings
    rights: frozenset[Right]
    say: Callable[[Say], None]
    go: Callable[[PageId], None]
    now: Callable[[], dt.datetime]
    new_id: Callable[[], str]
    cash_parts: Callable[[], Mapping[str, int]]  # by attempt: what of a sale was planned in cash
    scanning: Scanning
    printing: PrintDesk
    after_sale: AfterSale
    operator_id: str  # who is signed in


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was made."""

    widget: PageWidget[Any]
    presenter: PagePresenter


@dataclass(frozen=True, slots=True)
class PageKind:
    """A page that exists. `make` imports what it needs itself, so that a page nobody opens costs nothing."""

    id: PageId
    right: Right
    make: Callable[[PageTools], Page]


def page_kinds() -> Mapping[PageId, PageKind]:
    """Every page of `pos_app/pages`."""
    found = [
        importlib.import_module(f"{pages.__name__}.{one.name}").PAGE for one in pkgutil.iter_modules(pages.__path__)
    ]
    return {kind.id: kind for kind in found}


class PageBook:
    """A `ShellView`: makes a page at its first show, tells the presenters, and hands the widget to the window."""

    def __init__(self, window: MainWindow, kinds: Mapping[PageId, PageKind], always: Mapping[PageId, Page]) -> None:
        """`always`: the pages that are there whoever is at the till: Sell, and signing in."""
        self._window = window
        self._kinds = kinds
        self._always = always
        self._made: dict[PageId, Page] = dict(always)
        self._current = PageId.SELL
        self._tools: PageTools | None = None

    def open_with(self, tools: PageTools | None) -> None:
        """From now on pages are made with these; those made for somebody else are let go of."""
        self._tools = tools
        for page_id, page in self._made.items():
            if page_id not in self._always:
                page.presenter.hidden()
                self._window.drop_page(page.widget)
        self._made = dict(self._always)
        if self._current not in self._made and tools is not None:
            self._open(self._current)

    def render_shell(self, state: ShellState) -> None:
        """Turns to the page of this state."""
        if state.current is not self._current:
            left, self._current = self._current, state.current
            if left in self._made:
                self._made[left].presenter.hidden()
            self._open(state.current)
        self._window.render_shell(state)

    def scanned(self, text: str) -> bool:
        """Whether the page that is shown takes a hand scanner's code."""
        return self._made[self._current].presenter.scanned(text)

    def _open(self, page_id: PageId) -> None:
        page = self._page(page_id)
        self._window.show_page(page.widget)
        page.presenter.shown()

    def _page(self, page_id: PageId) -> Page:
        if page_id not in self._made:
            assert self._tools is not None, "a page that needs the platform is opened after the till knows its shop"
            self._made[page_id] = self._kinds[page_id].make(self._tools)
        return self._made[page_id]
