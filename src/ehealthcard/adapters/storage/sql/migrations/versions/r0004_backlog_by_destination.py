"""A backlog is found by destination: one that rests costs the others nothing.

It only adds an index: code of before may go on working.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
needs = "0003"

_NAME, _TABLE = "ehc_outbox_to", "ehc_outbox"


def upgrade() -> None:
    """Add the index; a large outbox is locked while it is built."""
    op.create_index(_NAME, _TABLE, ["send_to", "not_before", "id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index(_NAME, _TABLE)
