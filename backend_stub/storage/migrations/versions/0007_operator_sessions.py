"""Operators signed in at tills."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SESSION_IS_OPEN = "ended_at IS NULL"


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "operator_sessions",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("operator_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("till_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("used_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ended_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("request_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_operator_sessions_merchant_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name=op.f("fk_operator_sessions_operator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_operator_sessions_token_hash")),
    )
    op.create_index(
        "ix_operator_sessions_till_id",
        "operator_sessions",
        ["till_id"],
        unique=False,
        sqlite_where=sa.text(SESSION_IS_OPEN),
        postgresql_where=sa.text(SESSION_IS_OPEN),
    )
    op.create_index(op.f("ix_operator_sessions_opened_at"), "operator_sessions", ["opened_at"], unique=False)
