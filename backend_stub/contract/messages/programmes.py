"""Programmes: their terms, version by version, and the merchants that take them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec

from backend_stub.contract.messages.base import Currency, Id, Name, PositiveMinor, Reply, SocialId, Wire
from backend_stub.money import MAX_AMOUNT_MINOR

PaymentsADay = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Days = Annotated[int, msgspec.Meta(ge=0, le=36_500, description="Whole days of 24 hours.")]
AmountMinor = Annotated[int, msgspec.Meta(ge=0, le=MAX_AMOUNT_MINOR, description="Minor units of the currency.")]


class BonusTier(Wire, frozen=True, kw_only=True):
    """Who tops up at least `from_minor` gets `bonus_minor` on top (pay 100, get 110)."""

    from_minor: PositiveMinor
    bonus_minor: AmountMinor


class ProgrammeTerms(Wire, frozen=True, kw_only=True):
    """All terms of a programme. None means no such limit; bounds that can't be are refused by the field's name."""

    name: Name
    code_lifetime_s: Annotated[int, msgspec.Meta(ge=1, le=86_400)] = 60
    confirm_above_minor: AmountMinor | None = None
    confirm_after_payments: PaymentsADay | None = None
    payment_max_minor: PositiveMinor | None = None
    topup_min_minor: PositiveMinor
    topup_max_minor: PositiveMinor
    balance_max_minor: PositiveMinor
    low_balance_minor: AmountMinor = 0
    expires_after_days: Days | None = None
    refund_within_days: Days | None = None
    take_back_within_days: Days | None = None
    gift_max_minor: AmountMinor | None = None
    bonus_tiers: tuple[BonusTier, ...] = ()
    fee_fixed_minor: AmountMinor = 0
    fee_bps: Annotated[int, msgspec.Meta(ge=0, le=10_000, description="Hundredths of a percent.")] = 0
    warn_before_days: Annotated[
        int, msgspec.Meta(ge=0, le=36_500, description="Before money lapses its customer is told; 0: never.")
    ] = 14


class ProgrammeRequest(Wire, frozen=True, kw_only=True):
    """Issue a programme, in its issuer's currency. `issuer` is a public service id; without, the operator's own merchant."""

    terms: ProgrammeTerms
    issuer: SocialId | None = None
    group_name: Name | None = None  # a group of merchants is going to take it


class TermsRequest(Wire, frozen=True, kw_only=True):
    """Publish other terms. `version` is the one that was looked at: somebody else's later one is not overwritten."""

    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    terms: ProgrammeTerms
    group_name: Name | None = None


class AcceptanceRequest(Wire, frozen=True, kw_only=True):
    """A merchant joins the group, or leaves it: then it still takes accounts opened before."""

    public_service_id: SocialId
    is_member: bool = True


class ProgrammeVersion(Reply, frozen=True, kw_only=True):
    """A version: as it was published, and what holds for the accounts opened under it, which keep what was better."""

    version: int
    published_at: dt.datetime
    published: ProgrammeTerms
    holds: ProgrammeTerms


class ProgrammeDetail(Reply, frozen=True, kw_only=True):
    """A programme with all its versions, oldest first."""

    programme_id: Id
    issuer_id: Id
    currency: Currency
    version: int
    group_name: str | None
    merchants: list[str]  # names of those that take it
    members: list[SocialId]  # their public service ids
    versions: list[ProgrammeVersion]
