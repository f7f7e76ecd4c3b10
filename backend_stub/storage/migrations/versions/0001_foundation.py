"""The tables of the foundation."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "customers",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("social_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("display_name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("family_name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("social_id", name=op.f("uq_customers_social_id")),
    )
    op.create_table(
        "interactions",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("store_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("type", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("points", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interactions")),
    )
    op.create_index(
        op.f("ix_interactions_merchant_id_customer_id_at"),
        "interactions",
        ["merchant_id", "customer_id", "at"],
        unique=False,
    )
    op.create_table(
        "merchants",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("public_service_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("second_name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merchants")),
        sa.UniqueConstraint("public_service_id", name=op.f("uq_merchants_public_service_id")),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("arguments", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_customer_id_id"), "messages", ["customer_id", "id"], unique=False)
    op.create_table(
        "payment_codes",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("device_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("limit_minor", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("issued_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("held_by_till", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("sealed_text", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("request_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_payment_codes_code_hash")),
    )
    op.create_index(op.f("ix_payment_codes_expires_at"), "payment_codes", ["expires_at"], unique=False)
    op.create_index(
        "ix_payment_codes_sealed",
        "payment_codes",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("sealed_text IS NOT NULL"),
        postgresql_where=sa.text("sealed_text IS NOT NULL"),
    )
    op.create_table(
        "redemptions",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("till_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("store_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("operator_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("code_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("customer_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("account_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("requested_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("refund_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("refusal", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("available_minor", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("limit_minor", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("balance_after_minor", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("customer_name", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("programme_name", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("receipt_number", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("reference", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("received_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("decided_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("confirm_until", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("reversal_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("reversal_reason", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("request_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "refunded_minor >= 0 AND refunded_minor <= amount_minor", name=op.f("ck_redemptions_refunded_within_taken")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemptions")),
    )
    op.create_index(
        op.f("ix_redemptions_merchant_id_received_at"), "redemptions", ["merchant_id", "received_at"], unique=False
    )
    op.create_index(op.f("ix_redemptions_till_id_received_at"), "redemptions", ["till_id", "received_at"], unique=False)
    op.create_index(
        "uq_redemptions_code_id",
        "redemptions",
        ["code_id"],
        unique=True,
        sqlite_where=sa.text("outcome IN ('paid', 'reversed', 'awaiting_customer')"),
        postgresql_where=sa.text("outcome IN ('paid', 'reversed', 'awaiting_customer')"),
    )
    op.create_table(
        "refunds",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("redemption_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("till_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("approved_by", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("refunded_total_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("balance_after_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("receipt_number", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refunds_amount_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
    )
    op.create_index(op.f("ix_refunds_merchant_id_at"), "refunds", ["merchant_id", "at"], unique=False)
    op.create_index(op.f("ix_refunds_redemption_id"), "refunds", ["redemption_id"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("subject_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("device_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tokens_token_hash")),
    )
    op.create_table(
        "top_ups",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("till_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("source", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("balance_after_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_top_ups_amount_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_top_ups")),
    )
    op.create_table(
        "transfers",
        sa.Column("transaction_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("debit_account", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("credit_account", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_transfers_amount_positive")),
        sa.CheckConstraint("debit_account <> credit_account", name=op.f("ck_transfers_two_sides")),
        sa.PrimaryKeyConstraint("transaction_id", "number", name=op.f("pk_transfers")),
    )
    op.create_index(op.f("ix_transfers_credit_account_at"), "transfers", ["credit_account", "at"], unique=False)
    op.create_index(op.f("ix_transfers_debit_account_at"), "transfers", ["debit_account", "at"], unique=False)
    op.create_table(
        "devices",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("codes_issued", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("codes_ended", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_devices_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
    )
    op.create_table(
        "operators",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("pin_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("pin_failures", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pin_locked_until", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_operators_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operators")),
    )
    op.create_table(
        "programmes",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("issuer_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("code_lifetime_s", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("confirm_above_minor", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("confirm_after_payments", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("payment_max_minor", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("topup_min_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topup_max_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("balance_max_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("low_balance_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["issuer_id"], ["merchants.id"], name=op.f("fk_programmes_issuer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
    )
    op.create_table(
        "stores",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("time_zone", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("day_cut_minutes", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_stores_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stores")),
    )
    op.create_table(
        "acceptances",
        sa.Column("programme_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_acceptances_merchant_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_acceptances_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "merchant_id", name=op.f("pk_acceptances")),
    )
    op.create_index(op.f("ix_acceptances_merchant_id"), "acceptances", ["merchant_id"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("programme_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("payments_day", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payments_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.CheckConstraint("balance_minor >= 0", name=op.f("ck_accounts_balance_not_negative")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_accounts_customer_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_accounts_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
    )
    op.create_index(op.f("ix_accounts_customer_id"), "accounts", ["customer_id"], unique=False)
    op.create_table(
        "tills",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("store_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("time_zone", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("day_cut_minutes", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("suspended_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("receipt_day", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("receipt_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_tills_merchant_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_tills_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tills")),
    )
