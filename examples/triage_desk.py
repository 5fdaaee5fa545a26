"""A shift at a triage desk: life first, isolation, a clinic, and a wait too long."""

from datetime import UTC, datetime, timedelta

from ehealthcard import Actor, Applicant, Clockwork, KeyRing, ServiceDesk, Suite
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.rules.grading import Judgement, Level, Resource
from ehealthcard.rules.vitals import Vitals
from ehealthcard.services.triage import (
    Arrive,
    CallIn,
    Grade,
    MeasureVitals,
    Precheck,
    RouteOn,
    Waiting,
    triage,
)

ORG = "330100000001"
NURSE = Actor("nurse-1", {"registrar", "triage"}, org=ORG)
DOCTOR = Actor("doctor-1", {"doctor"}, org=ORG)
WELL = Vitals.from_data(
    {
        "systolic": 120,
        "heart_rate": 72,
        "respiration": 12,
        "temperature": "36.8",
        "avpu": "A",
    }
)


def tell() -> None:
    """Tell the story."""
    now = datetime(2026, 3, 2, 1, tzinfo=UTC)
    desk = ServiceDesk(
        storage=MemoryStorage(),
        keys=KeyRing.generate(Suite.GM, issuer=ORG),
        clock=lambda: now,
    )
    one, two, three = (
        desk.register(Applicant(name_of(n), document_of(n)), by=NURSE) for n in range(3)
    )

    unknown = desk.start(triage, None, Arrive(org=ORG, mode="ambulance"), by=NURSE)
    bad = Precheck(vitals=Vitals.from_data({"spo2": 72, "temperature": "39.5"}))
    unknown = desk.execute(triage, unknown, bad, by=NURSE)
    unknown = desk.execute(triage, unknown, RouteOn(), by=NURSE)
    print(f"unknown, feverish, SpO2 72 %: {type(unknown.state).__name__}, protected")

    hot = desk.start(triage, one, Arrive(org=ORG), by=NURSE)
    fever = Precheck(vitals=Vitals.from_data({"temperature": "37.3"}))
    hot = desk.execute(triage, hot, fever, by=NURSE)
    hot = desk.execute(triage, hot, RouteOn(), by=NURSE)
    print(f"37.3 degrees: {type(hot.state).__name__}")

    case = desk.start(triage, two, Arrive(org=ORG), by=NURSE)
    case = desk.execute(triage, case, Precheck(vitals=WELL), by=NURSE)
    print(
        f"well: {type(desk.execute(triage, case, RouteOn(), by=NURSE).state).__name__}"
    )

    case = desk.start(triage, three, Arrive(org=ORG, complaint="腹痛"), by=NURSE)
    case = desk.execute(triage, case, Precheck(vitals=WELL), by=NURSE)
    case = desk.execute(triage, case, RouteOn(emergency=True), by=NURSE)
    judged = Judgement(level=Level.IV, resources=(Resource.LAB, Resource.IMAGING))
    case = desk.execute(triage, case, Grade(judgement=judged), by=NURSE)
    if isinstance(case.state, Waiting):
        print(f"level IV with two resources: {case.state.level.en}")

    now += timedelta(minutes=31)
    Clockwork(desk).run_once()
    case = desk.case(triage, case.id, by=NURSE)
    worse = MeasureVitals(vitals=Vitals.from_data({"systolic": 78}))
    case = desk.execute(triage, case, worse, by=NURSE)
    if isinstance(case.state, Waiting):
        for step in case.state.gradings:
            print(f"  {step.cause}: {step.level.zh} ({', '.join(step.reasons)})")
    desk.execute(triage, case, CallIn(), by=DOCTOR)
    print("called in after 31 minutes")


if __name__ == "__main__":
    tell()
