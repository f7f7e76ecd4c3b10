"""The naive books of paying shops out: no carry and no rests, only what a shop had coming in all, and what it was promised.

A day's batch promises all that a shop has coming up to that day, less the platform's fees of it in whole coins, less what
earlier batches promised. Below the smallest payout it promises nothing, and a later day's batch promises that too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from math import floor

from tests.property.naive import DAY, SECOND, Owed
from tests.property.naive_money import NaiveMoney

LINES = ("gross", "refunds", "top_ups", "bonus")
LOOK_BACK_US = 3 * DAY
READY = ("closed", "failed")


@dataclass
class Promised:
    """What a day's batch of a shop comes to, and how far its payout is."""

    shop: str
    day: int
    net: int
    lines: dict[str, int]
    fee: int
    state: str
    payout: str = ""


@dataclass
class NaiveSettlement(NaiveMoney):
    """With all that is paid out."""

    bank: int = 0
    handed_over: set[str] = field(default_factory=set)  # top-ups whose provider has paid
    batches: dict[tuple[str, int], Promised] = field(default_factory=dict)
    smallest: dict[str, int] = field(default_factory=dict)

    def ledger(self) -> dict[str, int]:
        lines = super().ledger()
        fees = sum(one.fee for one in self.batches.values())
        more = {f"bank:{self.currency}": -self.bank, f"fees:{self.currency}": fees}
        return lines | {line: amount for line, amount in more.items() if amount}

    def due(self, shop: str) -> int:
        own = [one for one in self.batches.values() if one.shop == shop]
        paid = sum(one.net for one in own if one.state in ("paid", "repaid"))
        return super().due(shop) - sum(one.fee for one in own) - paid

    # --- acts ---------------------------------------------------------------------------------------------------------

    def settle(self, shop: str, now: int, *, everything: bool) -> int:
        """Close what is over; how many batches."""
        last = max((day for other, day in self.batches if other == shop), default=0)
        since = self.end_of(shop, last) - LOOK_BACK_US if last and not everything else 0
        days = set()
        for one in self.uncounted(shop):
            day = max(self.day_at(shop, one.at), last + 1)
            if since <= one.at < now and self.day_at(shop, now) > day:
                one.day = day
                days.add(day)
        for day in sorted(days):
            self.batches[shop, day] = self._promised(shop, day)
        return len(days)

    def _promised(self, shop: str, day: int) -> Promised:
        counted = [one for one in self.owed if one.shop == shop and one.day is not None and one.day <= day]
        own = [one for one in self.batches.values() if one.shop == shop]
        fees = floor(sum(one.fee for one in counted))
        net = sum(one.amount for one in counted) - fees - sum(one.net for one in own if one.state != "carried")
        lines = {name: sum(one.amount for one in counted if (one.day, one.line) == (day, name)) for name in LINES}
        state = "closed" if net >= max(1, self.smallest[shop]) else "carried"
        return Promised(shop, day, net, lines, fees - sum(one.fee for one in own), state)

    def uncounted(self, shop: str) -> list[Owed]:
        return [one for one in self.owed if one.shop == shop and one.day is None]

    def forgotten(self, shop: str) -> bool:
        """Whether something is so old that only a look through all of history finds it."""
        last = max((day for other, day in self.batches if other == shop), default=None)
        return last is not None and any(one.at < self.end_of(shop, last) - LOOK_BACK_US for one in self.uncounted(shop))

    def end_of(self, shop: str, day: int) -> int:
        zone, cut = self.places[shop]
        there = dt.datetime.combine(dt.date.fromordinal(day + 1), dt.time(cut // 60, cut % 60), zone)
        return round(there.timestamp()) * SECOND

    def pay_out(self, batch: Promised) -> bool:
        if batch.state not in READY:
            return False
        batch.state = "repaid" if batch.state == "failed" else "paid"
        self.bank -= batch.net
        return True

    def fail(self, batch: Promised) -> None:
        batch.state = "failed"
        self.bank += batch.net

    def hand_over(self, top_up: str, amount: int) -> bool:
        """A provider pays what it collected to the bank, once."""
        if top_up in self.handed_over:
            return False
        self.handed_over.add(top_up)
        self.bank += amount
        self.clearing -= amount
        return True
