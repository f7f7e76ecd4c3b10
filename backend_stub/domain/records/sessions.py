"""Who is signed in at a till."""

from __future__ import annotations

from backend_stub.domain.records.base import Record


class OperatorSession(Record, frozen=True):
    """An operator signed in at a till: only a keyed hash of the token that the till drew for it.

    It ends at `expires_at` (its age), when it was not used for a while after `used_at`, or at `ended_at`.
    """

    id: str
    token_hash: str
    operator_id: str
    merchant_id: str
    till_id: str
    opened_at: int
    used_at: int
    expires_at: int
    ended_at: int | None
    request_hash: str
