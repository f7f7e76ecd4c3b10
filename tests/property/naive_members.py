"""Who is a member, reckoned the slow way: every day from the first, every record looked at again for every question.

Written apart from the platform's judging and sharing nothing with it but the rule as data. A day is a number; `today` is still
open, so of it only that counts which nothing can undo any more.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub import contract


@dataclass(frozen=True)
class Seen:
    """A record: a purchase, a visit, a top-up; or, with `of`, money given back of one."""

    id: str
    day: int
    type: str
    amount: int = 0
    of: str | None = None


@dataclass(frozen=True)
class Word:
    """The customer went out, or came back in."""

    day: int
    out: bool


def left_of(records: list[Seen]) -> list[Seen]:
    """What judging may look at: purchases that came back whole never were, others count with what is left of them."""
    left = []
    for record in records:
        if record.type == "refund":
            continue
        back = sum(other.amount for other in records if other.of == record.id)
        if record.type != "visit" and back >= record.amount:
            continue
        left.append(Seen(record.id, record.day, record.type, record.amount - back))
    return left


def earned(record: Seen, earning: contract.Earning) -> int:
    if record.type == "visit":
        return earning.visit_points
    if record.type == "top_up":
        return (record.amount // earning.top_up_per_minor) * earning.top_up_points
    return (record.amount // earning.purchase_per_minor) * earning.purchase_points


def bounds(condition: contract.Condition) -> tuple[int | None, int | None]:
    if isinstance(condition, contract.Amount):
        return condition.at_least_minor, condition.at_most_minor
    return condition.at_least, condition.at_most  # type: ignore[union-attr]


class Days:
    """Goes through the days of one customer under the versions of a rule: (first day, rule), in order."""

    def __init__(
        self, versions: list[tuple[int, contract.AssociationRule]], records: list[Seen], words: list[Word], today: int
    ) -> None:
        self.records, self.words, self.today = left_of(records), words, today
        self.tier: str | None = None
        self.is_out = False
        self.reached: dict[str, int] = {}
        self.rule: contract.AssociationRule | None = None
        self.day = 0
        first = versions[0][0]
        for word in words:
            if word.day < first:
                self.is_out = word.out
        for day in range(first, today + 1):
            self.day = day
            for starts, rule in versions:
                if starts == day:
                    self.take_up(rule)
            self.live()

    def take_up(self, rule: contract.AssociationRule) -> None:
        keys = [tier.key for tier in rule.tiers]
        self.rule = rule
        self.reached = {key: day for key, day in self.reached.items() if key in keys}
        if self.tier is not None and self.tier not in keys:
            self.tier = keys[0]

    def live(self) -> None:  # noqa: C901, PLR0912 - as it is told, not as it is best done
        assert self.rule is not None
        tiers = self.rule.tiers
        for word in self.words:
            if word.day == self.day:
                if word.out:
                    self.is_out, self.tier = True, None
                elif self.is_out:
                    self.is_out = False
                    self.tier = self.tier or tiers[0].key
                    self.reached[tiers[0].key] = self.day
        for number, tier in enumerate(tiers):
            up = self.rule.first if number == 0 else tier.raise_if
            assert up is not None
            if self.holds(up, tier.key):
                self.reached[tier.key] = self.day
        if self.is_out:
            return
        keys = [tier.key for tier in tiers]
        is_over = self.day < self.today
        if self.tier is not None and self.ends(tiers[keys.index(self.tier)]):
            self.tier = None
            if not is_over:
                return
        before = self.tier
        can = [tier.key for tier in tiers if self.attains(tier)]
        if self.tier is None and keys[0] in can:
            self.tier = keys[0]
        if self.tier is not None:
            for key in keys[keys.index(self.tier) + 1 :]:
                if key in can:
                    self.tier = key
        if self.tier is None or self.tier != before or not is_over:
            return
        while self.tier is not None and not self.keeps(tiers[keys.index(self.tier)]):
            self.tier = self.next_below(self.tier)

    def next_below(self, key: str) -> str | None:
        assert self.rule is not None
        lower = list(self.rule.tiers)
        place = [tier.key for tier in lower].index(key)
        for tier in reversed(lower[:place]):
            if self.keeps(tier) and not self.ends(tier):
                return tier.key
        return None

    def attains(self, tier: contract.Tier) -> bool:
        return self.reached.get(tier.key) == self.day and self.keeps(tier) and not self.ends(tier)

    def keeps(self, tier: contract.Tier) -> bool:
        return tier.keep_if is None or self.holds(tier.keep_if, tier.key)

    def ends(self, tier: contract.Tier) -> bool:
        return tier.end_if is not None and self.holds(tier.end_if, tier.key)

    def holds(self, condition: contract.Condition, key: str) -> bool:
        if isinstance(condition, contract.AllOf):
            return all(self.holds(part, key) for part in condition.of)
        if isinstance(condition, contract.AnyOf):
            return any(self.holds(part, key) for part in condition.of)
        least, most = bounds(condition)
        if isinstance(condition, contract.Reached | contract.LastVisit):
            since = self.reached.get(key) if isinstance(condition, contract.Reached) else self.last(condition.types)
            if since is None:
                return False
            gone = self.day - since
            return (least is None or (gone >= least and self.day < self.today)) and (most is None or gone <= most)
        value = self.value(condition)
        return (least is None or value >= least) and (most is None or (value <= most and self.day < self.today))

    def last(self, types: list[contract.Counted]) -> int | None:
        return max((one.day for one in self.records if one.type in types and one.day <= self.day), default=None)

    def value(self, condition: contract.Count | contract.Amount | contract.Points) -> int:
        assert self.rule is not None
        days = condition.within_days
        counted = [
            one
            for one in self.records
            if one.type in condition.types and one.day <= self.day and (days is None or one.day > self.day - days)
        ]
        if isinstance(condition, contract.Count):
            return len(counted)
        if isinstance(condition, contract.Amount):
            return sum(one.amount for one in counted)
        return sum(earned(one, self.rule.earning) for one in counted)
