"""What the visits through a foreign server have in common: a desk, and its steps.

A step that an adapter cannot do is left out with a sentence that says so.
"""

import argparse
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from ehealthcard import (
    Actor,
    Applicant,
    Card,
    Case,
    KeyRing,
    OutboxRelay,
    Ports,
    ServiceDesk,
    Suite,
)
from ehealthcard.adapters.receivers import PaymentPort
from ehealthcard.adapters.simulator import (
    SimulatedHospital,
    SimulatedPayments,
    blood_count,
    document_of,
    name_of,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.wire import WireLog
from ehealthcard.codesets import SHANGHAI
from ehealthcard.identity import SubjectId
from ehealthcard.ports import TOLD, PatientNumber, Port, Slot
from ehealthcard.rules.bills import Bill, BillItem
from ehealthcard.rules.booking import PROFILES
from ehealthcard.rules.reporting import ReportKind
from ehealthcard.rules.stays import Urgency
from ehealthcard.services import appointment as booking
from ehealthcard.services import inpatient_certificate as stay
from ehealthcard.services import report as reporting
from ehealthcard.services import settlement as settling
from ehealthcard.workflow import Command, State, Workflow

S = TypeVar("S", bound=State)
C = TypeVar("C", bound=Command)
ORG, NAME = "H33010000001", "模拟医院"
WINDOW = Actor("window-3", {"registrar", "staff", "admission"}, org=ORG)
DOCTOR = Actor("doctor-1", {"doctor"}, org=ORG)
NURSE = Actor("nurse-1", {"nurse"}, org=ORG)
HIS = Actor("his", {"his", "technician", "staff"}, org=ORG)
SIGNER = Actor("signer-1", {"report-signer"}, org=ORG)
REPORT, ADMISSION = "R-1", "Z-1"


class Clock:
    """A clock that the story turns."""

    now = datetime(2026, 3, 2, 20, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        """Return the story's time."""
        return self.now


def arguments(text: str | None, server: str) -> argparse.Namespace:
    """Read the command line: a server, the path of a log, and whether it is plain."""
    parser = argparse.ArgumentParser(description=text)
    parser.add_argument("server", nargs="?", help=server)
    parser.add_argument("--log", type=Path, help="keep the wire log here")
    parser.add_argument("--plain", action="store_true", help="mask nothing in it")
    return parser.parse_args()


@contextmanager
def logged(asked: argparse.Namespace) -> Generator[WireLog]:
    """Lend a log of the wire, and say at the end what is in it."""
    with tempfile.TemporaryDirectory() as folder:
        log = WireLog(asked.log or Path(folder) / "wire.jsonl", plain=asked.plain)
        yield log
        kept = log.path.read_text("utf-8") if log.path.exists() else ""
        how = "plain" if log.plain else "masked"
        print(f"wire log: {how}, {'kept' if kept.strip() else 'empty'}")


class Visit:
    """One patient of a desk that an adapter is plugged into."""

    def __init__(
        self,
        hospital: SimulatedHospital,
        ports: Ports,
        receivers: Mapping[str, Port],
        clock: Clock,
    ) -> None:
        self.hospital, self.clock = hospital, clock
        self.desk = ServiceDesk(
            storage=MemoryStorage(),
            keys=KeyRing.generate(Suite.GM, issuer="330100000001"),
            clock=clock,
            policies=dict.fromkeys(("appointment", "booking-penalty"), PROFILES["B"]),
            ports=ports,
        )
        told = {"payments": PaymentPort(SimulatedPayments()), **receivers}
        absent = {c.name for c in TOLD} - told.keys()
        self.relay = OutboxRelay(self.desk, told, by_hand=absent)
        self.visit, self.certificate = "", ""
        self.born = date(1980, 6, 1)
        who = Applicant(name_of(7), document_of(7, born=self.born))
        self.card: Card = self.desk.register(who, by=WINDOW)
        self.app = Actor("app", {"app"}, holder=self.card.subject, org=ORG)

    @property
    def subject(self) -> SubjectId:
        """Whose visit it is."""
        return self.card.subject

    def deliver(self) -> None:
        """Let everything that waits in the outbox arrive."""
        while self.relay.run_once():
            pass

    def do(self, workflow: Workflow[S, C], case: str, command: C, by: Actor) -> Any:  # noqa: ANN401  # any state
        """Carry out a command on the newest state, deliver, and return the state."""
        newest: Case[S] = self.desk.case(workflow, case, by=WINDOW)
        self.desk.execute(workflow, newest, command, by=by)
        self.deliver()
        return self.desk.case(workflow, case, by=WINDOW).state

    def registered(self, how: object) -> None:
        """Say what became of the registration."""
        print(f"register: card issued, server: {type(how).__name__}")

    def found(self, numbers: tuple[PatientNumber, ...]) -> None:
        """Say how many numbers the server knows."""
        print(f"find: {len(numbers)} patient number at {NAME}")

    def book(self, slot: Slot) -> None:
        """Book and pay, the evening before."""
        asked = booking.Request(slot=slot.id)
        case = self.desk.start(booking.appointment, self.card, asked, by=self.app)
        self.deliver()
        state = self.desk.case(booking.appointment, case.id, by=WINDOW).state
        self.visit, self.clock.now = case.id, slot.starts_at - timedelta(minutes=20)
        print(f"book: {type(state).__name__}")

    @property
    def booking_key(self) -> str:
        """By which name the HIS knows the booking."""
        state: Any = self.desk.case(booking.appointment, self.visit, by=WINDOW).state
        return str(state.booking.key)

    def check_in(self) -> None:
        """Arrive, and get a ticket."""
        arrived = booking.CheckIn()
        state = self.do(booking.appointment, self.visit, arrived, self.app)
        print(f"check in: {type(state).__name__}")

    def order_test(self) -> str:
        """Order a blood count; return the case."""
        order = reporting.Order(
            report=REPORT,
            org=ORG,
            org_name=NAME,
            department="检验科",
            order="A-1",
            kind=ReportKind.LABORATORY,
            group=reporting.TestGroup.ROUTINE,
            test="血常规",
        )
        return self.desk.start(reporting.report, self.card, order, by=DOCTOR).id

    def verified(self, case: str) -> Any:  # noqa: ANN401  # any state
        """Write down and sign what the laboratory found; return the report."""
        self.do(reporting.report, case, reporting.Begin(), HIS)
        return self.signed(case, reporting.Verify(content=blood_count(1)))

    def signed(self, case: str, verify: reporting.Verify) -> Any:  # noqa: ANN401  # any state
        """Sign what was found; return the report with its contents."""
        newest = self.desk.case(reporting.report, case, by=WINDOW)
        done = self.desk.execute(reporting.report, newest, verify, by=SIGNER)
        self.deliver()
        return done.state

    def state_of(self, workflow: Workflow[S, C], case: str) -> str:
        """Return the name of a case's state."""
        return type(self.desk.case(workflow, case, by=WINDOW).state).__name__

    def pay(self) -> None:
        """Pay a bill in cash; the HIS is told."""
        item = BillItem(id="item-1", amount=Decimal("80.00"))
        bill = Bill(id="B-1", org=ORG, version=1, encounter="V-1", items=(item,))
        self.hospital.billing.add(self.subject, bill)
        publish = settling.Publish(bill=bill, org_name=NAME)
        case = self.desk.start(settling.settlement, self.card, publish, by=HIS)
        self.do(settling.settlement, case.id, settling.ChooseSelf(), self.app)
        pay = settling.Pay(version=1, amount=Decimal("80.00"))
        state = self.do(settling.settlement, case.id, pay, self.app)
        print(f"bill: {type(state).__name__}, 80.00 yuan")

    def prescribe(self) -> None:
        """Write a certificate for an emergency (开具住院证)."""
        written = stay.Prescription(
            episode="O-1",
            department="03",
            ward="W-3",
            diagnosis="made up",
            urgency=Urgency.CRITICAL,
            planned_on=self.clock.now.date(),
        )
        asked = stay.Prescribe(org=ORG, prescription=written, has_seen_patient=True)
        w = stay.inpatient_certificate
        self.certificate = self.desk.start(w, self.card, asked, by=DOCTOR).id

    def admit(self) -> None:
        """Take the patient in at once."""
        command = stay.AdmitEmergency(number=ADMISSION, ward="W-3", bed="12")
        w = stay.inpatient_certificate
        state = self.do(w, self.certificate, command, NURSE)
        print(f"admit: {type(state).__name__}")

    def discharge(self) -> None:
        """Send the patient home; the HIS closes the bill."""
        w, order = stay.inpatient_certificate, stay.OrderDischarge()
        state = self.do(w, self.certificate, order, DOCTOR)
        if not isinstance(state, stay.Discharged):
            state = self.do(w, self.certificate, stay.Settle(), HIS)
        print(f"discharge: {type(state).__name__}")

    def end(self) -> None:
        """Say what is left to do by hand."""
        letters = self.desk.storage.dead_letters()
        kinds = sorted({f"{m.to}/{m.kind}" for m in letters})
        print(f"left for staff: {', '.join(kinds) or 'nothing'}")


def skipped(step: str, why: str) -> None:
    """Say that a step is left out, and why."""
    print(f"{step}: left out, {why}")
