"""The settlement page, put together."""

from __future__ import annotations

import os
from pathlib import Path

from backend_stub.contract import Right
from pos_app.page_book import Page, PageKind, PageTools
from pos_app.presenters.shell_state import PageId

FOLDER = "settlement"


def make(tools: PageTools) -> Page:
    """At its first show."""
    from pos_app.presenters.settlement import SettlementPresenter
    from pos_app.views import language
    from pos_app.views.language import Language
    from pos_app.views.settlement.page import SettlementPage

    widget = SettlementPage()
    presenter = SettlementPresenter(
        widget,
        tools.asking,
        currency=tools.context.currency,
        time_zone=tools.context.time_zone,
        rights=tools.rights,
        save=lambda name, content: save(tools.settings.data_dir / FOLDER, name, content),
        say=tools.say,
        new_id=tools.new_id,
        language=lambda: "zh" if language.shown() is Language.CHINESE else "en",
    )
    widget.set_intents(presenter)
    return Page(widget, presenter)


def save(folder: Path, name: str, content: bytes) -> str | None:
    """Keep a file whole or not at all, for this user's eyes; where it is, or None when the disk would not."""
    file = folder / name
    beside = file.with_suffix(f"{file.suffix}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as writer:
            writer.write(content)
        beside.replace(file)
    except OSError:
        return None
    return str(file)


PAGE = PageKind(PageId.SETTLEMENT, Right.SEE_SETTLEMENT, make)
