"""Text in columns of a receipt printer: Chinese characters are two columns wide, accents none. Pure."""

from __future__ import annotations

import unicodedata

_WIDE = frozenset("WF")
_NO_WIDTH = frozenset(("Mn", "Me", "Cf"))
_CONTROL = "Cc"


def width(text: str) -> int:
    """How many columns `text` takes (Unicode Standard Annex 11; ambiguous characters take one)."""
    return sum(_width_of(letter) for letter in text)


def clean(text: str) -> str:
    """Without control characters: a name must not steer the printer."""
    return "".join(letter for letter in text if unicodedata.category(letter) != _CONTROL)


def wrap(text: str, columns: int) -> list[str]:
    """`text` in lines of at most `columns`, broken at spaces, inside a word only where one alone is too long."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if width(joined) <= columns:
            lines[-1] = joined
            continue
        pieces = _pieces(word, columns)
        lines += pieces
    return [line for line in lines if line]


def _pieces(word: str, columns: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if width(pieces[-1] + letter) > columns:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _width_of(letter: str) -> int:
    if unicodedata.category(letter) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in _WIDE else 1
