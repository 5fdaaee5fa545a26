"""A step of the day after that takes something away: the code of today may not."""

from alembic import op

revision = "9002"
down_revision = "9001"
needs = "9002"


def upgrade() -> None:
    op.rename_table("ehc_bookmark", "ehc_reading_place")


def downgrade() -> None:
    op.rename_table("ehc_reading_place", "ehc_bookmark")
