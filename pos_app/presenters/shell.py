"""Which page is shown: the presenter around the pages, and what every page's presenter is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from backend_stub.contract import Right
from pos_app.presenters.shell_state import PageId, ShellState, ShellView


class PagePresenter:
    """What the shell tells a page; a page's presenter inherits it and overrides what it needs."""

    def shown(self) -> None:
        """The page is seen from now on, also for the first time: load, refresh, watch."""

    def hidden(self) -> None:
        """Nobody sees the page: let go of cameras, timers, questions under way."""

    def scanned(self, text: str) -> bool:
        """A code came from a hand scanner while the page is shown; False leaves it to the Sell page."""
        del text
        return False


class ShellPresenter:
    """`pages`: those that exist, with the right each needs. Sell is always there."""

    def __init__(self, view: ShellView, pages: Mapping[PageId, Right]) -> None:
        self._view = view
        self._needs = pages
        self._state = ShellState()

    @property
    def state(self) -> ShellState:
        """The rail as it is now."""
        return self._state

    def allow(self, rights: Collection[Right]) -> None:
        """Somebody with these rights is at the till: their pages are in the rail."""
        pages = tuple(
            page for page in PageId if page is PageId.SELL or (page in self._needs and self._needs[page] in rights)
        )
        current = self._state.current if self._state.current in pages else PageId.SELL
        self._show(ShellState(pages, current))

    def go(self, page: PageId) -> None:
        """Opens a page; one that isn't in the rail stays closed."""
        if page in self._state.pages:
            self._show(replace(self._state, current=page))

    def _show(self, state: ShellState) -> None:
        if state != self._state:
            self._state = state
            self._view.render_shell(state)
