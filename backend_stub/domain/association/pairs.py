"""A customer and a merchant, opened for an act (A4): every day before today is closed, so that benefits are today's.

What the act makes of them is settled by `settling`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backend_stub.contract import RuleStatus, Standing, Tier, TimelineKind
from backend_stub.domain.association.compiled import Compiled, Day, compiled
from backend_stub.domain.association.days import day_by
from backend_stub.domain.association.force import rule_in_force, rules_of
from backend_stub.domain.association.machine import OUTSIDE, Judged, Transition, unpacked
from backend_stub.domain.association.replay import Consent, Version, effective, replay
from backend_stub.domain.records import Association, AssociationEvent, Interaction, Rule
from backend_stub.domain.state import Moment, State

OUT = frozenset((Standing.LEFT.value, Standing.DECLINED.value))


def pair_id(merchant_id: str, customer_id: str) -> str:
    """The association's id: both ids, so that whoever has them has it."""
    return f"{merchant_id}/{customer_id}"


@dataclass(slots=True)
class Opened:
    """A pair on a business day, every day before it closed. `was` is how it is stored; one act's own, to be settled once."""

    rule: Rule
    compiled: Compiled
    day: Day
    was: Association
    is_new: bool
    judged: Judged
    stored_rank: int
    rank: int  # before the act
    turned: tuple[Transition, ...] = ()  # what came to pass by itself, since it was stored
    is_late: bool = (
        False  # the day is closed (a clock was put back), or more is needed than was loaded: reckoned afterwards
    )

    attained: frozenset[str] = frozenset()  # keys of tiers that all records ever reach, where they were looked at

    @property
    def stood(self) -> int:
        """The rank that is written down with what came to pass since; the act's own change begins from it.

        It is below `rank` where a version that began today reaches somebody by what they did before.
        """
        return self.turned[-1].after if self.turned else self.stored_rank

    @property
    def expired(self) -> int:
        """Points that nobody used for longer than the rule keeps them; they go with the next act, or by the day's own."""
        lasts = self.compiled.rule.points_expire_after_days
        if lasts is None or self.was.points <= 0 or self.day <= day_by(self.rule, self.was.last_at) + lasts:
            return 0
        return self.was.points

    @property
    def points(self) -> int:
        """What can be spent."""
        return max(0, self.was.points - self.expired)

    @property
    def tier(self) -> Tier | None:
        """The tier whose benefits hold for the act."""
        return None if self.rank == OUTSIDE else self.compiled.tiers[self.rank].tier


def is_to_be_replayed(state: State, merchant_id: str, customer_id: str) -> bool:
    """Whether judging has to begin from all records: nothing is stored, or what is stored is of another version, or stale."""
    rule = rule_in_force(state, merchant_id)
    if rule is None:
        return False
    row = state.get(Association, pair_id(merchant_id, customer_id))
    return row is None or bool(row.is_stale) or row.rule_version != rule.version


def opened(state: State, merchant_id: str, customer_id: str, moment: Moment) -> Opened | None:
    """The pair as of now; None where no rule is in force."""
    rule = rule_in_force(state, merchant_id)
    if rule is None:
        return None
    row = state.get(Association, pair_id(merchant_id, customer_id))
    day = day_by(rule, moment.now)
    is_replayed = is_to_be_replayed(state, merchant_id, customer_id)
    if row is None or (is_replayed and row.id in state.loaded_whole):
        return reckoned(state, rule, row or stranger(merchant_id, customer_id, moment), day, (), is_new=row is None)
    if is_replayed:  # since the loading: a version began, or a late record came, in this very batch
        rule = next((one for one in rules_of(state, merchant_id) if one.version == row.rule_version), rule)
    rules = compiled(rule.rule)
    judged = unpacked(rules, row.judged, is_out=row.standing in OUT)
    if day <= judged.until or is_replayed:
        stored = _stored_rank(rules, row)
        return Opened(rule, rules, day, row, is_new=False, judged=judged, stored_rank=stored, rank=stored, is_late=True)
    return _on(rule, row, judged, day, tuple(judged.close(day - 1)), is_new=False)


def reckoned(
    state: State, rule: Rule, row: Association, day: Day, also: tuple[Interaction, ...], *, is_new: bool
) -> Opened:
    """The pair reckoned from all its records, `also` with those that this decision is about to add."""
    known = [
        one for one in state.where(Interaction, "customer_id", row.customer_id) if one.merchant_id == row.merchant_id
    ]
    records = effective([*known, *also])
    today = max([day, rule.started_on or day, *(one.day for one in records)])
    versions = [
        Version(compiled(one.rule), one.started_on)
        for one in sorted(rules_of(state, row.merchant_id), key=lambda one: one.version)
        if one.started_on is not None and one.status in {RuleStatus.IN_FORCE, RuleStatus.REPLACED}
    ]
    found = replay(in_order(versions, today), records, consents(state, row.id), today)
    judged = found.judged
    stored = _stored_rank(judged.compiled, row)
    turned = () if judged.rank == stored else (Transition(today - 1, stored, judged.rank),)
    pair = _on(rule, row, judged, today, turned, is_new=is_new)
    pair.is_late = day < today
    pair.attained = found.attained
    return pair


def _on(
    rule: Rule, row: Association, judged: Judged, day: Day, turned: tuple[Transition, ...], *, is_new: bool
) -> Opened:
    return Opened(
        rule=rule,
        compiled=judged.compiled,
        day=day,
        was=row,
        is_new=is_new,
        judged=judged,
        stored_rank=_stored_rank(judged.compiled, row),
        rank=judged.rank_today(day),
        turned=turned,
    )


def in_order(versions: list[Version], today: Day) -> list[Version]:
    """Those that have begun, by their start: no two began on one day."""
    began = sorted((one for one in versions if one.started_on <= today), key=lambda one: one.started_on)
    return began or [Version(versions[-1].compiled, today)]


def consents(state: State, association_id: str) -> list[Consent]:
    """What the customer said, in order."""
    return said(state.where(AssociationEvent, "association_id", association_id))


def said(events: Iterable[AssociationEvent]) -> list[Consent]:
    """The words among what became of an association."""
    out = {TimelineKind.LEFT.value: True, TimelineKind.DECLINED.value: True, TimelineKind.REJOINED.value: False}
    found = sorted((one for one in events if one.kind in out), key=lambda one: (one.day, one.at, one.id))
    return [Consent(one.day, out[one.kind]) for one in found]


def stranger(merchant_id: str, customer_id: str, moment: Moment) -> Association:
    """A row for somebody who was not seen here yet."""
    return Association(
        id=pair_id(merchant_id, customer_id),
        merchant_id=merchant_id,
        customer_id=customer_id,
        standing=Standing.STRANGER.value,
        tier_key=None,
        rule_version=0,
        judged=b"",
        is_stale=0,
        due_day=None,
        joined_at=None,
        tier_since=None,
        last_at=moment.now,
        points=0,
        welcomed="",
        is_muted=0,
        messaged_at=None,
    )


def _stored_rank(rules: Compiled, row: Association) -> int:
    if row.standing != Standing.MEMBER:
        return OUTSIDE
    return rules.rank_of(row.tier_key) or 0
