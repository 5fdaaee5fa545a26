"""Messages are lent to relays, and each case's go out in order.

Code of before knows no leases: it may not work beside code that does.
"""

from alembic import op
from sqlalchemy import BigInteger, Column, String
from sqlalchemy.dialects import mssql, mysql, postgresql

revision = "0002"
down_revision = "0001"
needs = "0002"

_CASE = (
    String(40)
    .with_variant(postgresql.VARCHAR(40, collation="C"), "postgresql")
    .with_variant(
        mysql.VARCHAR(40, charset="utf8mb4", collation="utf8mb4_bin"),
        *("mysql", "mariadb"),
    )
    .with_variant(mssql.NVARCHAR(40, collation="Latin1_General_BIN2"), "mssql")
)
_TABLE = "ehc_outbox"


def upgrade() -> None:
    """Add what a lease needs; messages that are there have none and no order."""
    with op.batch_alter_table(_TABLE) as outbox:
        for name, value in (
            ("place", "0"),
            ("answer_within", "900000000"),
            ("leased_until", "0"),
        ):
            column = Column(name, BigInteger, nullable=False, server_default=value)
            outbox.add_column(column)
        outbox.add_column(Column("leased_by", _CASE))
        outbox.drop_index("ehc_outbox_open")
    op.create_index("ehc_outbox_ready", _TABLE, ["not_before", "id"])
    op.create_index("ehc_outbox_case", _TABLE, ["case_id", "place"])
    op.create_index("ehc_outbox_standing", _TABLE, ["standing", "made_at"])


def downgrade() -> None:
    """Forget the leases; stop every relay before."""
    for name in ("ehc_outbox_ready", "ehc_outbox_case", "ehc_outbox_standing"):
        op.drop_index(name, _TABLE)
    with op.batch_alter_table(_TABLE) as outbox:
        for name in ("place", "answer_within", "leased_until", "leased_by"):
            outbox.drop_column(name)
    op.create_index("ehc_outbox_open", _TABLE, ["standing", "not_before"])
