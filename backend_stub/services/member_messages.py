"""Messages of a merchant to its members: counted first if asked to, then sent a few at a time, each member once."""

from __future__ import annotations

import msgspec

from backend_stub import contract
from backend_stub.contract import MemberMessageRequest, MessageAudience, as_json
from backend_stub.domain import records
from backend_stub.domain.association.commands import BETWEEN_MESSAGES_US, Announce, Send
from backend_stub.domain.records import SECOND, Instant, aware
from backend_stub.domain.state import Broken
from backend_stub.services import member_usecases
from backend_stub.services.platform import Platform
from backend_stub.storage import association_reads
from backend_stub.storage.association_reads import Wanted
from backend_stub.storage.writer import Reply

_ENCODER = msgspec.json.Encoder()
PIECE = 100
PIECES_MAX = 10_000
A_DAY_US = 86_400 * SECOND


def _wanted(merchant_id: str, audience: MessageAudience, now: Instant) -> Wanted:
    unseen = audience.not_seen_for_days
    return Wanted(
        merchant_id,
        tier_key=audience.tier_key,
        not_seen_since=None if unseen is None else now - unseen * A_DAY_US,
        customer_id=audience.customer_id,
    )


async def send(
    platform: Platform, merchant_id: str, key: str, request: MemberMessageRequest
) -> contract.MemberMessage | Broken:
    """Who gets it, who doesn't and why: the counts are of what was done, or for a preview of what would be."""
    if request.is_preview:
        return await _counted(platform, merchant_id, key, request)
    now = platform.clock()
    reach = await platform.read(association_reads.reach, _wanted(merchant_id, request.audience, now), now)
    command = Announce(
        key,
        merchant_id,
        request.text,
        as_json(request.audience),
        platform.keys.request_hash(f"message {merchant_id}", _ENCODER.encode(request)),
        reach.gone,
    )
    row: Reply = await platform.writer.submit(member_usecases.ANNOUNCE, command)
    for _ in range(PIECES_MAX):
        if not isinstance(row, records.MemberMessage):
            break
        if row.sent_to is None:
            return sent(row)
        wanted = _wanted(merchant_id, request.audience, Instant(row.at))
        ids = await platform.read(association_reads.association_ids, wanted, row.sent_to, PIECE)
        row = await platform.writer.submit(
            member_usecases.SEND, Send(key, row.sent_to, tuple(ids), is_last=len(ids) < PIECE)
        )
    if isinstance(row, Broken):
        return row
    raise LookupError(f"message {key} was not written down")


async def _counted(
    platform: Platform, merchant_id: str, key: str, request: MemberMessageRequest
) -> contract.MemberMessage:
    now = platform.clock()
    wanted = _wanted(merchant_id, request.audience, now)
    reach = await platform.read(association_reads.reach, wanted, now - BETWEEN_MESSAGES_US)
    return contract.MemberMessage(
        message_id=key,
        text=request.text,
        at=aware(now),
        is_preview=True,
        chosen=reach.chosen,
        delivered=reach.chosen - reach.muted - reach.too_soon,
        muted=reach.muted,
        too_soon=reach.too_soon,
        gone=reach.gone,
    )


def sent(row: records.MemberMessage) -> contract.MemberMessage:
    """A message as it went out."""
    return contract.MemberMessage(
        message_id=row.id,
        text=row.text,
        at=aware(row.at),
        is_preview=False,
        chosen=row.chosen,
        delivered=row.delivered,
        muted=row.muted,
        too_soon=row.too_soon,
        gone=row.gone,
    )
