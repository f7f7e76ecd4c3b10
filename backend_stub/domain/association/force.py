"""Which version of a merchant's rule is in force.

A version that waits for its day is in force from the first moment of that day, whether or not anybody has written it down yet:
whoever comes first finds it so, and the day's job writes it down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backend_stub.contract import RuleStatus
from backend_stub.domain.association.compiled import Day
from backend_stub.domain.association.days import day_by
from backend_stub.domain.records import Instant, Rule, altered
from backend_stub.domain.state import State


def rule_in_force(state: State, merchant_id: str) -> Rule | None:
    """The version by which this merchant's records are judged."""
    return in_force(rules_of(state, merchant_id))


def rules_of(state: State, merchant_id: str) -> Sequence[Rule]:
    """The versions that were loaded, as they are at the moment of loading."""
    return as_of(state.where(Rule, "merchant_id", merchant_id), state.asked_at)


def in_force(rules: Iterable[Rule]) -> Rule | None:
    """The one that is."""
    return next((one for one in rules if one.status == RuleStatus.IN_FORCE), None)


def as_of(rules: Sequence[Rule], now: Instant) -> Sequence[Rule]:
    """The same versions, with the one whose day has come in force; at most one waits at a time."""
    due = next((one for one in rules if is_due(one, now)), None)
    if due is None or due.valid_from is None:
        return rules
    return taken_over(rules, due, due.valid_from, due.valid_from)


def is_due(rule: Rule, now: Instant) -> bool:
    """Whether it waited for a day, and that day has come."""
    waits_for = rule.valid_from if rule.status == RuleStatus.SCHEDULED else None
    return waits_for is not None and waits_for <= day_by(rule, now)


def taken_over(rules: Sequence[Rule], taken: Rule, valid_from: Day, day: Day) -> list[Rule]:
    """One of them is in force from a day on, never before one of earlier; the one before it is replaced.

    Of versions that begin on one day only the last held.
    """
    began = max([day, *(one.started_on for one in rules if one.id != taken.id and one.started_on is not None)])
    begun = altered(taken, status=RuleStatus.IN_FORCE.value, valid_from=valid_from, started_on=began)
    return [begun if one.id == taken.id else _overtaken(one, began) for one in rules]


def _overtaken(rule: Rule, began: Day) -> Rule:
    if rule.status != RuleStatus.IN_FORCE:
        return rule
    started_on = None if rule.started_on == began else rule.started_on
    return altered(rule, status=RuleStatus.REPLACED.value, started_on=started_on)
