"""A manager's word at a till: their PIN, compared before the decision, and counted by one."""

from __future__ import annotations

from backend_stub.contract import Approval, ProblemCode
from backend_stub.domain.operators import PinTried, must_wait
from backend_stub.domain.records import Operator
from backend_stub.domain.state import Broken
from backend_stub.services import usecases
from backend_stub.services.platform import Platform
from backend_stub.services.secrets import pin_is_right
from backend_stub.storage import reads


async def approved(platform: Platform, merchant_id: str, approval: Approval | None) -> str | Broken:
    """The approving operator's id. The PIN is compared before the decision, and the decision counts the result."""
    if approval is None:
        return Broken(ProblemCode.FORBIDDEN, "a manager has to approve with their PIN", "approval")
    operator = await platform.read(reads.one, Operator, approval.operator_id)
    if operator is None or operator.merchant_id != merchant_id:
        return Broken(ProblemCode.FORBIDDEN, "this operator can't approve", "approval")
    if waiting := must_wait(operator, platform.clock()):
        return waiting
    is_right = await platform.aside(pin_is_right, approval.pin, operator.pin_hash)
    tried = PinTried(operator.id, merchant_id, operator.pin_hash, is_right)
    counted = await platform.writer.submit(usecases.PIN_TRIED, tried)
    return counted if isinstance(counted, Broken) else operator.id
