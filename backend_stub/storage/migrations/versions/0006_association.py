"""Association: rules, how customers stand to merchants, what became of it; what members get; the day of each record."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

IN_FORCE = sa.text("status = 'in_force'")


def _text(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), autoincrement=False, nullable=null)


def _number(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=null)


def upgrade() -> None:
    """Bring the tables to this revision."""
    for name in ("discount_minor", "points_spent", "points_value_minor", "points_earned"):
        op.add_column("redemptions", sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("redemptions", sa.Column("points_after", sa.BigInteger(), nullable=True))
    op.add_column("redemptions", sa.Column("tier_name", sa.Text(), nullable=True))
    op.add_column("redemptions", sa.Column("news", sa.Text(), nullable=True))
    _records()
    _rules()
    _associations()


def _records() -> None:
    """Records of before have no business day of a store at hand: theirs is cut at midnight UTC."""
    op.add_column("interactions", sa.Column("day", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("interactions", sa.Column("of_id", sa.Text(), nullable=True))
    op.execute("UPDATE interactions SET day = at / 86400000000")
    op.execute(
        "UPDATE interactions SET of_id = COALESCE((SELECT redemption_id FROM refunds WHERE refunds.id = interactions.id),"
        " (SELECT redemptions.id FROM redemptions WHERE redemptions.reversal_id = interactions.id))"
        " WHERE type = 'refund'"
    )


def _rules() -> None:
    op.create_table(
        "association_rules",
        _text("id"),
        _text("merchant_id"),
        _number("version"),
        _text("status"),
        _text("rule"),
        _text("time_zone"),
        _number("day_cut_minutes"),
        _number("created_at"),
        _number("valid_from", null=True),
        _number("started_on", null=True),
        _text("request_hash"),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_association_rules_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association_rules")),
        sa.UniqueConstraint("merchant_id", "version", name=op.f("uq_association_rules_merchant_id_version")),
    )
    op.create_index(
        "ix_association_rules_in_force",
        "association_rules",
        ["merchant_id"],
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )
    op.create_table(
        "member_messages",
        _text("id"),
        _text("merchant_id"),
        _text("text"),
        _text("audience"),
        _number("at"),
        _number("chosen"),
        _number("delivered"),
        _number("muted"),
        _number("too_soon"),
        _text("request_hash"),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_member_messages_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_messages")),
    )
    op.create_index(op.f("ix_member_messages_merchant_id_at"), "member_messages", ["merchant_id", "at"], unique=False)


def _associations() -> None:
    op.create_table(
        "associations",
        _text("id"),
        _text("merchant_id"),
        _text("customer_id"),
        _text("standing"),
        _text("tier_key", null=True),
        _number("rule_version"),
        sa.Column("judged", sa.LargeBinary(), nullable=False),
        _number("is_stale"),
        _number("due_day", null=True),
        _number("joined_at", null=True),
        _number("tier_since", null=True),
        _number("last_at"),
        _number("points"),
        _text("welcomed"),
        _number("is_muted"),
        _number("messaged_at", null=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_associations_merchant_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_associations_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_associations")),
    )
    for columns in (
        ["merchant_id", "due_day"],
        ["merchant_id", "standing", "last_at", "customer_id"],
        ["customer_id"],
    ):
        op.create_index(op.f(f"ix_associations_{'_'.join(columns)}"), "associations", columns, unique=False)
    op.create_table(
        "association_events",
        _text("id"),
        _text("association_id"),
        _text("kind"),
        _text("tier_key", null=True),
        _text("tier_name", null=True),
        _number("rule_version", null=True),
        _text("cause_id", null=True),
        _number("day"),
        _number("at"),
        sa.ForeignKeyConstraint(
            ["association_id"], ["associations.id"], name=op.f("fk_association_events_association_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association_events")),
    )
    op.create_index(
        op.f("ix_association_events_association_id_at"), "association_events", ["association_id", "at"], unique=False
    )
    op.create_table(
        "member_words",
        _text("merchant_id"),
        _text("word"),
        _text("customer_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_member_words_customer_id")),
        sa.PrimaryKeyConstraint("merchant_id", "word", "customer_id", name=op.f("pk_member_words")),
    )
