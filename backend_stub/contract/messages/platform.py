"""The platform's desk: merchants taken on, programmes of all, what new terms do to accounts that exist, payouts of all."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec

from backend_stub.contract.messages.base import (
    END,
    NAME_LENGTH_MAX,
    PLAIN,
    Currency,
    DeviceToken,
    Id,
    Name,
    Pin,
    Reply,
    SocialId,
    Wire,
)
from backend_stub.contract.messages.programmes import ProgrammeTerms
from backend_stub.contract.messages.settlement import BankDetails, Day, PayoutRun
from backend_stub.contract.messages.shops import Operator
from backend_stub.contract.words import BatchState, Role

MINUTES_A_DAY = 24 * 60
ZoneName = Annotated[
    str,
    msgspec.Meta(
        pattern=rf"^[A-Za-z][A-Za-z0-9_+/-]{{1,63}}{END}", description="IANA name.", examples=["Europe/Berlin"]
    ),
]
DayCut = Annotated[
    int, msgspec.Meta(ge=0, lt=MINUTES_A_DAY, description="Minutes after midnight at which the business day turns.")
]
SecondName = Annotated[str, msgspec.Meta(max_length=NAME_LENGTH_MAX, pattern=f"^{PLAIN}*{END}")]


class StoreRequest(Wire, frozen=True, kw_only=True):
    """A place where a merchant sells; its zone and hour cut the business day."""

    name: Name = "Main store"
    time_zone: ZoneName
    day_cut_minutes: DayCut = 240


class FirstOperator(Wire, frozen=True, kw_only=True):
    """Who signs in first at the till: the shop's owner or a manager."""

    name: Name
    role: Role = Role.OWNER
    pin: Pin


class NewStore(StoreRequest, frozen=True, kw_only=True):
    """Another store of a merchant, with its first till. `till_token` is drawn by the caller, and handed to that till."""

    till_name: Name = "Till 1"
    till_token: DeviceToken


class NewTill(Wire, frozen=True, kw_only=True):
    """Another till of a store; its token is drawn by the caller, and handed to it."""

    name: Name
    till_token: DeviceToken


class TillChange(Wire, frozen=True, kw_only=True):
    """What a till is called from now on."""

    name: Name


class NewOperator(Wire, frozen=True, kw_only=True):
    """Another person who may sign in at a merchant's tills."""

    name: Name
    role: Role = Role.CASHIER
    pin: Pin


class OperatorChange(Wire, frozen=True, kw_only=True):
    """What somebody is from now on; without `pin` theirs stays. Whoever is disabled may neither sign in nor approve."""

    name: Name
    role: Role
    is_disabled: bool = False
    pin: Pin | None = None


class MerchantRequest(Wire, frozen=True, kw_only=True):
    """Take a merchant on: with a store, a till, somebody to sign in, and a programme to be paid by.

    Without `joins_programme_id` the merchant gets a card of its own with the usual terms; with it, it joins those who take that
    programme. `till_token` is drawn by the caller, and handed to the new till.
    """

    public_service_id: SocialId
    name: Name
    second_name: SecondName = ""
    currency: Currency
    store: StoreRequest
    till_name: Name = "Till 1"
    till_token: DeviceToken
    operator: FirstOperator
    joins_programme_id: Id | None = None


class MerchantTill(Reply, frozen=True, kw_only=True):
    """A till of a store."""

    till_id: Id
    name: str


class MerchantStore(Reply, frozen=True, kw_only=True):
    """A store and its tills. Its clock is fixed once a receipt was printed or a day settled there."""

    store_id: Id
    name: str
    time_zone: str
    day_cut_minutes: int
    tills: list[MerchantTill]
    has_fixed_clock: bool = False


class Merchant(Reply, frozen=True, kw_only=True):
    """A merchant as the platform's operator sees it. `programmes` are the names of those it takes."""

    merchant_id: Id
    public_service_id: SocialId
    name: str
    second_name: str
    currency: Currency
    created_at: dt.datetime
    stores: list[MerchantStore]
    operators: list[Operator]
    programmes: list[str]
    bank_details: BankDetails | None


class MerchantList(Reply, frozen=True, kw_only=True):
    """Merchants, newest first."""

    items: list[Merchant]
    next_cursor: str | None = None


class ProgrammeSummary(Reply, frozen=True, kw_only=True):
    """A programme in the platform's list: who issued it, who takes it, and how much is in its accounts."""

    programme_id: Id
    name: str
    issuer_id: Id
    issuer_name: str
    currency: Currency
    version: int
    group_name: str | None
    merchants: list[str]
    accounts_count: int
    owed_minor: int  # paid money and bonus in its accounts


class ProgrammeSummaryList(Reply, frozen=True, kw_only=True):
    """All programmes, by name."""

    items: list[ProgrammeSummary]


class TermsFault(Reply, frozen=True, kw_only=True):
    """A term that can't be, and within which bounds it would be right."""

    field: str
    detail: str


class TermsEffect(Reply, frozen=True, kw_only=True):
    """What publishing does to the accounts opened under one earlier version, by names of terms.

    `better`: they get it. `kept`: it would be worse, so they keep what they have. A term in both is better for some amounts.
    `follows`: not the customer's to keep, it changes for all.
    """

    version: int
    accounts_count: int
    better: list[str]
    kept: list[str]
    follows: list[str]
    before: ProgrammeTerms
    holds: ProgrammeTerms


class TermsCheck(Reply, frozen=True, kw_only=True):
    """What publishing these terms would do; nothing was changed. With faults they can't be published."""

    programme_id: Id
    version: int  # that would be published
    changed: list[str]  # against what is published now
    faults: list[TermsFault]
    effects: list[TermsEffect]


class PayableBatch(Reply, frozen=True, kw_only=True):
    """A batch that could be paid out: closed, or sent back before."""

    batch_id: Id
    merchant_id: Id
    merchant_name: str
    store_name: str
    business_day: Day
    net_minor: int
    state: BatchState
    has_bank_details: bool  # without, it can't be released


class PayableList(Reply, frozen=True, kw_only=True):
    """What waits to be paid out in a currency, oldest first. `total_minor` is of those with bank details."""

    currency: Currency
    currencies: list[str]  # that anything waits in, and this one
    items: list[PayableBatch]
    total_minor: int
    payer: BankDetails | None  # the account that payouts are paid from; without it there is no file for the bank
    is_cut: bool  # there are more than one file holds


class PayoutConfirmation(Wire, frozen=True, kw_only=True):
    """Somebody saw a payout on the bank's statement."""


class PayoutRunList(Reply, frozen=True, kw_only=True):
    """Payout runs of the platform, newest first."""

    items: list[PayoutRun]
    next_cursor: str | None = None
