"""What judging keeps of a pair is running totals now, not sums of days: each pair is reckoned once more from its records."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    pairs = sa.table("associations", sa.column("is_stale", sa.BigInteger), sa.column("due_day", sa.BigInteger))
    op.execute(sa.update(pairs).values(is_stale=1, due_day=0))
