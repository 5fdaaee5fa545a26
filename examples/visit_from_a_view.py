"""A visit that a HIS tells by a database view, with what was asked kept (视图就诊一程).

Run it: ``python examples/visit_from_a_view.py [DATABASE] [--log FILE]``. The database
is one of SQLAlchemy's URLs and must be a scratch one: the vendor's table is made in it
and dropped. Without it a SQLite file in a folder of its own is used. A view is only
read: the slot is taken by the hospital's other interface, and what the HIS is to be
told is told by hand.
"""

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from _visit import (
    ADMISSION,
    ORG,
    REPORT,
    Clock,
    Visit,
    arguments,
    logged,
    skipped,
)
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, create_engine

from ehealthcard import Ports
from ehealthcard.adapters.dbview import Poller, ViewMapping, ViewSource
from ehealthcard.adapters.receivers import SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital, blood_count, document_of
from ehealthcard.adapters.wire import WireLog
from ehealthcard.adapters.wire.sql import log_sql
from ehealthcard.services.appointment import appointment
from ehealthcard.services.inpatient_certificate import inpatient_certificate
from ehealthcard.services.report import Verify, report, sheet_of

VIEW = Table(
    "V_JZSJ",
    MetaData(),
    Column("SJXH", Integer),
    *(Column(name, String(120)) for name in ("SJLX", "SFZH", "YYH", "BGH", "ZYH")),
    *(Column(name, String(20)) for name in ("BQDM", "CWH", "GXSJ")),
)
MAPPING: dict[str, Any] = {
    "name": "visits",
    "org": ORG,
    "view": "V_JZSJ",
    "key": ["SJXH"],
    "watermark": {"column": "GXSJ", "time": "%Y-%m-%d %H:%M:%S", "overlap_minutes": 9},
    "event": {
        "column": "SJLX",
        "codes": {
            "签到": "registration",
            "采样": "report-begun",
            "报告": "report-ready",
            "急诊": "emergency-admission",
            "出院": "discharge",
        },
    },
    "fields": {
        "document": {"columns": ["SFZH"]},
        "appointment": {"columns": ["YYH"]},
        "report": {"columns": ["BGH"]},
        "number": {"columns": ["ZYH"]},
        "ward": {"columns": ["BQDM"], "codes": {"03": "W-3"}},
        "bed": {"columns": ["CWH"]},
    },
}


class Vendor:
    """The HIS, which writes into its own table what happens."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine, self.clock, self.rows = engine, clock, 0

    def notes(self, what: str, document: str, **more: str) -> None:
        """Add a row."""
        self.rows += 1
        stamp = f"{self.clock.now:%Y-%m-%d %H:%M:%S}"
        told = {"SJXH": self.rows, "SJLX": what, "SFZH": document, "GXSJ": stamp}
        with self.engine.begin() as connection:
            connection.execute(VIEW.insert(), told | more)


@contextmanager
def table(url: str) -> Generator[Engine]:
    """Make the vendor's table, and drop it."""
    engine = create_engine(url)
    VIEW.create(engine)
    try:
        yield engine
    finally:
        VIEW.drop(engine)
        engine.dispose()


class Told:
    """A desk that hears of the visit from the view."""

    def __init__(self, url: str, engine: Engine, log: WireLog) -> None:
        self.clock, self.hospital = Clock(), SimulatedHospital(ORG)
        receivers = {"scheduling": SchedulingPort(self.hospital.scheduling)}
        outside = self.hospital
        ports = Ports(scheduling=outside.scheduling, results=outside.results)
        self.visit = Visit(self.hospital, ports, receivers, self.clock)
        self.vendor = Vendor(engine, self.clock)
        source = ViewSource.open(url)
        log_sql(source.engine, log)
        self.poller = Poller(self.visit.desk, source, ViewMapping.from_data(MAPPING))

    def hears(self, what: str, **more: str) -> None:
        """The vendor writes a row, and the desk looks into the view."""
        document = document_of(7, born=self.visit.born)
        self.vendor.notes(what, document.number, **more)
        done = self.poller.run_once()
        if not done.done:
            reasons = [aside.reason for aside in done.asides]
            raise SystemExit(f"{what} was set aside: {reasons}")
        self.visit.deliver()

    def tested(self) -> None:
        """Sampled and reported in the view; signed at the desk."""
        visit, case = self.visit, self.visit.order_test()
        self.hears("采样", BGH=REPORT)
        signed = visit.signed(case, Verify(content=blood_count(1)))
        self.hospital.results.print_sheet(sheet_of(signed))
        self.hears("报告", BGH=REPORT)
        print(f"result: {visit.state_of(report, case)}")

    def tell(self) -> None:
        """Tell the story."""
        visit, desk = self.visit, self.visit.state_of
        skipped("register", "a view takes nothing")
        skipped("find", "a view is asked for events, not for numbers")
        day = self.clock.now.date().replace(day=3)
        offers = self.hospital.scheduling.slots(
            org=ORG, department="03.01", first=day, last=day
        )
        visit.book(offers[0].slot)
        self.hears("签到", YYH=visit.booking_key)
        print(f"check in: {desk(appointment, visit.visit)}")
        self.tested()
        skipped("bill", "a view takes nothing; the cashier writes it down")
        visit.prescribe()
        self.hears("急诊", ZYH=ADMISSION, BQDM="０３ ", CWH="12")
        print(f"admit: {desk(inpatient_certificate, visit.certificate)}")
        self.hears("出院", ZYH=ADMISSION)
        print(f"discharge: {desk(inpatient_certificate, visit.certificate)}")
        visit.end()


if __name__ == "__main__":
    asked = arguments(__doc__, "the URL of a scratch database")
    with tempfile.TemporaryDirectory() as folder, logged(asked) as log:
        url = asked.server or f"sqlite:///{folder}/his.db"
        with table(url) as engine:
            Told(url, engine, log).tell()
