"""Gifts between customers, and the issuer's undoing of one."""

from __future__ import annotations

import msgspec

from backend_stub.contract import GiftRequest, GiftState
from backend_stub.domain import gifts
from backend_stub.domain.limits import MISSES, NETWORK_MISSES
from backend_stub.services import account_cases, limits
from backend_stub.services.callers import Caller
from backend_stub.services.platform import Platform
from backend_stub.storage import contact_reads
from backend_stub.storage.writer import Reply

_ENCODER = msgspec.json.Encoder()


async def offer(platform: Platform, caller: Caller, key: str, request: GiftRequest, address: str = "") -> Reply:
    """P9: money leaves the giver's account and waits for the recipient. `address` is where the request came from."""
    keys, giver_id = platform.keys, caller.subject_id
    command = gifts.Offer(
        gift_id=key,
        giver_id=giver_id,
        to_social_id=request.to,
        amount_minor=request.amount_minor,
        currency=request.currency,
        programme_id=request.programme_id,
        words=request.words,
        picture=request.picture.value,
        request_hash=keys.request_hash(f"gift {giver_id}", _ENCODER.encode(request)),
        misses=(limits.counted(keys, MISSES, giver_id), *limits.from_network(keys, NETWORK_MISSES, address)),
        is_to_known=await platform.read(contact_reads.is_known_by_name, giver_id, request.to),
    )
    return await platform.writer.submit(account_cases.OFFER, command)


async def answer(platform: Platform, caller: Caller, gift_id: str, key: str, state: GiftState) -> Reply:
    """The offer is accepted or declined by its recipient, or withdrawn by its giver."""
    command = gifts.Answer(gift_id, key, caller.subject_id, state)
    return await platform.writer.submit(account_cases.ANSWER, command)


async def take_back(platform: Platform, merchant_id: str, gift_id: str, key: str) -> Reply:
    """The issuer undoes an accepted gift, as far as it is unspent."""
    return await platform.writer.submit(account_cases.TAKE_GIFT_BACK, gifts.TakeGiftBack(key, gift_id, merchant_id))
