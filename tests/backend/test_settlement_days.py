"""Business days of 23, 23½, 24½ and 25 hours are settled whole, also while tills sell across the cut."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from backend_stub.domain.records import instant
from backend_stub.services import settlement
from backend_stub.services.closing import Wanted
from backend_stub.services.verify import verify
from tests.backend.shop import World
from tests.backend.test_settlement import closed_day, entries, lines, owned

# A day on which the clocks are changed, where the day is cut, and how long it is; reckoned by hand.
DAYS = [
    ("Europe/Berlin", "2026-03-28", 240, 23.0),
    ("Europe/Berlin", "2026-10-24", 240, 25.0),
    ("Europe/Berlin", "2026-10-25", 0, 25.0),
    ("America/New_York", "2026-03-08", 0, 23.0),
    ("America/New_York", "2026-11-01", 0, 25.0),
    ("Australia/Lord_Howe", "2026-04-05", 0, 24.5),
    ("Australia/Lord_Howe", "2026-10-04", 0, 23.5),
    ("Asia/Shanghai", "2026-10-25", 240, 24.0),
]


def placed(world: World, zone: str, cut: int) -> None:
    """The shop stands in another zone and cuts its day at another hour."""
    with world.platform.database.write.connect() as connection, connection.begin():
        for table in ("stores", "tills"):
            query = sa.text(f"UPDATE {table} SET time_zone = :zone, day_cut_minutes = :cut")
            connection.execute(query, {"zone": zone, "cut": cut})


def cut_of(day: str, zone: str, cut: int) -> int:
    """When that day begins: what the wall clock there shows at the cut."""
    wall = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(cut // 60, cut % 60), ZoneInfo(zone))
    return instant(wall)


@pytest.mark.parametrize(("zone", "day", "cut", "hours"), DAYS)
def test_a_day_of_any_length_holds_just_what_was_sold_on_it(
    lite: World, zone: str, day: str, cut: int, hours: float
) -> None:
    world = owned(lite)
    placed(world, zone, cut)
    begins = cut_of(day, zone, cut)
    ends = begins + round(hours * 3_600_000_000)
    world.clock.now = begins - 1
    world.paid(world.mara, 101)
    own = []
    for offset in (begins, begins + 7_200_000_000, (begins + ends) // 2, ends - 3_600_000_001, ends - 1):
        world.clock.now = offset
        own.append(world.paid(world.mara, 100)["attempt_id"])
    world.clock.now = ends
    world.paid(world.mara, 103)
    run = world.api.post("/v1/settlement/runs", world.manager, {}).json()["closed"]
    before, batch = sorted(run, key=lambda one: str(one["business_day"]))[-2:]
    assert (batch["business_day"], batch["sales_count"], before["sales_count"]) == (day, len(own), 1)
    length = dt.datetime.fromisoformat(batch["ends_at"]) - dt.datetime.fromisoformat(batch["begins_at"])
    assert length == dt.timedelta(hours=hours)
    assert [one["transaction_id"] for one in entries(world, batch)] == own
    told = world.api.get(f"/v1/settlement/batches/{batch['batch_id']}/hours", world.manager).json()
    assert sum(one["gross_minor"] for one in told["items"]) == lines(batch)["gross"] == 100 * len(own)
    assert closed_day(world)["sales_count"] == 1
    assert verify(world.platform.database) == []


@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24", "2026-11-23"])
def test_tills_that_sell_across_the_cut_lose_nothing_and_sell_nothing_twice(world: World, day: str) -> None:
    """A run after each sale, from three minutes before the cut to three after it."""
    ends = cut_of(str(dt.date.fromisoformat(day) + dt.timedelta(days=1)), "Europe/Berlin", 240)
    sold: dict[str, int] = {}
    for number in range(-6, 7):
        world.clock.now = ends + number * 30_000_000
        token = world.tea.till_tokens[number % 2]
        sold[world.paid(world.mara, 100 + number, token=token)["attempt_id"]] = world.clock.now
        settlement.settle(world.platform, Wanted(), [world.tea.merchant_id])
    world.clock.forward(86_400)
    settlement.settle(world.platform, Wanted(), [world.tea.merchant_id])
    with world.platform.database.read.connect() as connection:
        query = "SELECT c.transaction_id, b.business_day FROM covered c JOIN batches b ON b.id = c.batch_id"
        counted = {key: found for key, found in connection.execute(sa.text(query)) if key in sold}
    number = int(day.replace("-", ""))
    assert {key: found == number for key, found in counted.items()} == {key: at < ends for key, at in sold.items()}
    assert verify(world.platform.database) == []
