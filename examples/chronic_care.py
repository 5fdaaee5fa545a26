"""A raised pressure, a diagnosis, and care that is not forgotten (慢病管理)."""

from datetime import datetime, timedelta

from ehealthcard import (
    Actor,
    Applicant,
    IdDocument,
    IdKind,
    KeyRing,
    ServiceDesk,
    Suite,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import SHANGHAI
from ehealthcard.rules.chronic.codes import Disease, VisitMode
from ehealthcard.rules.chronic.forms import HypertensionForm
from ehealthcard.rules.chronic.measures import BloodPressure
from ehealthcard.services.chronic_care import Enrol, Record, chronic_care
from ehealthcard.services.chronic_screening import (
    Diagnosis,
    PressureScreening,
    Repeat,
    ReportDiagnosis,
    Screen,
    chronic_screening,
)


class Clock:
    """A clock that stands until it is turned."""

    now = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        """Return now."""
        return self.now


def measured(systolic: int, diastolic: int) -> PressureScreening:
    """Return a reading at a screening."""
    pressure = BloodPressure(systolic=systolic, diastolic=diastolic)
    return PressureScreening(pressure=pressure)


def visit(systolic: int, diastolic: int) -> Record:
    """Return a follow-up with this pressure."""
    pressure = BloodPressure(systolic=systolic, diastolic=diastolic)
    return Record(form=HypertensionForm(mode=VisitMode.CLINIC, pressure=pressure))


clock = Clock()
desk = ServiceDesk(
    storage=MemoryStorage(), keys=KeyRing.generate(Suite.GM), clock=clock
)
window = Actor("window-3", {"registrar"}, org="330100000001")
nurse = Actor("nurse-7", {"nurse"}, org="330100000001")
family = Actor("doctor-2", {"family-doctor", "staff"}, org="330100000001")
document = IdDocument(IdKind.RESIDENT_ID, "11010519491231002X")
card = desk.register(Applicant("张三", document), by=window)

screen = Screen(org="330100000001", org_name="城东社区", measured=measured(150, 95))
round_ = desk.start(chronic_screening, card, screen, by=nurse)
for day in (2, 3):
    clock.now += timedelta(days=1)
    repeat = Repeat(measured=measured(146, 92))
    round_ = desk.execute(chronic_screening, round_, repeat, by=nurse)
    print(f"raised on day {day}:", type(round_.state).__name__)

confirm = ReportDiagnosis(result=Diagnosis.CONFIRMED, org="330100000002")
desk.execute(
    chronic_screening,
    round_,
    confirm,
    by=Actor("doctor-9", {"doctor"}, org="330100000002"),
)
(care,) = desk.cases(chronic_care, card, by=family)
print("care opened:", type(care.state).__name__)

enrol = Enrol(
    disease=Disease.HYPERTENSION,
    org="330100000001",
    org_name="城东社区",
    consent="2026-1",
)
care = desk.execute(chronic_care, care, enrol, by=family)
for pressure in ((144, 88), (152, 84), (182, 95), (138, 88)):
    care = desk.execute(chronic_care, care, visit(*pressure), by=family)
    due = getattr(care.state, "due_on", None)
    print(f"visit: {type(care.state).__name__}, next by {due}")
    clock.now += timedelta(days=10)

clock.now += timedelta(days=120)
print("nobody came:", type(desk.case(chronic_care, care.id, by=window).state).__name__)
