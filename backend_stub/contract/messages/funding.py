"""Money that comes in from outside and goes back there: top-ups, and what is taken back of them."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Annotated

import msgspec

from backend_stub.contract.messages.base import CodeString, Currency, Id, PositiveMinor, Reply, Text, Wire
from backend_stub.contract.messages.payments import Approval
from backend_stub.contract.words import TopUpRefundState, TopUpState


class TopUpRequest(Wire, frozen=True, kw_only=True):
    """P3. From the customer's device it names the account; at the till (cash) it names the account or shows a payment code."""

    amount_minor: PositiveMinor
    currency: Currency
    account_id: Id | None = None
    code: CodeString | None = None
    method: Text = ""  # what the customer pays with, as the payment provider names it; only from a device


class TopUp(Reply, frozen=True, kw_only=True):
    """A top-up as it stands. Only a captured one is in the account; a pending one is told in a message when it is."""

    topup_id: Id
    account_id: Id
    amount_minor: int
    currency: Currency
    balance_after_minor: int
    source: str  # `cash`, or the payment provider's name
    at: dt.datetime
    customer_name: str | None = None
    state: TopUpState = TopUpState.CAPTURED
    failure: str | None = None
    bonus_minor: int = 0  # on top, from who issued the programme
    bonus_after_minor: int = 0
    refunded_minor: int = 0


class TopUpList(Reply, frozen=True, kw_only=True):
    """Top-ups, newest first."""

    items: list[TopUp]
    next_cursor: str | None = None


class TopUpRefundRequest(Wire, frozen=True, kw_only=True):
    """Take back what is unspent of a top-up. At a till a manager approves."""

    reason: Text = ""
    approval: Approval | None = None


class TopUpRefund(Reply, frozen=True, kw_only=True):
    """What went back, and what could not because it was spent."""

    refund_id: Id
    topup_id: Id
    account_id: Id
    amount_minor: int
    bonus_minor: int  # bonus that went back to who promised it
    spent_minor: int
    currency: Currency
    balance_after_minor: int
    bonus_after_minor: int
    state: TopUpRefundState
    source: str
    at: dt.datetime
    failure: str | None = None


class NoticeKind(enum.StrEnum):
    """What a payment provider's notice is of."""

    TOP_UP = "top_up"
    REFUND = "refund"


class ProviderNotice(Wire, frozen=True, kw_only=True):
    """What the demo's payment provider says when nobody asked; another provider's notices look as that provider likes.

    `reference` is the top-up's id, or that of its refund; `state` one of the two's states.
    """

    kind: NoticeKind
    reference: Id
    state: Annotated[str, msgspec.Meta(max_length=40)]
    amount_minor: PositiveMinor | None = None
    currency: Currency | None = None
    provider_reference: Text | None = None
    failure: Text | None = None


class NoticeHeard(Reply, frozen=True, kw_only=True):
    """What stands in the books now: the same however often a notice comes, and whatever comes after the end."""

    reference: Id
    state: str
