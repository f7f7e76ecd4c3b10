"""All that the till says, in plain English: a module a page, each with its own Qt Linguist catalogue.

A module here is named like its context and its catalogue (`members.py`, `QT_TRANSLATE_NOOP("members", ...)`,
`resources/i18n/members_zh_CN.ts`) and holds one mapping `ENGLISH` of message ids. A new module is found by itself; a
message id stands in one module only. `make words` brings the catalogues in step and compiles them.

Placeholders ending in `_minor` are money, those ending in `_at` are times; `words.py` formats them.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping


@functools.cache
def contexts() -> Mapping[str, Mapping[str, str]]:
    """Every module's messages, by context."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    modules = {name: importlib.import_module(f"{__name__}.{name}") for name in names}
    return {name: {key: str(text) for key, text in module.ENGLISH.items()} for name, module in modules.items()}


@functools.cache
def messages() -> Mapping[str, tuple[str, str]]:
    """Context and English text by message id."""
    return {key: (context, text) for context, english in contexts().items() for key, text in english.items()}
