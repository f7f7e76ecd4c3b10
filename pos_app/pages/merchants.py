"""Merchants: the platform's operator takes them on, and says where their money goes."""

from __future__ import annotations

import secrets

from backend_stub.contract import Right
from pos_app.page_book import Page, PageKind, PageTools
from pos_app.presenters.shell_state import PageId

TOKEN_BYTES = 32


def make(tools: PageTools) -> Page:
    """The page at its first show."""
    from PySide6.QtGui import QGuiApplication

    from pos_app.presenters.merchants import MerchantsPresenter
    from pos_app.views.merchants.page import MerchantsPage

    widget = MerchantsPage()
    presenter = MerchantsPresenter(
        widget,
        tools.asking,
        currency=tools.context.currency,
        time_zone=tools.context.time_zone,
        say=tools.say,
        new_id=tools.new_id,
        draw_token=lambda: secrets.token_urlsafe(TOKEN_BYTES),
        copy=QGuiApplication.clipboard().setText,
    )
    widget.set_intents(presenter)
    return Page(widget, presenter)


PAGE = PageKind(PageId.MERCHANTS, Right.MANAGE_MERCHANTS, make)
