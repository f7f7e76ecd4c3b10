"""A gift's picture, and the people a customer keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column("gifts", sa.Column("picture", sa.Text(), server_default="gift", nullable=False))
    op.create_table(
        "contacts",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("social_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kept_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("dropped_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_contacts_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index("uq_contacts_customer_id_social_id", "contacts", ["customer_id", "social_id"], unique=True)
    op.create_index(op.f("ix_contacts_social_id"), "contacts", ["social_id"], unique=False)
