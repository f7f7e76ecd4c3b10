"""How often something was tried is counted in rows, for all processes."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "tallies",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("times", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ends_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tallies")),
    )
    op.create_index(op.f("ix_tallies_ends_at"), "tallies", ["ends_at"], unique=False)
