"""How members are found: by the beginnings of the words of their name and of their social id, whatever the accents."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")
WORDS_MAX = 12


def folded(text: str) -> str:
    """Small letters without accents: `Amélie Ølgaard` is `amelie olgaard`; Chinese stays as it is."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("ø", "o").replace("ł", "l")


def words_of(display_name: str, social_id: str) -> list[str]:
    """The words of a person; of Chinese, which has no spaces, every ending, so that a given name finds too."""
    words: dict[str, None] = {}
    for word in _WORD.findall(folded(f"{display_name} {social_id}")):
        for start in range(len(word) if _is_han(word) else 1):
            words[word[start:]] = None
    return list(words)[:WORDS_MAX]


def asked_for(search: str) -> list[str]:
    """What somebody keys, as beginnings of words."""
    return _WORD.findall(folded(search))[:4]


def _is_han(word: str) -> bool:
    return all("\u3400" <= letter <= "\u9fff" for letter in word)
