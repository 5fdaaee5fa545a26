"""The hospital at which a child is born: delivery room, clerks and paper."""

from datetime import date, datetime, time
from typing import Any

from ehealthcard import Actor, Card, Case, ServiceDesk
from ehealthcard.adapters.receivers import CourierPort
from ehealthcard.adapters.simulator import (
    SimulatedCourier,
    SimulatedDeliveries,
    name_of,
)
from ehealthcard.codesets import SHANGHAI, IdKind, Sex
from ehealthcard.desk import BirthOffice
from ehealthcard.ports import Accepted, Address, Answer, DeliveryRecord, Message
from ehealthcard.rules.birth.licence import Licence, verify_licence
from ehealthcard.rules.birth.newborn import Newborn, Place
from ehealthcard.rules.birth.numbers import Edition
from ehealthcard.rules.schedule import Plan
from ehealthcard.services import birth_certificate as births
from ehealthcard.services import child_health as children
from ehealthcard.services.birth_blanks import Allot, birth_blanks
from ehealthcard.workflow import Timeline

HOSPITAL, NAME, CODE = "330100000002", "模拟医院", "12330000000000000X"
CLERK = Actor("clerk-1", {"birth-clerk"}, org=HOSPITAL)
FIRST = Actor("reviewer-1", {"birth-reviewer"}, org=HOSPITAL)
SECOND = Actor("reviewer-2", {"birth-reviewer"}, org=HOSPITAL)
COUNTY = Actor("county-1", {"birth-authority"})
COURIER = Actor("courier-1", {"courier"})
POLICE = Actor("police-1", {"police"})
PLACE = births.ZHEJIANG.model_copy(update={"licence_type": "11100000000000000X001"})
POLICIES = {"birth-certificate": Timeline((PLACE,))}
MOTHER = births.Parent(name=name_of(3), kind=IdKind.RESIDENT_ID, document="made-up-1")
FATHER = births.Parent(name=name_of(4), kind=IdKind.RESIDENT_ID, document="made-up-2")
CHILD = f"{FATHER.name[0]}小宝"


class Maternity:
    """A delivery room, a clerk's office and a carrier, around a desk."""

    def __init__(self) -> None:
        """Begin without a delivery."""
        self.rooms, self.courier = SimulatedDeliveries(), SimulatedCourier()
        self.port = CourierPort(self.courier)

    def open(self, desk: ServiceDesk) -> None:
        """Take over the blanks that the county allots."""
        self.desk = desk
        lot = Allot(
            org=HOSPITAL, series="A330", first=1, last=50, edition=Edition.SEVENTH
        )
        desk.start(birth_blanks, None, lot, by=COUNTY)

    def record(self, mother: Card, born: date) -> None:
        """Write the delivery down."""
        child = Newborn(
            order=1,
            sex=Sex.FEMALE,
            born_at=datetime.combine(born, time(6, 40), SHANGHAI),
            weeks=39,
            weight=3300,
            length=50,
        )
        self.rooms.add(
            DeliveryRecord(
                org=HOSPITAL,
                org_name=NAME,
                number="D-1",
                region="330102",
                place=Place.HOSPITAL,
                midwife="midwife-1",
                mother=mother.id,
                newborns=(child,),
            )
        )

    def do(self, case: Case[Any], command: Any, by: Actor = CLERK) -> Case[Any]:  # noqa: ANN401  # any command
        """Carry out a command on a case as it is now."""
        workflow = births.birth_certificate
        newest = self.desk.case(workflow, case.id, by=CLERK)
        return self.desk.execute(workflow, newest, command, by=by)

    def printed(self, mother: Card, number: str) -> Case[Any]:
        """The mother applies, two persons check, she confirms, and it is printed."""
        app = Actor("app-1", holder=mother.subject)
        ask = births.Apply(
            org=HOSPITAL,
            org_name=NAME,
            delivery="D-1",
            name=CHILD,
            mother=MOTHER,
            father=FATHER,
            consent="2026-1",
        )
        case = self.desk.start(births.birth_certificate, mother, ask, by=app)
        self.do(case, births.Check(), FIRST)
        self.do(case, births.Approve(), SECOND)
        self.do(case, births.Confirm(), app)
        return self.do(case, births.Print(number=number, issuer_code=CODE))

    def mail(self, mother: Card, case: Case[Any]) -> None:
        """Ask for it to be sent home."""
        home = Address(
            recipient=MOTHER.name, phone="13900000000", place="某市某区某路1号"
        )
        self.do(case, births.Mail(to=home), Actor("app-1", holder=mother.subject))

    def licence(self, mother: Card, case: Case[Any]) -> Licence:
        """Return the electronic licence, as somebody without a network checks it."""
        app = Actor("app-1", holder=mother.subject)
        data = BirthOffice(self.desk).licence(case, by=app) or b""
        return verify_licence(data, self.desk.keys.public())


def shown(plan: Plan) -> str:
    """Return what became of each visit."""
    return " ".join(f"{slot.visit.value}:{slot.status.zh}" for slot in plan)


def plan_of(state: children.ChildHealth) -> Plan:
    """Return the visits that are planned for a child in care."""
    if isinstance(state, children.Proposed | children.NotEnrolled):
        raise SystemExit("the child is not in care")
    return state.plan


class Counter:
    """A system outside that keeps what it is told: the HIS, or a register."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def deliver(self, message: Message, /) -> Answer:
        """Take whatever comes."""
        self.told.append(message.kind)
        return Accepted()
