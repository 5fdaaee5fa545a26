"""Two hospitals are asked at once; one is silent, and a sealed file is taken along."""

from datetime import date, datetime, timedelta

from ehealthcard import Actor, Applicant, KeyRing, Ports, ServiceDesk, Suite
from ehealthcard.adapters.documents import PdfDocuments
from ehealthcard.adapters.simulator import (
    SimulatedEncounters,
    SimulatedIndex,
    document_of,
    name_of,
    visit_of,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import SHANGHAI
from ehealthcard.desk import VisitRecords
from ehealthcard.ports import Institution
from ehealthcard.rules.encounters import Setting
from ehealthcard.services.visit_record_query import (
    Ask,
    Dispute,
    Partial,
    Ready,
    RejectCorrection,
    inpatient_list,
    outpatient_list,
    visit_record_query,
)

WINDOW = Actor("window-3", {"registrar"}, org="H1")
ARCHIVE = Actor("archive-1", {"medical-records"}, org="H1")
ASK = Ask(first=date(2026, 1, 1), last=date(2026, 3, 31), purpose="转院就诊")


class Clock:
    """A clock that can be turned."""

    now = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now


def tell() -> None:
    """Tell the story."""
    clock, index = Clock(), SimulatedIndex()
    one, two = SimulatedEncounters("H1"), SimulatedEncounters("H2")
    desk = ServiceDesk(
        storage=MemoryStorage(),
        keys=KeyRing.generate(Suite.GM, issuer="330100000001"),
        clock=clock,
        ports=Ports(
            institutions=(
                Institution("H1", "一院", one),
                Institution("H2", "二院", two),
            ),
            patients=index,
            documents=PdfDocuments(),
        ),
    )
    card = desk.register(Applicant(name_of(1), document_of(1)), by=WINDOW)
    app = Actor("app", holder=card.subject)
    stay = Setting.INPATIENT
    for his, number, setting in ((one, "P1", Setting.OUTPATIENT), (two, "Q1", stay)):
        visit, records = visit_of(his.org, number, date(2026, 2, 2), 1, setting)
        his.add(visit, *records)
        index.link(card.subject, his.org, number)

    records_of_visits = VisitRecords(desk)
    two.faults.is_down = True
    query = records_of_visits.ask(card, ASK, by=app)
    if isinstance(query.state, Partial):
        names = ", ".join(f"{m.name} {m.why.en}" for m in query.state.missing)
        print(f"Partial: {len(query.state.records)} records, missing: {names}")
    two.faults.is_down = False
    query = records_of_visits.ask(card, ASK, by=app)
    if isinstance(query.state, Ready):
        for visit in (*outpatient_list(query.state), *inpatient_list(query.state)):
            print(f"  {visit.setting.zh} {visit.id}: {visit.total} yuan")

    taken = records_of_visits.take_along(query, by=app)
    print(f"sealed file: {taken.data[:5].decode()}, password of {len(taken.password)}")
    wrong = Dispute(
        org="H1", record=one.records_kept[0].id, wrong="日期有误", wanted="请核对"
    )
    opened = desk.execute(visit_record_query, taken.query, wrong, by=app)
    no = RejectCorrection(reason="the date is that of the visit")
    closed = desk.execute(visit_record_query, opened, no, by=ARCHIVE)
    print(f"H1 answers: {type(closed.state).__name__}")

    kept = records_of_visits.ask(card, ASK, by=app)
    clock.now += timedelta(minutes=30)
    print(f"after 30 minutes: {name_of_state(desk, kept.id)}")
    clock.now += timedelta(seconds=1)
    print(f"a second later: {name_of_state(desk, kept.id)}")


def name_of_state(desk: ServiceDesk, case: str) -> str:
    """Return where a question is by now."""
    return type(desk.case(visit_record_query, case, by=WINDOW).state).__name__


if __name__ == "__main__":
    tell()
