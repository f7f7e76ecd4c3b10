"""A message to members that was interrupted goes on after the last member it was for."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column("member_messages", sa.Column("sent_to", sa.Text(), nullable=True))
