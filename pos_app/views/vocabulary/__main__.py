"""Brings the catalogues in step with the English and compiles them: `make words`.

Finished translations are kept; a new text comes in as unfinished (a test fails until it has words), one that nobody says
any more goes out.
"""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path

import resources
from pos_app.views.language import Language
from pos_app.views.vocabulary import contexts


def bring_in_step(file: Path, context: str, english: Mapping[str, str], language: str) -> int:
    """Rewrites one catalogue; returns how many texts have no translation yet."""
    known = finished(file)
    branch = ET.Element("context")
    ET.SubElement(branch, "name").text = context
    texts = tuple(dict.fromkeys(english.values()))
    for text in texts:
        message = ET.SubElement(branch, "message")
        ET.SubElement(message, "source").text = text
        ET.SubElement(message, "translation", {} if text in known else {"type": "unfinished"}).text = known.get(text)
    ET.indent(branch, "    ")
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1" language="{language}" sourcelanguage="en">'
    body = ET.tostring(branch, encoding="unicode", short_empty_elements=False)
    file.write_text(f"{head}\n{body}\n</TS>\n", encoding="utf-8")
    return sum(text not in known for text in texts)


def finished(file: Path) -> dict[str, str]:
    """The translations that a catalogue holds."""
    if not file.exists():
        return {}
    found = {}
    for message in ET.parse(file).iter("message"):  # noqa: S314  # our own file
        translation = message.find("translation")
        if translation is not None and translation.get("type") is None and translation.text:
            found[message.findtext("source", "")] = translation.text
    return found


def main() -> int:
    """All catalogues of all languages but English; the exit code."""
    missing = 0
    for language in (each for each in Language if each is not Language.ENGLISH):
        for context, english in contexts().items():
            file = resources.ROOT / "i18n" / f"{context}_{language.value}.ts"
            left = bring_in_step(file, context, english, language.value)
            if left:
                print(f"{file.name}: {left} without words")  # noqa: T201  # what a person at the command line waits for
            missing += left
            compiler = Path(sys.executable).parent / "pyside6-lrelease"
            subprocess.run([compiler, "-silent", file, "-qm", file.with_suffix(".qm")], check=True)  # noqa: S603
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
