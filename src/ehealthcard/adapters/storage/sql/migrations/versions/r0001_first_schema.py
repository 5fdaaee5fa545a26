"""The first schema.

It stands here as it was, and is never changed: later steps start from it.
"""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    inspect,
)
from sqlalchemy.dialects import mssql, mysql, postgresql


def text(longest: int) -> String:
    """Return a column of text that compares byte by byte."""
    return (
        String(longest)
        .with_variant(postgresql.VARCHAR(longest, collation="C"), "postgresql")
        .with_variant(
            mysql.VARCHAR(longest, charset="utf8mb4", collation="utf8mb4_bin"),
            *("mysql", "mariadb"),
        )
        .with_variant(mssql.NVARCHAR(longest, collation="Latin1_General_BIN2"), "mssql")
    )


revision = "0001"
down_revision = None
needs = "0001"

METADATA = MetaData()
BYTES = (
    LargeBinary()
    .with_variant(mysql.LONGBLOB(), "mysql", "mariadb")
    .with_variant(mssql.VARBINARY("max"), "mssql")  # type: ignore[no-untyped-call]  # SQLAlchemy's
)
SUBJECT = text(32)
CASE = text(40)
NAME = text(64)
LINK = text(128)

Table(
    "ehc_subject",
    METADATA,
    Column("subject", SUBJECT, primary_key=True),
    Column("wrapped_key", BYTES, nullable=False),
    Column("generation", text(16), nullable=False),
    Column("person", BYTES),
)
Table(
    "ehc_tombstone",
    METADATA,
    Column("subject", SUBJECT, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", LINK, nullable=False),
    Column("reason", LINK, nullable=False),
)
Table(
    "ehc_card",
    METADATA,
    Column("card_id", text(64), primary_key=True),
    Column("subject", SUBJECT, nullable=False, index=True),
    Column("case_id", CASE, nullable=False, index=True),
    Column("generation", text(16), nullable=False),
)
Table(
    "ehc_head",
    METADATA,
    Column("case_id", CASE, primary_key=True),
    Column("workflow", NAME, nullable=False),
    Column("subject", SUBJECT, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", NAME, nullable=False),
    Column("due_at", BigInteger),
    Index("ehc_head_due", "due_at"),
    Index("ehc_head_subject", "subject", "workflow", "case_id"),
    Index("ehc_head_state", "workflow", "state", "case_id"),
)
Table(
    "ehc_event",
    METADATA,
    Column("case_id", CASE, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("workflow", NAME, nullable=False),
    Column("subject", SUBJECT, nullable=False),
    Column("command", NAME, nullable=False),
    Column("state", NAME, nullable=False),
    Column("data", BYTES),
    Column("actor", LINK, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("policy", NAME),
    Column("cause", NAME),
)
Table(
    "ehc_audit",
    METADATA,
    Column("chain", Integer, primary_key=True, autoincrement=False),
    Column("entry_no", BigInteger, key="number", primary_key=True, autoincrement=False),
    Column("case_id", CASE, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", NAME, nullable=False),
    Column("erases", Integer, nullable=False),
    Column("hash", NAME, nullable=False),
)
Table(
    "ehc_link",
    METADATA,
    Column("kind", text(32), primary_key=True),
    Column("link_to", LINK, primary_key=True),
    Column("case_id", CASE, primary_key=True),
    Index("ehc_link_case", "case_id"),
)
Table(
    "ehc_claim",
    METADATA,
    Column("name", LINK, primary_key=True),
    Column("case_id", CASE, nullable=False),
)
Table(
    "ehc_receipt",
    METADATA,
    Column("name", NAME, primary_key=True),
    Column("fingerprint", NAME, nullable=False),
    Column("case_id", CASE, nullable=False),
    Column("version", Integer, nullable=False),
)
Table(
    "ehc_outbox",
    METADATA,
    Column("id", LINK, primary_key=True),
    Column("workflow", NAME, nullable=False),
    Column("case_id", CASE, nullable=False),
    Column("subject", SUBJECT, nullable=False),
    Column("effect", NAME, nullable=False),
    Column("manner", text(8), nullable=False),
    Column("send_to", NAME, nullable=False),
    Column("kind", NAME, nullable=False),
    Column("act", LINK, nullable=False),
    Column("payload", BYTES, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("standing", text(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("note", LINK),
    Index("ehc_outbox_open", "standing", "not_before"),
)
Table(
    "ehc_used_code",
    METADATA,
    Column("code", text(32), primary_key=True),
    Column("ends_at", BigInteger, key="until", nullable=False, index=True),
)
Table(
    "ehc_issued_text",
    METADATA,
    Column("digest", text(32), primary_key=True),
    Column("subject", SUBJECT, nullable=False),
    Column("ends_at", BigInteger, key="until", nullable=False, index=True),
    Column("uses", Integer, nullable=False),
)
Table(
    "ehc_revoked_device",
    METADATA,
    Column("device", text(16), primary_key=True),
    Column("ends_at", BigInteger, key="until", nullable=False, index=True),
)
Table(
    "ehc_use",
    METADATA,
    Column("id", CASE, primary_key=True),
    Column("subject", SUBJECT),
    Column("outcome", NAME, nullable=False),
    Column("tier", text(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("terminal", LINK, nullable=False),
    Column("org", NAME),
    Column("place", LINK),
    Column("channel", text(16), nullable=False),
    Column("step", text(16), nullable=False),
    Index("ehc_use_subject", "subject", "id"),
)
Table(
    "ehc_counter",
    METADATA,
    Column("name", NAME, primary_key=True),
    Column("last_number", BigInteger, nullable=False),
)
Table(
    "ehc_bookmark",
    METADATA,
    Column("name", NAME, primary_key=True),
    Column("place", LINK, nullable=False),
)


def upgrade() -> None:
    """Create what is not there yet; a first try may have ended half-way."""
    there = set(inspect(op.get_bind()).get_table_names())
    for table in METADATA.sorted_tables:
        if table.name not in there:
            op.get_context().impl.create_table(table)


def downgrade() -> None:
    """Refuse: below the first schema there is nothing but an empty database."""
    raise RuntimeError("There is no schema before the first.")
