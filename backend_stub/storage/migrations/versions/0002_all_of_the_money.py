"""Programme versions and terms, bonus, fees in force, the life of top-ups and accounts, gifts."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TERMS = (
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
)


def upgrade() -> None:
    """Bring the tables to this revision."""
    _widen()
    _programmes()
    _funding()
    _gifts()
    _account_acts()
    _first_versions()


def _number(name: str, default: int | None = 0) -> sa.Column[object]:
    if default is None:
        return sa.Column(name, sa.BigInteger(), nullable=True)
    return sa.Column(name, sa.BigInteger(), server_default=str(default), nullable=False)


def _text(name: str, default: str | None = None) -> sa.Column[object]:
    if default is None:
        return sa.Column(name, sa.Text(), nullable=True)
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _widen() -> None:
    """Columns of tables with rows in them; a checked one in plain SQL, which SQLite takes only so without a copy."""
    for column in (
        _number("version", 1),
        _text("group_name"),
        _number("expires_after_days", None),
        _number("refund_within_days", None),
        _number("take_back_within_days", None),
        _number("gift_max_minor", None),
        _text("bonus_tiers", "[]"),
        _number("fee_fixed_minor"),
        _number("fee_bps"),
    ):
        op.add_column("programmes", column)
    op.add_column("acceptances", _number("ended_version", None))
    for name in ("bonus", "reserved"):
        op.execute(
            f"ALTER TABLE accounts ADD COLUMN {name}_minor BIGINT DEFAULT '0' NOT NULL"
            f" CONSTRAINT ck_accounts_{name}_not_negative CHECK ({name}_minor >= 0)"
        )
    op.add_column("accounts", _text("status", "open"))
    op.add_column("accounts", _text("frozen_by"))
    op.add_column("accounts", _number("terms_version", 1))
    op.add_column("redemptions", _number("bonus_minor"))
    op.add_column("redemptions", _number("bonus_after_minor", None))
    op.add_column("redemptions", _number("fee_fixed_minor"))
    op.add_column("redemptions", _number("fee_bps"))
    op.add_column("refunds", _number("bonus_minor"))
    op.add_column("refunds", _number("bonus_after_minor"))


def _programmes() -> None:
    op.create_table(
        "programme_versions",
        sa.Column("programme_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("terms", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("published_by", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_programme_versions_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "version", name=op.f("pk_programme_versions")),
    )
    op.create_table(
        "terms",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("programme_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
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
        sa.Column("expires_after_days", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("refund_within_days", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("take_back_within_days", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("gift_max_minor", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("bonus_tiers", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("fee_fixed_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fee_bps", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_terms_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
    )
    op.create_index(op.f("ix_terms_programme_id"), "terms", ["programme_id"])


def _funding() -> None:
    op.add_column("top_ups", _number("bonus_minor"))
    op.add_column("top_ups", _number("bonus_after_minor"))
    op.add_column("top_ups", _text("state", "captured"))
    op.add_column("top_ups", _text("provider_reference"))
    op.add_column("top_ups", _text("failure"))
    op.add_column("top_ups", _number("captured_at", None))
    op.execute(
        "ALTER TABLE top_ups ADD COLUMN refunded_minor BIGINT DEFAULT '0' NOT NULL"
        " CONSTRAINT ck_top_ups_refunded_within_amount CHECK (refunded_minor >= 0 AND refunded_minor <= amount_minor)"
    )
    op.add_column("top_ups", _number("bonus_returned_minor"))
    op.execute("UPDATE top_ups SET captured_at = at")
    is_open = sa.text("state IN ('pending', 'authorised')")
    op.create_index("ix_top_ups_open", "top_ups", ["at"], sqlite_where=is_open, postgresql_where=is_open)
    op.create_index(op.f("ix_top_ups_customer_id_at"), "top_ups", ["customer_id", "at"])
    op.create_table(
        "top_up_refunds",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("topup_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("till_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("approved_by", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("source", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bonus_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("spent_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("balance_after_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bonus_after_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("failure", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("reason", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_top_up_refunds_amount_positive")),
        sa.ForeignKeyConstraint(["topup_id"], ["top_ups.id"], name=op.f("fk_top_up_refunds_topup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_top_up_refunds")),
    )
    op.create_index(op.f("ix_top_up_refunds_topup_id"), "top_up_refunds", ["topup_id"])
    waits = sa.text("state = 'pending'")
    op.create_index("ix_top_up_refunds_open", "top_up_refunds", ["at"], sqlite_where=waits, postgresql_where=waits)


def _gifts() -> None:
    op.create_table(
        "gifts",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("giver_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("giver_account_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("giver_name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("recipient_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("recipient_name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("recipient_account_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("programme_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("offered_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ends_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("answered_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("answer_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("taken_back_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("take_back_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("taken_back_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("request_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_gifts_amount_positive")),
        sa.CheckConstraint(
            "taken_back_minor >= 0 AND taken_back_minor <= amount_minor", name=op.f("ck_gifts_taken_back_within_amount")
        ),
        sa.ForeignKeyConstraint(["giver_id"], ["customers.id"], name=op.f("fk_gifts_giver_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_gifts_programme_id")),
        sa.ForeignKeyConstraint(["recipient_id"], ["customers.id"], name=op.f("fk_gifts_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gifts")),
    )
    op.create_index(op.f("ix_gifts_giver_id_offered_at"), "gifts", ["giver_id", "offered_at"])
    op.create_index(op.f("ix_gifts_recipient_id_offered_at"), "gifts", ["recipient_id", "offered_at"])
    is_offered = sa.text("state = 'offered'")
    op.create_index("ix_gifts_offered", "gifts", ["ends_at"], sqlite_where=is_offered, postgresql_where=is_offered)
    op.create_index(
        "ix_gifts_offered_by", "gifts", ["giver_account_id"], sqlite_where=is_offered, postgresql_where=is_offered
    )


def _account_acts() -> None:
    op.create_table(
        "account_acts",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("by", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("till_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("approved_by", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("to_customer_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("paid_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bonus_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_acts_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_acts")),
    )
    op.create_index(op.f("ix_account_acts_account_id_at"), "account_acts", ["account_id", "at"])
    op.create_index(op.f("ix_account_acts_kind_at"), "account_acts", ["kind", "at"])


def _first_versions() -> None:
    """The programmes that are there stand at their first version."""
    columns = ", ".join(TERMS)
    op.execute(
        f"INSERT INTO terms (id, programme_id, version, issuer_id, currency, {columns})"  # noqa: S608 - fixed names
        f" SELECT id || '.1', id, 1, issuer_id, currency, {columns} FROM programmes"
    )
    connection = op.get_bind()
    for programme in connection.execute(sa.text("SELECT * FROM programmes")).mappings().all():
        said = json.dumps({name: programme[name] for name in TERMS}, ensure_ascii=False, sort_keys=True)
        connection.execute(
            sa.text("INSERT INTO programme_versions VALUES (:id, 1, :said, :by, :at)"),
            {"id": programme["id"], "said": said, "by": programme["issuer_id"], "at": programme["created_at"]},
        )
