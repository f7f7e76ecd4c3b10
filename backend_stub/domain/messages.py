"""Prepayment messages (P8): every change of an account is told to its customer."""

from __future__ import annotations

import json

from backend_stub.contract import MessageKind
from backend_stub.domain.records import Account, Message
from backend_stub.domain.state import Moment

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def message(
    moment: Moment, kind: MessageKind, customer_id: str, account: Account | None, **arguments: str | int
) -> Message:
    """A message to a customer about an account; the arguments always carry the currency, and the balance and bonus afterwards."""
    if account is not None:
        arguments |= {
            "currency": account.currency,
            "balance_minor": account.balance_minor,
            "bonus_minor": account.bonus_minor,
        }
    text = _ENCODER.encode(arguments)
    account_id = account.id if account is not None else None
    return Message(moment.new_id(), customer_id, account_id, kind.value, text, moment.now)
