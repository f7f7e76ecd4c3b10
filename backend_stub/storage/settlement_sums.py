"""What covered transactions come to: settlement's sums, of many batches in each statement, read beside the writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from backend_stub.contract import Outcome
from backend_stub.domain import ledger
from backend_stub.domain.settlement import GIVEN_BACK, SALE, Charged, Moved
from backend_stub.storage.settlement_tables import COVERED
from backend_stub.storage.tables import REDEMPTIONS, REFUNDS, TRANSFERS

REFUND, REVERSAL = GIVEN_BACK


@dataclass(slots=True)
class Sums:
    """What so many covered transactions come to: what they moved on the payable, and the sales they are by their fee terms."""

    covered: int
    moved: list[Moved] = field(default_factory=list)
    charged: list[Charged] = field(default_factory=list)


_BATCHES = sa.bindparam("batches", expanding=True, type_=sa.Text())
_WANTED = COVERED.c.batch_id.in_(_BATCHES)
_LINE = sa.literal(ledger.payable("")) + COVERED.c.merchant_id
_CAME = sa.case((TRANSFERS.c.credit_account == _LINE, TRANSFERS.c.debit_account), else_=TRANSFERS.c.credit_account)
_SIGNED = sa.case((TRANSFERS.c.credit_account == _LINE, TRANSFERS.c.amount_minor), else_=-TRANSFERS.c.amount_minor)
_OTHER_LINE = sa.case(
    (_CAME.like(f"{ledger.BONUS}:%"), ledger.BONUS),
    (_CAME.like(f"{ledger.DISCOUNTS}:%"), ledger.DISCOUNTS),
    else_="",
)
_ON_PAYABLE = sa.or_(TRANSFERS.c.credit_account == _LINE, TRANSFERS.c.debit_account == _LINE)
_COUNT = sa.select(COVERED.c.batch_id, sa.func.count()).where(_WANTED).group_by(COVERED.c.batch_id)
_MOVED = (
    sa.select(COVERED.c.batch_id, TRANSFERS.c.kind, _OTHER_LINE.label("other_line"), sa.func.sum(_SIGNED))
    .select_from(COVERED.join(TRANSFERS, TRANSFERS.c.transaction_id == COVERED.c.transaction_id))
    .where(_WANTED, _ON_PAYABLE)
    .group_by(COVERED.c.batch_id, TRANSFERS.c.kind, sa.text("other_line"))
)


def _charged(amount: sa.ColumnElement[Any], *joins: tuple[sa.Table, sa.ColumnElement[bool]]) -> sa.Select[Any]:
    come_from: sa.FromClause = COVERED
    for joined, on in joins:
        come_from = come_from.join(joined, on)
    terms = (REDEMPTIONS.c.fee_fixed_minor, REDEMPTIONS.c.fee_bps)
    return (
        sa.select(COVERED.c.batch_id, *terms, sa.func.count(), sa.func.sum(amount))
        .select_from(come_from)
        .where(_WANTED)
        .group_by(COVERED.c.batch_id, *terms)
    )


_CHARGED = {
    SALE: _charged(REDEMPTIONS.c.amount_minor, (REDEMPTIONS, REDEMPTIONS.c.id == COVERED.c.transaction_id)),
    REFUND: _charged(
        REFUNDS.c.amount_minor,
        (REFUNDS, REFUNDS.c.id == COVERED.c.transaction_id),
        (REDEMPTIONS, REDEMPTIONS.c.id == REFUNDS.c.redemption_id),
    ),
    REVERSAL: _charged(
        REDEMPTIONS.c.amount_minor
        - sa.func.coalesce(
            sa.select(sa.func.sum(REFUNDS.c.amount_minor))
            .where(REFUNDS.c.redemption_id == REDEMPTIONS.c.id)
            .scalar_subquery(),
            0,
        ),
        (
            REDEMPTIONS,
            sa.and_(
                REDEMPTIONS.c.reversal_id == COVERED.c.transaction_id, REDEMPTIONS.c.outcome == Outcome.REVERSED.value
            ),
        ),
    ),
}


def covered(connection: sa.Connection, batch_ids: Sequence[str]) -> dict[str, int]:
    """How many transactions each of the batches counts."""
    found = dict.fromkeys(batch_ids, 0)
    return found | {key: int(count) for key, count in connection.execute(_COUNT, {"batches": batch_ids})}


def sums(connection: sa.Connection, batch_ids: Sequence[str]) -> dict[str, Sums]:
    """What each of the batches comes to.

    They are counted first. Covering only ever adds: whoever finds the same count later knows that nothing is missing here.
    """
    asked = {"batches": batch_ids}
    found = {key: Sums(count) for key, count in covered(connection, batch_ids).items()}
    kinds = set()
    for key, kind, other_line, amount in connection.execute(_MOVED, asked):
        found[key].moved.append(Moved(kind, other_line, int(amount)))
        kinds.add(kind)
    for kind in filter(kinds.__contains__, _CHARGED):
        for key, fixed, bps, count, amount in connection.execute(_CHARGED[kind], asked):
            found[key].charged.append(Charged(kind, int(fixed), int(bps), int(count), int(amount)))
    return found
