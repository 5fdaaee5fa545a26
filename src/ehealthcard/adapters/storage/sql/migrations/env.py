"""Runs Alembic's steps on the connection that is handed over; run by Alembic."""

from alembic import context

from ehealthcard.adapters.storage.sql.revision import STAMP
from ehealthcard.adapters.storage.sql.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=STAMP.name,
)
context.run_migrations()
