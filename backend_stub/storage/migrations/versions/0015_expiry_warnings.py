"""Customers are told some days before their money lapses."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    for table in ("programmes", "terms"):
        op.add_column(table, sa.Column("warn_before_days", sa.BigInteger(), server_default="14", nullable=False))
    op.create_table(
        "expiry_warnings",
        sa.Column("account_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_expiry_warnings_account_id")),
        sa.PrimaryKeyConstraint("account_id", "expires_at", name=op.f("pk_expiry_warnings")),
    )
