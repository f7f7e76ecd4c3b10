"""When a slow phone shows something of a page of the wallet that it never saw before: nothing kept, 4G far from the mast."""

from __future__ import annotations

import statistics

from tests.backend.shop import Payer
from tests.benchmarks.rows import Row, sized
from tests.wallet.phone import Phone
from tests.wallet.scenes import Stage, staged

LATENCY_MS, DOWN_BYTES_S, UP_BYTES_S, SLOWER = (
    150,
    200_000,
    93_750,
    4,
)  # as Lighthouse's slow 4G and its phone's processor
PATHS = ("/wallet", "/wallet/pay", "/wallet/messages", "/wallet/gifts/new", "/wallet/people", "/wallet/memberships")
PAINTED = "return performance.getEntriesByName('first-contentful-paint').map(one => one.startTime)[0] ?? null"
WAITING = "requestAnimationFrame(() => setTimeout(arguments[0], 0))"


def pages() -> list[Row]:
    """The median of some visits to each page."""
    times = sized(7, 2)
    with staged() as stage:
        stage.be(None).go("/wallet/sign-in")  # the server read its pages, as `pos-backend serve` does when it starts
        found = [_row(stage, path, None, times) for path in ("/wallet/sign-in", "/wallet/sign-up")]
        return found + [_row(stage, path, stage.rich, times) for path in PATHS]


def _row(stage: Stage, path: str, payer: Payer | None, times: int) -> Row:
    took_ms = [_first_paint_ms(stage, path, payer) for _ in range(times)]
    return Row(f"pages: first paint of {path} on a slow phone, median", statistics.median(took_ms), "ms", "< 1000")


def _first_paint_ms(stage: Stage, path: str, payer: Payer | None) -> float:
    phone = stage.be(payer)
    phone.driver.get("about:blank")
    phone.tell("Network.enable")
    phone.tell("Network.clearBrowserCache")
    phone.tell("Network.setBypassServiceWorker", bypass=True)
    _slow(phone, is_slow=True)
    try:
        phone.go(path)
        phone.driver.execute_async_script(WAITING)
        return float(phone.run(PAINTED))
    finally:
        _slow(phone, is_slow=False)


def _slow(phone: Phone, *, is_slow: bool) -> None:
    phone.tell("Emulation.setCPUThrottlingRate", rate=SLOWER if is_slow else 1)
    phone.tell(
        "Network.emulateNetworkConditions",
        offline=False,
        latency=LATENCY_MS if is_slow else 0,
        downloadThroughput=DOWN_BYTES_S if is_slow else -1,
        uploadThroughput=UP_BYTES_S if is_slow else -1,
    )
