"""Shifts: a till's drawer, what moved in it, and the reports that were kept."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column("tills", sa.Column("shift_count", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "shifts",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("store_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("till_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("opened_by", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("float_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("drawer_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("x_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("closed_by", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("closed_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("pieces", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("loose_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counted_minor", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("reason", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("closing_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("closing_hash", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("request_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.CheckConstraint("float_minor >= 0", name=op.f("ck_shifts_float_not_negative")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_shifts_merchant_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_shifts_store_id")),
        sa.ForeignKeyConstraint(["till_id"], ["tills.id"], name=op.f("fk_shifts_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint("till_id", "number", name=op.f("uq_shifts_till_id_number")),
    )
    op.create_index(
        op.f("ix_shifts_merchant_id_opened_at_id"), "shifts", ["merchant_id", "opened_at", "id"], unique=False
    )
    op.create_index(
        op.f("uq_shifts_open"),
        "shifts",
        ["till_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "drawer_moves",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("shift_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("till_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("by", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_drawer_moves_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawer_moves")),
    )
    op.create_index(op.f("ix_drawer_moves_shift_id_at"), "drawer_moves", ["shift_id", "at"], unique=False)
    op.create_table(
        "shift_reports",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("shift_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("till_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("by", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_shift_reports_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_reports")),
        sa.UniqueConstraint("shift_id", "kind", "number", name=op.f("uq_shift_reports_shift_id_kind_number")),
    )
