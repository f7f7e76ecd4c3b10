"""Programmes for those who write their terms: issued, checked, published anew, opened to others, version by version."""

from __future__ import annotations

import dataclasses
import json

import msgspec
import sqlalchemy as sa

from backend_stub import contract
from backend_stub.contract import (
    AcceptanceRequest,
    BonusTier,
    ProblemCode,
    ProgrammeRequest,
    ProgrammeTerms,
    TermsRequest,
)
from backend_stub.domain import programmes, records
from backend_stub.domain.records import altered, aware
from backend_stub.domain.state import Broken
from backend_stub.domain.terms import BETTER, effect, tiers_of
from backend_stub.services import parties
from backend_stub.services.platform import Platform
from backend_stub.services.programme_cases import ADMIT, CREATE, PUBLISH
from backend_stub.storage import account_reads, desk_reads, reads
from backend_stub.storage.desk_reads import InAccounts
from backend_stub.storage.settlement_reads import by_ids
from backend_stub.storage.writer import Reply

_NONE = InAccounts(0, 0)


async def create(platform: Platform, key: str, request: ProgrammeRequest, by: str, merchant_id: str) -> Reply:
    """A merchant issues a programme in its own currency: the one named, or `merchant_id`."""
    if request.issuer is None:
        merchant = await platform.read(reads.one, records.Merchant, merchant_id)
    else:
        merchant = await platform.read(desk_reads.merchant_named, request.issuer)
    if merchant is None:
        return Broken(ProblemCode.NOT_FOUND, "no merchant has this public service id", "issuer")
    command = creation(merchant, key, request.terms, request.group_name, by)
    return await platform.writer.submit(CREATE, command)


def creation(
    merchant: records.Merchant, key: str, terms: ProgrammeTerms, group_name: str | None, by: str
) -> programmes.Create:
    """The command by which a merchant issues a programme."""
    draft = records.Programme(
        id=key,
        issuer_id=merchant.id,
        currency=merchant.currency,
        created_at=0,
        group_name=group_name,
        **_columns(terms),  # type: ignore[arg-type]  # each of the type of the same field
    )
    return programmes.Create(draft, by)


def usual_terms(terms: parties.Terms) -> ProgrammeTerms:
    """What a merchant begins with, as the contract tells terms."""
    fields = dataclasses.asdict(terms) | {
        "bonus_tiers": [BonusTier(from_minor=f, bonus_minor=b) for f, b in terms.bonus_tiers]
    }
    return ProgrammeTerms(**fields)


async def publish(platform: Platform, programme_id: str, request: TermsRequest, by: str) -> Reply:
    """Other terms, for accounts opened from now on; earlier ones get what is better of them."""
    return await platform.writer.submit(PUBLISH, publication(programme_id, request, by))


def publication(programme_id: str, request: TermsRequest, by: str) -> programmes.Publish:
    """The command for other terms."""
    return programmes.Publish(programme_id, by, _changes(request), request.version)


async def admit(platform: Platform, programme_id: str, request: AcceptanceRequest, by: str) -> Reply:
    """A merchant joins or leaves those that take the programme."""
    return await platform.writer.submit(ADMIT, admission(programme_id, request, by))


def admission(programme_id: str, request: AcceptanceRequest, by: str) -> programmes.Admit:
    """The command for a merchant that joins or leaves."""
    return programmes.Admit(programme_id, by, request.public_service_id, request.is_member)


def check(connection: sa.Connection, programme_id: str, request: TermsRequest) -> contract.TermsCheck | Broken:
    """What publishing these terms would do to the accounts that exist; changes nothing."""
    programme = reads.one(connection, records.Programme, programme_id)
    if programme is None:
        return Broken(ProblemCode.NOT_FOUND, "no such programme", "programme_id")
    draft = altered(programme, **_changes(request))
    counts = desk_reads.accounts_by_version(connection, programme_id)
    wrong = programmes.wrong_terms(draft)
    return contract.TermsCheck(
        programme_id=programme_id,
        version=programme.version + 1,
        changed=[name for name in (*BETTER, "group_name") if getattr(draft, name) != getattr(programme, name)],
        faults=[] if wrong is None else [contract.TermsFault(field=str(wrong.field), detail=wrong.detail)],
        effects=[
            _effect(row, draft, counts.get(row.version, 0)) for row in account_reads.terms_of(connection, programme_id)
        ],
    )


def _effect(row: records.Terms, draft: records.Programme, count: int) -> contract.TermsEffect:
    told = effect(row, draft)
    return contract.TermsEffect(
        version=row.version,
        accounts_count=count,
        better=list(told.better),
        kept=list(told.kept),
        follows=list(told.follows),
        before=_terms({name: getattr(row, name) for name in BETTER}),
        holds=_terms({name: getattr(told.holds, name) for name in BETTER}),
    )


def summaries(connection: sa.Connection) -> list[contract.ProgrammeSummary]:
    """All programmes, by name."""
    members: dict[str, list[str]] = {}
    for programme_id, merchant in desk_reads.members(connection):
        members.setdefault(programme_id, []).append(merchant.name)
    held = desk_reads.accounts_by_programme(connection)
    rows = reads.programmes(connection, None)
    issuers = {one.id: one for one in by_ids(connection, records.Merchant, {row.issuer_id for row in rows})}
    return [
        contract.ProgrammeSummary(
            programme_id=row.id,
            name=row.name,
            issuer_id=row.issuer_id,
            issuer_name=issuers[row.issuer_id].name,
            currency=row.currency,
            version=row.version,
            group_name=row.group_name,
            merchants=members.get(row.id, []),
            accounts_count=held.get(row.id, _NONE).count,
            owed_minor=held.get(row.id, _NONE).owed_minor,
        )
        for row in rows
    ]


async def detail(platform: Platform, programme_id: str) -> contract.ProgrammeDetail | None:
    """A programme with its history; None when there is no such programme."""
    return await platform.read(detail_of, programme_id)


def detail_of(connection: sa.Connection, programme_id: str) -> contract.ProgrammeDetail | None:
    """The same, over a connection."""
    programme = reads.one(connection, records.Programme, programme_id)
    if programme is None:
        return None
    published = account_reads.versions_of(connection, programme_id)
    holding = {row.version: row for row in account_reads.terms_of(connection, programme_id)}
    takes = [merchant for key, merchant in desk_reads.members(connection) if key == programme_id]
    return contract.ProgrammeDetail(
        programme_id=programme.id,
        issuer_id=programme.issuer_id,
        currency=programme.currency,
        version=programme.version,
        group_name=programme.group_name,
        merchants=[one.name for one in takes],
        members=[one.public_service_id for one in takes],
        versions=[
            contract.ProgrammeVersion(
                version=row.version,
                published_at=aware(row.at),
                published=_terms(json.loads(row.terms)),
                holds=_terms({name: getattr(holding[row.version], name) for name in BETTER}),
            )
            for row in published
        ],
    )


def _changes(request: TermsRequest) -> dict[str, int | str | None]:
    return _columns(request.terms) | {"group_name": request.group_name}


def _columns(terms: ProgrammeTerms) -> dict[str, int | str | None]:
    """The fields of a programme's row."""
    tiers = [(tier.from_minor, tier.bonus_minor) for tier in terms.bonus_tiers]
    return msgspec.structs.asdict(terms) | {"bonus_tiers": json.dumps(tiers, separators=(",", ":"))}


def _terms(row: dict[str, object]) -> ProgrammeTerms:
    tiers = tuple(BonusTier(from_minor=start, bonus_minor=bonus) for start, bonus in tiers_of(str(row["bonus_tiers"])))
    bare = msgspec.convert(row | {"bonus_tiers": ()}, ProgrammeTerms)
    return msgspec.structs.replace(bare, bonus_tiers=tiers)
