"""Versions that wait for their day are looked up with the one in force; messages to members count who left."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

IS_USED = sa.text("status IN ('in_force', 'scheduled')")


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_index(
        "ix_association_rules_used",
        "association_rules",
        ["merchant_id"],
        unique=False,
        sqlite_where=IS_USED,
        postgresql_where=IS_USED,
    )
    op.drop_index("ix_association_rules_in_force", table_name="association_rules")
    op.add_column("member_messages", sa.Column("gone", sa.BigInteger(), server_default="0", nullable=False))
