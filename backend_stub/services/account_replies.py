"""From rows to replies: gifts and the lives of accounts."""

from __future__ import annotations

from backend_stub import contract
from backend_stub.contract import AccountActKind, GiftPicture, GiftState
from backend_stub.domain import records
from backend_stub.domain.records import aware


def gift(row: records.Gift, asker_id: str, programme_name: str) -> contract.Gift:
    """A gift as its giver or its recipient sees it: neither sees the other's account."""
    is_mine = row.giver_id == asker_id
    return contract.Gift(
        gift_id=row.id,
        state=GiftState(row.state),
        is_mine=is_mine,
        from_name=row.giver_name,
        to_name=row.recipient_name,
        programme_id=row.programme_id,
        programme_name=programme_name,
        amount_minor=row.amount_minor,
        currency=row.currency,
        words=row.words,
        picture=GiftPicture(row.picture),
        offered_at=aware(row.offered_at),
        ends_at=aware(row.ends_at),
        answered_at=aware(row.answered_at) if row.answered_at else None,
        account_id=row.giver_account_id if is_mine else row.recipient_account_id,
        taken_back_minor=row.taken_back_minor,
    )


def account_act(row: records.AccountAct) -> contract.AccountAct:
    """What befell an account."""
    return contract.AccountAct(
        act_id=row.id,
        account_id=row.account_id,
        kind=AccountActKind(row.kind),
        at=aware(row.at),
        currency=row.currency,
        paid_minor=row.paid_minor,
        bonus_minor=row.bonus_minor,
        reason=row.reason,
    )
