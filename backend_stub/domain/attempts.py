"""An attempt to take money, as it stands: before anything is known of it, and at any time afterwards."""

from __future__ import annotations

from backend_stub.contract import InteractionType, Outcome, Refusal
from backend_stub.domain.records import Interaction, Redemption, Till, altered
from backend_stub.domain.state import Decision, Moment


def unmoved(attempt_id: str, till: Till, currency: str, moment: Moment) -> Redemption:
    """An attempt at a till of which nothing is known yet and for which nothing moved: refused, without a reason so far."""
    return Redemption(
        id=attempt_id,
        till_id=till.id,
        merchant_id=till.merchant_id,
        store_id=till.store_id,
        operator_id=None,
        code_id=None,
        customer_id=None,
        account_id=None,
        requested_minor=0,
        amount_minor=0,
        refunded_minor=0,
        refund_count=0,
        currency=currency,
        outcome=Outcome.REFUSED.value,
        refusal=None,
        available_minor=None,
        limit_minor=None,
        balance_after_minor=None,
        customer_name=None,
        programme_name=None,
        receipt_number=None,
        reference="",
        received_at=moment.now,
        decided_at=moment.now,
        confirm_until=None,
        reversal_id=None,
        reversal_reason=None,
        request_hash="",
    )


def as_of(attempt: Redemption, now: int) -> Redemption:
    """How the attempt reads at `now`: an unanswered question to the customer ends at its time."""
    if attempt.outcome != Outcome.AWAITING_CUSTOMER or attempt.confirm_until is None or now < attempt.confirm_until:
        return attempt
    return altered(
        attempt,
        outcome=Outcome.REFUSED.value,
        refusal=Refusal.CONFIRMATION_TIMED_OUT.value,
        amount_minor=0,
        decided_at=attempt.confirm_until,
    )


def settled(attempt: Redemption, moment: Moment) -> Decision:
    """The attempt as it stands now: one that waited for its customer too long is over, by itself."""
    ended = as_of(attempt, moment.now)
    return Decision(ended, changed=(ended,) if ended is not attempt else ())


def interaction(
    attempt: Redemption, kind: InteractionType, act_id: str, amount_minor: int, moment: Moment, day: int
) -> Interaction:
    """The interaction record (A2) of a purchase or of what undoes it."""
    if attempt.customer_id is None:
        raise LookupError(f"attempt {attempt.id} has no customer")
    return Interaction(
        act_id,
        attempt.customer_id,
        attempt.merchant_id,
        attempt.store_id,
        kind.value,
        amount_minor,
        attempt.currency,
        0,
        moment.now,
        day,
        attempt.id if kind is InteractionType.REFUND else None,
    )
