"""A blood count: verified, the same online as on paper, read, amended, on record."""

from ehealthcard import Actor, Applicant, Card, KeyRing, Ports, ServiceDesk, Suite
from ehealthcard.adapters.simulator import (
    SimulatedHospital,
    blood_count,
    document_of,
    name_of,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.reporting import Flag, ReportContent, ReportItem, ReportKind
from ehealthcard.services.critical_value import Acknowledge, Handle, critical_value
from ehealthcard.services.foundation.refusal import refusal
from ehealthcard.services.report import (
    Amend,
    Begin,
    Final,
    Order,
    Release,
    Released,
    TestGroup,
    Verify,
    View,
    report,
    sheet_of,
)

ORG = "330100000001"
WINDOW = Actor("window-3", {"registrar", "staff"}, org=ORG)
DOCTOR = Actor("doctor-1", {"doctor"}, org=ORG)
NURSE = Actor("nurse-1", {"nurse"}, org=ORG)
LAB = Actor("tech-1", {"technician"}, org=ORG)
SIGNER = Actor("signer-1", {"report-signer"}, org=ORG)
HIS = Actor("lis", {"his"}, org=ORG)


def tell() -> None:
    """Tell the story."""
    hospital = SimulatedHospital(ORG)
    desk = ServiceDesk(
        storage=MemoryStorage(),
        keys=KeyRing.generate(Suite.GM, issuer=ORG),
        ports=Ports(results=hospital.results),
    )
    card, other = (
        desk.register(Applicant(name_of(n), document_of(n)), by=WINDOW) for n in (1, 2)
    )
    app = Actor("app", holder=card.subject)

    case = desk.start(report, card, order("R-1", "血常规"), by=DOCTOR)
    case = desk.execute(report, case, Begin(), by=LAB)
    case = desk.execute(report, case, Verify(content=blood_count(1)), by=SIGNER)
    print(f"verified: {type(case.state).__name__}")
    if not isinstance(case.state, Final):
        return
    hospital.results.print_sheet(sheet_of(case.state, blood_count(2)))
    try:
        desk.execute(report, case, Release(), by=HIS)
    except RuleViolationError as error:
        print(f"another paper: {error.code}")
    hospital.results.print_sheet(sheet_of(case.state))
    case = desk.execute(report, case, Release(), by=HIS)
    print(f"the same paper: {type(case.state).__name__}")

    try:
        desk.execute(report, case, View(), by=Actor("app-2", holder=other.subject))
    except RuleViolationError as error:
        (kept,) = desk.cases(refusal, card, by=app)
        print(f"a neighbour: {error.code}, on record: {kept.state.command}")
    case = desk.execute(report, case, View(), by=app)
    if isinstance(case.state, Released) and case.state.content:
        print(f"read: {len(case.state.content.items)} items, {case.state.views} view")
        newer = sheet_of(case.state, blood_count(2), version=2, verifiers=("signer-1",))
        hospital.results.print_sheet(newer)
    amend = Amend(content=blood_count(2), reason="recalibrated")
    case = desk.execute(report, case, amend, by=SIGNER)
    names = [h.state_name for h in desk.history(report, case, by=WINDOW)]
    print(f"amended; the old one is still there: {' > '.join(names[-3:])}")
    critical(desk, card)


def order(number: str, test: str) -> Order:
    """Return an order for a test of the laboratory's."""
    return Order(
        report=number,
        org=ORG,
        org_name="某某医院",
        department="检验科",
        order=f"A-{number}",
        kind=ReportKind.LABORATORY,
        group=TestGroup.ROUTINE,
        test=test,
    )


def critical(desk: ServiceDesk, card: Card) -> None:
    """Tell of a value that cannot wait."""
    potassium = ReportItem(code="K", name="钾", result="6.8", flag=Flag.CRITICAL_HIGH)
    content = ReportContent(items=(potassium,))
    case = desk.start(report, card, order("R-2", "电解质"), by=DOCTOR)
    case = desk.execute(report, case, Begin(), by=LAB)
    desk.execute(report, case, Verify(content=content), by=SIGNER)
    (value,) = desk.cases(critical_value, card, by=NURSE)
    print(f"critical: {type(value.state).__name__}")
    value = desk.execute(critical_value, value, Acknowledge(), by=NURSE)
    done = Handle(handling="calcium given, repeated in one hour")
    value = desk.execute(critical_value, value, done, by=DOCTOR)
    print(f"  acknowledged and then {type(value.state).__name__}")


if __name__ == "__main__":
    tell()
