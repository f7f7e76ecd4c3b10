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
        self._before = PageId.SELL

    @property
    def state(self) -> ShellState:
        """The rail as it is now."""
        return self._state

    def allow(self, rights: Collection[Right]) -> None:
        """Somebody with these rights is at the till: their pages are in the rail, and the one that was open before."""
        pages = tuple(
            page for page in PageId if page is PageId.SELL or (page in self._needs and self._needs[page] in rights)
        )
        current = self._before if self._state.current is PageId.SIGN_IN else self._state.current
        current = current if current in pages else PageId.SELL
        self._show(ShellState(pages, current))

    def go(self, page: PageId) -> None:
        """Opens a page; one that isn't in the rail stays closed."""
        if page in self._state.pages:
            self._show(replace(self._state, current=page))

    def ask_who(self) -> None:
        """Opens the page on which somebody signs in; `leave` closes it."""
        self._turn_to_sign_in(self._state.pages)

    def lock(self) -> None:
        """Only the page on which somebody signs in, until `allow` says who is there."""
        self._turn_to_sign_in(())

    def leave(self) -> None:
        """Back to the page before."""
        if self._state.current is PageId.SIGN_IN:
            self.go(self._before if self._before in self._state.pages else PageId.SELL)

    def _turn_to_sign_in(self, pages: tuple[PageId, ...]) -> None:
        if self._state.current is not PageId.SIGN_IN:
            self._before = self._state.current
        self._show(ShellState(pages, PageId.SIGN_IN))

    def _show(self, state: ShellState) -> None:
        if state != self._state:
            self._state = state
            self._view.render_shell(state)
