"""A morning at an entrance: a declaration, an open gate, a diversion, no refusal."""

from datetime import date

from ehealthcard import (
    Actor,
    Applicant,
    Entrance,
    KeyRing,
    Ports,
    ServiceDesk,
    Suite,
    Terminal,
)
from ehealthcard.adapters.simulator import SimulatedRisk, document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.desk import StaffPresence, system_clock
from ehealthcard.services.admission_scan import (
    AdmissionPolicy,
    CodeRejected,
    Diverted,
    admission_scan,
)
from ehealthcard.services.health_declaration import Answers, Submit, health_declaration
from ehealthcard.workflow import Timeline

ORG = "330100000001"
WINDOW = Actor("window-3", {"registrar", "staff"}, org=ORG)
GATE = Terminal("gate-1", {"terminal"}, org=ORG, place="East gate")
OWN_RULES = AdmissionPolicy(
    name="own-2026",
    effective_from=date(2026, 1, 1),
    declaration_required=True,
    colours_count=True,
)
WELL = Answers.from_data({"temperature": "36.5", "symptoms": [], "exposures": []})
DECLARE = Submit(answers=WELL, consent="2026-1", commitment="2026-1")


def tell() -> None:
    """Tell the story."""
    risk = SimulatedRisk(system_clock)
    desk = ServiceDesk(
        storage=MemoryStorage(),
        keys=KeyRing.generate(Suite.GM, issuer=ORG),
        ports=Ports(risk=risk),
        policies={admission_scan.name: Timeline((OWN_RULES,))},
    )
    well, red = (
        desk.register(Applicant(name_of(n), document_of(n)), by=WINDOW) for n in (1, 2)
    )
    entrance = Entrance(desk, GATE)

    visit = entrance.enter(desk.show(well.id, by=WINDOW).text, temperature=36.5)
    print(f"no declaration yet: {type(visit.state).__name__}")
    desk.start(health_declaration, well, DECLARE, by=WINDOW)
    visit = entrance.assess(
        desk.case(admission_scan, visit.id, by=WINDOW), temperature=36.5
    )
    print(f"declared, 36.5 degrees, green: {type(visit.state).__name__}")

    desk.start(health_declaration, red, DECLARE, by=WINDOW)
    risk.colours[red.id] = "RED"
    printed = f"{red.id}:1"
    visit = entrance.enter(printed)
    if isinstance(visit.state, CodeRejected):
        print(f"a printed code alone: {visit.state.reason}")
    visit = entrance.enter(printed, second_factor=StaffPresence("guard-2"))
    if isinstance(visit.state, Diverted):
        print(f"with staff present, red: led to the {visit.state.route}, not refused")
    print(f"inside: {desk.occupancy(ORG, by=WINDOW)}")

    left = entrance.leave(desk.show(well.id, by=WINDOW).text)
    print(f"scanned out: {type(left.state).__name__ if left else 'nobody'}")
    print(f"inside: {desk.occupancy(ORG, by=WINDOW)}")


if __name__ == "__main__":
    tell()
