"""The hospital of ``outpatient_day.py``: a desk with a simulated hospital behind it."""

from datetime import datetime
from typing import Any, TypeVar

from ehealthcard import (
    Actor,
    Applicant,
    Case,
    KeyRing,
    OutboxRelay,
    Ports,
    ServiceDesk,
    Suite,
)
from ehealthcard.adapters.documents import PdfDocuments
from ehealthcard.adapters.knowledge import Guidance, load_knowledge
from ehealthcard.adapters.questions import PACKAGED, FileQuestions
from ehealthcard.adapters.receivers import PaymentPort, SchedulingPort
from ehealthcard.adapters.settling import BillingPort, InsurancePort
from ehealthcard.adapters.simulator import (
    SimulatedHospital,
    SimulatedIndex,
    SimulatedMessenger,
    SimulatedOutpatientRecords,
    document_of,
    name_of,
)
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.codesets import SHANGHAI
from ehealthcard.desk import AppointmentOffice, Notifier
from ehealthcard.ports import Accepted, Answer, Institution, Message, Rejected
from ehealthcard.rules.booking import PROFILES
from ehealthcard.services.message_preference import Grant, message_preference
from ehealthcard.workflow import Command, State, Workflow

S = TypeVar("S", bound=State)
C = TypeVar("C", bound=Command)
ORG, NAME = "H33010000001", "模拟医院"
WINDOW = Actor("window-3", {"registrar", "staff"}, org=ORG)


class Clock:
    """A clock that the story turns."""

    now = datetime(2026, 3, 2, 20, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        """Return the story's time."""
        return self.now


class Records(SimulatedOutpatientRecords):
    """The HIS: signed texts enter the record, the rest is shown at some desk."""

    def deliver(self, message: Message, /) -> Answer:
        """Take whatever comes."""
        answer = super().deliver(message)
        return Accepted() if isinstance(answer, Rejected) else answer


class Day:
    """A hospital with all that a day needs, and one patient."""

    def __init__(self, database: str) -> None:
        self.clock, self.records = Clock(), Records()
        self.hospital = SimulatedHospital(ORG, clock=self.clock)
        self.index, self.bank = SimulatedIndex(), FileQuestions.open(PACKAGED)
        self.phone, self.storage = SimulatedMessenger(self.clock), database
        outside = self.hospital
        self.desk = ServiceDesk(
            storage=SqlStorage.open(database),
            keys=KeyRing.generate(Suite.GM, issuer="330100000001"),
            clock=self.clock,
            policies=dict.fromkeys(("appointment", "booking-penalty"), PROFILES["B"]),
            ports=Ports(
                scheduling=outside.scheduling,
                guidance=Guidance(load_knowledge()),
                questions=self.bank,
                allergies=self.records,
                billing=outside.billing,
                insurance=outside.insurance,
                results=outside.results,
                institutions=(Institution(ORG, NAME, outside.encounters),),
                patients=self.index,
                documents=PdfDocuments(),
            ),
        )
        receivers: dict[str, Any] = {
            "appointments": AppointmentOffice(self.desk),
            "scheduling": SchedulingPort(outside.scheduling),
            "payments": PaymentPort(outside.payments),
            "billing": BillingPort(outside.billing),
            "insurance": InsurancePort(outside.insurance),
            "notifier": Notifier(self.desk),
            "messenger": self.phone,
            "his": self.records,
        }
        self.relay = OutboxRelay(self.desk, receivers)
        self.card = self.desk.register(Applicant(name_of(7), document_of(7)), by=WINDOW)
        self.app = Actor("app", holder=self.card.subject, org=ORG)
        consent = Grant(consent="2026-1")
        self.desk.start(message_preference, self.card, consent, by=self.app)

    def deliver(self) -> None:
        """Let everything that waits in the outbox arrive."""
        while self.relay.run_once():
            pass

    def do(
        self, workflow: Workflow[S, C], case: str, command: C, by: Actor | None = None
    ) -> Case[S]:
        """Carry out a command on the newest state, and deliver what it brings about."""
        newest = self.desk.case(workflow, case, by=WINDOW)
        self.desk.execute(workflow, newest, command, by=by or self.app)
        self.deliver()
        return self.desk.case(workflow, case, by=WINDOW)

    def newest(self, workflow: Workflow[S, C]) -> str:
        """Return the patient's newest case of a service, such as one a booking opened.

        Raises:
            IndexError: There is none.

        """
        return self.desk.cases(workflow, self.card, by=self.app)[0].id

    def begin(
        self, workflow: Workflow[S, C], command: C, by: Actor | None = None
    ) -> str:
        """Open a case of the patient's."""
        return self.desk.start(workflow, self.card, command, by=by or self.app).id
