"""Programmes: the platform's operator writes their terms, after seeing what these do to accounts that exist."""

from __future__ import annotations

from backend_stub.contract import Right
from pos_app.page_book import Page, PageKind, PageTools
from pos_app.presenters.shell_state import PageId


def make(tools: PageTools) -> Page:
    """The page at its first show."""
    from pos_app.presenters.programmes import ProgrammesPresenter
    from pos_app.views.programmes.page import ProgrammesPage

    widget = ProgrammesPage()
    presenter = ProgrammesPresenter(
        widget,
        tools.asking,
        currency=tools.context.currency,
        time_zone=tools.context.time_zone,
        say=tools.say,
        new_id=tools.new_id,
    )
    widget.set_intents(presenter)
    return Page(widget, presenter)


PAGE = PageKind(PageId.PROGRAMMES, Right.MANAGE_PROGRAMMES, make)
