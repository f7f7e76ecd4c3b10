"""What is wrong with a rule: each fault names the part, and a sentence (message id with arguments) says what to mend.

Besides bounds, two questions are asked of the conditions themselves: can a way up hold at all, and does it lead to a tier
that can be stayed in? A condition is looked at as alternatives (any) of demands that hold together (all); one demand *implies*
another when whatever meets it meets that as well, and two *exclude* each other when nothing meets both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
    Points,
    Reached,
    Tier,
)
from backend_stub.domain.association.demands import alternatives, bounds, exclude, implies
from backend_stub.money import EXPONENTS

DAYS_MAX = 730
PARTS_MAX = 40
DEPTH_MAX = 5
NUMBER_MAX = 10**12
FACTOR_MAX = 1_000
WHOLE = 10_000  # basis points
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where."""

    field: str
    message: str
    arguments: Mapping[str, str | int]


def check(rule: AssociationRule, currency: str) -> list[Fault]:
    """All that is wrong with a rule of a merchant that sells in `currency`; empty when it may be started."""
    faults = [*_money(rule, currency), *_tiers(rule), *_earning(rule)]
    for field, condition, tier, own in _conditions(rule):
        faults += _Parts(rule, field, tier.name, own_reach=own).faults(condition)
    return faults or [*_reachable(rule)]


def _conditions(rule: AssociationRule) -> Iterator[tuple[str, Condition, Tier, bool]]:
    yield "first", rule.first, rule.tiers[0], False
    for place, tier in enumerate(rule.tiers):
        for name, own in (("raise_if", False), ("keep_if", True), ("end_if", True)):
            condition = getattr(tier, name)
            if condition is not None:
                yield f"tiers.{place}.{name}", condition, tier, own


def _money(rule: AssociationRule, currency: str) -> Iterator[Fault]:
    if rule.currency not in EXPONENTS:
        yield Fault("currency", "fault.unknown_currency", {"currency": rule.currency})
    elif rule.currency != currency:
        yield Fault("currency", "fault.other_currency", {"currency": rule.currency, "own": currency})


def _tiers(rule: AssociationRule) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, tier in enumerate(rule.tiers):
        field, name = f"tiers.{place}", {"tier": tier.name}
        if not KEY.fullmatch(tier.key) or tier.key in seen:
            yield Fault(f"{field}.key", "fault.tier_key", {**name, "key": tier.key})
        seen.add(tier.key)
        if place == 0 and tier.raise_if is not None:
            yield Fault(f"{field}.raise_if", "fault.first_tier_has_raise", name)
        if place > 0 and tier.raise_if is None:
            yield Fault(f"{field}.raise_if", "fault.no_raise", name)
        match tier.discount:
            case Percent(basis_points=points) if not 1 <= points <= WHOLE:
                yield Fault(f"{field}.discount.basis_points", "fault.percent", name)
            case AmountOff(amount_minor=minor) if minor < 1:
                yield Fault(f"{field}.discount.amount_minor", "fault.amount_off", name)
        if not 0 <= tier.points_factor_percent <= FACTOR_MAX:
            yield Fault(f"{field}.points_factor_percent", "fault.factor", {**name, "most": FACTOR_MAX})
        if tier.welcome_points < 0:
            yield Fault(f"{field}.welcome_points", "fault.negative", {**name, "value": tier.welcome_points})


def _earning(rule: AssociationRule) -> Iterator[Fault]:
    earning, worth = rule.earning, rule.points_worth
    for name in ("purchase_points", "top_up_points", "visit_points"):
        if (value := getattr(earning, name)) < 0:
            yield Fault(f"earning.{name}", "fault.negative_earning", {"value": value})
    for name in ("purchase_per_minor", "top_up_per_minor"):
        if getattr(earning, name) < 1:
            yield Fault(f"earning.{name}", "fault.per_nothing", {})
    if worth is not None and (worth.points < 1 or worth.amount_minor < 1):
        yield Fault("points_worth", "fault.worth_nothing", {})
    lasts = rule.points_expire_after_days
    if lasts is not None and lasts < 1:
        yield Fault("points_expire_after_days", "fault.no_keeping", {"days": lasts})


class _Parts:
    """The faults of one condition, part by part."""

    def __init__(self, rule: AssociationRule, field: str, tier: str, *, own_reach: bool) -> None:
        self._rule = rule
        self._field = field
        self._tier = tier
        self._own_reach = own_reach
        self._count = 0

    def faults(self, condition: Condition) -> list[Fault]:
        found = list(self._of(condition, self._field, 1))
        if self._count > PARTS_MAX:
            found.append(Fault(self._field, "fault.too_many_parts", {"tier": self._tier, "most": PARTS_MAX}))
        return found

    def _of(self, condition: Condition, field: str, depth: int) -> Iterator[Fault]:
        self._count += 1
        tier = {"tier": self._tier}
        if isinstance(condition, (AllOf, AnyOf)):
            if not condition.of:
                yield Fault(f"{field}.of", "fault.nothing_in_it", tier)
            if depth >= DEPTH_MAX:
                yield Fault(field, "fault.too_deep", {**tier, "most": DEPTH_MAX})
                return
            for place, part in enumerate(condition.of):
                yield from self._of(part, f"{field}.of.{place}", depth + 1)
            return
        yield from self._bounds(condition, field)
        if isinstance(condition, Reached):
            if not self._own_reach:
                yield Fault(field, "fault.reached_by_itself", tier)
            return
        if not condition.types:
            yield Fault(f"{field}.types", "fault.no_types", tier)
        yield from self._period(condition, field)

    def _bounds(self, condition: Count | Amount | Points | LastVisit | Reached, field: str) -> Iterator[Fault]:
        least, most = bounds(condition)
        suffix = "_minor" if isinstance(condition, Amount) else ""
        tier = {"tier": self._tier}
        if least is None and most is None:
            yield Fault(field, "fault.no_bound", tier)
        for name, value in ((f"at_least{suffix}", least), (f"at_most{suffix}", most)):
            if value is not None and value < 0:
                yield Fault(f"{field}.{name}", "fault.negative", {**tier, "value": value})
        if least == 0 and most is None:
            yield Fault(f"{field}.at_least{suffix}", "fault.always", tier)
        if least is not None and most is not None and least > most:
            yield Fault(field, "fault.contradiction", {**tier, "least": least, "most": most})

    def _period(self, condition: Count | Amount | Points | LastVisit, field: str) -> Iterator[Fault]:
        tier = {"tier": self._tier}
        if isinstance(condition, LastVisit):
            return
        if isinstance(condition, Amount) and condition.currency != self._rule.currency:
            known = condition.currency in EXPONENTS
            message = "fault.other_currency" if known else "fault.unknown_currency"
            yield Fault(f"{field}.currency", message, {"currency": condition.currency, "own": self._rule.currency})
        days = condition.within_days
        if days is not None and days < 1:
            yield Fault(f"{field}.within_days", "fault.no_period", {**tier, "days": days})
        elif days is not None and days > DAYS_MAX:
            yield Fault(f"{field}.within_days", "fault.long_period", {**tier, "days": days, "most": DAYS_MAX})
        if isinstance(condition, Points) and (condition.at_least or 0) > 0 and not self._earns(condition.types):
            yield Fault(field, "fault.no_points_earned", tier)

    def _earns(self, types: list[Counted]) -> bool:
        earning = self._rule.earning
        points = {
            Counted.PURCHASE: earning.purchase_points,
            Counted.TOP_UP: earning.top_up_points,
            Counted.VISIT: earning.visit_points,
        }
        return any(points[kind] > 0 for kind in types)


def _reachable(rule: AssociationRule) -> Iterator[Fault]:
    """Ways up that nothing can go, that end at once, or that leave a tier to nobody; ends that never come."""
    ups = [rule.first, *(tier.raise_if or rule.first for tier in rule.tiers[1:])]
    ways = []
    for place, (tier, up) in enumerate(zip(rule.tiers, ups, strict=True)):
        yield from _end(tier, f"tiers.{place}.end_if")
        field = "first" if place == 0 else f"tiers.{place}.raise_if"
        ways.append([way for way in alternatives(up) if not exclude(way)])
        if not ways[place]:
            yield Fault(field, "fault.contradictory", {"tier": tier.name})
            continue
        ending = next((low for low in rule.tiers[: place + 1] if _ends_all(low, ways[place])), None)
        if ending is not None:
            yield Fault(field, "fault.ends_at_once", {"tier": tier.name, "ending": ending.name})
        if tier.keep_if is not None and _never_kept(tier.keep_if, ways[place]):
            yield Fault(f"tiers.{place}.keep_if", "fault.never_kept", {"tier": tier.name})
        if place and ways[place - 1] and _goes_further(ways[place - 1], ways[place]):
            below = rule.tiers[place - 1].name
            yield Fault(field, "fault.passed_over", {"tier": tier.name, "below": below})


def _end(tier: Tier, field: str) -> Iterator[Fault]:
    """An end that can't come, or that comes to everybody who keeps the tier."""
    if tier.end_if is None:
        return
    ends = [way for way in alternatives(tier.end_if) if not exclude(way)]
    if not ends:
        yield Fault(field, "fault.never_ends", {"tier": tier.name})
    elif tier.keep_if is not None and _goes_further(alternatives(tier.keep_if), ends):
        yield Fault(field, "fault.ends_who_keeps", {"tier": tier.name})


def _ends_all(tier: Tier, ways: list[tuple[Condition, ...]]) -> bool:
    return tier.end_if is not None and _goes_further(ways, alternatives(tier.end_if))


def _goes_further(ways: list[tuple[Condition, ...]], others: list[tuple[Condition, ...]]) -> bool:
    """Whether each of these ways meets one of the others as well."""
    return all(
        any(all(any(implies(have, wanted) for have in way) for wanted in other) for other in others) for way in ways
    )


def _never_kept(keep: Condition, ways: list[tuple[Condition, ...]]) -> bool:
    keeps = alternatives(keep)
    return all(exclude((*way, *kept)) for way in ways for kept in keeps)
