"""A customer's links for further devices are found, to end them when a session is signed out."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_index(op.f("ix_one_time_secrets_customer_id"), "one_time_secrets", ["customer_id"], unique=False)
