"""Rules: who becomes a member, and what becomes of members; read, changed, checked and started."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from backend_stub.contract import Right
from pos_app.page_book import Page, PageKind, PageTools
from pos_app.presenters.shell_state import PageId

PAUSE_MS = 300  # between two questions how far a preview is


def make(tools: PageTools) -> Page:
    """The page at its first show."""
    from PySide6.QtCore import QTimer

    from pos_app.presenters.rules import RulesPresenter
    from pos_app.views.rules.page import RulesPage

    widget, zone = RulesPage(), ZoneInfo(tools.context.time_zone)
    presenter = RulesPresenter(
        widget,
        tools.asking,
        tools.context,
        tools.rights,
        say=tools.say,
        new_id=tools.new_id,
        today=lambda: tools.now().astimezone(zone).date(),
        later=lambda then: QTimer.singleShot(PAUSE_MS, then),
    )
    widget.set_intents(presenter)
    return Page(widget, presenter)


PAGE = PageKind(PageId.RULES, Right.SEE_RULES, make)
