"""Who does something to an account or to money in it: a customer's device, a till, an operator at one, a merchant's tool."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import Approval
from backend_stub.domain.state import Broken
from backend_stub.services.approvals import approved
from backend_stub.services.callers import Caller
from backend_stub.services.platform import Platform


@dataclass(frozen=True, slots=True)
class Doer:
    """Exactly one of `customer_id` and `merchant_id` is there.

    `approved_by` is the operator who answers for it; a till without somebody signed in `needs_approval` by a manager's PIN.
    A merchant's own tool has neither till nor operator.
    """

    customer_id: str | None = None
    device_id: str | None = None
    merchant_id: str | None = None
    till_id: str | None = None
    approved_by: str | None = None
    needs_approval: bool = False

    @classmethod
    def of(cls, customer: Caller) -> Doer:
        """A customer, by one of their devices."""
        return cls(customer_id=customer.subject_id, device_id=customer.device_id)

    @property
    def subject(self) -> str:
        """Whose request it is when it is repeated: a till's, whoever is signed in at it."""
        return self.customer_id or self.till_id or self.merchant_id or ""


async def approver(platform: Platform, doer: Doer, approval: Approval | None) -> str | Broken | None:
    """The operator who answers for it, after looking at their PIN where one is needed; None for a customer or a tool."""
    if not doer.needs_approval or doer.merchant_id is None:
        return doer.approved_by
    return await approved(platform, doer.merchant_id, approval)
