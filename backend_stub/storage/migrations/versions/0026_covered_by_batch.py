"""What a batch covers is found by the batch alone: a smaller index, and one that nothing else is looked up by."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.drop_index(op.f("ix_covered_batch_id_transaction_id"), "covered")
    op.create_index(op.f("ix_covered_batch_id"), "covered", ["batch_id"], unique=False)
