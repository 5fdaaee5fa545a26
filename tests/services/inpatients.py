"""People, papers and stays for the tests of the inpatient services."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ehealthcard.codesets import SHANGHAI, Kinship
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.rules.stays import CareNeed, Urgency
from ehealthcard.rules.vouchers import Patient, VoucherSeen
from ehealthcard.rules.ward_tests import WardTest
from ehealthcard.services.companion_pass import (
    CompanionData,
    PassFacts,
    SeatTaken,
    StaySeen,
)
from ehealthcard.services.inpatient_certificate import (
    CertificateFacts,
    Deposit,
    Payer,
    Person,
    Prescribe,
    Prescription,
    Registration,
)
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

ORG, WARD, BED = "H1", "W-3", "12"
ADMISSION = "H1:Z-1"
PATIENT, SPOUSE, GUARDIAN = "7" * 32, "8" * 32, "9" * 32
MODERN = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
DOCTOR = Actor("doctor-1", {"doctor"}, org=ORG)
NURSE = Actor("nurse-1", {"nurse"}, org=ORG)
OFFICE = Actor("office-1", {"registrar"}, org=ORG)
GUARD = Actor("guard-1", {"guard"}, org=ORG)
HEAD = Actor("nurse-0", {"head-nurse", "nurse"}, org=ORG)
STRANGER = Actor("app-9", {"app"}, holder=SubjectId("3" * 32))


def resident(subject: str) -> Actor:
    return Actor(f"app-{subject[0]}", {"app"}, holder=SubjectId(subject))


def negative(hours: float = 1, now: datetime = NOW) -> WardTest:
    sampled = now - timedelta(hours=hours)
    return WardTest(result="negative", sampled_at=sampled, org="H2")


PRESCRIPTION = Prescription(
    episode="O-77",
    department="03",
    ward=WARD,
    diagnosis="made up",
    urgency=Urgency.ORDINARY,
    planned_on=date(2026, 12, 31),
    care=(CareNeed.MATERNITY,),
)
PRESCRIBE = Prescribe(org=ORG, prescription=PRESCRIPTION, has_seen_patient=True)
REGISTRATION = Registration(
    contact=Person(name="made up", kinship=Kinship.SPOUSE, phone="13900000000"),
    payer=Payer.SELF,
    allergies=(),
)
DEPOSIT = Deposit(amount=Decimal("2000.00"), receipt="R-1")
ADULT = Patient(subject=SUBJECT, status=CardStatus.ACTIVE, age=40, guardian=None)
CHILD = ADULT.model_copy(
    update={"age": 9, "guardian": GUARDIAN, "actor": CardStatus.ACTIVE}
)
VOUCHED = ADULT.model_copy(
    update={
        "actor": CardStatus.ACTIVE,
        "vouchers": (VoucherSeen(delegate=SPOUSE, until=NOW),),
    }
)
FACTS = CertificateFacts(patient=ADULT)
COMPANION = CompanionData(kinship=Kinship.SPOUSE, phone="13900000000")
STAY = StaySeen(org=ORG, ward=WARD, bed=BED, emergency=False, companions=1, order=None)
AT_BED = PassFacts(
    patient=ADULT.model_copy(update={"subject": PATIENT}),
    stay=STAY,
    companion=CardStatus.ACTIVE,
)


def beside(*seats: int, **more: Any) -> PassFacts:
    """Return what is known where these places at the bedside are taken."""
    taken = tuple(SeatTaken(pass_id=str(n) * 32, seat=n) for n in seats)
    return AT_BED.model_copy(update={"seats": taken, **more})


def stay(**more: Any) -> StaySeen:
    return STAY.model_copy(update=more)
