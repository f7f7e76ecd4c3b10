"""A top-up that its provider would not take back is put back by a transaction of its own: one that is settled never grows."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column("top_up_refunds", sa.Column("kept_id", sa.Text(), nullable=True))
