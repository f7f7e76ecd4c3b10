"""What a batch covers lies together: its key begins with the merchant."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.execute("CREATE TEMP TABLE covered_so_far AS SELECT merchant_id, transaction_id, batch_id FROM covered")
    op.drop_table("covered")
    op.create_table(
        "covered",
        sa.Column("merchant_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("transaction_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_covered_batch_id")),
        sa.PrimaryKeyConstraint("merchant_id", "transaction_id", name=op.f("pk_covered")),
        info={"mutable": ()},
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO covered SELECT * FROM covered_so_far ORDER BY merchant_id, transaction_id")
    op.execute("DROP TABLE covered_so_far")
    op.create_index(op.f("ix_covered_batch_id_transaction_id"), "covered", ["batch_id", "transaction_id"], unique=False)
