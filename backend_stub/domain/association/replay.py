"""The same standing, reckoned from all records: when the past has changed (a refund, a late record, a new version, a word)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from operator import attrgetter
from typing import TypeVar

from backend_stub.contract import AssociationRule, InteractionType
from backend_stub.domain.association.compiled import Compiled, Day
from backend_stub.domain.association.machine import OUTSIDE, Judged, Transition
from backend_stub.domain.association.tally import Counts, points_of
from backend_stub.domain.records import Interaction, altered


@dataclass(frozen=True, slots=True)
class Version:
    """A rule, and the business day it began to be in force on."""

    compiled: Compiled
    started_on: Day


@dataclass(frozen=True, slots=True)
class Consent:
    """On a day the customer went out (left, declined) or came back in."""

    day: Day
    is_out: bool


@dataclass(frozen=True, slots=True)
class Replayed:
    """Where somebody stands, all transitions on the way, and the keys of the tiers that were ever reached on it."""

    judged: Judged
    turned: list[Transition]
    attained: frozenset[str]


D = TypeVar("D", Interaction, Consent)


def effective(records: Iterable[Interaction]) -> list[Interaction]:
    """Records with what was given back taken off: a purchase that came back whole was none (A8). Oldest day first."""
    kept = {record.id: record for record in records if record.type != InteractionType.REFUND}
    back: dict[str, int] = {}
    for record in records:
        if record.of_id is not None:
            back[record.of_id] = back.get(record.of_id, 0) + record.amount_minor
    left = []
    for record in kept.values():
        given_back = back.get(record.id, 0)
        if given_back < record.amount_minor or record.type == InteractionType.VISIT:
            left.append(altered(record, amount_minor=record.amount_minor - given_back) if given_back else record)
    return sorted(left, key=attrgetter("day", "id"))


def counts(record: Interaction, rule: AssociationRule) -> Counts:
    """A record as a rule sees it: money of another currency is none of the rule's."""
    amount_minor = record.amount_minor if record.currency == rule.currency else 0
    return Counts(record.day, record.type, amount_minor, points_of(rule.earning, record.type, amount_minor))


def replay(
    versions: Sequence[Version], records: Sequence[Interaction], consents: Sequence[Consent], today: Day
) -> Replayed:
    """Where somebody stands when every day before `today` is closed, and how they came to.

    `records` are effective ones, oldest day first; `versions` are in the order of their start, and not empty; one that has
    not begun by `today` is not to be among them. The tally includes what was recorded today.
    """
    judged: Judged | None = None
    made: list[Transition] = []
    attained: set[str] = set()
    for version, following in zip_longest(versions, versions[1:]):
        ends = today - 1 if following is None else following.started_on - 1
        judged = _begun(version, judged, records, consents)
        made += _run(judged, records, consents, ends, attained)
    if judged is None:
        raise ValueError("no rule was ever in force")
    for record in records:
        if record.day >= today:
            judged.add(counts(record, judged.compiled.rule))
    _attain(attained, judged, judged.rank_today(today))
    for word in consents:
        if word.day >= today:
            apply_consent(judged, word)
    _attain(attained, judged, judged.rank_today(today))
    return Replayed(judged, made, frozenset(attained))


def _attain(attained: set[str], judged: Judged, rank: int) -> None:
    attained.update(one.tier.key for one in judged.compiled.tiers[: rank + 1])


def _begun(
    version: Version, before: Judged | None, records: Sequence[Interaction], consents: Sequence[Consent]
) -> Judged:
    """Standing on the eve of a version: what was before it is tallied, tiers are carried over by their keys."""
    rule = version.compiled
    judged = Judged.stranger(rule, version.started_on - 1)
    for record in records:
        if record.day < version.started_on:
            judged.add(counts(record, rule.rule))
    judged.tally.forward(version.started_on)  # its first day is judged whole, whether or not anything is recorded then
    for word in consents:
        if word.day < version.started_on:
            judged.is_out = word.is_out
    if before is not None:
        carry_over(before, judged)
    return judged


def carry_over(before: Judged, judged: Judged) -> None:
    """A member stays one under a new version: in the tier of the same key, or in the first."""
    for rank, one in enumerate(judged.compiled.tiers):
        old = before.compiled.rank_of(one.tier.key)
        if old is not None:
            judged.reached[rank] = before.reached[old]
    if before.rank != OUTSIDE:
        judged.rank = judged.compiled.rank_of(before.compiled.tiers[before.rank].tier.key) or 0


def _run(
    judged: Judged, records: Sequence[Interaction], consents: Sequence[Consent], until: Day, attained: set[str]
) -> list[Transition]:
    """Go through the days with records and those with a word of the customer's, up to `until`; fills `attained`."""
    _attain(attained, judged, judged.rank)
    start = judged.until + 1
    by_day = _by_day([one for one in records if start <= one.day <= until])
    words = _by_day([one for one in consents if start <= one.day <= until])
    made: list[Transition] = []
    for day in sorted({*by_day, *words, start}):
        if day > until:
            break
        made += judged.close(day - 1)
        judged.tally.forward(day)
        for record in by_day.get(day, ()):
            judged.add(counts(record, judged.compiled.rule))
        if day in words:  # whoever reaches a tier and leaves on the same day has reached it
            _attain(attained, judged, judged.rank_today(day))
        for word in words.get(day, ()):
            apply_consent(judged, word)
            _attain(attained, judged, judged.rank)
        made += judged.close(day)
    made += judged.close(until)
    for turn in made:
        _attain(attained, judged, turn.after)
    return made


def _by_day(items: Sequence[D]) -> dict[Day, list[D]]:
    return {day: list(group) for day, group in groupby(items, key=attrgetter("day"))}


def apply_consent(judged: Judged, word: Consent) -> None:
    """The customer's word, on a day that is still open: out of it, or in by the first tier as if it were reached today."""
    if word.is_out:
        judged.is_out, judged.rank = True, OUTSIDE
    elif judged.is_out:
        judged.is_out = False
        judged.rank = max(judged.rank, 0)
        judged.reached[0] = max(judged.reached[0], word.day)
