"""Sales: what was sold is looked up, its receipt printed again, money given back."""

from __future__ import annotations

from pathlib import Path

from backend_stub.contract import Right
from pos_app.page_book import Page, PageKind, PageTools
from pos_app.presenters.ports import ReceiptFacts
from pos_app.presenters.printing import Printing
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.shell_state import PageId

FOLDER = "receipts"


class Copies:
    """A sale's receipt once more: on paper where there is a printer, else as a PDF in the till's folder."""

    def __init__(self, printing: Printing, folder: Path) -> None:
        self._printing, self._folder = printing, folder

    @property
    def is_on_paper(self) -> bool:
        """Whether a printer was chosen."""
        return self._printing.news.has_printer

    def lines(self, facts: ReceiptFacts) -> tuple[str, ...]:
        """As it would be printed."""
        return self._printing.lines(self._printing.receipt(facts))

    def make(self, facts: ReceiptFacts) -> Say:
        """Makes it, and says what became of it."""
        document = self._printing.receipt(facts)
        number = facts.redemption.receipt_number or facts.redemption.attempt_id
        if self.is_on_paper:
            is_queued = self._printing.print(document, number)
            return Say("print.queued", tone=Tone.GOOD) if is_queued else Say("print.not_queued", tone=Tone.WRONG)
        safe = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in number)[:80]
        file = self._folder / f"{safe}-copy.pdf"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self._printing.pdf(document))
        except OSError as error:
            return Say("sales.not_copied", {"why": error.strerror or "?"}, Tone.WRONG)
        return Say("sales.copied", {"file": str(file)}, Tone.GOOD)


def make(tools: PageTools) -> Page:
    """The page at its first show."""
    from pos_app.presenters.sales import SalesPresenter
    from pos_app.views.sales.page import SalesPage

    widget = SalesPage()
    presenter = SalesPresenter(
        widget,
        tools.asking,
        tools.after_sale,
        tools.context,
        tools.rights,
        operator_id=tools.operator_id,
        copies=Copies(tools.printing, tools.settings.data_dir / FOLDER),
        say=tools.say,
        cash_parts=tools.cash_parts,
    )
    widget.set_intents(presenter)
    return Page(widget, presenter)


PAGE = PageKind(PageId.SALES, Right.SEE_SALES, make)
