"""Shift: a till's drawer from its float to its count."""

from __future__ import annotations

from pathlib import Path

from backend_stub.contract import Right, ShiftReport
from pos_app.page_book import Page, PageKind, PageTools
from pos_app.presenters.shell_state import PageId

FOLDER = "shifts"


def make(tools: PageTools) -> Page:
    """The page at its first show."""
    from pos_app.presenters.shift import ShiftPresenter
    from pos_app.receipts.shift_lines import report_lines
    from pos_app.receipts.shift_words import words
    from pos_app.views import language
    from pos_app.views.shift.page import ShiftPage

    def printed(report: ShiftReport) -> tuple[str, ...]:
        return report_lines(report, words(language.shown().value), tools.context.time_zone)

    widget = ShiftPage()
    presenter = ShiftPresenter(
        widget,
        tools.asking,
        currency=tools.context.currency,
        time_zone=tools.context.time_zone,
        rights=tools.rights,
        cash_parts=tools.cash_parts,
        printed=printed,
        save=lambda name, lines: save(tools.settings.data_dir / FOLDER, name, lines),
        say=tools.say,
        new_id=tools.new_id,
        printing=tools.printing,
    )
    widget.set_intents(presenter)
    return Page(widget, presenter)


def save(folder: Path, name: str, lines: tuple[str, ...]) -> str | None:
    """A PDF of the report, and its text beside it; where the PDF is, or None when the disk would not."""
    from pos_app.views.shift.printed import as_pdf

    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / name
        file.with_suffix(".txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        file.write_bytes(as_pdf(lines))
    except OSError:
        return None
    return str(file)


PAGE = PageKind(PageId.SHIFT, Right.RUN_SHIFT, make)
