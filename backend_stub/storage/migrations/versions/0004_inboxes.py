"""Messages are numbered per customer, and an inbox row keeps the count and what is read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# What a customer had before is numbered in the order they saw it in, and taken as read.
NUMBER = """
UPDATE messages SET number = ranked.place
FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY id) AS place FROM messages) AS ranked
WHERE ranked.id = messages.id
"""
COUNT = """
INSERT INTO inboxes (customer_id, last_number, read_number)
SELECT customer_id, MAX(number), MAX(number) FROM messages GROUP BY customer_id
"""


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "inboxes",
        sa.Column("customer_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("read_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.CheckConstraint("read_number >= 0 AND read_number <= last_number", name=op.f("ck_inboxes_read_within_sent")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_inboxes")),
    )
    number = sa.Column("number", sa.BigInteger(), autoincrement=False, server_default="0", nullable=False)
    op.add_column("messages", number)
    op.execute(NUMBER)
    op.execute(COUNT)
    op.drop_index("ix_messages_customer_id_id", "messages")
    op.create_index("uq_messages_customer_id_number", "messages", ["customer_id", "number"], unique=True)
