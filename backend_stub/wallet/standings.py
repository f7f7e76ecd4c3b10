"""Beside each account: the tier and the points at whoever issued it, or what is missing to become a member there."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import Membership, NextStep, Standing
from backend_stub.services import members
from backend_stub.wallet.browser import Visit
from backend_stub.wallet.purses import Purse


@dataclass(frozen=True, slots=True)
class Stands:
    """A membership, and the next step of somebody who has no tier yet."""

    membership: Membership
    step: NextStep | None


async def of(visit: Visit, purses: list[Purse]) -> dict[str, Stands]:
    """By account; nothing for an account whose issuer knows nothing of this customer."""
    owner = visit.owner.customer.id
    found = {one.merchant_id: one for one in await members.memberships_of(visit.platform, owner)}
    stands = {}
    for purse in purses:
        membership = found.get(purse.programme.issuer_id)
        if membership is not None:
            stands[purse.account.id] = Stands(membership, await _step(visit, membership))
    return stands


async def _step(visit: Visit, membership: Membership) -> NextStep | None:
    """What would make them a member; not asked for somebody who is one, or who said no."""
    if membership.tier_name or membership.standing in (Standing.LEFT, Standing.DECLINED):
        return None
    why = await members.explanation(visit.platform, membership.merchant_id, visit.owner.customer.id)
    return why.next_step if why else None
