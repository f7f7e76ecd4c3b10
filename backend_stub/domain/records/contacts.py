"""Whom a customer keeps in their list of people."""

from __future__ import annotations

from backend_stub.domain.records.base import Record


class Contact(Record, frozen=True):
    """A handle that a customer keeps. Whether anybody has it is not said here: a name stands beside it only if its owner told it.

    `name` is empty for a handle that was typed. `dropped_at` is set when it was taken off the list.
    """

    id: str
    customer_id: str
    social_id: str
    name: str
    kept_at: int
    dropped_at: int | None
