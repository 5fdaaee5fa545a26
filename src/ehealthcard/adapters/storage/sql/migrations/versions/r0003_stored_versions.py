"""What is stored says which version of the software's shapes it has.

Code of before looks at no version and might take new data for old: it may not work
beside code that does. What is there already is of version 1.
"""

from alembic import op
from sqlalchemy import Column, Integer, column, func, select, table

from ehealthcard.errors import StoredDataTooNewError

revision = "0003"
down_revision = "0002"
needs = "0003"

_TABLES = ("ehc_subject", "ehc_event", "ehc_outbox")
_NAME = "schema_version"


def upgrade() -> None:
    """Add the version to whatever holds sealed data."""
    for name in _TABLES:
        added = Column(_NAME, Integer, nullable=False, server_default="1")
        with op.batch_alter_table(name) as changed:
            changed.add_column(added)


def downgrade() -> None:
    """Forget the versions; refused where something newer than version 1 is stored."""
    for name in _TABLES:
        newest = select(func.max(column(_NAME, Integer))).select_from(table(name))
        found = op.get_bind().execute(newest).scalar() or 1
        if found > 1:
            raise StoredDataTooNewError(found=found, known=1)
    for name in _TABLES:
        with op.batch_alter_table(name) as changed:
            changed.drop_column(_NAME)
