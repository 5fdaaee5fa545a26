"""Asked before the visit: a red flag, a report, a doctor's text (诊前信息收集)."""

from datetime import datetime, timedelta
from decimal import Decimal

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
from ehealthcard.adapters.questions import PACKAGED, FileQuestions
from ehealthcard.adapters.receivers import PaymentPort, SchedulingPort
from ehealthcard.adapters.simulator import (
    SimulatedHospital,
    SimulatedOutpatientRecords,
    document_of,
    name_of,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import SHANGHAI
from ehealthcard.ports import Port, Slot
from ehealthcard.rules.booking import PROFILES
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.interview import (
    Allergy,
    Chosen,
    Given,
    Kind,
    Lasted,
    Number,
    Question,
    Span,
    Value,
    Written,
)
from ehealthcard.services.appointment import (
    Appointment,
    Call,
    Cancel,
    CheckIn,
    Request,
    appointment,
)
from ehealthcard.services.pre_visit_interview import (
    Adopt,
    Adopted,
    Answer,
    Escalated,
    GoOn,
    InProgress,
    Open,
    PreVisitInterview,
    ReportReady,
    Start,
    Submit,
    pre_visit_interview,
)

ORG = "330100000001"
WINDOW = Actor("window-3", {"registrar", "staff"}, org=ORG)
APP = Actor("hospital-app", {"app"}, org=ORG)


class Day:
    """A clock that the story turns."""

    now = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        """Return the story's time."""
        return self.now


class Story:
    """A hospital with a question bank, and a patient."""

    def __init__(self) -> None:
        self.clock, self.hospital = Day(), SimulatedHospital(ORG, seed=1)
        self.bank = FileQuestions.open(PACKAGED)
        self.records = SimulatedOutpatientRecords()
        slots = self.hospital.scheduling
        self.desk = ServiceDesk(
            storage=MemoryStorage(),
            keys=KeyRing.generate(Suite.GM, issuer=ORG),
            ports=Ports(scheduling=slots, questions=self.bank, allergies=self.records),
            policies=dict.fromkeys(("appointment", "booking-penalty"), PROFILES["B"]),
            clock=self.clock,
        )
        ports: dict[str, Port] = {
            "scheduling": SchedulingPort(slots),
            "payments": PaymentPort(self.hospital.payments),
            "his": self.records,
        }
        self.relay = OutboxRelay(self.desk, ports)

    def book(self, card: Card, department: str) -> tuple[Case[Appointment], Slot]:
        """Book the last slot of tomorrow in a department, and pay."""
        day = day_of(self.clock.now) + timedelta(days=1)
        offers = self.hospital.scheduling.slots(
            org=ORG, department=department, first=day, last=day
        )
        slot = next(o.slot for o in reversed(offers) if not o.slot.is_expert)
        visit = self.desk.start(appointment, card, Request(slot=slot.id), by=APP)
        for _ in range(3):
            self.relay.run_once()
        return self.desk.case(appointment, visit.id, by=WINDOW), slot

    def begin(self, card: Card) -> Case[PreVisitInterview]:
        """Let the patient, whom the booking invited, agree and begin."""
        case = self.desk.cases(pre_visit_interview, card, by=WINDOW)[0]
        return self.do(case, Start(consent="2026-1"))

    def do(
        self,
        case: Case[PreVisitInterview],
        command: Start | Answer | GoOn | Submit | Open | Adopt,
        by: Actor = APP,
    ) -> Case[PreVisitInterview]:
        """Carry out a command."""
        return self.desk.execute(pre_visit_interview, case, command, by=by)

    def say(
        self, case: Case[PreVisitInterview], name: str, value: Value
    ) -> Case[PreVisitInterview]:
        """Answer one question; it is kept at once."""
        given = Given(question=name, value=value)
        return self.do(case, Answer(given=(given,)))

    def fill(self, case: Case[PreVisitInterview]) -> Case[PreVisitInterview]:
        """Answer what is still missing, as somebody who is well."""
        while isinstance(case.state, InProgress) and case.state.missing:
            made = self.bank.version(case.state.bank.department, 1)
            if made is None:
                break
            name = case.state.missing[0]
            case = self.say(case, name, calm(made.by_id[name]))
        return case


def calm(question: Question) -> Value:
    """Return a harmless answer."""
    if question.kind in (Kind.SINGLE, Kind.MULTIPLE):
        codes = list(question.by_code)
        return Chosen(codes=("none" if "none" in codes else codes[0],))
    if question.kind is Kind.DURATION:
        return Lasted(amount=3, span=Span.DAY)
    if question.kind is Kind.NUMBER:
        return Number(number=question.at_least or Decimal(0))
    return Written(text="无")


def tell() -> None:
    """Tell the story."""
    story = Story()
    desk, clock, records = story.desk, story.clock, story.records
    who = Applicant(name_of(1), document_of(1))
    card = desk.register(who, by=WINDOW)
    records.known[card.id] = (Allergy(allergen="青霉素类", code="penicillin"),)

    visit, slot = story.book(card, "03.01")
    case = story.begin(card)
    if isinstance(case.state, InProgress):
        bank = case.state.bank
        print(f"begun with {bank.department} version {bank.version}: {bank.mark}")
    case = story.say(case, "complaint", Chosen(codes=("cough",)))
    case = story.say(case, "breath_level", Chosen(codes=("rest",)))
    if isinstance(case.state, Escalated):
        print(case.state.raised[0].advice.zh, case.state.raised[0].text)

    case = story.do(case, GoOn())
    case = story.say(case, "breath_level", Chosen(codes=("stairs",)))
    case = story.do(story.fill(case), Submit())
    if isinstance(case.state, ReportReady):
        report = case.state.report
        print("report:", report.complaint, [w.value for w in report.warnings])

    doctor = Actor(slot.doctor or "", {"doctor"}, org=ORG)
    case = story.do(case, Open(), by=doctor)
    clock.now = slot.starts_at
    for step in (CheckIn(), Call()):
        visit = desk.execute(appointment, visit, step, by=WINDOW)
    case = desk.case(pre_visit_interview, case.id, by=WINDOW)
    case = story.do(case, Adopt(signature="ca:20260303"), by=doctor)
    story.relay.run_once()
    case = desk.case(pre_visit_interview, case.id, by=WINDOW)
    if isinstance(case.state, Adopted):
        print("signed by the doctor, in the record as", case.state.filing.reference)

    other, _ = story.book(card, "03.02")
    second = story.begin(card)
    second = story.say(second, "complaint", Chosen(codes=("reflux",)))
    desk.execute(appointment, other, Cancel(), by=APP)
    second = desk.case(pre_visit_interview, second.id, by=WINDOW)
    print("appointment cancelled:", type(second.state).__name__)
    kept = [h.state for h in desk.history(pre_visit_interview, second, by=WINDOW)]
    print("answers that are left:", len([k for k in kept[:-1] if k is not None]))


if __name__ == "__main__":
    tell()
