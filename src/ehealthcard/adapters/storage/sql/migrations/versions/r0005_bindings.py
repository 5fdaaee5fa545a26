"""Codes that lead to cards: a table of keyed digests (多码协同).

It only adds a table: code of before may go on working.
"""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer

from ehealthcard.adapters.storage.sql.schema import CASE, SUBJECT, text

revision = "0005"
down_revision = "0004"
needs = "0003"

_TABLE, _INDEX = "ehc_binding", "ehc_binding_subject"


def upgrade() -> None:
    """Create the table and its index."""
    op.create_table(
        _TABLE,
        Column("digest", text(64), primary_key=True),
        Column("subject", SUBJECT, nullable=False),
        Column("case_id", CASE, nullable=False),
        Column("since", BigInteger, nullable=False),
        Column("ends_at", BigInteger),
        Column("disputed", Integer, nullable=False),
    )
    op.create_index(_INDEX, _TABLE, ["subject", "case_id"])


def downgrade() -> None:
    """Drop it; the cases that hold the codes stay."""
    op.drop_table(_TABLE)
