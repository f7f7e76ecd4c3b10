"""How often an address may do a thing: in memory, a process each, with a bound on what is remembered.

A shop's guests share one address, so the bounds are wide for people and narrow for machines. What must hold across
processes (the delay after wrong PINs) is a row in the database instead.
"""

from __future__ import annotations

import ipaddress
from collections import deque
from dataclasses import dataclass

from backend_stub.domain.records import SECOND, Instant

REMEMBERED_AT_MOST = 20_000
IPV6_NETWORK_BITS = 64  # what one household gets; a machine there can take any of its addresses


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times within so many seconds."""

    name: str
    times: int
    within_s: int


SIGN_UPS = Limit("sign_up", 30, 3_600)
SIGN_INS = Limit("sign_in", 60, 600)
LOOK_UPS = Limit("look_up", 30, 600)  # of handles: by signing up with one, by naming a contact
MISSES = Limit(
    "miss", 10, 86_400
)  # gifts to handles that nobody has, by a customer: who mistypes, not who looks for people
NETWORK_MISSES = Limit("network_miss", 60, 86_400)  # the same by all customers at an address
CODES = Limit("codes", 60, 60)


class Limits:
    """What was done lately, by limit and by whom."""

    def __init__(self) -> None:
        self._done: dict[tuple[str, str], deque[Instant]] = {}

    def wait_s(self, limit: Limit, who: str, now: Instant) -> int:
        """Counts one more, and answers 0; or the seconds until there is room again, counting nothing."""
        wait_s = self.full_s(limit, who, now)
        if not wait_s:
            self._done[limit.name, who].append(now)
            while len(self._done) > REMEMBERED_AT_MOST:
                del self._done[next(iter(self._done))]
        return wait_s

    def full_s(self, limit: Limit, who: str, now: Instant) -> int:
        """The seconds until there is room for one more, counting nothing; 0 for room now."""
        key = (limit.name, who)
        done = self._done.pop(key, None) or deque()
        self._done[key] = done  # the last to be forgotten
        while done and done[0] <= now - limit.within_s * SECOND:
            done.popleft()
        if len(done) >= limit.times:
            return max(1, -(-(done[0] + limit.within_s * SECOND - now) // SECOND))
        return 0


def network(address: str) -> str:
    """Whom an address stands for: itself, or its network where one household has many."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, IPV6_NETWORK_BITS), strict=False))
