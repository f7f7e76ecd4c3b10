"""The texts that the wallet's templates and code say, as gettext's tools find them."""

from __future__ import annotations

from pathlib import Path

from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parents[2]
OPTIONS = {"**.html": {"newstyle_gettext": "true"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "text": None}


def texts() -> set[str | tuple[str, str]]:
    """Every text; one that counts as (one, many)."""
    found: set[str | tuple[str, str]] = set()
    for folder, methods in (
        (ROOT / "resources" / "wallet" / "templates", [("**.html", "jinja2.ext:babel_extract")]),
        (ROOT / "backend_stub" / "wallet", [("**.py", "python")]),
    ):
        for _, _, message, _, _ in extract_from_dir(folder, methods, OPTIONS, KEYWORDS):
            found.add(message if isinstance(message, str) else (str(message[0]), str(message[1])))
    return found


def catalogue_file() -> Path:
    return ROOT / "resources" / "i18n" / "wallet.zh_CN.po"


def main() -> None:
    """Brings the Chinese catalogue up to the texts: new ones come in empty, those that nobody says go."""
    from babel.messages import Catalog
    from babel.messages.pofile import read_po, write_po

    with catalogue_file().open("rb") as file:
        before = read_po(file)
    after = Catalog(locale="zh_Hans_CN", fuzzy=False)
    after.header_comment = "# The wallet's texts in Chinese; English is the message id."
    for text in sorted(texts(), key=lambda one: one if isinstance(one, str) else one[0]):
        known = before.get(text if isinstance(text, str) else text[0])
        after.add(text, known.string if known is not None else "")
    with catalogue_file().open("wb") as file:
        write_po(file, after, width=110, omit_header=False, sort_output=True, include_lineno=False)


if __name__ == "__main__":
    main()
