"""The business day of a record, by the merchant's own calendar."""

from __future__ import annotations

from backend_stub.domain.association.compiled import Day
from backend_stub.domain.calendar import business_day, day_number
from backend_stub.domain.records import Rule, Till

UTC = "UTC"


def day_by(rule: Rule, now: int) -> Day:
    """The business day at a moment, as this rule cuts it: one calendar a merchant, whatever zones its stores are in."""
    return day_number(business_day(now, rule.time_zone, rule.day_cut_minutes))


def record_day(rule: Rule | None, till: Till | None, now: int) -> Day:
    """The rule's day; without a rule that of the till's store; without a till that of UTC."""
    if rule is not None:
        return day_by(rule, now)
    if till is not None:
        return day_number(business_day(now, till.time_zone, till.day_cut_minutes))
    return day_number(business_day(now, UTC, 0))
