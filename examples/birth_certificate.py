"""Twins and their papers (出生医学证明): two certificates, one of them twice.

The delivery is recorded, the mother applies from her phone, two persons check, she
confirms. Blanks are allotted, one is spoiled. One certificate is mailed, taken to the
police, lost and issued anew; its electronic licence is checked without any network.
Everybody is made up.

Run it: ``python examples/birth_certificate.py [DATABASE]``. The database is one of
SQLAlchemy's URLs; without it a SQLite file in a folder of its own is used and removed.
"""

import sys
import tempfile
from datetime import date, datetime, timedelta
from typing import Any

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
from ehealthcard.adapters.receivers import CourierPort
from ehealthcard.adapters.simulator import (
    SimulatedCourier,
    SimulatedDeliveries,
    document_of,
    name_of,
)
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.codesets import SHANGHAI, IdKind, Sex
from ehealthcard.desk import BirthOffice
from ehealthcard.errors import EHealthCardError
from ehealthcard.ports import Address, DeliveryRecord
from ehealthcard.rules.birth.blanks import VoidReason
from ehealthcard.rules.birth.evidence import Evidence
from ehealthcard.rules.birth.licence import verify_licence
from ehealthcard.rules.birth.newborn import Newborn, Place
from ehealthcard.rules.birth.numbers import Edition
from ehealthcard.services import birth_certificate as births
from ehealthcard.services.birth_blanks import Allot, birth_blanks
from ehealthcard.services.birth_void import Void, birth_void
from ehealthcard.workflow import Timeline

ORG, NAME, CODE = "H33010000001", "模拟医院", "12330000000000000X"
CLERK = Actor("clerk-1", {"birth-clerk"}, org=ORG)
FIRST = Actor("reviewer-1", {"birth-reviewer"}, org=ORG)
SECOND = Actor("reviewer-2", {"birth-reviewer"}, org=ORG)
COUNTY = Actor("county-1", {"birth-authority"})
POLICE = Actor("police-1", {"police"})
COURIER = Actor("courier-1", {"courier"})
NOW = datetime(2026, 3, 9, 10, tzinfo=SHANGHAI)
PLACE = births.ZHEJIANG.model_copy(update={"licence_type": "11100000000000000X001"})


class Maternity:
    """A desk, a delivery room and a carrier."""

    def __init__(self, database: str) -> None:
        """Open the database and record a delivery of twins."""
        self.rooms, self.courier = SimulatedDeliveries(), SimulatedCourier()
        self.desk = ServiceDesk(
            storage=SqlStorage.open(database),
            keys=KeyRing.generate(Suite.GM),
            ports=Ports(deliveries=self.rooms),
            policies={"birth-certificate": Timeline((PLACE,))},
            clock=lambda: NOW,
        )
        window = Actor("window-3", {"registrar"}, org=ORG)
        person = Applicant(name_of(1), document_of(1))
        self.mother: Card = self.desk.register(person, by=window)
        self.app = Actor("app-1", holder=self.mother.subject)
        born = NOW - timedelta(days=5)
        sizes = ((Sex.FEMALE, 2650), (Sex.MALE, 2780))
        twins = tuple(
            Newborn(
                order=n,
                sex=sex,
                born_at=born + timedelta(minutes=7 * n),
                weeks=37,
                weight=weight,
                length=48,
            )
            for n, (sex, weight) in enumerate(sizes, 1)
        )
        self.rooms.add(
            DeliveryRecord(
                org=ORG,
                org_name=NAME,
                number="D-1",
                region="330102",
                place=Place.HOSPITAL,
                midwife="midwife-3",
                mother=self.mother.id,
                newborns=twins,
            )
        )

    def do(self, case: Case[Any], command: Any, by: Actor = CLERK) -> Case[Any]:  # noqa: ANN401  # any command
        """Carry out a command on a case as it is now."""
        newest = self.desk.case(births.birth_certificate, case.id, by=CLERK)
        return self.desk.execute(births.birth_certificate, newest, command, by=by)


def applied(ward: Maternity) -> list[Case[Any]]:
    """One application for both; two persons look, and the mother confirms."""
    parent = births.Parent(name=name_of(1), kind=IdKind.RESIDENT_ID, document="made-up")
    asked = [
        births.Apply(
            org=ORG,
            org_name=NAME,
            delivery="D-1",
            child=n,
            name=f"{name_of(1)[0]}{given}",
            mother=parent,
            papers=(births.Paper(kind=Evidence.NO_FATHER, number="N-1"),),
            consent="2026-1",
        )
        for n, given in ((1, "小宝"), (2, "小贝"))
    ]
    office = BirthOffice(ward.desk)
    (delivery,) = office.deliveries(ward.mother, by=ward.app)
    print(f"recorded: {delivery.org_name}, {len(delivery.newborns)} children")
    cases = office.apply_together(ward.mother, asked, by=ward.app, key="births-1")
    print("applied:", ", ".join(type(c.state).__name__ for c in cases))
    confirmed: list[Case[Any]] = []
    for case in cases:
        checked = ward.do(case, births.Check(), FIRST)
        try:
            ward.do(checked, births.Approve(), FIRST)
        except EHealthCardError as error:
            if case is cases[0]:
                print(f"the same person twice: {error.code}")
        ward.do(checked, births.Approve(), SECOND)
        confirmed.append(ward.do(case, births.Confirm(), ward.app))
    return confirmed


def printed(ward: Maternity, cases: list[Case[Any]]) -> list[Case[Any]]:
    """Blanks come from the county; one is spoiled; no number is used twice."""
    lot = Allot(org=ORG, series="Z330", first=1, last=500, edition=Edition.SEVENTH)
    ward.desk.start(birth_blanks, None, lot, by=COUNTY)
    spoiled = Void(number="Z330000001", reason=VoidReason.SPOILED)
    ward.desk.start(birth_void, None, spoiled, by=CLERK)
    done: list[Case[Any]] = []
    number = 1
    for case in cases:
        while True:
            blank = births.Print(number=f"Z330{number:06d}", issuer_code=CODE)
            try:
                done.append(ward.do(case, blank))
                break
            except EHealthCardError as error:
                print(f"{blank.number}: {error.code}")
                number += 1
    print("printed:", ", ".join(c.state.number for c in done))
    return done


def sent(ward: Maternity, case: Case[Any]) -> Case[Any]:
    """By mail to the mother, and with her to the police."""
    home = Address(recipient=name_of(1), phone="13900000000", place="某市某区某路1号")
    ward.do(case, births.Mail(to=home), ward.app)
    OutboxRelay(ward.desk, {"courier": CourierPort(ward.courier)}).run_once()
    moved = ward.desk.case(births.birth_certificate, case.id, by=CLERK)
    print(f"mailed: {type(moved.state).__name__}, {len(ward.courier.parcels)} parcel")
    ward.do(case, births.NoteDelivered(receiver=name_of(1)), COURIER)
    entered = births.RegisterHousehold(station="P1", registered_on=date(2026, 3, 9))
    done = ward.do(case, entered, POLICE)
    print(f"at the police: {type(done.state).__name__}")
    return done


def lost(ward: Maternity, case: Case[Any]) -> None:
    """Lost and issued anew; the old licence holds no longer."""
    office, keys = BirthOffice(ward.desk), ward.desk.keys.public()
    old = office.licence(case, by=ward.app) or b""
    licence = verify_licence(old, keys)
    print(f"offline: {licence.identifier}")
    try:
        verify_licence(old.replace(b"2650", b"3650"), keys)
    except EHealthCardError as error:
        print(f"a better weight: {error.code}")
    statement = births.Paper(kind=Evidence.LOST, number="L-1")
    ward.do(case, births.AskReissue(papers=(statement,)), ward.app)
    ward.do(case, births.GrantRenewal(), COUNTY)
    anew = ward.do(case, births.Print(number="Z330000004", issuer_code=CODE))
    parts = "、".join(part.zh for part in anew.state.parts)
    print(f"issued anew: {anew.state.number}, {parts}")
    try:
        verify_licence(old, keys, void=births.void_licences(anew.state))
    except EHealthCardError as error:
        print(f"the old one: {error.code}")
    fresh = verify_licence(office.licence(anew, by=ward.app) or b"", keys)
    print(f"the new one replaces {fresh.replaces}")


def tell(database: str) -> None:
    """Tell the story."""
    ward = Maternity(database)
    first, _ = printed(ward, applied(ward))
    lost(ward, sent(ward, first))
    ward.desk.storage.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        tell(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            tell(f"sqlite:///{folder}/births.db")
