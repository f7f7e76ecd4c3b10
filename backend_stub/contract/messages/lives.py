"""The life of a prepayment account: frozen, opened again, moved, closed."""

from __future__ import annotations

import datetime as dt

from backend_stub.contract.messages.base import Currency, Id, Reply, SocialId, Text, Wire
from backend_stub.contract.messages.payments import Approval
from backend_stub.contract.words import AccountActKind


class FreezeRequest(Wire, frozen=True, kw_only=True):
    """Nothing goes out any more. At a till a manager approves."""

    reason: Text = ""
    approval: Approval | None = None


class UnfreezeRequest(Wire, frozen=True, kw_only=True):
    """By the device that froze the account, or by a manager."""

    reason: Text = ""
    approval: Approval | None = None


class MoveRequest(Wire, frozen=True, kw_only=True):
    """To another customer, who lost the phone and signed up anew; with a manager's word."""

    to: SocialId
    reason: Text = ""
    approval: Approval | None = None


class CloseRequest(Wire, frozen=True, kw_only=True):
    """Close the account. `pay_back`: its paid money is given out in cash; only at the shop, with a manager's word."""

    pay_back: bool = False
    reason: Text = ""
    approval: Approval | None = None


class AccountAct(Reply, frozen=True, kw_only=True):
    """What befell an account, and what it moved."""

    act_id: Id
    account_id: Id
    kind: AccountActKind
    at: dt.datetime
    currency: Currency
    paid_minor: int = 0  # paid back, or expired
    bonus_minor: int = 0  # gone back to who promised it
    reason: str = ""


class AccountActList(Reply, frozen=True, kw_only=True):
    """Oldest first."""

    items: list[AccountAct]
    next_cursor: str | None = None
