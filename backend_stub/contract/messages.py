"""The messages on the wire, as msgspec structs: what is asked (`Wire`) and what is answered (`Reply`)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec

from backend_stub.contract.words import MessageKind, Outcome, ProblemCode, Refusal, Role
from backend_stub.money import MAX_AMOUNT_MINOR

PositiveMinor = Annotated[
    int, msgspec.Meta(ge=1, le=MAX_AMOUNT_MINOR, description="Minor units of the currency, above zero.")
]
END = r"$(?!\n)"  # a bare `$` also matches before a last line feed
UUID_PATTERN = f"^[0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{12}}{END}"
SOCIAL_ID_PATTERN = f"^[a-z0-9][a-z0-9._-]{{2,31}}{END}"
# No control characters, line separators, or marks that turn the direction of what is read.
_PLAIN = r"[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]"
NAME_PATTERN = rf"^(?=.*\S){_PLAIN}+{END}"
NAME_LENGTH_MAX = 80
PIN_PATTERN = f"^[0-9]{{4,12}}{END}"

Currency = Annotated[str, msgspec.Meta(pattern=f"^[A-Z]{{3}}{END}", description="ISO 4217 code.", examples=["EUR"])]
Id = Annotated[str, msgspec.Meta(pattern=UUID_PATTERN)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_LENGTH_MAX, pattern=NAME_PATTERN)]
Text = Annotated[str, msgspec.Meta(max_length=200, pattern=f"^{_PLAIN}*{END}")]
SocialId = Annotated[str, msgspec.Meta(pattern=SOCIAL_ID_PATTERN, description="The customer's handle.")]
CodeString = Annotated[str, msgspec.Meta(min_length=1, max_length=512, description="The text that was read.")]
Pin = Annotated[str, msgspec.Meta(pattern=PIN_PATTERN)]


class Wire(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of what is sent: immutable, unknown fields refused."""


class Reply(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """Base of what is answered: a reader takes fields it does not know for later versions' and passes over them."""


class Problem(Reply, frozen=True, kw_only=True):
    """An error over HTTP, after RFC 9457."""

    type: str
    title: str
    status: int
    code: ProblemCode
    detail: str
    field: str | None = None
    request_id: str | None = None


class RedemptionRequest(Wire, frozen=True, kw_only=True):
    """P6: the identifier read, the amount, the merchant's own account (named by its public service id)."""

    code: CodeString
    amount_minor: PositiveMinor
    currency: Currency
    public_service_id: SocialId
    part_payment: bool = False  # take what is there when it is less than the amount
    operator_id: Id | None = None
    reference: Text = ""  # the merchant's own order number


class RefusalDetail(Reply, frozen=True, kw_only=True):
    """Why not, and what the till may offer instead. `available_minor` only to a till that presented a live code."""

    reason: Refusal
    available_minor: int | None = None
    limit_minor: int | None = None


class Redemption(Reply, frozen=True, kw_only=True):
    """The state of an attempt: the same answer to POST, to a repeat of it, and to GET by its id."""

    attempt_id: Id
    outcome: Outcome
    requested_minor: int
    amount_minor: int  # taken; 0 unless paid or reversed
    refunded_minor: int
    currency: Currency
    at: dt.datetime  # when it was decided
    store_id: Id
    till_id: Id
    refusal: RefusalDetail | None = None
    account_id: Id | None = None
    programme_name: str | None = None
    customer_name: str | None = None  # masked: Mara T••
    balance_after_minor: int | None = None
    receipt_number: str | None = None  # 2026-1123-042: the store's business day, and a count per till and day
    confirm_until: dt.datetime | None = None  # awaiting the customer: it ends by itself then
    reference: str = ""


class ReversalRequest(Wire, frozen=True, kw_only=True):
    """Ends an attempt whose outcome the till does not know: closes it if unpaid, returns it if paid. Safe to repeat."""

    reason: Text = ""


class Confirmation(Wire, frozen=True, kw_only=True):
    """The customer's word on an amount above the limit, from their own device."""

    accept: bool


class Approval(Wire, frozen=True, kw_only=True):
    """A manager's PIN, keyed at the till for one act."""

    operator_id: Id
    pin: Pin


class RefundRequest(Wire, frozen=True, kw_only=True):
    """Give back all or a part of a paid redemption. At a till a manager approves; `amount_minor` None means all the rest."""

    attempt_id: Id
    amount_minor: PositiveMinor | None = None
    reason: Text = ""
    approval: Approval | None = None


class Refund(Reply, frozen=True, kw_only=True):
    """A refund as done."""

    refund_id: Id
    attempt_id: Id
    amount_minor: int
    refunded_total_minor: int
    currency: Currency
    balance_after_minor: int
    at: dt.datetime
    receipt_number: str


class RefundList(Reply, frozen=True, kw_only=True):
    """Refunds, newest first."""

    items: list[Refund]
    next_cursor: str | None = None


class RedemptionList(Reply, frozen=True, kw_only=True):
    """A till's or a merchant's attempts, newest first."""

    items: list[Redemption]
    next_cursor: str | None = None


DeviceToken = Annotated[
    str, msgspec.Meta(pattern=f"^[A-Za-z0-9_-]{{43,86}}{END}", description="At least 256 random bits, base64url.")
]


class SignUp(Wire, frozen=True, kw_only=True):
    """A person asks the platform for an identity (A1). The device makes its own token and sends it once; only a hash is kept."""

    social_id: SocialId
    display_name: Name
    device_name: Name
    family_name: Text = ""  # the part of the display name that tills see masked
    token: DeviceToken


class AddDevice(Wire, frozen=True, kw_only=True):
    """A customer's further device, told by one they have; it gets codes of its own. It draws its token like the first."""

    device_name: Name
    token: DeviceToken


class Customer(Reply, frozen=True, kw_only=True):
    """The customer as they see themselves."""

    customer_id: Id
    social_id: SocialId
    display_name: str
    device_id: Id


class OpenAccount(Wire, frozen=True, kw_only=True):
    """P1: a request to establish a prepayment account in a programme."""

    programme_id: Id


class Account(Reply, frozen=True, kw_only=True):
    """A prepayment account, as its customer sees it."""

    account_id: Id
    programme_id: Id
    programme_name: str
    currency: Currency
    balance_minor: int
    opened_at: dt.datetime
    expires_at: dt.datetime | None = None


class AccountList(Reply, frozen=True, kw_only=True):
    """Accounts, oldest first."""

    items: list[Account]
    next_cursor: str | None = None


class Entry(Reply, frozen=True, kw_only=True):
    """One movement of an account, as the customer reads it: plus came in, minus went out."""

    entry_id: str
    kind: str
    amount_minor: int
    currency: Currency
    at: dt.datetime
    act_id: Id


class EntryList(Reply, frozen=True, kw_only=True):
    """Movements, newest first."""

    items: list[Entry]
    next_cursor: str | None = None


class TopUpRequest(Wire, frozen=True, kw_only=True):
    """P3. From the customer's device it names the account; at the till (cash) it names the account or shows a payment code."""

    amount_minor: PositiveMinor
    currency: Currency
    account_id: Id | None = None
    code: CodeString | None = None


class TopUp(Reply, frozen=True, kw_only=True):
    """A top-up as done."""

    topup_id: Id
    account_id: Id
    amount_minor: int
    currency: Currency
    balance_after_minor: int
    source: str  # `device` or `cash`
    at: dt.datetime
    customer_name: str | None = None


class CodeRequest(Wire, frozen=True, kw_only=True):
    """P4: the customer asks to pay. Optionally bound to one account and to a highest amount."""

    account_id: Id | None = None
    limit_minor: PositiveMinor | None = None


class PaymentCode(Reply, frozen=True, kw_only=True):
    """P5: shown as QR and Code 128. Renew at `renew_at`; the one before stays good until its own `expires_at`."""

    code_id: Id
    code: str
    expires_at: dt.datetime
    renew_at: dt.datetime
    account_id: Id | None = None
    limit_minor: int | None = None


class Message(Reply, frozen=True, kw_only=True):
    """A prepayment message: a kind and its arguments; the reader's language is put to it where it is shown."""

    message_id: Id
    kind: MessageKind
    at: dt.datetime
    account_id: Id | None
    arguments: dict[str, str | int]


class MessageList(Reply, frozen=True, kw_only=True):
    """Messages oldest first; ask again with `after` = the last one's id."""

    items: list[Message]


class Operator(Reply, frozen=True, kw_only=True):
    """A person who works a till."""

    operator_id: Id
    name: str
    role: Role


class Programme(Reply, frozen=True, kw_only=True):
    """Where an account of it may be spent, and within which bounds."""

    programme_id: Id
    name: str
    currency: Currency
    code_lifetime_s: int
    confirm_above_minor: int | None
    confirm_after_payments: int | None
    payment_max_minor: int | None
    topup_min_minor: int
    topup_max_minor: int
    balance_max_minor: int
    merchants: list[str]


class ProgrammeList(Reply, frozen=True, kw_only=True):
    """Programmes open to this caller."""

    items: list[Programme]
    next_cursor: str | None = None


class TillContext(Reply, frozen=True, kw_only=True):
    """Everything a till needs to know of itself to begin a day."""

    till_id: Id
    till_name: str
    store_id: Id
    store_name: str
    merchant_id: Id
    merchant_name: str
    merchant_second_name: str
    public_service_id: SocialId
    currency: Currency
    time_zone: str  # IANA name
    day_cut_minutes: int  # minutes after midnight at which the business day turns
    today_count: int
    today_total_minor: int
    operators: list[Operator]


class Health(Reply, frozen=True, kw_only=True):
    """Whether this process can take payments."""

    status: str
    version: str
