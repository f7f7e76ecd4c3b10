"""The platform's desk: a merchant remembers the request that took it on."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column("merchants", sa.Column("request_hash", sa.Text(), nullable=False, server_default="init"))
