"""The tables of settlement, payouts and reconciliation."""

from __future__ import annotations

import sqlalchemy as sa

from backend_stub.domain import records
from backend_stub.storage.tables import _table as table

PAYOUT_STANDS = "state <> 'failed'"
BATCH_IS_OPEN = "state = 'open'"

BANK_DETAILS = table(
    "bank_details",
    records.BankDetails,
    sa.CheckConstraint("smallest_payout_minor >= 0", "smallest_payout_not_negative"),
    mutable=("holder", "account", "bic", "smallest_payout_minor", "updated_at"),
)
BATCHES = table(
    "batches",
    records.Batch,
    sa.UniqueConstraint("merchant_id", "store_id", "business_day", "currency"),
    sa.CheckConstraint("fee_rest_e4 >= 0 AND fee_rest_e4 < 10000", "rest_below_one"),
    sa.Index(
        "ix_batches_open", "merchant_id", sqlite_where=sa.text(BATCH_IS_OPEN), postgresql_where=sa.text(BATCH_IS_OPEN)
    ),
    sa.Index(None, "store_id", "currency", "closed_at"),
    sa.Index(None, "merchant_id", "ends_at", "id"),
    mutable=(
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
    ),
    refers={"merchant_id": "merchants.id", "store_id": "stores.id"},
)
COVERED = table(
    "covered",
    records.Covered,
    sa.Index(None, "batch_id"),  # and nothing more: PostgreSQL would look for a transaction in it, and read it all
    refers={"batch_id": "batches.id"},
    lies_by_key=True,
)
OWED_DAYS = table("owed_days", records.OwedDay, refers={"merchant_id": "merchants.id"})
PAYOUT_RUNS = table("payout_runs", records.PayoutRun)
PAYOUTS = table(
    "payouts",
    records.Payout,
    sa.CheckConstraint("amount_minor > 0", "amount_positive"),
    sa.UniqueConstraint("batch_id", "attempt"),
    sa.Index(
        "uq_payouts_standing",
        "batch_id",
        unique=True,
        sqlite_where=sa.text(PAYOUT_STANDS),
        postgresql_where=sa.text(PAYOUT_STANDS),
    ),
    sa.Index(None, "run_id"),
    sa.Index(None, "merchant_id", "at"),
    mutable=("state", "confirmed_at", "failed_at", "failure"),
    refers={"run_id": "payout_runs.id", "batch_id": "batches.id", "merchant_id": "merchants.id"},
)
BANK_STATEMENTS = table(
    "bank_statements", records.BankStatement, sa.UniqueConstraint("file_hash"), sa.Index(None, "at", "id")
)
BANK_ENTRIES = table(
    "bank_entries",
    records.BankEntry,
    sa.Index(None, "matched_id"),
    sa.UniqueConstraint("statement_id", "number"),
    refers={"statement_id": "bank_statements.id"},
)
