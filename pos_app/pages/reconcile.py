"""Reconcile: the bank's statements held against payouts and top-ups, tills' shift totals against the ledger."""

from __future__ import annotations

import re
from pathlib import Path

from backend_stub.contract import Right
from pos_app.page_book import Page, PageKind, PageTools
from pos_app.pages.settlement import save
from pos_app.presenters.reconcile_state import FileText
from pos_app.presenters.sell_state import Say
from pos_app.presenters.shell_state import PageId

FOLDER = "reconciliation"
LARGEST = 8_000_000  # bytes, as many as the platform takes
_ENCODING = re.compile(rb"^<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)[\"']")


def make(tools: PageTools) -> Page:
    """The page at its first show."""
    from pos_app.presenters.reconcile import ReconcilePresenter
    from pos_app.views.reconcile.page import ReconcilePage

    widget = ReconcilePage()
    presenter = ReconcilePresenter(
        widget,
        tools.asking,
        currency=tools.context.currency,
        time_zone=tools.context.time_zone,
        read=read,
        save=lambda name, content: save(tools.settings.data_dir / FOLDER, name, content),
        say=tools.say,
        new_id=tools.new_id,
    )
    widget.set_intents(presenter)
    return Page(widget, presenter)


def read(path: str) -> FileText:
    """A file's text: in the encoding that its XML names, else UTF-8."""
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST:
            return FileText(file.name, fault=Say("reconcile.too_large"))
        content = file.read_bytes()
    except OSError:
        return FileText(file.name, fault=Say("reconcile.unreadable"))
    named = _ENCODING.match(content.lstrip(b"\xef\xbb\xbf \r\n\t"))
    try:
        text = content.decode(named.group(1).decode() if named else "utf-8-sig")
    except (UnicodeDecodeError, LookupError):
        return FileText(file.name, fault=Say("reconcile.no_text"))
    if not text.strip() or "\x00" in text:
        return FileText(file.name, fault=Say("reconcile.no_text"))
    return FileText(file.name, text)


PAGE = PageKind(PageId.RECONCILE, Right.PAY_OUT, make)
