"""Attempts that are counted: how often something was tried lately (限流计数).

It only adds a table: code of before may go on working.
"""

from alembic import op
from sqlalchemy import BigInteger, Column

from ehealthcard.adapters.storage.sql.schema import text

revision = "0007"
down_revision = "0006"
needs = "0003"

_TABLE, _INDEX = "ehc_attempt", "ix_ehc_attempt_ends_at"


def upgrade() -> None:
    """Create the table and its index."""
    op.create_table(
        _TABLE,
        Column("name", text(64), primary_key=True),
        Column("attempt_no", BigInteger, primary_key=True, autoincrement=False),
        Column("ends_at", BigInteger, nullable=False),
    )
    op.create_index(_INDEX, _TABLE, ["ends_at"])


def downgrade() -> None:
    """Drop it; who was counted is counted anew."""
    op.drop_table(_TABLE)
