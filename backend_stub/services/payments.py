"""Taking and giving back money: redemption, confirmation, reversal, refund."""

from __future__ import annotations

import msgspec

from backend_stub.contract import Confirmation, ProblemCode, RedemptionRequest, RefundRequest, TokenKind
from backend_stub.domain import attempts, giveback, redemption
from backend_stub.domain.records import Redemption
from backend_stub.domain.state import Broken
from backend_stub.services import usecases
from backend_stub.services.callers import Caller
from backend_stub.services.doers import Doer, approver
from backend_stub.services.platform import Platform
from backend_stub.storage import reads
from backend_stub.storage.writer import Reply

_ENCODER = msgspec.json.Encoder()


async def redeem(platform: Platform, caller: Caller, key: str, request: RedemptionRequest) -> Reply:
    """P6 and P7: a till submits what it read; the answer is after the COMMIT."""
    keys = platform.keys
    command = redemption.Redeem(
        attempt_id=key,
        till_id=caller.subject_id,
        public_service_id=request.public_service_id,
        operator_id=request.operator_id,
        code=request.code,
        code_hash=keys.code_hash(request.code),
        amount_minor=request.amount_minor,
        currency=request.currency,
        part_payment=request.part_payment,
        reference=request.reference,
        accept_benefits=request.accept_benefits,
        points=request.points,
        request_hash=keys.request_hash(f"redeem {caller.subject_id}", _ENCODER.encode(request)),
    )
    return await platform.writer.submit(usecases.REDEEM, command)


async def attempt(platform: Platform, caller: Caller, attempt_id: str) -> Redemption | None:
    """An attempt as it stands, for its own till, its merchant's managers, or the customer who pays; else None."""
    row = await platform.read(reads.one, Redemption, attempt_id)
    if row is None:
        return None
    owner = {TokenKind.TILL: row.till_id, TokenKind.MANAGER: row.merchant_id, TokenKind.CUSTOMER: row.customer_id}
    if owner[caller.kind] != caller.subject_id:
        return None
    return await as_it_stands(platform, row)


async def as_it_stands(platform: Platform, row: Redemption) -> Redemption:
    """The attempt now. That one ended by itself is written down before it is told: the till may act on it."""
    if attempts.as_of(row, platform.clock()) is row:
        return row
    ended = await platform.writer.submit(usecases.SETTLE, redemption.Settle(row.id))
    return ended if isinstance(ended, Redemption) else row


async def confirm(platform: Platform, caller: Caller, attempt_id: str, request: Confirmation) -> Reply:
    """The customer's word, from their own device."""
    row = await attempt(platform, caller, attempt_id)
    if row is None:
        return Broken(ProblemCode.NOT_FOUND, "no such payment is waiting for you")
    command = redemption.Confirm(attempt_id, caller.subject_id, row.till_id, request.accept)
    return await platform.writer.submit(usecases.CONFIRM, command)


async def reverse(platform: Platform, caller: Caller, attempt_id: str, key: str, reason: str) -> Reply:
    """A till ends an attempt whose outcome it does not know."""
    command = giveback.Reverse(attempt_id, key, caller.subject_id, reason)
    return await platform.writer.submit(usecases.REVERSE, command)


async def refund(platform: Platform, doer: Doer, key: str, request: RefundRequest) -> Reply:
    """Give back. At a till a manager approves with their PIN; whoever is signed in with the right needs none."""
    approved_by = await approver(platform, doer, request.approval)
    if isinstance(approved_by, Broken):
        return approved_by
    merchant_id = doer.merchant_id or ""
    bare = msgspec.structs.replace(request, approval=None)
    command = giveback.GiveBack(
        refund_id=key,
        attempt_id=request.attempt_id,
        merchant_id=merchant_id,
        till_id=doer.till_id,
        approved_by=approved_by,
        amount_minor=request.amount_minor,
        reason=request.reason,
        request_hash=platform.keys.request_hash(f"refund {merchant_id}", _ENCODER.encode(bare)),
    )
    return await platform.writer.submit(usecases.REFUND, command)
