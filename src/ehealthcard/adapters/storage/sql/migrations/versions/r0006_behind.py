"""Who stands behind an actor that acts for another holder (代办人).

It only adds a column: code of before may go on working. Its ``audit verify`` does not
know what the newer entries commit to; let code of this revision verify.
"""

from alembic import op
from sqlalchemy import Column, column, func, select, table

from ehealthcard.adapters.storage.sql.schema import SUBJECT
from ehealthcard.errors import StoredDataTooNewError

revision = "0006"
down_revision = "0005"
needs = "0003"

_TABLE, _NAME = "ehc_event", "behind"


def upgrade() -> None:
    """Add the column; nobody stands behind what is there already."""
    with op.batch_alter_table(_TABLE) as changed:
        changed.add_column(Column(_NAME, SUBJECT))


def downgrade() -> None:
    """Drop it; refused where somebody is named, for the audit trail names him too."""
    events = table(_TABLE, column(_NAME, SUBJECT))
    named = select(func.count(events.c[_NAME]))
    if op.get_bind().execute(named).scalar():
        raise StoredDataTooNewError(found=int(revision), known=int(down_revision))
    with op.batch_alter_table(_TABLE) as changed:
        changed.drop_column(_NAME)
