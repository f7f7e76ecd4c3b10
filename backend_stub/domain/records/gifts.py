"""Money on its way from one customer to another."""

from __future__ import annotations

from backend_stub.domain.records.base import Record


class Gift(Record, frozen=True):
    """A gift by message (P9). Its money waits on a ledger line of its own until it is accepted or returned."""

    id: str
    giver_id: str
    giver_account_id: str
    giver_name: str
    recipient_id: str
    recipient_name: str
    recipient_account_id: str | None
    programme_id: str
    amount_minor: int
    currency: str
    words: str
    state: str  # GiftState
    offered_at: int
    ends_at: int
    answered_at: int | None
    answer_id: str | None  # the act that ended the offer
    taken_back_minor: int
    take_back_id: str | None
    taken_back_at: int | None
    request_hash: str
    picture: str = "gift"  # GiftPicture
