"""A merchant's rule: checked, kept as a draft, started, discarded; and the business day's work that follows from it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from backend_stub import contract
from backend_stub.contract import (
    AssociationRule,
    Phrase,
    PreviewRequest,
    ProblemCode,
    RuleCheck,
    RuleFault,
    RuleStatus,
    as_json,
    say,
)
from backend_stub.domain import records
from backend_stub.domain.association import force, versions
from backend_stub.domain.association.check import Fault, check
from backend_stub.domain.association.days import day_by
from backend_stub.domain.association.sentences import rule_in_sentences
from backend_stub.domain.calendar import business_day, date_of, day_number, number_of
from backend_stub.domain.state import Broken
from backend_stub.services import member_usecases
from backend_stub.services.platform import Platform
from backend_stub.services.previews import Job
from backend_stub.storage import association_reads, reads
from backend_stub.storage.writer import Reply

_ENCODER = msgspec.json.Encoder()


async def checked(platform: Platform, merchant_id: str, rule: AssociationRule) -> RuleCheck:
    """All that is wrong with a rule, and the rule in sentences; nothing is kept."""
    faults = check(rule, await _currency(platform, merchant_id))
    sentences = rule_in_sentences(rule) if not faults else []
    return RuleCheck(faults=[_fault(one) for one in faults], sentences=sentences)


async def _currency(platform: Platform, merchant_id: str) -> str:
    merchant = await platform.read(reads.one, records.Merchant, merchant_id)
    if merchant is None:
        raise LookupError(f"merchant {merchant_id} is not there")
    return merchant.currency


def _fault(fault: Fault) -> RuleFault:
    arguments = dict(fault.arguments)
    sentence = say(Phrase(message=fault.message, arguments=arguments, parts=[]), "en", str)
    return RuleFault(field=fault.field, message=fault.message, arguments=arguments, detail=sentence)


async def keep(platform: Platform, merchant_id: str, key: str, rule: AssociationRule) -> Reply:
    """The rule as a draft; a bad one is refused with the first sentence about it."""
    found = await checked(platform, merchant_id, rule)
    if found.faults:
        first = found.faults[0]
        return Broken(ProblemCode.RULE_BROKEN, first.detail, f"rule.{first.field}")
    store = await platform.read(association_reads.first_store, merchant_id)
    if store is None:
        raise LookupError(f"merchant {merchant_id} has no store")
    command = versions.Keep(
        rule_id=key,
        merchant_id=merchant_id,
        rule=as_json(rule),
        time_zone=store.time_zone,
        day_cut_minutes=store.day_cut_minutes,
        request_hash=platform.keys.request_hash(f"rule {merchant_id}", _ENCODER.encode(rule)),
    )
    return await platform.writer.submit(member_usecases.KEEP_RULE, command)


async def start(platform: Platform, merchant_id: str, rule_id: str, request: contract.RuleStart) -> Reply:
    """In force at once, or from a day on; who joins, rises or falls by it is judged right after, in pieces."""
    from_day = number_of(request.from_day) if request.from_day else None
    reply = await platform.writer.submit(member_usecases.START_RULE, versions.Start(rule_id, merchant_id, from_day))
    if isinstance(reply, records.Rule):
        platform.judging.look_soon()
    return reply


async def discard(platform: Platform, merchant_id: str, rule_id: str) -> Reply:
    """A draft, or a version that waits for its day, is given up."""
    return await platform.writer.submit(member_usecases.DISCARD_RULE, versions.Discard(rule_id, merchant_id))


async def preview(platform: Platform, merchant_id: str, key: str, request: PreviewRequest) -> Job | Broken:
    """A9: begin to reckon what a rule would have done; a bad one is refused as when it is kept."""
    found = await checked(platform, merchant_id, request.rule)
    if found.faults:
        first = found.faults[0]
        return Broken(ProblemCode.RULE_BROKEN, first.detail, f"rule.{first.field}")
    current = force.in_force(await versions_of(platform, merchant_id))
    if current is not None:
        today = day_by(current, platform.clock())
    else:
        store = await platform.read(association_reads.first_store, merchant_id)
        if store is None:
            raise LookupError(f"merchant {merchant_id} has no store")
        today = day_number(business_day(platform.clock(), store.time_zone, store.day_cut_minutes))
    in_force = contract.rule_from_json(current.rule) if current is not None else None
    job = platform.previews.start(key, merchant_id, request, in_force, today)
    return job or Broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")


async def versions_of(platform: Platform, merchant_id: str) -> Sequence[records.Rule]:
    """All versions, newest first, as they are at this moment."""
    return force.as_of(await platform.read(association_reads.rules_of, merchant_id), platform.clock())


def version(row: records.Rule) -> contract.RuleVersion:
    """A version as its merchant sees it."""
    rule = contract.rule_from_json(row.rule)
    return contract.RuleVersion(
        rule_id=row.id,
        version=row.version,
        status=RuleStatus(row.status),
        rule=rule,
        sentences=rule_in_sentences(rule),
        created_at=records.aware(row.created_at),
        valid_from=None if row.valid_from is None else date_of(row.valid_from),
        started_on=None if row.started_on is None else date_of(row.started_on),
    )
