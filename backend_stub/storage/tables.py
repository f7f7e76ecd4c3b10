"""The tables, drawn from the records: a column a field, in the same order, so that a row *is* a record's arguments.

`mutable` lists the columns that an update may write; a table without any is append-only.
"""

from __future__ import annotations

from typing import get_args, get_type_hints

import sqlalchemy as sa

from backend_stub.domain import records
from backend_stub.domain.records import Record, field_names

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
TABLES: dict[type[Record], sa.Table] = {}
CODE_IS_SEALED = "sealed_text IS NOT NULL"
CODE_WAS_SPENT = "outcome IN ('paid', 'reversed', 'awaiting_customer')"


def _columns(kind: type[Record], refers: dict[str, str]) -> list[sa.Column[object]]:
    hints = get_type_hints(kind)
    return [_column(kind, name, hints[name], refers.get(name)) for name in field_names(kind)]


def _column(kind: type[Record], name: str, hint: object, refers_to: str | None) -> sa.Column[object]:
    may_be_null = type(None) in get_args(hint)
    of_type = sa.BigInteger() if int in (hint, *get_args(hint)) else sa.Text()
    keys = [sa.ForeignKey(refers_to)] if refers_to else []
    return sa.Column(name, of_type, *keys, primary_key=name in kind.KEY, nullable=may_be_null, autoincrement=False)


def _table(
    name: str,
    kind: type[Record],
    *also: sa.schema.SchemaItem,
    mutable: tuple[str, ...] = (),
    refers: dict[str, str] | None = None,
) -> sa.Table:
    table = sa.Table(name, METADATA, *_columns(kind, refers or {}), *also, info={"mutable": mutable})
    TABLES[kind] = table
    return table


MERCHANTS = _table("merchants", records.Merchant, sa.UniqueConstraint("public_service_id"))
STORES = _table("stores", records.Store, refers={"merchant_id": "merchants.id"})
TILLS = _table(
    "tills",
    records.Till,
    mutable=("name", "suspended_at", "receipt_day", "receipt_count"),
    refers={"merchant_id": "merchants.id", "store_id": "stores.id"},
)
OPERATORS = _table(
    "operators",
    records.Operator,
    mutable=("name", "role", "pin_hash", "pin_failures", "pin_locked_until"),
    refers={"merchant_id": "merchants.id"},
)
CUSTOMERS = _table(
    "customers", records.Customer, sa.UniqueConstraint("social_id"), mutable=("display_name", "family_name")
)
DEVICES = _table(
    "devices", records.Device, mutable=("name", "codes_issued", "codes_ended"), refers={"customer_id": "customers.id"}
)
PROGRAMMES = _table("programmes", records.Programme, refers={"issuer_id": "merchants.id"})
ACCEPTANCES = _table(
    "acceptances",
    records.Acceptance,
    sa.Index(None, "merchant_id"),
    refers={"programme_id": "programmes.id", "merchant_id": "merchants.id"},
)
ACCOUNTS = _table(
    "accounts",
    records.Account,
    sa.CheckConstraint("balance_minor >= 0", "balance_not_negative"),
    sa.Index(None, "customer_id"),
    mutable=("balance_minor", "expires_at", "payments_day", "payments_count"),
    refers={"customer_id": "customers.id", "programme_id": "programmes.id"},
)
TOKENS = _table("tokens", records.Token, sa.UniqueConstraint("token_hash"), mutable=("revoked_at",))
PAYMENT_CODES = _table(
    "payment_codes",
    records.Code,
    sa.UniqueConstraint("code_hash"),
    sa.Index(None, "expires_at"),
    sa.Index(
        "ix_payment_codes_sealed",
        "expires_at",
        sqlite_where=sa.text(CODE_IS_SEALED),
        postgresql_where=sa.text(CODE_IS_SEALED),
    ),
    mutable=("held_by_till", "sealed_text"),
)
REDEMPTIONS = _table(
    "redemptions",
    records.Redemption,
    sa.CheckConstraint("refunded_minor >= 0 AND refunded_minor <= amount_minor", "refunded_within_taken"),
    sa.Index(
        "uq_redemptions_code_id",
        "code_id",
        unique=True,
        sqlite_where=sa.text(CODE_WAS_SPENT),
        postgresql_where=sa.text(CODE_WAS_SPENT),
    ),
    sa.Index(None, "till_id", "received_at"),
    sa.Index(None, "merchant_id", "received_at"),
    mutable=(
        "amount_minor",
        "refunded_minor",
        "refund_count",
        "outcome",
        "refusal",
        "available_minor",
        "balance_after_minor",
        "receipt_number",
        "decided_at",
        "confirm_until",
        "reversal_id",
        "reversal_reason",
    ),
)
REFUNDS = _table(
    "refunds",
    records.Refund,
    sa.CheckConstraint("amount_minor > 0", "amount_positive"),
    sa.Index(None, "redemption_id"),
    sa.Index(None, "merchant_id", "at"),
)
TOP_UPS = _table("top_ups", records.TopUp, sa.CheckConstraint("amount_minor > 0", "amount_positive"))
TRANSFERS = _table(
    "transfers",
    records.Transfer,
    sa.CheckConstraint("amount_minor > 0", "amount_positive"),
    sa.CheckConstraint("debit_account <> credit_account", "two_sides"),
    sa.Index(None, "debit_account", "at"),
    sa.Index(None, "credit_account", "at"),
)
INTERACTIONS = _table("interactions", records.Interaction, sa.Index(None, "merchant_id", "customer_id", "at"))
MESSAGES = _table("messages", records.Message, sa.Index(None, "customer_id", "id"))
