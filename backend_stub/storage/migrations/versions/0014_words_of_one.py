"""The words of one customer are found without reading everybody's."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_index(
        op.f("ix_member_words_merchant_id_customer_id_word"),
        "member_words",
        ["merchant_id", "customer_id", "word"],
        unique=False,
    )
