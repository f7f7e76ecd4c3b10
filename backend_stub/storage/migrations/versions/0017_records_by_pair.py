"""Previews read a merchant's records from the index alone."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    columns = ["merchant_id", "customer_id", "at", "id", "day", "type", "amount_minor", "currency", "of_id"]
    op.create_index("ix_interactions_by_pair", "interactions", columns, unique=False)
    op.drop_index(op.f("ix_interactions_merchant_id_customer_id_at"), table_name="interactions")
