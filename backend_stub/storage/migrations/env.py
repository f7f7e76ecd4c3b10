"""Alembic's way in: `migrate.upgrade` hands over an open connection."""

from alembic import context

from backend_stub.storage.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, transactional_ddl=True)
with connection.begin(), context.begin_transaction():
    context.run_migrations()
