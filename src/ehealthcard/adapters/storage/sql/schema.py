"""The tables, in the SQL that every database a hospital may run understands.

Moments are microseconds since 1970 in UTC, in BIGINT: DATETIME loses zone or fraction
somewhere. Binary data is sealed or hashed bytes. There is no JSON, no identity column,
no empty string (Oracle and DM take it for NULL), no reserved word, no name above 30
characters.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)
from sqlalchemy.dialects import mssql, mysql, postgresql


def text(longest: int) -> String:
    """Return a column of text that compares byte by byte, whatever the database's own.

    Two names that differ in case are two names, and order is that of the code points.
    """
    return (
        String(longest)
        .with_variant(postgresql.VARCHAR(longest, collation="C"), "postgresql")
        .with_variant(
            mysql.VARCHAR(longest, charset="utf8mb4", collation="utf8mb4_bin"),
            *("mysql", "mariadb"),
        )
        .with_variant(mssql.NVARCHAR(longest, collation="Latin1_General_BIN2"), "mssql")
    )


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

SUBJECTS = Table(
    "ehc_subject",
    METADATA,
    Column("subject", SUBJECT, primary_key=True),
    Column("wrapped_key", BYTES, nullable=False),
    Column("generation", text(16), nullable=False),
    Column("person", BYTES),
    Column("schema_version", Integer, nullable=False, server_default="1"),
)
TOMBSTONES = Table(
    "ehc_tombstone",
    METADATA,
    Column("subject", SUBJECT, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", LINK, nullable=False),
    Column("reason", LINK, nullable=False),
)
CARDS = Table(
    "ehc_card",
    METADATA,
    Column("card_id", text(64), primary_key=True),
    Column("subject", SUBJECT, nullable=False, index=True),
    Column("case_id", CASE, nullable=False, index=True),
    Column("generation", text(16), nullable=False),
)
HEADS = Table(
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
EVENTS = Table(
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
    Column("schema_version", Integer, nullable=False, server_default="1"),
    Column("behind", SUBJECT),
)
AUDIT = Table(
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
LINKS = Table(
    "ehc_link",
    METADATA,
    Column("kind", text(32), primary_key=True),
    Column("link_to", LINK, primary_key=True),
    Column("case_id", CASE, primary_key=True),
    Index("ehc_link_case", "case_id"),
)
CLAIMS = Table(
    "ehc_claim",
    METADATA,
    Column("name", LINK, primary_key=True),
    Column("case_id", CASE, nullable=False),
)
RECEIPTS = Table(
    "ehc_receipt",
    METADATA,
    Column("name", NAME, primary_key=True),
    Column("fingerprint", NAME, nullable=False),
    Column("case_id", CASE, nullable=False),
    Column("version", Integer, nullable=False),
)
OUTBOX = Table(
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
    Column("place", BigInteger, nullable=False, server_default="0"),
    Column("answer_within", BigInteger, nullable=False, server_default="900000000"),
    Column("leased_by", CASE),
    Column("leased_until", BigInteger, nullable=False, server_default="0"),
    Column("schema_version", Integer, nullable=False, server_default="1"),
    Index("ehc_outbox_ready", "not_before", "id"),
    Index("ehc_outbox_case", "case_id", "place"),
    Index("ehc_outbox_to", "send_to", "not_before", "id"),
    Index("ehc_outbox_standing", "standing", "made_at"),
)
USED = Table(
    "ehc_used_code",
    METADATA,
    Column("code", text(32), primary_key=True),
    Column("ends_at", BigInteger, key="until", nullable=False, index=True),
)
TEXTS = Table(
    "ehc_issued_text",
    METADATA,
    Column("digest", text(32), primary_key=True),
    Column("subject", SUBJECT, nullable=False),
    Column("ends_at", BigInteger, key="until", nullable=False, index=True),
    Column("uses", Integer, nullable=False),
)
DEVICES = Table(
    "ehc_revoked_device",
    METADATA,
    Column("device", text(16), primary_key=True),
    Column("ends_at", BigInteger, key="until", nullable=False, index=True),
)
USES = Table(
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
COUNTERS = Table(
    "ehc_counter",
    METADATA,
    Column("name", NAME, primary_key=True),
    Column("last_number", BigInteger, nullable=False),
)
BOOKMARKS = Table(
    "ehc_bookmark",
    METADATA,
    Column("name", NAME, primary_key=True),
    Column("place", LINK, nullable=False),
)
BINDINGS = Table(
    "ehc_binding",
    METADATA,
    Column("digest", text(64), primary_key=True),
    Column("subject", SUBJECT, nullable=False),
    Column("case_id", CASE, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("ends_at", BigInteger, key="until"),
    Column("disputed", Integer, nullable=False),
    Index("ehc_binding_subject", "subject", "case_id"),
)
ATTEMPTS = Table(
    "ehc_attempt",
    METADATA,
    Column("name", NAME, primary_key=True),
    Column(
        "attempt_no", BigInteger, key="number", primary_key=True, autoincrement=False
    ),
    Column("ends_at", BigInteger, key="until", nullable=False, index=True),
)
