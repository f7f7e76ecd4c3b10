"""What is owed to customers is noted day by day; a programme's accounts and a merchant's stores are found by index."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "owed_days",
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("business_day", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("owed_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("noted_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_owed_days_merchant_id")),
        sa.PrimaryKeyConstraint("merchant_id", "currency", "business_day", name=op.f("pk_owed_days")),
        info={"mutable": ()},
    )
    op.create_index(op.f("ix_accounts_programme_id"), "accounts", ["programme_id"], unique=False)
    op.create_index(op.f("ix_stores_merchant_id"), "stores", ["merchant_id"], unique=False)
