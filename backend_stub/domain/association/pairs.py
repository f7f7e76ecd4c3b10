"""A customer and a merchant, opened for an act (A4): every day before today is closed, so that benefits are today's.

What the act makes of them is settled by `settling`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backend_stub.contract import RuleStatus, Standing, Tier, TimelineKind
from backend_stub.domain.association.compiled import NEVER, Compiled, Day, compiled
from backend_stub.domain.association.days import day_by
from backend_stub.domain.association.force import rule_in_force, rules_of
from backend_stub.domain.association.machine import OUTSIDE, Judged, Transition, unpacked
from backend_stub.domain.association.replay import Consent, Version, counts, effective, replay
from backend_stub.domain.records import Association, AssociationEvent, Interaction, Rule, altered
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
        return _put_off(state, row, day)
    rules = compiled(rule.rule)
    judged = unpacked(rules, row.judged, is_out=row.standing in OUT)
    if day <= judged.until:
        return _put_off(state, row, day)
    return _on(rule, row, judged, day, tuple(judged.close(day - 1)), is_new=False)


def is_undone_alone(state: State, merchant_id: str, customer_id: str, sale: Interaction | None, day: Day) -> bool:
    """Whether a purchase can be taken back from the tally alone (A8): it is of the day that is still open.

    Then no day before it can have gone otherwise. Not where a rule asks for the last record, since another one would be it.
    """
    rule = rule_in_force(state, merchant_id)
    row = state.get(Association, pair_id(merchant_id, customer_id))
    if sale is None or row is None or rule is None or row.standing in OUT or sale.day != day:
        return False
    is_fresh = not row.is_stale and row.rule_version == rule.version
    return is_fresh and not any(sale.type in types for types in compiled(rule.rule).lasts)


def undone(state: State, rule: Rule, row: Association, sale: Interaction, minors: tuple[int, int], day: Day) -> Opened:
    """The pair with less of a purchase of today: the sums given back of it before and now. Else it waits to be reckoned anew."""
    rules = compiled(rule.rule)
    if not is_undone_alone(state, row.merchant_id, row.customer_id, sale, day):
        return _put_off(state, row, day)
    judged = unpacked(rules, row.judged, is_out=False)
    if day <= judged.until or judged.tally.day != day:
        return _put_off(state, row, day)
    judged.close(day - 1)
    before, after = (_left_of(sale, minor) for minor in minors)
    if before is not None:
        judged.tally.lessen(counts(before, rules.rule), counts(after, rules.rule) if after is not None else None)
    pair = _on(rule, row, judged, day, (), is_new=False)
    pair.attained = frozenset(key for key, given_on in welcomed_on(row) if given_on < day)
    return pair


def _left_of(sale: Interaction, given_back_minor: int) -> Interaction | None:
    left = sale.amount_minor - given_back_minor
    return altered(sale, amount_minor=left) if left > 0 else None


def _put_off(state: State, row: Association, day: Day) -> Opened:
    """As it is stored, to be reckoned from all records soon: the version is that by which it was judged."""
    versions = rules_of(state, row.merchant_id)
    rule = next((one for one in versions if one.version == row.rule_version), None)
    if rule is None:
        raise LookupError(f"version {row.rule_version} of {row.merchant_id}'s rule was not loaded")
    rules = compiled(rule.rule)
    judged, stored = unpacked(rules, row.judged, is_out=row.standing in OUT), _stored_rank(rules, row)
    return Opened(rule, rules, day, row, is_new=False, judged=judged, stored_rank=stored, rank=stored, is_late=True)


def welcomed_on(row: Association) -> list[tuple[str, Day]]:
    """The tiers whose welcome was given, and the days; long ago where it was not written down."""
    parts = [part.partition("=") for part in row.welcomed.split()]
    return [(key, int(given.partition("@")[2] or NEVER)) for key, _, given in parts]


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
