"""What a programme promised, version by version, and what that comes to for the accounts opened under each."""

from __future__ import annotations

from typing import ClassVar

from backend_stub.domain.records.base import Record


class Terms(Record, frozen=True):
    """What holds now for the accounts opened under a version; `id` is `PROGRAMME.VERSION`. It only ever gets better.

    The fee is the merchants' and not the customer's: it is always that of the newest version.
    """

    id: str
    programme_id: str
    version: int
    issuer_id: str
    name: str
    currency: str
    code_lifetime_s: int
    confirm_above_minor: int | None
    confirm_after_payments: int | None
    payment_max_minor: int | None
    topup_min_minor: int
    topup_max_minor: int
    balance_max_minor: int
    low_balance_minor: int
    expires_after_days: int | None
    refund_within_days: int | None
    take_back_within_days: int | None
    gift_max_minor: int | None
    bonus_tiers: str
    fee_fixed_minor: int
    fee_bps: int
    warn_before_days: int = 14


class ProgrammeVersion(Record, frozen=True):
    """A version as it was published: its terms as JSON, who published it. Never changed."""

    KEY: ClassVar[tuple[str, ...]] = ("programme_id", "version")
    programme_id: str
    version: int
    terms: str
    published_by: str
    at: int
