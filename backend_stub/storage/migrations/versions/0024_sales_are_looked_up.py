"""Sales are looked up by one index that holds all that they are looked up by."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

LOOKED_UP = (
    "merchant_id",
    "received_at",
    "id",
    "outcome",
    "refunded_minor",
    "amount_minor",
    "requested_minor",
    "till_id",
    "operator_id",
    "customer_id",
)


def upgrade() -> None:
    """Bring the tables to this revision: the wider index stands for the one it begins with."""
    op.create_index("ix_redemptions_looked_up", "redemptions", list(LOOKED_UP), unique=False)
    op.drop_index(op.f("ix_redemptions_merchant_id_received_at"), table_name="redemptions")
