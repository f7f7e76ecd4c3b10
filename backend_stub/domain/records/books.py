"""The ledger's transfers, and what is told of them."""

from __future__ import annotations

from typing import ClassVar

from backend_stub.domain.records.base import Record


class Transfer(Record, frozen=True):
    """One debit, one credit, an amount above zero. `transaction_id` is the id of the act that caused it. Never changed."""

    KEY: ClassVar[tuple[str, ...]] = ("transaction_id", "number")
    transaction_id: str
    number: int
    kind: str
    debit_account: str
    credit_account: str
    amount_minor: int
    currency: str
    at: int


class Message(Record, frozen=True):
    """A prepayment message (P8): a kind and its arguments as JSON; words are put to it where it is read.

    `number` counts the messages of a customer, 1, 2, 3 and on without a gap; it is given when the message is saved (0 until
    then), under a lock, so that a higher number is never to be seen before a lower one.
    """

    id: str
    customer_id: str
    account_id: str | None
    kind: str  # MessageKind
    arguments: str
    at: int
    number: int = 0


class Inbox(Record, frozen=True):
    """How many messages a customer was sent, and up to which number they have read them."""

    KEY: ClassVar[tuple[str, ...]] = ("customer_id",)
    customer_id: str
    last_number: int
    read_number: int
