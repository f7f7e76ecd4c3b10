"""Gifts by message (P9)."""

from __future__ import annotations

import datetime as dt

from backend_stub.contract.messages.base import Currency, Id, PositiveMinor, Reply, SocialId, Text, Wire
from backend_stub.contract.words import GiftPicture, GiftState


class GiftRequest(Wire, frozen=True, kw_only=True):
    """Give paid money to a contact. Without a programme it comes from the first account that holds enough."""

    to: SocialId
    amount_minor: PositiveMinor
    currency: Currency
    programme_id: Id | None = None
    words: Text = ""
    picture: GiftPicture = GiftPicture.GIFT


class GiftAnswer(Wire, frozen=True, kw_only=True):
    """Nothing needs to be said but the yes, or the no: which of them is the address."""


class Gift(Reply, frozen=True, kw_only=True):
    """A gift as it stands, to its giver and to its recipient."""

    gift_id: Id
    state: GiftState
    is_mine: bool  # given by who asks
    from_name: str
    to_name: str
    programme_id: Id
    programme_name: str
    amount_minor: int
    currency: Currency
    words: str
    picture: GiftPicture
    offered_at: dt.datetime
    ends_at: dt.datetime
    answered_at: dt.datetime | None = None
    account_id: Id | None = None  # the asker's own account that it left, or came to
    taken_back_minor: int = 0


class GiftList(Reply, frozen=True, kw_only=True):
    """Gifts given and received, newest first."""

    items: list[Gift]
    next_cursor: str | None = None
