"""structlog without its colours: it loads rich where it finds it, which the till never shows, at a tenth of the start."""

from __future__ import annotations

import sys

_absent: dict[str, None] = {"rich": None} if "rich" not in sys.modules else {}
sys.modules.update(_absent)  # type: ignore[arg-type]  # None: "there is no such module", after the language reference
import structlog  # noqa: E402

for _name in _absent:
    del sys.modules[_name]

__all__ = ["structlog"]
