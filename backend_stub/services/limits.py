"""Who is under which limit: a customer, a merchant, or the network that a request came from.

Nobody's address is kept, only a keyed hash of it, until its window is over.
"""

from __future__ import annotations

import ipaddress

from backend_stub.domain import limits
from backend_stub.domain.limits import Count, Counted, Limit
from backend_stub.domain.state import Broken
from backend_stub.services.platform import Platform
from backend_stub.services.secrets import Keys
from backend_stub.storage import access_reads
from backend_stub.storage.lookups import Lookup, UseCase

IPV6_NETWORK_BITS = 64  # what one household gets; a machine there can take any of its addresses

COUNT: UseCase[Count] = UseCase("count_try", limits.count, {Lookup.TALLY: lambda _, command: (command.counted.id,)})


def counted(keys: Keys, limit: Limit, who: str) -> Counted:
    """Somebody under a limit."""
    return Counted(keys.access_hash("limit", f"{limit.name} {who}"), limit)


def from_network(keys: Keys, limit: Limit, address: str) -> tuple[Counted, ...]:
    """Whoever asks from there under this limit; nobody, when it is not known where a request came from."""
    return (counted(keys, limit, network(address)),) if address else ()


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


async def wait_s(platform: Platform, those: tuple[Counted, ...]) -> int:
    """Seconds until all of these have room, before something dear is done for them; counts nothing."""
    now = platform.clock()
    rows = [(await platform.read(access_reads.tally, one.id), one.limit) for one in those]
    return max((limits.wait_s(row, limit, now) for row, limit in rows), default=0)


async def count(platform: Platform, limit: Limit, address: str) -> int:
    """One more try from there: 0, or the seconds to wait, and then nothing is counted."""
    for one in from_network(platform.keys, limit, address):
        reply = await platform.writer.submit(COUNT, Count(one, None))
        if isinstance(reply, Broken):
            return int(reply.detail)
    return 0
