"""What waits in the database, for whoever watches: a few index walks, however large the tables."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub.domain import ledger
from backend_stub.storage.settlement_tables import BATCHES
from backend_stub.storage.settlements import IS_DONE
from backend_stub.storage.tables import MERCHANTS, TOP_UP_IS_OPEN, TOP_UPS, TRANSFERS
from backend_stub.storage.webhook_reads import DELIVERIES, ENDPOINTS, IS_PENDING


@dataclass(frozen=True, slots=True)
class Backlog:
    """Counts, and since when the oldest of each waits (None: nothing does)."""

    webhooks: int
    webhooks_since: int | None
    top_ups: int
    top_ups_since: int | None
    unsettled_since: int | None  # the first takings after the last closed day of any merchant


_NOW = sa.bindparam("now", type_=sa.BigInteger())
_WEBHOOKS = (
    sa.select(sa.func.count(), sa.func.min(DELIVERIES.c.next_at))
    .select_from(DELIVERIES.join(ENDPOINTS, ENDPOINTS.c.id == DELIVERIES.c.endpoint_id))
    .where(IS_PENDING, DELIVERIES.c.next_at <= _NOW, ENDPOINTS.c.disabled_at.is_(None))
)
_OPEN_TOP_UPS = sa.select(sa.func.count(), sa.func.min(TOP_UPS.c.at)).where(sa.text(TOP_UP_IS_OPEN))
_CLOSED = (
    sa.select(sa.func.coalesce(sa.func.max(BATCHES.c.ends_at), 0))
    .where(BATCHES.c.merchant_id == MERCHANTS.c.id, IS_DONE)
    .correlate(MERCHANTS)
    .scalar_subquery()
)
_FIRST = (
    sa.select(sa.func.min(TRANSFERS.c.at))
    .where(
        TRANSFERS.c.credit_account == sa.literal(ledger.payable("")) + MERCHANTS.c.id,
        TRANSFERS.c.at >= _CLOSED,
    )
    .correlate(MERCHANTS)
    .scalar_subquery()
)
_EACH = sa.select(_FIRST.label("first_at")).select_from(MERCHANTS).subquery("each")
_UNSETTLED = sa.select(sa.func.min(_EACH.c.first_at))


def backlog(connection: sa.Connection, now: int) -> Backlog:
    """As it stands at this moment."""
    hooks, hooks_since = connection.execute(_WEBHOOKS, {"now": now}).one()
    top_ups, top_ups_since = connection.execute(_OPEN_TOP_UPS).one()
    return Backlog(hooks, hooks_since, top_ups, top_ups_since, connection.scalar(_UNSETTLED))
