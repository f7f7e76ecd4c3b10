"""Versions of a rule: kept as a draft, started at once or on a day, replaced, discarded. What was in force stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend_stub.contract import ProblemCode, RuleStatus
from backend_stub.domain.association.compiled import Day
from backend_stub.domain.association.days import day_by
from backend_stub.domain.association.force import as_of, is_due, taken_over
from backend_stub.domain.records import Rule, altered
from backend_stub.domain.state import Decision, Moment, State, broken


@dataclass(frozen=True, slots=True)
class Keep:
    """A rule that `check` found good becomes a draft."""

    rule_id: str
    merchant_id: str
    rule: str
    time_zone: str
    day_cut_minutes: int
    request_hash: str


@dataclass(frozen=True, slots=True)
class Start:
    """A draft is to be in force from a business day on; None is today."""

    rule_id: str
    merchant_id: str
    valid_from: Day | None


@dataclass(frozen=True, slots=True)
class Discard:
    """A draft or a scheduled version is given up."""

    rule_id: str
    merchant_id: str


def keep(state: State, command: Keep, moment: Moment) -> Decision:
    """The merchant's next version."""
    known = state.get(Rule, command.rule_id)
    if known is not None:
        if known.request_hash != command.request_hash or known.merchant_id != command.merchant_id:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    versions = [one.version for one in state.where(Rule, "merchant_id", command.merchant_id)]
    row = Rule(
        id=command.rule_id,
        merchant_id=command.merchant_id,
        version=max(versions, default=0) + 1,
        status=RuleStatus.DRAFT.value,
        rule=command.rule,
        time_zone=command.time_zone,
        day_cut_minutes=command.day_cut_minutes,
        created_at=moment.now,
        valid_from=None,
        started_on=None,
        request_hash=command.request_hash,
    )
    return Decision(row, new=(row,))


def start(state: State, command: Start, moment: Moment) -> Decision:
    """In force, with the version before it replaced; or scheduled, with any other schedule taken off."""
    kept = state.where(Rule, "merchant_id", command.merchant_id)
    rules = as_of(kept, moment.now)
    row = next((one for one in rules if one.id == command.rule_id), None)
    if row is None:
        return broken(ProblemCode.NOT_FOUND, "no such rule of yours")
    if row.status == RuleStatus.IN_FORCE:
        return _written(kept, rules, row)
    if row.status not in {RuleStatus.DRAFT, RuleStatus.SCHEDULED}:
        return broken(ProblemCode.CONFLICT, "only a draft can be started: keep the rule as a new draft")
    today = day_by(row, moment.now)
    valid_from = command.valid_from if command.valid_from is not None else today
    after = _waiting(rules, row, valid_from) if valid_from > today else taken_over(rules, row, valid_from, today)
    return _written(kept, after, row)


def _waiting(rules: Sequence[Rule], row: Rule, valid_from: Day) -> list[Rule]:
    """One version waits at a time: another one that did is a draft again."""
    waits = altered(row, status=RuleStatus.SCHEDULED.value, valid_from=valid_from)
    back = {one.id: _with(one, RuleStatus.DRAFT) for one in rules if one.status == RuleStatus.SCHEDULED}
    return [waits if one.id == row.id else back.get(one.id, one) for one in rules]


def _written(kept: Sequence[Rule], after: Sequence[Rule], row: Rule) -> Decision:
    changed = tuple(new for old, new in zip(kept, after, strict=True) if new is not old)
    return Decision(next(one for one in after if one.id == row.id), changed=changed)


def discard(state: State, command: Discard, moment: Moment) -> Decision:
    """What was in force can't be discarded: it explains memberships."""
    row = state.get(Rule, command.rule_id)
    if row is None or row.merchant_id != command.merchant_id:
        return broken(ProblemCode.NOT_FOUND, "no such rule of yours")
    if row.status == RuleStatus.DISCARDED:
        return Decision(row)
    if row.status not in {RuleStatus.DRAFT, RuleStatus.SCHEDULED} or is_due(row, moment.now):
        return broken(ProblemCode.CONFLICT, "this version is or was in force; start another one instead")
    gone = _with(row, RuleStatus.DISCARDED)
    return Decision(gone, changed=(gone,))


def _with(row: Rule, status: RuleStatus) -> Rule:
    return altered(row, status=status.value)
