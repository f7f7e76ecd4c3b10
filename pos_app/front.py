"""Who is at the till, and which pages they see: session, rail and pages put together around the Sell page."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping

from backend_stub.contract import TillContext
from pos_app.asking import PageAsking
from pos_app.bridge import Bridge
from pos_app.gateway import Gateway
from pos_app.known_shop import shop_of
from pos_app.page_book import Page, PageBook, PageTools, page_kinds
from pos_app.presenters.sell import SellPresenter
from pos_app.presenters.sell_state import Phase
from pos_app.presenters.session import SessionPresenter
from pos_app.presenters.session_state import Session
from pos_app.presenters.shell import PagePresenter, ShellPresenter
from pos_app.presenters.shell_state import PageId
from pos_app.printing.desk import PrintDesk
from pos_app.scanning import Scanning
from pos_app.settings import Settings
from pos_app.views.signin.page import SignInPage
from pos_app.views.window import MainWindow


class SellSeen(PagePresenter):
    """Whether the Sell page is what people see: nothing that the camera reads is sold behind another page."""

    def __init__(self) -> None:
        self.is_seen = True
        self.changed: Callable[[], None] = lambda: None  # whoever lets the camera rest meanwhile

    def shown(self) -> None:
        """It is."""
        self.is_seen = True
        self.changed()

    def hidden(self) -> None:
        """It is not."""
        self.is_seen = False
        self.changed()


class Front:
    """From the moment the shop is known. `demo_pin`: the demo begins with its owner signed in."""

    def __init__(
        self,
        window: MainWindow,
        gateway: Gateway,
        bridge: Bridge,
        sell: SellPresenter,
        settings: Settings,
        scanning: Scanning,
        *,
        demo_pin: str | None,
        now: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        cash_parts: Callable[[], Mapping[str, int]],
        printing: PrintDesk,
    ) -> None:
        self._cash_parts, self._printing = cash_parts, printing
        self._presenter, self._settings, self._scanning = sell, settings, scanning
        self._demo_pin, self._now, self._new_id = demo_pin, now, new_id
        self.sell = SellSeen()
        self._asking = PageAsking(gateway, bridge.post, self._token, self._expired)
        page = SignInPage()
        self.session = SessionPresenter(
            page,
            PageAsking(gateway, bridge.post),
            self._asking,
            new_id=new_id,
            new_token=lambda: secrets.token_urlsafe(32),
            changed=self._changed,
            leave=self._leave,
        )
        page.set_intents(self.session)
        kinds = page_kinds()
        always = {PageId.SELL: Page(window.page, self.sell), PageId.SIGN_IN: Page(page, self.session)}
        self.book = PageBook(window, kinds, always)
        self.shell = ShellPresenter(self.book, {page: kind.right for page, kind in kinds.items()})
        self._shop: TillContext | None = None
        self._touched_at = now()
        window.set_go(self.shell.go)
        window.set_session_intents(self._ask_who, self.lock, self._touched)

    def shop_known(self, context: TillContext) -> None:
        """Pages and people belong to a shop: until it is known there is Sell alone. What has changed of it is taken over."""
        shop = shop_of(context)
        if shop == self._shop:
            return
        is_first, self._shop = self._shop is None, shop
        self.session.people(context.operators)
        if not is_first:
            if self.session.session is not None:
                self._changed(self.session.session)
        elif self._demo_pin is not None:
            self.session.sign_in_owner(self._demo_pin)
        elif self._settings.sign_in_to_sell:
            self.lock()

    def lock(self) -> None:
        """Ctrl L, or nobody touched the till for a while. A sale in hand stays as it is."""
        if self._shop is not None:
            self.session.lock()
            self._changed(None, is_locked=True)

    def tick(self) -> None:
        """Locks by itself after the time that the settings name; never while a customer is being served."""
        after_s = self._settings.lock_after_s
        is_idle = (self._now() - self._touched_at).total_seconds() >= after_s > 0
        if is_idle and self.session.session is not None and self._presenter.state.phase in {Phase.READY, Phase.PAID}:
            self.lock()

    def scanned(self, text: str) -> None:
        """A hand scanner's code: the page that is shown may take it; else it is a payment code."""
        if self.shell.state.current is not PageId.SIGN_IN and not self.book.scanned(text):
            self.shell.go(PageId.SELL)  # nothing is sold behind another page
            self._presenter.code_entered(text, "wedge")

    def _token(self) -> str | None:
        return self.session.token

    def _expired(self) -> None:
        self.session.expired()

    def _leave(self) -> None:
        self.shell.leave()

    def _ask_who(self) -> None:
        if self._shop is not None:
            self.shell.ask_who()

    def _touched(self) -> None:
        self._touched_at = self._now()

    def _changed(self, session: Session | None, *, is_locked: bool = False) -> None:
        """Somebody else is at the till, or nobody: their pages, and their name on what is sold."""
        context = self._presenter.context
        rights = session.rights if session else frozenset()
        self._presenter.operator_changed((session.operator_id, session.name) if session else None)
        tools = None
        if context is not None and session is not None:
            tools = PageTools(
                asking=self._asking,
                context=context,
                settings=self._settings,
                rights=rights,
                say=self._presenter.announce,
                go=self.shell.go,
                now=self._now,
                new_id=self._new_id,
                cash_parts=self._cash_parts,
                scanning=self._scanning,
                printing=self._printing,
                after_sale=self._presenter.after_sale,
                operator_id=session.operator_id,
            )
        if session is None and (is_locked or self._settings.sign_in_to_sell):
            self.shell.lock()
        else:
            self.shell.allow(rights)
        self.book.open_with(tools)
