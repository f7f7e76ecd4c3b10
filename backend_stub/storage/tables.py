"""The tables, drawn from the records: a column a field, in the same order, so that a row *is* a record's arguments.

`mutable` lists the columns that an update may write; a table without any is append-only.
"""

from __future__ import annotations

from typing import get_args, get_type_hints

import sqlalchemy as sa
from msgspec import NODEFAULT
from msgspec.structs import fields

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
GIFT_IS_OFFERED = "state = 'offered'"
TOP_UP_IS_OPEN = "state IN ('pending', 'authorised')"
TOP_UP_REFUND_IS_OPEN = "state = 'pending'"
TOKEN_LIVES = "revoked_at IS NULL"  # noqa: S105 - a condition
WAS_REVERSED = "reversal_id IS NOT NULL"
RULE_IS_USED = "status IN ('in_force', 'scheduled')"
SESSION_IS_OPEN = "ended_at IS NULL"
SHIFT_IS_OPEN = "state = 'open'"
# All that past sales are looked up by, so that no search has to go to the rows themselves.
LOOKED_UP = (
    "merchant_id received_at id outcome refunded_minor amount_minor requested_minor till_id operator_id customer_id"
)
CODE_WAS_SPENT = "outcome IN ('paid', 'reversed', 'awaiting_customer')"


def _columns(kind: type[Record], refers: dict[str, str]) -> list[sa.Column[object]]:
    hints = get_type_hints(kind)
    defaults = {field.name: field.default for field in fields(kind)}
    return [_column(kind, name, hints[name], refers.get(name), defaults[name]) for name in field_names(kind)]


def _column(kind: type[Record], name: str, hint: object, refers_to: str | None, default: object) -> sa.Column[object]:
    """A field with a default was added to a table with rows in it, so its column has the same default."""
    may_be_null = type(None) in get_args(hint)
    kinds = (hint, *get_args(hint))
    of_type = sa.BigInteger() if int in kinds else sa.LargeBinary() if bytes in kinds else sa.Text()
    keys = [sa.ForeignKey(refers_to)] if refers_to else []
    return sa.Column(
        name,
        of_type,
        *keys,
        primary_key=name in kind.KEY,
        nullable=may_be_null,
        autoincrement=False,
        server_default=None if default in (NODEFAULT, None) else str(default),
    )


def _partial(name: str, condition: str, *columns: str, unique: bool = False) -> sa.Index:
    """An index over the rows of which a condition holds."""
    only = sa.text(condition)
    return sa.Index(name, *columns, unique=unique, sqlite_where=only, postgresql_where=only)


def _table(
    name: str,
    kind: type[Record],
    *also: sa.schema.SchemaItem,
    mutable: tuple[str, ...] = (),
    refers: dict[str, str] | None = None,
    lies_by_key: bool = False,
) -> sa.Table:
    """`lies_by_key`: SQLite keeps the rows in the index of their key, and nowhere else."""
    columns = _columns(kind, refers or {})
    table = sa.Table(name, METADATA, *columns, *also, info={"mutable": mutable}, sqlite_with_rowid=not lies_by_key)
    TABLES[kind] = table
    return table


MERCHANTS = _table(
    "merchants", records.Merchant, sa.UniqueConstraint("public_service_id"), mutable=("name", "second_name")
)
STORES = _table(
    "stores",
    records.Store,
    sa.Index(None, "merchant_id"),
    mutable=("name", "time_zone", "day_cut_minutes"),
    refers={"merchant_id": "merchants.id"},
)
TILLS = _table(
    "tills",
    records.Till,
    sa.Index(None, "merchant_id"),
    sa.Index(None, "store_id"),
    mutable=("name", "time_zone", "day_cut_minutes", "suspended_at", "receipt_day", "receipt_count", "shift_count"),
    refers={"merchant_id": "merchants.id", "store_id": "stores.id"},
)
OPERATORS = _table(
    "operators",
    records.Operator,
    sa.Index(None, "merchant_id"),
    mutable=("name", "role", "pin_hash", "pin_failures", "pin_locked_until", "disabled_at"),
    refers={"merchant_id": "merchants.id"},
)
OPERATOR_SESSIONS = _table(
    "operator_sessions",
    records.OperatorSession,
    sa.UniqueConstraint("token_hash"),
    _partial("ix_operator_sessions_till_id", SESSION_IS_OPEN, "till_id"),
    _partial("ix_operator_sessions_operator_id", SESSION_IS_OPEN, "operator_id"),
    sa.Index(None, "opened_at"),
    mutable=("used_at", "ended_at"),
    refers={"operator_id": "operators.id", "merchant_id": "merchants.id"},
)
CUSTOMERS = _table(
    "customers", records.Customer, sa.UniqueConstraint("social_id"), mutable=("display_name", "family_name")
)
DEVICES = _table(
    "devices", records.Device, mutable=("name", "codes_issued", "codes_ended"), refers={"customer_id": "customers.id"}
)
TERM_COLUMNS = (
    "name",
    "code_lifetime_s",
    "confirm_above_minor",
    "confirm_after_payments",
    "payment_max_minor",
    "topup_min_minor",
    "topup_max_minor",
    "balance_max_minor",
    "low_balance_minor",
    "expires_after_days",
    "refund_within_days",
    "take_back_within_days",
    "gift_max_minor",
    "bonus_tiers",
    "fee_fixed_minor",
    "fee_bps",
    "warn_before_days",
)
PROGRAMMES = _table(
    "programmes",
    records.Programme,
    mutable=(*TERM_COLUMNS, "version", "group_name"),
    refers={"issuer_id": "merchants.id"},
)
PROGRAMME_VERSIONS = _table("programme_versions", records.ProgrammeVersion, refers={"programme_id": "programmes.id"})
TERMS = _table(
    "terms",
    records.Terms,
    sa.Index(None, "programme_id"),
    mutable=TERM_COLUMNS,
    refers={"programme_id": "programmes.id"},
)
ACCEPTANCES = _table(
    "acceptances",
    records.Acceptance,
    sa.Index(None, "merchant_id"),
    mutable=("ended_version",),
    refers={"programme_id": "programmes.id", "merchant_id": "merchants.id"},
)
ACCOUNTS = _table(
    "accounts",
    records.Account,
    sa.CheckConstraint("balance_minor >= 0", "balance_not_negative"),
    sa.CheckConstraint("bonus_minor >= 0", "bonus_not_negative"),
    sa.CheckConstraint("reserved_minor >= 0", "reserved_not_negative"),
    sa.Index(None, "customer_id"),
    sa.Index(None, "programme_id"),
    mutable=(
        "balance_minor",
        "expires_at",
        "payments_day",
        "payments_count",
        "bonus_minor",
        "reserved_minor",
        "status",
        "frozen_by",
    ),
    refers={"customer_id": "customers.id", "programme_id": "programmes.id"},
)
TOKENS = _table(
    "tokens", records.Token, sa.UniqueConstraint("token_hash"), sa.Index(None, "subject_id"), mutable=("revoked_at",)
)
CUSTOMER_PINS = _table(
    "customer_pins", records.CustomerPin, mutable=("pin_hash", "set_at"), refers={"id": "customers.id"}
)
SIGN_IN_TRIES = _table(
    "sign_in_tries",
    records.SignInTries,
    sa.Index(None, "tried_at"),
    mutable=("failures", "locked_until", "tried_at"),
)
TALLIES = _table("tallies", records.Tally, sa.Index(None, "ends_at"), mutable=("times", "ends_at"))
CONTACTS = _table(
    "contacts",
    records.Contact,
    sa.Index("uq_contacts_customer_id_social_id", "customer_id", "social_id", unique=True),
    sa.Index(None, "social_id"),
    mutable=("name", "dropped_at"),
    refers={"customer_id": "customers.id"},
)
PASSKEYS = _table(
    "passkeys",
    records.Passkey,
    sa.Index(None, "customer_id"),
    mutable=("public_key", "sign_count", "used_at"),
    refers={"customer_id": "customers.id"},
)
ONE_TIME_SECRETS = _table(
    "one_time_secrets",
    records.OneTimeSecret,
    sa.UniqueConstraint("secret_hash"),
    sa.Index(None, "expires_at"),
    sa.Index(None, "customer_id"),
    mutable=("used_at",),
)
PAYMENT_CODES = _table(
    "payment_codes",
    records.Code,
    sa.UniqueConstraint("code_hash"),
    sa.Index(None, "expires_at"),
    _partial("ix_payment_codes_sealed", CODE_IS_SEALED, "expires_at"),
    mutable=("held_by_till", "sealed_text"),
)
REDEMPTIONS = _table(
    "redemptions",
    records.Redemption,
    sa.CheckConstraint("refunded_minor >= 0 AND refunded_minor <= amount_minor", "refunded_within_taken"),
    _partial("uq_redemptions_code_id", CODE_WAS_SPENT, "code_id", unique=True),
    sa.Index(None, "till_id", "received_at"),
    sa.Index("ix_redemptions_looked_up", *LOOKED_UP.split()),
    _partial("ix_redemptions_reversal_id", WAS_REVERSED, "reversal_id"),
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
        "bonus_minor",
        "bonus_after_minor",
        "fee_fixed_minor",
        "fee_bps",
        "discount_minor",
        "points_spent",
        "points_value_minor",
        "points_earned",
        "points_after",
        "tier_name",
        "news",
    ),
)
REFUNDS = _table(
    "refunds",
    records.Refund,
    sa.CheckConstraint("amount_minor > 0", "amount_positive"),
    sa.Index(None, "redemption_id"),
    sa.Index(None, "merchant_id", "at"),
)
AT_A_TILL = "till_id IS NOT NULL"
TOP_UPS = _table(
    "top_ups",
    records.TopUp,
    sa.CheckConstraint("amount_minor > 0", "amount_positive"),
    sa.CheckConstraint("refunded_minor >= 0 AND refunded_minor <= amount_minor", "refunded_within_amount"),
    _partial("ix_top_ups_open", TOP_UP_IS_OPEN, "at"),
    sa.Index(None, "customer_id", "at"),
    _partial("ix_top_ups_at_till", AT_A_TILL, "till_id", "at"),
    mutable=(
        "balance_after_minor",
        "bonus_minor",
        "bonus_after_minor",
        "state",
        "provider_reference",
        "failure",
        "captured_at",
        "refunded_minor",
        "bonus_returned_minor",
    ),
)
TOP_UP_REFUNDS = _table(
    "top_up_refunds",
    records.TopUpRefund,
    sa.CheckConstraint("amount_minor > 0", "amount_positive"),
    sa.Index(None, "topup_id"),
    _partial("ix_top_up_refunds_open", TOP_UP_REFUND_IS_OPEN, "at"),
    _partial("ix_top_up_refunds_at_till", AT_A_TILL, "till_id", "at"),
    mutable=("state", "failure", "balance_after_minor", "bonus_after_minor", "kept_id"),
    refers={"topup_id": "top_ups.id"},
)
GIFTS = _table(
    "gifts",
    records.Gift,
    sa.CheckConstraint("amount_minor > 0", "amount_positive"),
    sa.CheckConstraint("taken_back_minor >= 0 AND taken_back_minor <= amount_minor", "taken_back_within_amount"),
    sa.Index(None, "giver_id", "offered_at"),
    sa.Index(None, "recipient_id", "offered_at"),
    _partial("ix_gifts_offered", GIFT_IS_OFFERED, "ends_at"),
    _partial("ix_gifts_offered_by", GIFT_IS_OFFERED, "giver_account_id"),
    mutable=(
        "recipient_account_id",
        "state",
        "answered_at",
        "answer_id",
        "taken_back_minor",
        "take_back_id",
        "taken_back_at",
    ),
    refers={"giver_id": "customers.id", "recipient_id": "customers.id", "programme_id": "programmes.id"},
)
ACCOUNT_ACTS = _table(
    "account_acts",
    records.AccountAct,
    sa.Index(None, "account_id", "at"),
    sa.Index(None, "kind", "at"),
    _partial("ix_account_acts_at_till", AT_A_TILL, "till_id", "at"),
    refers={"account_id": "accounts.id"},
)
EXPIRY_WARNINGS = _table("expiry_warnings", records.ExpiryWarning, refers={"account_id": "accounts.id"})
TRANSFERS = _table(
    "transfers",
    records.Transfer,
    sa.CheckConstraint("amount_minor > 0", "amount_positive"),
    sa.CheckConstraint("debit_account <> credit_account", "two_sides"),
    sa.Index(None, "debit_account", "at"),
    sa.Index(None, "credit_account", "at"),
)
INTERACTIONS = _table(
    "interactions",
    records.Interaction,
    # All that judging a rule over the whole past asks for: it is read in the order of customers, without the table.
    sa.Index(
        "ix_interactions_by_pair",
        "merchant_id",
        "customer_id",
        "at",
        "id",
        "day",
        "type",
        "amount_minor",
        "currency",
        "of_id",
    ),
)
MESSAGES = _table(
    "messages", records.Message, sa.Index("uq_messages_customer_id_number", "customer_id", "number", unique=True)
)
INBOXES = _table(
    "inboxes",
    records.Inbox,
    sa.CheckConstraint("read_number >= 0 AND read_number <= last_number", "read_within_sent"),
    mutable=("last_number", "read_number"),
)

from backend_stub.storage import (  # noqa: E402 - tables in files of their own
    association_tables,  # noqa: F401
    settlement_tables,  # noqa: F401
    shift_tables,  # noqa: F401
    webhook_tables,  # noqa: F401
)
