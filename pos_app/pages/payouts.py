"""Payouts: the platform's operator releases them to the bank, and notes what became of each."""

from __future__ import annotations

from backend_stub.contract import Right
from pos_app.page_book import Page, PageKind, PageTools
from pos_app.pages.settlement import save
from pos_app.presenters.shell_state import PageId

FOLDER = "payouts"


def make(tools: PageTools) -> Page:
    """The page at its first show."""
    from pos_app.presenters.payouts import PayoutsPresenter
    from pos_app.views.payouts.page import PayoutsPage

    widget = PayoutsPage()
    presenter = PayoutsPresenter(
        widget,
        tools.asking,
        currency=tools.context.currency,
        time_zone=tools.context.time_zone,
        save=lambda name, content: save(tools.settings.data_dir / FOLDER, name, content),
        say=tools.say,
        new_id=tools.new_id,
    )
    widget.set_intents(presenter)
    return Page(widget, presenter)


PAGE = PageKind(PageId.PAYOUTS, Right.PAY_OUT, make)
