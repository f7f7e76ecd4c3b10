"""A customer, their devices, accounts, codes and messages."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec

from backend_stub.contract.messages.base import (
    Currency,
    DeviceToken,
    Id,
    Name,
    PositiveMinor,
    Reply,
    SocialId,
    Text,
    Wire,
)
from backend_stub.contract.words import AccountStatus, MessageKind


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
    balance_minor: int  # paid money; what can be spent is this and the bonus
    opened_at: dt.datetime
    expires_at: dt.datetime | None = None
    bonus_minor: int = 0  # spent after paid money, never paid out
    status: AccountStatus = AccountStatus.OPEN


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
    is_bonus: bool = False


class EntryList(Reply, frozen=True, kw_only=True):
    """Movements, newest first."""

    items: list[Entry]
    next_cursor: str | None = None


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
    number: int  # 1, 2, 3 and on for this customer, in order and without a gap
    is_read: bool
    kind: MessageKind
    at: dt.datetime
    account_id: Id | None
    arguments: dict[str, str | int]


class MessageList(Reply, frozen=True, kw_only=True):
    """Messages oldest first; ask again with `after` = the last one's number."""

    items: list[Message]
    unread_count: int


class ReadUpTo(Wire, frozen=True, kw_only=True):
    """The customer has read their messages up to this number."""

    up_to: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]


class Inbox(Reply, frozen=True, kw_only=True):
    """How many messages there are for a customer, and how many of them are not read."""

    last_number: int
    read_number: int
    unread_count: int
