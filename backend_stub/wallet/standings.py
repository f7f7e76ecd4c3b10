"""Where somebody stands at each shop: the tier and the points, or what is missing to become a member there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backend_stub.contract import Membership, NextStep, Standing
from backend_stub.services import members
from backend_stub.wallet.browser import Visit
from backend_stub.wallet.purses import Purse

SAID_NO = (Standing.LEFT, Standing.DECLINED)


@dataclass(frozen=True, slots=True)
class Stands:
    """A membership, and the next step up, where there is one."""

    membership: Membership
    step: NextStep | None

    @property
    def is_worth_telling(self) -> bool:
        """Whether the first page says it: not what somebody said no to, nor where nothing is known yet."""
        one = self.membership
        return one.standing not in SAID_NO and bool(one.tier_name or self.step or one.points)


async def all_of(visit: Visit, *, also_members: bool) -> list[Stands]:
    """Everywhere; `also_members` asks for the next step also of those who are members already."""
    found = await members.memberships_of(visit.platform, visit.owner.customer.id)
    return [Stands(one, await _step(visit, one) if also_members or not one.tier_name else None) for one in found]


async def _step(visit: Visit, membership: Membership) -> NextStep | None:
    """What would make them a member, or raise them; not asked for somebody who said no."""
    if membership.standing in SAID_NO:
        return None
    why = await members.explanation(visit.platform, membership.merchant_id, visit.owner.customer.id)
    return why.next_step if why else None


def beside(stands: Iterable[Stands], purses: Iterable[Purse]) -> dict[str, Stands]:
    """Those that stand beside an account, by the account: that of whoever issued it."""
    by_merchant = {one.membership.merchant_id: one for one in stands}
    issuers = {purse.account.id: purse.programme.issuer_id for purse in purses}
    return {account_id: by_merchant[issuer] for account_id, issuer in issuers.items() if issuer in by_merchant}
