"""structlog and httpx without rich and pygments: they load them where they find them, for colours that the till never shows.

That was a tenth of the start.
"""

from __future__ import annotations

import sys

_absent: dict[str, None] = {name: None for name in ("rich", "pygments") if name not in sys.modules}
sys.modules.update(_absent)  # type: ignore[arg-type]  # None: "there is no such module", after the language reference
import httpx  # noqa: E402, F401 - its command line wants both, and is left out where there is none
import structlog  # noqa: E402

for _name in _absent:
    del sys.modules[_name]

__all__ = ["structlog"]
