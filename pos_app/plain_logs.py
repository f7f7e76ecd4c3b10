"""structlog and httpx without rich: both load it where they find it, for colours that the till never shows.

That was a tenth of the start.
"""

from __future__ import annotations

import sys

_absent: dict[str, None] = {"rich": None} if "rich" not in sys.modules else {}
sys.modules.update(_absent)  # type: ignore[arg-type]  # None: "there is no such module", after the language reference
import httpx  # noqa: E402, F401 - its command line wants rich, and is left out where there is none
import structlog  # noqa: E402

for _name in _absent:
    del sys.modules[_name]

__all__ = ["structlog"]
