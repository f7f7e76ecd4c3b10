"""Settlement: bank details, batches and what they cover, payouts, bank statements."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "bank_details",
        sa.Column("owner", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("account", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("bic", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("smallest_payout_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.CheckConstraint("smallest_payout_minor >= 0", name=op.f("ck_bank_details_smallest_payout_not_negative")),
        sa.PrimaryKeyConstraint("owner", "currency", name=op.f("pk_bank_details")),
        info={"mutable": ("holder", "account", "bic", "smallest_payout_minor", "updated_at")},
    )
    op.create_table(
        "bank_statements",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("file_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("account", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("opening_minor", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("closing_minor", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statements")),
        sa.UniqueConstraint("file_hash", name=op.f("uq_bank_statements_file_hash")),
        info={"mutable": ()},
    )
    op.create_table(
        "payout_runs",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("payouts", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("total_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("released_by", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_runs")),
        info={"mutable": ()},
    )
    op.create_table(
        "bank_entries",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("statement_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("booked_on", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("reference", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("bank_reference", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("counterparty", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("finding", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("matched_id", sa.Text(), autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(["statement_id"], ["bank_statements.id"], name=op.f("fk_bank_entries_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_entries")),
        sa.UniqueConstraint("statement_id", "number", name=op.f("uq_bank_entries_statement_id_number")),
        info={"mutable": ()},
    )
    op.create_index(op.f("ix_bank_entries_matched_id"), "bank_entries", ["matched_id"], unique=False)
    op.create_table(
        "batches",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("store_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("business_day", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("begins_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ends_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("closed_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("before_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("sales_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gross_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("refunds_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("refunds_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("discounts_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("top_ups_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bonus_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("other_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fee_exact_e4", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fee_rest_before_e4", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fee_rest_e4", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("carry_in_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("net_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("carry_out_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payout_id", sa.Text(), autoincrement=False, nullable=True),
        sa.CheckConstraint("fee_rest_e4 >= 0 AND fee_rest_e4 < 10000", name=op.f("ck_batches_rest_below_one")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_batches_merchant_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_batches_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
        sa.UniqueConstraint(
            "merchant_id",
            "store_id",
            "business_day",
            "currency",
            name=op.f("uq_batches_merchant_id_store_id_business_day_currency"),
        ),
        info={
            "mutable": (
                "state",
                "closed_at",
                "before_id",
                "sales_count",
                "gross_minor",
                "refunds_count",
                "refunds_minor",
                "discounts_minor",
                "top_ups_minor",
                "bonus_minor",
                "other_minor",
                "fee_exact_e4",
                "fee_rest_before_e4",
                "fee_minor",
                "fee_rest_e4",
                "carry_in_minor",
                "net_minor",
                "carry_out_minor",
                "payout_id",
            )
        },
    )
    op.create_index(
        op.f("ix_batches_merchant_id_ends_at_id"), "batches", ["merchant_id", "ends_at", "id"], unique=False
    )
    op.create_index(
        "ix_batches_open",
        "batches",
        ["merchant_id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        op.f("ix_batches_store_id_currency_closed_at"), "batches", ["store_id", "currency", "closed_at"], unique=False
    )
    op.create_table(
        "covered",
        sa.Column("transaction_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_covered_batch_id")),
        sa.PrimaryKeyConstraint("transaction_id", "merchant_id", name=op.f("pk_covered")),
        info={"mutable": ()},
    )
    op.create_index(op.f("ix_covered_batch_id_transaction_id"), "covered", ["batch_id", "transaction_id"], unique=False)
    op.create_table(
        "payouts",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("run_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("attempt", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("account", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("bic", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("failed_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("failure", sa.Text(), autoincrement=False, nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payouts_amount_positive")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_payouts_batch_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_payouts_merchant_id")),
        sa.ForeignKeyConstraint(["run_id"], ["payout_runs.id"], name=op.f("fk_payouts_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payouts")),
        sa.UniqueConstraint("batch_id", "attempt", name=op.f("uq_payouts_batch_id_attempt")),
        info={"mutable": ("state", "confirmed_at", "failed_at", "failure")},
    )
    op.create_index(op.f("ix_payouts_merchant_id_at"), "payouts", ["merchant_id", "at"], unique=False)
    op.create_index(op.f("ix_payouts_run_id"), "payouts", ["run_id"], unique=False)
    op.create_index(
        "uq_payouts_standing",
        "payouts",
        ["batch_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'failed'"),
        postgresql_where=sa.text("state <> 'failed'"),
    )
    op.create_index(
        "ix_redemptions_reversal_id",
        "redemptions",
        ["reversal_id"],
        unique=False,
        sqlite_where=sa.text("reversal_id IS NOT NULL"),
        postgresql_where=sa.text("reversal_id IS NOT NULL"),
    )
