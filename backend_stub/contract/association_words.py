"""Sentences about rules in English and Chinese: `resources/i18n/association.json`, one entry a message id.

A text's `{name}` is an argument, `{0}` the phrase's first part; an argument that ends in `_minor` is money and is written by
`money`. Where English has a singular, `one` is taken when the argument `value` is 1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache

import resources
from backend_stub.contract.messages.rules import Phrase

_Text = str | dict[str, str]


@cache
def texts() -> Mapping[str, Mapping[str, _Text]]:
    """All message ids, each with its texts by language (`en`, `zh`)."""
    found: dict[str, dict[str, _Text]] = json.loads(resources.path("i18n", "association.json").read_text("utf-8"))
    return found


def say(phrase: Phrase, language: str, money: Callable[[int], str]) -> str:
    """The phrase as a sentence; raises KeyError for an unknown id or language."""
    text = texts()[phrase.message][language]
    chosen = text if isinstance(text, str) else text["one" if phrase.arguments.get("value") == 1 else "other"]
    arguments = {
        name: money(value) if name.endswith("_minor") and isinstance(value, int) else value
        for name, value in phrase.arguments.items()
    }
    parts = [say(part, language, money) for part in phrase.parts]
    return chosen.format(*parts, **arguments)
