"""People can be disabled; a merchant's people and tills, a store's tills and a person's open sessions are found by index."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

SESSION_IS_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column("operators", sa.Column("disabled_at", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_operators_merchant_id"), "operators", ["merchant_id"])
    op.create_index(op.f("ix_tills_merchant_id"), "tills", ["merchant_id"])
    op.create_index(op.f("ix_tills_store_id"), "tills", ["store_id"])
    op.create_index(
        "ix_operator_sessions_operator_id",
        "operator_sessions",
        ["operator_id"],
        sqlite_where=SESSION_IS_OPEN,
        postgresql_where=SESSION_IS_OPEN,
    )
