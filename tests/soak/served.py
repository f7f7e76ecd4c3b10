"""`pos-backend`, with the provider of a test and a clock that is so many seconds ahead; started as a process by tests."""

from __future__ import annotations

import os
from functools import partial

from backend_stub.app import open_platform
from backend_stub.cli import main, serving
from backend_stub.domain.records import SECOND, Instant
from backend_stub.services.platform import system_clock
from tests.soak.far_provider import FarSource

PROVIDER, AHEAD_S = "TEST_PROVIDER_URL", "TEST_AHEAD_S"

if __name__ == "__main__":
    ahead = int(os.environ[AHEAD_S]) * SECOND
    serving.open_platform = partial(  # type: ignore[assignment]
        open_platform, clock=lambda: Instant(system_clock() + ahead), source=FarSource(os.environ[PROVIDER])
    )
    main()
