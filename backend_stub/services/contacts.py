"""The people a customer gives to: kept by handle, or by the card that their owner shows as a QR code.

A card names its owner's handle and carries a proof that only this platform can make. Whoever holds it was shown it, so they may
know the owner's name; whoever types a handle learns nothing by it.
"""

from __future__ import annotations

import hmac

from backend_stub.domain import contacts
from backend_stub.domain.records import Customer
from backend_stub.services.callers import Caller
from backend_stub.services.platform import Platform
from backend_stub.storage import access_reads
from backend_stub.storage.lookups import Lookup, UseCase
from backend_stub.storage.writer import Reply

PROOF_LETTERS = 16  # 64 bits of a keyed hash
KEEP: UseCase[contacts.Keep] = UseCase(
    "keep_contact",
    contacts.keep,
    {
        Lookup.CUSTOMER: lambda _, command: (command.customer_id,),
        Lookup.CONTACT_BY_CUSTOMER: lambda _, command: (command.customer_id,),
    },
)
DROP: UseCase[contacts.Drop] = UseCase(
    "drop_contact", contacts.drop, {Lookup.CONTACT_BY_CUSTOMER: lambda _, command: (command.customer_id,)}
)


def card_proof(platform: Platform, owner: Customer) -> str:
    """What a card carries beside the handle: it follows from the person, not from the handle alone."""
    return platform.keys.access_hash("card", f"{owner.id} {owner.social_id}")[:PROOF_LETTERS]


async def shown_by(platform: Platform, social_id: str, proof: str) -> Customer | None:
    """Whose card this is; None when the proof is not theirs, as when nobody has the handle."""
    found = await platform.read(access_reads.customers_by_handle, (social_id,))
    wanted = card_proof(platform, found[0]) if found else "-"
    return found[0] if hmac.compare_digest(wanted.encode(), proof.encode()) else None


async def keep(platform: Platform, caller: Caller, social_id: str, proof: str = "") -> Reply:
    """Put a handle on the caller's list, with its owner's name if they showed their card."""
    owner = await shown_by(platform, social_id, proof) if proof else None
    command = contacts.Keep(caller.subject_id, social_id, owner.display_name if owner else "")
    return await platform.writer.submit(KEEP, command)


async def drop(platform: Platform, caller: Caller, social_id: str) -> Reply:
    """Take a handle off the caller's list."""
    return await platform.writer.submit(DROP, contacts.Drop(caller.subject_id, social_id))
