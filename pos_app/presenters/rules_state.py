"""The Rules page: the rule that runs, the one being changed, and what the platform says of it."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Protocol

from backend_stub.contract import (
    AmountOff,
    AssociationRule,
    Change,
    Condition,
    Count,
    Earning,
    Percent,
    PointsWorth,
    Reached,
    RuleCheck,
    RuleFault,
    RuleStatus,
    RuleVersion,
    Tier,
)
from pos_app.presenters.rules_lines import Line, Lines, lines_of
from pos_app.presenters.rules_preview import ALL_HISTORY, NOTHING_TRIED, Period, WhatIf
from pos_app.presenters.sell_state import Say

Discount = Percent | AmountOff | None


class Part(enum.Enum):
    """The conditions of a tier: the way to it, what keeps it, what ends it."""

    WAY = "way"
    KEEP = "keep_if"
    END = "end_if"

    def field(self, tier: int) -> str:
        """The name of this part in the platform's faults."""
        if self is Part.WAY:
            return "first" if tier == 0 else f"tiers.{tier}.raise_if"
        return f"tiers.{tier}.{self.value}"


POINTS_FIELDS = ("earning", "points_worth", "points_expire_after_days")


def benefit_fields(tier: int) -> tuple[str, ...]:
    """The names of what a tier gives, in the platform's faults, and of the tier's own name."""
    names = ("discount", "points_factor_percent", "welcome_points", "gift", "key", "name", "second_name")
    return tuple(f"tiers.{tier}.{name}" for name in names)


def discount_field(tier: int) -> str:
    """The name of a tier's discount in the platform's faults."""
    return f"tiers.{tier}.discount"


def lies_in(field: str, part: str) -> bool:
    """Whether a fault's field is this part or something in it."""
    return field == part or field.startswith(f"{part}.")


class Face(enum.Enum):
    """What is looked at where there is no room for all: the rule, what it would have done, its words. Else the last two."""

    RULE = "rule"
    WHAT_IF = "what_if"
    WORDS = "in_words"


class Busy(enum.Enum):
    """What is being written."""

    KEEPING = "keeping"
    STARTING = "starting"
    DISCARDING = "discarding"


@dataclass(frozen=True, slots=True)
class RulesState:
    """The whole page. `rule` is what is shown and changed; `check` is about exactly that rule, or None while it is asked."""

    currency: str
    time_zone: str
    may_change: bool = False
    is_loading: bool = True
    trouble: Say | None = None
    running: RuleVersion | None = None
    draft: RuleVersion | None = None
    rule: AssociationRule | None = None
    tier: int = 0
    is_points_open: bool = False  # what holds for the whole rule stands in the tier's place: earning, worth, expiry
    today: dt.date = dt.date.min
    from_day: dt.date | None = None  # when it is to begin; None: at once
    check: RuleCheck | None = None
    busy: Busy | None = None
    what_if: WhatIf = NOTHING_TRIED
    period: Period = ALL_HISTORY  # which days are tried
    face: Face = Face.RULE

    @property
    def open_tier(self) -> Tier | None:
        """The tier whose conditions are shown."""
        return self.rule.tiers[self.tier] if self.rule is not None else None

    @property
    def is_changed(self) -> bool:
        """Whether the rule shown is another than the one that runs."""
        return self.rule is not None and (self.running is None or self.rule != self.running.rule)

    @property
    def is_kept(self) -> bool:
        """Whether the rule shown is the draft that the platform has."""
        return self.draft is not None and self.rule == self.draft.rule

    @property
    def is_scheduled(self) -> bool:
        """Whether the rule shown begins by itself on a day to come."""
        return self.is_kept and self.draft is not None and self.draft.status is RuleStatus.SCHEDULED

    @property
    def is_good(self) -> bool:
        """Whether the platform found nothing wrong with it."""
        return self.check is not None and not self.check.faults

    @property
    def can_start(self) -> bool:
        """Whether the rule shown may be put in force now."""
        is_new = self.is_changed and not self.is_scheduled
        return self.may_change and is_new and self.is_good and self.busy is None

    @property
    def can_keep(self) -> bool:
        """Whether the rule shown may be kept as a draft."""
        return self.can_start and not self.is_kept

    @property
    def can_discard(self) -> bool:
        """Whether there is anything to give up."""
        return self.may_change and self.busy is None and (self.is_changed or self.draft is not None)

    def condition(self, part: Part) -> Condition | None:
        """One of the conditions of the open tier."""
        tier = self.open_tier
        if self.rule is None or tier is None:
            return None
        if part is Part.WAY:
            return self.rule.first if self.tier == 0 else tier.raise_if
        return tier.keep_if if part is Part.KEEP else tier.end_if

    def lines(self, part: Part) -> Lines | None:
        """The same in lines; None: in a sentence only."""
        return lines_of(self.condition(part))

    def faults(self, field: str) -> tuple[RuleFault, ...]:
        """What is wrong with this part of the rule."""
        found = self.check.faults if self.check is not None else []
        return tuple(fault for fault in found if lies_in(fault.field, field))

    def is_tier_wrong(self, place: int) -> bool:
        """Whether anything of this tier is to be mended."""
        return bool(self.faults(f"tiers.{place}") or (place == 0 and self.faults("first")))

    @property
    def other_faults(self) -> tuple[RuleFault, ...]:
        """What is wrong beside the parts of tiers that can be changed here."""
        found = self.check.faults if self.check is not None else []
        count = len(self.rule.tiers) if self.rule is not None else 0
        mine = [part.field(place) for place in range(count) for part in Part]
        mine += [field for place in range(count) for field in benefit_fields(place)]
        mine += POINTS_FIELDS
        return tuple(fault for fault in found if not any(lies_in(fault.field, field) for field in mine))


def proposal(currency: str) -> AssociationRule:
    """What a shop without a rule begins with: a draft to be changed."""
    member = Tier(key="member", name="Member", second_name="会员", keep_if=Reached(at_most=90))
    return AssociationRule(currency=currency, first=Count(at_least=3, within_days=30), tiers=[member])


class RulesView(Protocol):
    """The page, a fake one in tests."""

    def render(self, state: RulesState) -> None:
        """Show this state, and nothing else."""


class RulesIntents(Protocol):
    """What a person can do on the page."""

    def open(self, tier: int) -> None:
        """Shows another tier."""

    def set_line(self, part: Part, place: int, line: Line) -> None:
        """Another kind, number or period in a line of the open tier."""

    def add_line(self, part: Part) -> None:
        """One more line."""

    def drop_line(self, part: Part, place: int) -> None:
        """One line fewer."""

    def set_discount(self, discount: Discount) -> None:
        """What the open tier gets off."""

    def open_points(self) -> None:
        """Shows what holds for the whole rule."""

    def rename(self, name: str, second_name: str) -> None:
        """The open tier's names, in both languages."""

    def add_tier(self) -> None:
        """One above the highest."""

    def drop_tier(self) -> None:
        """Takes the open tier away; a rule keeps one."""

    def move_tier(self, step: int) -> None:
        """The open tier one up (1) or down (-1); each place keeps its way up."""

    def set_factor(self, percent: int) -> None:
        """How many points the open tier earns, in percent of the rule's own."""

    def set_welcome(self, points: int, gift: str) -> None:
        """What is given once when the open tier is reached."""

    def set_points(self, earning: Earning, worth: PointsWorth | None, expire_after_days: int | None) -> None:
        """What earns points, what they pay, and when they go."""

    def start_on(self, day: dt.date | None) -> None:
        """From which day on; None: at once."""

    def propose(self) -> None:
        """Begins a shop's first rule."""

    def keep(self) -> None:
        """Keeps the rule as a draft."""

    def start(self) -> None:
        """Puts the rule in force at once."""

    def discard(self) -> None:
        """Goes back to the rule that runs."""

    def try_out(self) -> None:
        """Reckons what the rule shown would have done."""

    def try_over(self, period: Period) -> None:
        """Other days are to be looked at; what was reckoned of others is reckoned anew."""

    def stop_trying(self) -> None:
        """Stops that."""

    def look_at(self, change: Change) -> None:
        """Lists those who would join, rise, fall or leave."""

    def more_people(self) -> None:
        """The next ones of that list."""

    def open_person(self, customer_id: str) -> None:
        """The records behind one of them."""

    def close_person(self) -> None:
        """Back to the list."""

    def more_records(self) -> None:
        """What happened before."""

    def turn_to(self, face: Face) -> None:
        """Shows another side of the rule."""

    def again(self) -> None:
        """After trouble: ask once more."""
