"""A rule in sentences: message ids with arguments, put into words by `contract.say` (English and Chinese)."""

from __future__ import annotations

from functools import reduce

from backend_stub.contract import (
    AllOf,
    Amount,
    AmountOff,
    AnyOf,
    AssociationRule,
    Condition,
    Count,
    Counted,
    LastVisit,
    Percent,
    Phrase,
    Points,
    Reached,
    Tier,
)
from backend_stub.domain.association.demands import bounds


def rule_in_sentences(rule: AssociationRule) -> list[Phrase]:
    """Tier by tier: how it is reached, how it is kept, what it brings; then how points are earned and spent."""
    said: list[Phrase] = []
    for rank, tier in enumerate(rule.tiers):
        said += _tier(rule.first if rank == 0 else tier.raise_if, tier, is_first=rank == 0)
    return said + _points(rule)


def phrase(message: str, *parts: Phrase, **arguments: str | int) -> Phrase:
    """A phrase, shortly."""
    return Phrase(message=message, arguments=arguments, parts=list(parts))


def _tier(up: Condition | None, tier: Tier, *, is_first: bool) -> list[Phrase]:
    said = []
    if up is not None:
        said.append(phrase("rule.first" if is_first else "rule.raise", in_words(up), tier=tier.name))
    if tier.keep_if is None:
        said.append(phrase("rule.kept_for_ever", tier=tier.name))
    else:
        said.append(phrase("rule.keep", in_words(tier.keep_if), tier=tier.name))
    if tier.end_if is not None:
        said.append(phrase("rule.end", in_words(tier.end_if), tier=tier.name))
    match tier.discount:
        case Percent(basis_points=points):
            said.append(phrase("rule.discount_percent", tier=tier.name, percent=percent(points)))
        case AmountOff(amount_minor=minor):
            said.append(phrase("rule.discount_amount", tier=tier.name, value_minor=minor))
    if tier.points_factor_percent != 100:  # noqa: PLR2004 - once
        said.append(
            phrase("rule.points_factor", tier=tier.name, factor=percent(tier.points_factor_percent * 100 // 100))
        )
    if tier.welcome_points:
        said.append(phrase("rule.welcome", tier=tier.name, value=tier.welcome_points))
    if tier.gift:
        said.append(phrase("rule.gift", tier=tier.name, gift=tier.gift))
    return said


def percent(hundredths: int) -> str:
    """500 as 5, 250 as 2.5."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02d}".rstrip("0") if part else str(whole)


def _points(rule: AssociationRule) -> list[Phrase]:
    earning, worth, said = rule.earning, rule.points_worth, []
    if earning.purchase_points:
        said.append(
            phrase("rule.earning.purchase", value=earning.purchase_points, per_minor=earning.purchase_per_minor)
        )
    if earning.top_up_points:
        said.append(phrase("rule.earning.top_up", value=earning.top_up_points, per_minor=earning.top_up_per_minor))
    if earning.visit_points:
        said.append(phrase("rule.earning.visit", value=earning.visit_points))
    if worth is not None:
        said.append(phrase("rule.worth", value=worth.points, amount_minor=worth.amount_minor))
    if rule.points_expire_after_days is not None:
        said.append(phrase("rule.expire", value=rule.points_expire_after_days))
    return said


def in_words(condition: Condition) -> Phrase:
    """A condition; groups within a group in brackets."""
    if isinstance(condition, (AllOf, AnyOf)):
        joint = "condition.and" if isinstance(condition, AllOf) else "condition.or"
        parts = [_within(part, condition) for part in condition.of]
        return reduce(lambda left, right: phrase(joint, left, right), parts)
    least, most = bounds(condition)
    said = []
    if least is not None:
        said.append(_bound(condition, "least", least))
    if most is not None:
        said.append(_bound(condition, "most", most))
    return reduce(lambda left, right: phrase("condition.and", left, right), said)


def _within(part: Condition, group: Condition) -> Phrase:
    said = in_words(part)
    is_other_group = isinstance(part, (AllOf, AnyOf)) and type(part) is not type(group) and len(part.of) > 1
    return phrase("condition.group", said) if is_other_group else said


def _bound(condition: Count | Amount | Points | LastVisit | Reached, which: str, value: int) -> Phrase:
    if isinstance(condition, Reached):
        return phrase(f"condition.reached.{which}", value=value)
    if isinstance(condition, LastVisit):
        return phrase(f"condition.last.{which}", _types(condition.types, 1), value=value)
    name = {Count: "count", Amount: "amount", Points: "points"}[type(condition)]
    is_money = isinstance(condition, Amount)
    types = _types(condition.types, value if isinstance(condition, Count) else 2)
    figure = {"value_minor": value} if is_money else {"value": value}
    if condition.within_days is None:
        return phrase(f"condition.{name}.{which}.ever", types, **figure)
    return phrase(f"condition.{name}.{which}.within", types, phrase("days", value=condition.within_days), **figure)


def _types(types: list[Counted], value: int) -> Phrase:
    order = [kind.value for kind in Counted if kind in types]
    return phrase("types." + "+".join(order), value=value)
