"""Why a sale was refused and what to do now, as message ids: headline, why, advice share one set of arguments."""

from __future__ import annotations

from collections.abc import Mapping

from backend_stub.contract import Outcome, Problem, ProblemCode, Redemption, Refusal
from pos_app.presenters.sell_state import NO_ARGUMENTS, RefusedFacts, Say

_NAME_A_SUM = frozenset((Refusal.ABOVE_CODE_LIMIT, Refusal.ABOVE_PAYMENT_LIMIT, Refusal.INSUFFICIENT_FUNDS))
_NOT_LET_IN = frozenset((ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN))


# Another code would meet the same answer: the till itself is in the way, or the sale was ended on purpose.
_ANOTHER_CODE_IS_NO_HELP = frozenset((Refusal.TILL_SUSPENDED, "stopped", "given_back", "our_bug", "disk", "line_down"))


def facts(
    name: str, arguments: Mapping[str, object] = NO_ARGUMENTS, available_minor: int | None = None
) -> RefusedFacts:
    """The panel for `refused.<name>`."""
    return RefusedFacts(
        headline=Say(f"refused.{name}.headline", arguments),
        why=Say(f"refused.{name}.why", arguments),
        advice=Say(f"refused.{name}.advice", arguments),
        available_minor=available_minor,
        offers_part=bool(available_minor),
        offers_another=name not in _ANOTHER_CODE_IS_NO_HELP,
    )


def by_platform(redemption: Redemption) -> RefusedFacts:
    """A refusal as the platform gave it."""
    detail = redemption.refusal
    if detail is None:
        return facts(Refusal.CODE_NOT_USABLE)
    if detail.reason is Refusal.INSUFFICIENT_FUNDS and detail.available_minor is not None:
        arguments = {
            "name": redemption.customer_name or "",
            "available_minor": detail.available_minor,
            "amount_minor": redemption.requested_minor,
        }
        return facts(detail.reason, arguments, detail.available_minor)
    if detail.limit_minor is not None:
        return facts(detail.reason, {"limit_minor": detail.limit_minor})
    # Words that name a sum can't be said without it.
    return facts(Refusal.CODE_NOT_USABLE if detail.reason in _NAME_A_SUM else detail.reason)


def after_stop(redemption: Redemption) -> RefusedFacts:
    """What came of stopping: the money went back, or nothing had been taken."""
    if redemption.outcome is Outcome.REVERSED:
        return facts("given_back", {"amount_minor": redemption.amount_minor})
    return facts("stopped")


def by_problem(problem: Problem) -> RefusedFacts:
    """The platform would not take the request itself: the till is not let in, or we sent nonsense."""
    if problem.code in _NOT_LET_IN:
        return facts(Refusal.TILL_SUSPENDED)
    return facts("our_bug", {"request_id": problem.request_id or ""})


def line_down() -> RefusedFacts:
    """Certain: nothing left the till."""
    return facts("line_down")


def disk() -> RefusedFacts:
    """The attempt could not be written down, so it was not sent."""
    return facts("disk")
