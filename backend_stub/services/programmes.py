"""Programmes for those who write their terms: issued, published anew, opened to other merchants, looked at version by version."""

from __future__ import annotations

import json

import msgspec

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
from backend_stub.domain.records import aware
from backend_stub.domain.state import Broken
from backend_stub.domain.terms import BETTER, tiers_of
from backend_stub.services import programme_cases
from backend_stub.services.platform import Platform
from backend_stub.storage import account_reads, reads
from backend_stub.storage.writer import Reply


async def create(platform: Platform, merchant_id: str, key: str, request: ProgrammeRequest) -> Reply:
    """A merchant issues a programme in its own currency."""
    merchant = await platform.read(reads.one, records.Merchant, merchant_id)
    if merchant is None:
        return Broken(ProblemCode.NOT_FOUND, "no such merchant")
    draft = records.Programme(
        id=key,
        issuer_id=merchant_id,
        currency=merchant.currency,
        created_at=0,
        group_name=request.group_name,
        **_columns(request.terms),  # type: ignore[arg-type]  # each of the type of the same field
    )
    return await platform.writer.submit(programme_cases.CREATE, programmes.Create(draft))


async def publish(platform: Platform, merchant_id: str, programme_id: str, request: TermsRequest) -> Reply:
    """Other terms, for accounts opened from now on; earlier ones get what is better of them."""
    changes = _columns(request.terms) | {"group_name": request.group_name}
    command = programmes.Publish(programme_id, merchant_id, changes, request.version)
    return await platform.writer.submit(programme_cases.PUBLISH, command)


async def admit(platform: Platform, merchant_id: str, programme_id: str, request: AcceptanceRequest) -> Reply:
    """A merchant joins or leaves those that take the programme."""
    command = programmes.Admit(programme_id, merchant_id, request.public_service_id, request.is_member)
    return await platform.writer.submit(programme_cases.ADMIT, command)


async def detail(platform: Platform, programme_id: str) -> contract.ProgrammeDetail | None:
    """A programme with its history; None when there is no such programme."""
    programme = await platform.read(reads.one, records.Programme, programme_id)
    if programme is None:
        return None
    published = await platform.read(account_reads.versions_of, programme_id)
    holding = {row.version: row for row in await platform.read(account_reads.terms_of, programme_id)}
    named = await platform.read(reads.merchants_of_programmes)
    return contract.ProgrammeDetail(
        programme_id=programme.id,
        issuer_id=programme.issuer_id,
        currency=programme.currency,
        version=programme.version,
        group_name=programme.group_name,
        merchants=named.get(programme.id, []),
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


def _columns(terms: ProgrammeTerms) -> dict[str, int | str | None]:
    """The fields of a programme's row."""
    tiers = [(tier.from_minor, tier.bonus_minor) for tier in terms.bonus_tiers]
    return msgspec.structs.asdict(terms) | {"bonus_tiers": json.dumps(tiers, separators=(",", ":"))}


def _terms(row: dict[str, object]) -> ProgrammeTerms:
    tiers = tuple(BonusTier(from_minor=start, bonus_minor=bonus) for start, bonus in tiers_of(str(row["bonus_tiers"])))
    bare = msgspec.convert(row | {"bonus_tiers": ()}, ProgrammeTerms)
    return msgspec.structs.replace(bare, bonus_tiers=tiers)
