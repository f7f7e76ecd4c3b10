"""Members: a manager looks people up, sees why they stand where they stand, and writes to them."""

from __future__ import annotations

from pathlib import Path

from backend_stub.contract import Right
from pos_app.page_book import Page, PageKind, PageTools
from pos_app.presenters.shell_state import PageId


def make(tools: PageTools) -> Page:
    """The page at its first show."""
    from pos_app.presenters.members import MembersPresenter
    from pos_app.views.members.page import MembersPage

    folder = tools.settings.data_dir / "exports"

    def keep(text: str) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"members-{tools.now():%Y%m%d-%H%M%S}.csv"
        file.write_text(text, encoding="utf-8-sig", newline="")  # with the mark by which spreadsheets know UTF-8
        return file

    widget = MembersPage()
    presenter = MembersPresenter(
        widget, tools.asking, tools.context, tools.rights, say=tools.say, keep=keep, new_id=tools.new_id
    )
    widget.set_intents(presenter)
    return Page(widget, presenter)


PAGE = PageKind(PageId.MEMBERS, Right.SEE_MEMBERS, make)
