"""What a till sees of a customer's name: enough to greet, not enough to look a person up."""

from __future__ import annotations

DOT = "•"
DOTS = DOT * 2


def masked(display_name: str, family_name: str = "") -> str:
    """`Mara Tanner` is `Mara T••`, `Li Wei` with the family name Li is `L•• Wei`, `马晓云` is `马••`, `苏珊` is `苏•`.

    Without a family name the last word is masked; a single word keeps its first half, at most three letters.
    """
    words = display_name.split()
    if not words:
        return DOTS
    if len(words) == 1:
        word = words[0]
        if _is_han(word):
            return word[0] + DOT * min(len(word) - 1, 2)
        return word[: min(3, (len(word) + 1) // 2)] + DOTS
    hidden = family_name if family_name in words else words[-1]
    place = words.index(hidden) if hidden == family_name else len(words) - 1
    words[place] = hidden[0] + DOTS
    return " ".join(words)


def _is_han(word: str) -> bool:
    return all("\u3400" <= letter <= "\u9fff" for letter in word)
