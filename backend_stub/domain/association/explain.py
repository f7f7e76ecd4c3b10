"""Why somebody stands where they stand (A10): the records, the version of the rule, and what would be otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend_stub.contract import CountedRecord, Explanation, Fall, Measured, NextStep, Phrase, Standing
from backend_stub.domain.association.compiled import (
    CompiledTier,
    Day,
    Every,
    LastTest,
    Measure,
    Some,
    SumTest,
    Test,
    leaves,
)
from backend_stub.domain.association.machine import OUTSIDE, Judged
from backend_stub.domain.association.replay import Consent, Version, replay
from backend_stub.domain.association.sentences import in_words, phrase
from backend_stub.domain.association.settling import benefit_of
from backend_stub.domain.association.tally import points_of
from backend_stub.domain.calendar import date_of
from backend_stub.domain.records import Interaction, aware

RECORDS_MAX = 200
AHEAD_DAYS = 3_000


@dataclass(frozen=True, slots=True)
class Case:
    """All that explains a pair: effective records oldest first, versions by start, the customer's words, today's day."""

    versions: Sequence[Version]
    version_number: int
    records: Sequence[Interaction]
    consents: Sequence[Consent]
    today: Day
    standing: Standing

    def judged(self, records: Sequence[Interaction] | None = None, today: Day | None = None) -> Judged:
        """Where it stands with these records on that day."""
        found = self.records if records is None else records
        return replay(self.versions, found, self.consents, self.today if today is None else today).judged


def explain(case: Case) -> Explanation:
    """The explanation, whole."""
    judged = case.judged()
    rank = judged.rank_today(case.today)
    tiers = judged.compiled.tiers
    asked = tiers[max(rank, 0)]
    day = _reached_on(judged, max(rank, 0), case.today) if rank != OUTSIDE else None
    seen = case.today if day is None else day
    then = judged if seen == case.today else case.judged([one for one in case.records if one.day <= seen], seen)
    counted = _counted(case, asked, seen)
    return Explanation(
        standing=case.standing,
        tier_name=None if rank == OUTSIDE else tiers[rank].tier.name,
        rule_version=case.version_number,
        as_of=date_of(case.today),
        reached_on=None if day is None else date_of(day),
        measures=[_measured(then, leaf, seen) for leaf in leaves(asked.up) if isinstance(leaf, (SumTest, LastTest))],
        records=[_record(judged, one) for one in reversed(counted[-RECORDS_MAX:])],
        records_count=len(counted),
        records_minor=sum(one.amount_minor for one in counted),
        without_last=_without_last(case, judged, rank),
        next_step=_next_step(judged, rank, case),
        fall=_fall(judged, rank, case.today),
    )


def _reached_on(judged: Judged, rank: int, today: Day) -> Day | None:
    """The last day on which the way up held; None when it never did (the customer came back by their own word)."""
    if judged.holds_for_certain(judged.compiled.tiers[rank].up, today):
        return today
    return None if judged.reached[rank] < 0 else judged.reached[rank]


def _counted(case: Case, tier: CompiledTier, until: Day) -> list[Interaction]:
    """The records that the tier's way up looked at on that day."""
    tests = [leaf for leaf in leaves(tier.up) if isinstance(leaf, SumTest)]
    return [
        one
        for one in case.records
        if one.day <= until
        and any(one.type in test.leaf.types and (test.days is None or one.day > until - test.days) for test in tests)
    ]


def _record(judged: Judged, one: Interaction) -> CountedRecord:
    return CountedRecord(
        record_id=one.id,
        type=one.type,
        day=date_of(one.day),
        at=aware(one.at),
        amount_minor=one.amount_minor,
        currency=one.currency,
        points=points_of(judged.compiled.rule.earning, one.type, one.amount_minor),
    )


def _measured(judged: Judged, leaf: SumTest | LastTest, day: Day) -> Measured:
    wanted = leaf.least if leaf.least is not None else leaf.most or 0
    if isinstance(leaf, SumTest):
        value = judged.tally.value(leaf, day)
    else:
        since = judged.tally.lasts[leaf.last]
        value = day - since if since >= 0 else -1
    return Measured(phrase=in_words(leaf.leaf), value=value, wanted=wanted, holds=judged.holds_for_certain(leaf, day))


def _without_last(case: Case, judged: Judged, rank: int) -> Phrase | None:
    """What it would be without the latest record; None without records."""
    if not case.records:
        return None
    before = case.judged(case.records[:-1])
    other = before.rank_today(case.today)
    tiers = judged.compiled.tiers
    if other == rank:
        return (
            phrase("without_last.still_none")
            if rank == OUTSIDE
            else phrase("without_last.same", tier=tiers[rank].tier.name)
        )
    leaf = max(
        (leaf for leaf in leaves(tiers[max(rank, 0)].up) if isinstance(leaf, SumTest) and leaf.least),
        key=lambda leaf: before.tally.value(leaf, case.today) / (leaf.least or 1),
        default=None,
    )
    have = before.tally.value(leaf, case.today) if leaf else 0
    wanted = (leaf.least or 0) if leaf else 0
    is_money = leaf is not None and judged.compiled.series[leaf.series].measure is Measure.AMOUNT
    figures = {"have_minor": have, "wanted_minor": wanted} if is_money else {"have": have, "wanted": wanted}
    kind = "money" if is_money else "count"
    if other == OUTSIDE:
        return phrase(f"without_last.none.{kind}", **figures)
    return phrase(f"without_last.tier.{kind}", **figures, tier=tiers[other].tier.name)


def _next_step(judged: Judged, rank: int, case: Case) -> NextStep | None:
    """The nearest part of the nearest way up."""
    tiers = judged.compiled.tiers
    if rank + 1 >= len(tiers) or judged.is_out:
        return None
    goal = tiers[rank + 1]
    lacking = _lacking(judged, goal.up, case.today)
    if lacking is None:
        return None
    have, wanted = judged.tally.value(lacking, case.today), lacking.least or 0
    inside = [
        one
        for one in case.records
        if one.type in lacking.leaf.types and (lacking.days is None or one.day > case.today - lacking.days)
    ]
    by_day = pace = None
    if inside and lacking.days is not None:
        first = inside[0].day
        last = first + lacking.days - 1
        by_day = date_of(last)
        pace = round(have / (case.today - first + 1) * (last - case.today))
    return NextStep(
        tier_name=goal.tier.name,
        benefit=benefit_of(goal.tier),
        measure=judged.compiled.series[lacking.series].measure.name.lower(),
        have=have,
        wanted=wanted,
        missing=wanted - have,
        by_day=by_day,
        pace=pace,
    )


def _lacking(judged: Judged, test: Test, today: Day) -> SumTest | None:
    """Of the parts that don't hold: of an any-of the nearest, of an all-of the farthest; None when more than sums is asked."""
    if judged.holds_for_certain(test, today):
        return None
    if isinstance(test, (Every, Some)):
        parts = [_lacking(judged, part, today) for part in test.parts if not judged.holds_for_certain(part, today)]
        sums = [part for part in parts if part is not None]
        if not sums:
            return None
        nearest = max if isinstance(test, Some) else min
        return nearest(sums, key=lambda leaf: judged.tally.value(leaf, today) / (leaf.least or 1))
    return test if isinstance(test, SumTest) and test.least is not None else None


def _fall(judged: Judged, rank: int, today: Day) -> Fall | None:
    """The first day on which it would be less, if nothing more came."""
    if rank == OUTSIDE:
        return None
    ahead = judged.copy()
    turns = [turn for turn in ahead.close(today + AHEAD_DAYS) if turn.after < rank]
    if not turns:
        return None
    after = turns[0].after
    return Fall(
        day=date_of(turns[0].day + 1),
        tier_name=None if after == OUTSIDE else judged.compiled.tiers[after].tier.name,
    )
