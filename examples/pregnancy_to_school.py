"""From a pregnancy to school age (母子健康): seven years in which time does the work.

A mother is booked, seen five times, delivers, is visited at home and checked. The birth
certificate (出生医学证明) comes by mail, its electronic licence is verified, the police
enter the child; with the certificate's number the child gets a card, and it is seen
thirteen times. One visit is late, one is missed, one finds something. Everybody is made
up. Time is made to pass by the clock of the story and the clockwork.

Run it: ``python examples/pregnancy_to_school.py [DATABASE]``. The database is one of
SQLAlchemy's URLs, such as ``postgresql+psycopg://user@host/name``; without it a SQLite
file in a folder of its own is used and removed.
"""

import sys
import tempfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from _maternity import (
    CHILD,
    COURIER,
    HOSPITAL,
    MOTHER,
    POLICE,
    POLICIES,
    Counter,
    Maternity,
    plan_of,
    shown,
)

from ehealthcard import (
    Actor,
    Applicant,
    Card,
    Case,
    Clockwork,
    IdDocument,
    IdKind,
    KeyRing,
    OutboxRelay,
    Ports,
    ServiceDesk,
    Suite,
)
from ehealthcard.adapters.simulator import SimulatedMessenger, document_of, name_of
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.codesets import SHANGHAI, Kinship, Sex
from ehealthcard.desk import Notifier
from ehealthcard.identity import Guardian
from ehealthcard.ports import Port
from ehealthcard.rules.maternal.child_forms import ChildForm
from ehealthcard.rules.maternal.codes import Finding, Recovery, ReferralOutcome
from ehealthcard.rules.maternal.forms import (
    AntenatalForm,
    CheckForm,
    PostpartumForm,
    Refer,
)
from ehealthcard.rules.maternal.indicators import (
    MotherNote,
    early_booking_rate,
    home_visit_rate,
    management_rate,
)
from ehealthcard.rules.maternal.newborn import Newborn
from ehealthcard.rules.schedule import due_date
from ehealthcard.services import birth_certificate as births
from ehealthcard.services import child_health as children
from ehealthcard.services import pregnancy as mothers
from ehealthcard.services.message_preference import Grant, message_preference
from ehealthcard.workflow import Command, State, Workflow

S = TypeVar("S", bound=State)
C = TypeVar("C", bound=Command)
CENTRE, NAME = "330100000001", "城东社区"
WINDOW = Actor("window-3", {"registrar", "staff"}, org=CENTRE)
NURSE = Actor("nurse-1", {"public-health"}, org=CENTRE)
MIDWIFE = Actor("midwife-1", {"midwife"}, org=HOSPITAL)
LMP = date(2026, 1, 1)
BORN = due_date(LMP) - timedelta(days=4)
HOME = BORN + timedelta(days=3)
BABY = Newborn(weeks=39, weight=3300, length=Decimal(50), apgar_1=9, apgar_5=10)


class Clock:
    """A clock that the story turns."""

    now = datetime(2026, 3, 12, 10, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        """Return the story's time."""
        return self.now


class Family:
    """A health centre, a hospital, and one family that they look after."""

    def __init__(self, database: str) -> None:
        self.clock, self.his, self.ward = Clock(), Counter(), Maternity()
        self.desk = ServiceDesk(
            storage=SqlStorage.open(database),
            keys=KeyRing.generate(Suite.GM, issuer=CENTRE),
            ports=Ports(deliveries=self.ward.rooms),
            policies=POLICIES,
            clock=self.clock,
        )
        self.phone = SimulatedMessenger(self.clock)
        self.clockwork = Clockwork(self.desk)
        self.ward.open(self.desk)
        self.registry = Counter()
        ports: dict[str, Port] = {
            "his": self.his,
            "birth-registry": self.registry,
            "courier": self.ward.port,
            "messenger": self.phone,
            "notifier": Notifier(self.desk),
        }
        self.relay = OutboxRelay(self.desk, ports)
        woman = document_of(3, born=date(1996, 5, 5), sex=Sex.FEMALE)
        self.mother = self.desk.register(Applicant(name_of(3), woman), by=WINDOW)
        self.desk.start(
            message_preference, self.mother, Grant(consent="2026-1"), by=WINDOW
        )

    def wait(self, day: date) -> None:
        """Let time pass until ten o'clock of *day*, and all of it be heard."""
        self.clock.now = datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)
        while self.clockwork.run_once() + self.relay.run_once():
            pass

    def do(
        self, workflow: Workflow[S, C], case: str, command: C, by: Actor = NURSE
    ) -> Case[S]:
        """Carry out a command on the newest state."""
        newest = self.desk.case(workflow, case, by=WINDOW)
        return self.desk.execute(workflow, newest, command, by=by)


def checked(
    finding: Finding = Finding.NORMAL, to: Refer | None = None
) -> mothers.RecordVisit:
    """Return a visit before the birth, at a place where midwifery is licensed."""
    form = AntenatalForm(finding=finding, licensed=True, referral=to)
    return mothers.RecordVisit(form=form)


def seen(finding: Finding = Finding.NORMAL, to: Refer | None = None) -> children.Record:
    """Return a visit of the child."""
    return children.Record(form=ChildForm(finding=finding, referral=to))


def expecting(family: Family) -> str:
    """Booked in week 10 and seen five times; the third visit comes late."""
    book = mothers.Register(lmp=LMP, org=CENTRE, org_name=NAME, consent="2026-1")
    opened = family.desk.start(mothers.pregnancy, family.mother, book, by=NURSE)
    print(f"booked: {type(opened.state).__name__}, due on {due_date(LMP)}")
    case: Case[mothers.Pregnancy] = opened
    high = Refer(reason="复查血压", org=HOSPITAL, department="产科")
    visits = {11: checked(), 18: checked(), 26: checked(Finding.ABNORMAL, high)}
    for week, visit in (visits | {32: checked(), 38: checked()}).items():
        family.wait(LMP + timedelta(weeks=week))
        case = family.do(mothers.pregnancy, opened.id, visit, MIDWIFE)
        if visit.form.referral:
            back = mothers.NoteReferral(outcome=ReferralOutcome.RETURNED)
            family.wait(LMP + timedelta(weeks=week, days=10))
            case = family.do(mothers.pregnancy, opened.id, back)
            print("abnormal and referred; ten days later she is back")
    if isinstance(case.state, mothers.Managed):
        print(f"before the birth: {shown(case.state.plan)}")
    return opened.id


def delivered(family: Family, case: str) -> None:
    """The birth, and home again; the centre hears whom it visits."""
    family.wait(BORN)
    birth = mothers.Deliver(on=BORN, at=HOSPITAL, children=(BABY,))
    after = family.do(mothers.pregnancy, case, birth, MIDWIFE)
    family.ward.record(family.mother, BORN)
    family.wait(HOME)
    family.do(mothers.pregnancy, case, mothers.Discharge(), MIDWIFE)
    family.wait(HOME + timedelta(days=2))
    at_home = mothers.VisitHome(form=PostpartumForm(finding=Finding.NORMAL))
    family.do(mothers.pregnancy, case, at_home)
    print(f"born: {type(after.state).__name__}; mother and child were seen at home")


def certified(family: Family) -> str:
    """The birth certificate comes by mail, and the police enter the child."""
    ward, mother = family.ward, family.mother
    case: Case[Any] = ward.printed(mother, "A330000001")
    print(f"certificate: {type(case.state).__name__} {case.state.number}")
    ward.mail(mother, case)
    family.wait(HOME + timedelta(days=3))
    sent = family.desk.case(births.birth_certificate, case.id, by=WINDOW)
    print(f"mailed: {type(sent.state).__name__}, {len(ward.courier.parcels)} parcel")
    print(f"the registry was told: {', '.join(family.registry.told)}")
    family.wait(HOME + timedelta(days=5))
    ward.do(case, births.NoteDelivered(receiver=MOTHER.name), COURIER)
    licence = ward.licence(mother, case)
    print(f"licence verified: {licence.number}, {licence.name == CHILD}")
    today = family.clock.now.date()
    entered = births.RegisterHousehold(station="P1", registered_on=today)
    done = ward.do(case, entered, POLICE)
    print(f"at the police: {type(done.state).__name__}")
    return licence.number


def registered(family: Family, certificate: str) -> Card:
    """The child has a card of its own, with its mother as guardian."""
    paper = IdDocument(IdKind.BIRTH_CERTIFICATE, certificate)
    guardian = Guardian(family.mother.id, Kinship.PARENT)
    child = Applicant(CHILD, paper, birth_date=BORN, guardian=guardian)
    return family.desk.register(child, by=WINDOW)


def enrolled(family: Family, card: Card) -> str:
    """Thirteen visits are planned; the one at home was made already."""
    command = children.Enrol(
        org=CENTRE,
        org_name=NAME,
        consent="2026-1",
        newborn=BABY,
        discharged_on=HOME,
        visited_on=HOME + timedelta(days=2),
    )
    (waits,) = family.desk.cases(children.child_health, card, by=WINDOW)
    print(f"waits for care since its birth was certified: {type(waits.state).__name__}")
    case = family.do(children.child_health, waits.id, command)
    print(f"child: {type(case.state).__name__}, {len(plan_of(case.state))} visits")
    return case.id


def recovered(family: Family, case: str) -> MotherNote:
    """42 days behind the birth the mother is well, and her case is closed."""
    family.wait(BORN + timedelta(days=42))
    check = mothers.Check(form=CheckForm(recovery=Recovery.RECOVERED))
    closed = family.do(mothers.pregnancy, case, check)
    print(f"mother after 42 days: {type(closed.state).__name__}")
    if not isinstance(closed.state, mothers.Closed):
        raise SystemExit("the case is still open")
    return closed.state.note


def grown(family: Family, name: str) -> None:
    """Up to six years: one visit is missed, one is late, one finds something."""
    workflow = children.child_health
    case = family.desk.case(workflow, name, by=WINDOW)
    for slot in plan_of(case.state)[1:]:
        if slot.visit.value == "8m":
            continue
        late = timedelta(days=40) if slot.visit.value == "3m" else timedelta()
        family.wait(max(slot.opens_on + late, BORN + timedelta(days=43)))
        visit = seen()
        if slot.visit.value == "18m":
            visit = seen(Finding.ABNORMAL, Refer(reason="血红蛋白", org=HOSPITAL))
        case = family.do(workflow, name, visit)
        if isinstance(case.state, children.Referred):
            family.wait(slot.opens_on + timedelta(days=10))
            back = children.NoteReferral(outcome=ReferralOutcome.RETURNED)
            case = family.do(workflow, name, back)
            print(f"at 18 months referred, and back: {type(case.state).__name__}")
    print(f"thirteen visits: {shown(plan_of(case.state))}")
    print(f"at six years: {type(case.state).__name__}")


def tell(database: str) -> None:
    """Tell the story."""
    family = Family(database)
    pregnancy = expecting(family)
    delivered(family, pregnancy)
    card = registered(family, certified(family))
    child = enrolled(family, card)
    note = recovered(family, pregnancy)
    grown(family, child)
    family.wait(family.clock.now.date() + timedelta(days=1))
    rates = (early_booking_rate, management_rate, home_visit_rate)
    print("booked early, managed, visited:", *(rate((note,), 1) for rate in rates))
    print(f"reminders: {len(family.phone.to(family.mother.subject))}")
    print(f"the centre was told: {', '.join(sorted(set(family.his.told)))}")
    health = family.desk.health()
    print(f"undelivered {health.undelivered}, dead letters {health.dead_letters}")
    family.desk.storage.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        tell(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            tell(f"sqlite:///{folder}/family.db")
