"""A vendor's database, made up: pinyin columns, dirty codes, naive times, GBK bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    insert,
    text,
)

from ehealthcard.adapters.dbview import (
    EventKind,
    EventMap,
    FieldMap,
    ViewMapping,
    Watermark,
)
from tests.servers import fresh

KINDS = ["sqlite", "postgresql", "mariadb"]
NOW = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001  # as the HIS writes it
METADATA = MetaData()
EVENTS = Table(
    "ZY_SJJL",
    METADATA,
    Column("SJXH", Integer, nullable=False),
    Column("SJLX", LargeBinary, nullable=False),
    Column("JKKH", String(70)),
    Column("ZYH", String(20)),
    Column("ZYCS", Integer),
    Column("BQDM", String(20)),
    Column("CWH", String(20)),
    Column("YJJ", String(20)),
    Column("YJJSJ", String(20)),
    Column("SFHY", String(4)),
    Column("SJSJ", String(14)),
    Column("GXSJ", DateTime),
)
MAPPING = ViewMapping(
    name="inpatients",
    org="H1",
    view="V_EHC_ZYSJ",
    key=("SJXH",),
    natural=("ZYH", "ZYCS"),
    watermark=Watermark(column="GXSJ"),
    event=EventMap(
        column="SJLX",
        codes={
            "入院": EventKind.ADMISSION,
            "急诊": EventKind.EMERGENCY_ADMISSION,
            "转科": EventKind.TRANSFER,
            "出院医嘱": EventKind.DISCHARGE_ORDERED,
            "出院": EventKind.DISCHARGE,
            "死亡": EventKind.DEATH,
            "空床": EventKind.BED_FREE,
        },
        ignored=("巡房",),
    ),
    fields={
        "card": FieldMap(columns=("JKKH",)),
        "number": FieldMap(columns=("ZYH", "ZYCS")),
        "ward": FieldMap(columns=("BQDM",), codes={"03": "W-3", "10": "ICU"}),
        "bed": FieldMap(columns=("CWH",)),
        "deposit": FieldMap(columns=("YJJ",)),
        "receipt": FieldMap(columns=("YJJSJ",)),
        "identity_checked": FieldMap(columns=("SFHY",)),
        "at": FieldMap(columns=("SJSJ",), time="%Y%m%d%H%M%S"),
    },
)
TIMES_AS_TEXT = Watermark(column="GXSJ", time="%Y-%m-%d %H:%M:%S.%f")
"""SQLite has no moments: they are text."""


@attrs.define
class Vendor:
    """The HIS's side: it writes, others only read."""

    url: str
    engine: Engine
    mapping: ViewMapping
    number: int = 0

    def tell(self, what: str, *, after: float = 0, **more: Any) -> int:
        """Write an event *after* some minutes; return its number."""
        self.number += 1
        at = NOW + timedelta(minutes=after)
        row: dict[str, Any] = {
            "SJXH": self.number,
            "SJLX": f"{what}  ".encode("gb18030"),
            "ZYCS": 1,
            "SJSJ": at.strftime("%Y%m%d%H%M%S"),
            "GXSJ": at,
        }
        with self.engine.begin() as connection:
            connection.execute(insert(EVENTS), row | more)
        return self.number

    def say(self, sql: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(sql))


@contextmanager
def vendor(kind: str, folder: Path) -> Iterator[Vendor]:
    with fresh(kind, folder) as url:
        engine = create_engine(url)
        METADATA.create_all(engine)
        quote = "`" if kind == "mariadb" else '"'
        with engine.begin() as connection:
            sql = 'CREATE VIEW "V_EHC_ZYSJ" AS SELECT * FROM "ZY_SJJL"'
            connection.execute(text(sql.replace('"', quote)))
        text_times = {"watermark": TIMES_AS_TEXT} if kind == "sqlite" else {}
        try:
            yield Vendor(url, engine, MAPPING.model_copy(update=text_times))
        finally:
            engine.dispose()
