"""Documents as what a printer takes, or as files where a folder stands in for one. Used on the printer's thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pos_app.printing.bitmap import Bitmap
from pos_app.printing.choice import PrinterChoice
from pos_app.receipts.document import Document

_LONGEST_NAME = 80


class QtPress:
    """A `Press`. `logo` is the shop's picture as it is now, for paper of so many dots."""

    def __init__(self, logo: Callable[[], Bitmap | None]) -> None:
        self._logo = logo

    def commands(self, document: Document, choice: PrinterChoice) -> tuple[bytes, ...]:
        """See Press."""
        from pos_app.printing.encoder import encoded
        from pos_app.printing.picture import dots

        return encoded(document, choice.paper, choice.charset, dots, self._logo())

    def file(self, document: Document, choice: PrinterChoice, name: str) -> None:
        """A PDF in the folder; never over an earlier one."""
        from pos_app.printing.picture import pdf

        folder = Path(choice.place).expanduser()
        folder.mkdir(parents=True, exist_ok=True)
        content = pdf(document, choice.paper, self._logo())
        stem = file_name(name) + ("-copy" if document.is_copy else "")
        number, path = 1, folder / f"{stem}.pdf"
        while path.exists():
            number += 1
            path = folder / f"{stem}-{number}.pdf"
        beside = path.with_suffix(".part")
        beside.write_bytes(content)
        beside.replace(path)


def file_name(name: str) -> str:
    """A file's name of whatever a thing is called: letters, digits and dashes."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter == "-") else "_" for letter in name)
    return plain[:_LONGEST_NAME] or "document"
