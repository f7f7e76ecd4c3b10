"""Cash that moved at a till is found by the till and the time; bank statements and shifts by when they were."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

AT_A_TILL = sa.text("till_id IS NOT NULL")


def upgrade() -> None:
    """Bring the tables to this revision."""
    for table in ("top_ups", "top_up_refunds", "account_acts"):
        op.create_index(
            f"ix_{table}_at_till", table, ["till_id", "at"], sqlite_where=AT_A_TILL, postgresql_where=AT_A_TILL
        )
    op.create_index(op.f("ix_bank_statements_at_id"), "bank_statements", ["at", "id"])
    op.create_index(op.f("ix_shifts_opened_at_id"), "shifts", ["opened_at", "id"])
