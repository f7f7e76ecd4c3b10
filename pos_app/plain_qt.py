"""Python's own `import` again, after PySide6 has put its own in place.

PySide6 reads the whole source of every module that is imported after it, to see whether the words `PySide6` are in it:
only then could its optional names (`from __feature__ import snake_case`) be meant there. A till uses none of them, and
reads a thousand modules: half a second of each start, and 30 MB for as long as it runs (the source stays in `linecache`).
Import this module right after PySide6, before what is ours.
"""

from __future__ import annotations

import builtins
import linecache

import PySide6.QtCore  # noqa: F401 - only now is there something to take back

if hasattr(builtins, "__orig_import__"):  # PySide6 keeps the original there
    builtins.__import__ = builtins.__orig_import__
    linecache.clearcache()
