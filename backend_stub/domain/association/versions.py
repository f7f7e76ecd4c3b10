"""Versions of a rule: kept as a draft, started at once or on a day, replaced, discarded. What was in force stays as it was."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import ProblemCode, RuleStatus
from backend_stub.domain.association.compiled import Day
from backend_stub.domain.association.days import day_by
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
    row = state.get(Rule, command.rule_id)
    if row is None or row.merchant_id != command.merchant_id:
        return broken(ProblemCode.NOT_FOUND, "no such rule of yours")
    if row.status == RuleStatus.IN_FORCE:
        return Decision(row)
    if row.status not in {RuleStatus.DRAFT, RuleStatus.SCHEDULED}:
        return broken(ProblemCode.CONFLICT, "only a draft can be started: keep the rule as a new draft")
    today = day_by(row, moment.now)
    valid_from = command.valid_from if command.valid_from is not None else today
    others = [one for one in state.where(Rule, "merchant_id", row.merchant_id) if one.id != row.id]
    if valid_from > today:
        waiting = altered(row, status=RuleStatus.SCHEDULED.value, valid_from=valid_from)
        back = [_with(one, RuleStatus.DRAFT) for one in others if one.status == RuleStatus.SCHEDULED]
        return Decision(waiting, changed=(*back, waiting))
    began = _began(row, others, valid_from, today)
    begun = altered(row, status=RuleStatus.IN_FORCE.value, valid_from=valid_from, started_on=began)
    return Decision(begun, changed=(*_overtaken(others, began), begun))


def _began(row: Rule, others: list[Rule], valid_from: Day, today: Day) -> Day:
    """Today; a version that waited for its day begins on that day, however late it is noticed. Never before one of earlier."""
    own = today if row.status == RuleStatus.DRAFT else min(today, max(valid_from, row.valid_from or valid_from))
    return max([own, *(one.started_on for one in others if one.started_on is not None)])


def _overtaken(others: list[Rule], began: Day) -> list[Rule]:
    """The version that was in force, and one whose day has come too. Of versions that begin on one day only the last held."""
    return [
        altered(one, status=RuleStatus.REPLACED.value, started_on=None if one.started_on == began else one.started_on)
        if one.status == RuleStatus.IN_FORCE
        else _with(one, RuleStatus.DRAFT)
        for one in others
        if one.status == RuleStatus.IN_FORCE or (one.status == RuleStatus.SCHEDULED and (one.valid_from or 0) <= began)
    ]


def discard(state: State, command: Discard, _moment: Moment) -> Decision:
    """What was in force can't be discarded: it explains memberships."""
    row = state.get(Rule, command.rule_id)
    if row is None or row.merchant_id != command.merchant_id:
        return broken(ProblemCode.NOT_FOUND, "no such rule of yours")
    if row.status == RuleStatus.DISCARDED:
        return Decision(row)
    if row.status not in {RuleStatus.DRAFT, RuleStatus.SCHEDULED}:
        return broken(ProblemCode.CONFLICT, "this version is or was in force; start another one instead")
    gone = _with(row, RuleStatus.DISCARDED)
    return Decision(gone, changed=(gone,))


def _with(row: Rule, status: RuleStatus) -> Rule:
    return altered(row, status=status.value)
