"""A step of tomorrow that only adds: the code of today works on."""

from alembic import op
from sqlalchemy import BigInteger, Column, String

from ehealthcard.adapters.storage.sql.revision import NEWEST

revision = "9001"
down_revision = NEWEST
needs = NEWEST


def upgrade() -> None:
    op.add_column("ehc_card", Column("printed_at", BigInteger))
    op.create_table("ehc_later", Column("name", String(20), primary_key=True))


def downgrade() -> None:
    op.drop_table("ehc_later")
    op.drop_column("ehc_card", "printed_at")
