"""Guidance (智能导诊): from a few words to a department, a doctor and an appointment.

Run it: ``python examples/guidance.py``. Nothing real is asked; everybody is made up.
"""

from datetime import date, datetime

from ehealthcard import Actor, Applicant, Card, KeyRing, Ports, ServiceDesk, Suite
from ehealthcard.adapters.knowledge import Guidance, load_knowledge
from ehealthcard.adapters.simulator import SimulatedHospital, document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import SHANGHAI, Sex
from ehealthcard.desk import AppointmentOffice, Case, ImmediateDelivery
from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.guidance import Intake
from ehealthcard.services.guidance_session import (
    Answer,
    Book,
    Converted,
    EmergencyAdvised,
    Finish,
    GuidanceSession,
    Recommended,
    Start,
    guidance_session,
)

hospital = SimulatedHospital("H1")
desk = ServiceDesk(
    storage=MemoryStorage(),
    keys=KeyRing.generate(Suite.INTL),
    ports=Ports(scheduling=hospital.scheduling, guidance=Guidance(load_knowledge())),
    clock=lambda: datetime(2026, 3, 2, 9, tzinfo=SHANGHAI),
)
window, app = Actor("window-3", {"registrar"}), Actor("app", {"app"})


def person(number: int, sex: Sex, born: int) -> Card:
    """Register somebody made up."""
    document = document_of(number, born=date(born, 5, 1), sex=sex)
    return desk.register(Applicant(name_of(number), document), by=window)


def tell(card: Card, told: Intake) -> Case[GuidanceSession]:
    """Begin a session and say what is wrong."""
    begin = Start(org="H1", consent="2026-01")
    case = desk.start(guidance_session, card, begin, by=app)
    return desk.execute(guidance_session, case, Answer(told=told), by=app)


man, woman = person(1, Sex.MALE, 1986), person(2, Sex.FEMALE, 1997)

case = tell(man, Intake(words="胸口像压了块大石头，一身冷汗"))
if isinstance(case.state, EmergencyAdvised):
    print("crushing chest pain:", case.state.flags[0].says, "-", case.state.advice)

case = tell(woman, Intake(words="出血了", weeks=28))
if isinstance(case.state, EmergencyAdvised):
    print("28 weeks, bleeding:", ", ".join(case.state.departments))

case = tell(man, Intake())
try:
    desk.execute(guidance_session, case, Finish(), by=app)
except RuleViolationError as error:
    print("nothing said:", error.code)

case = tell(man, Intake(words="咳嗽三个星期了，早上有黄痰，没有发烧"))
print("asked next:", case.state.questions[-1].text)  # type: ignore[union-attr]  # still collecting
case = desk.execute(guidance_session, case, Finish(), by=app)
if isinstance(case.state, Recommended):
    best = case.state.departments[0]
    print("recommended:", best.choice.name, "because of", "、".join(best.reasons[:3]))
    print("by:", case.state.rationale.model_version)
    print("to read:", best.choice.articles[0].title)
    doctor = best.choice.doctors[0]
    print(f"{len(best.choice.doctors)} doctors, the first {doctor.starts_at:%H:%M}")

    case = desk.execute(guidance_session, case, Book(slot=doctor.slot), by=app)
    now = ImmediateDelivery(desk, {"appointments": AppointmentOffice(desk)})
    case = now.attempt(guidance_session, case)
    if isinstance(case.state, Converted):
        print("appointment opened:", case.state.appointment is not None)
