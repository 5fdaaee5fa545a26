"""One key, one call: the data set is there before anybody has spoken."""

from ehealthcard import Actor, Applicant, KeyRing, Ports, ServiceDesk, Suite
from ehealthcard.adapters.simulator import (
    SimulatedCentre,
    SimulatedRecords,
    SimulatedRisk,
    document_of,
    name_of,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.desk import EmergencyLine, system_clock
from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.emergency import Contact, CoordSystem, Location
from ehealthcard.services.emergency_call import (
    Accept,
    ArriveHospital,
    ArriveScene,
    Close,
    CompleteRecord,
    Depart,
    Dispatch,
    EmergencyCallCommand,
    InfoUnavailable,
    SignHandover,
    emergency_call,
)

CENTRE = "330100000120"
WINDOW = Actor("window-3", {"registrar"}, org="330100000001")
BOARD = Actor("switchboard", {"app"}, org=CENTRE)
DISPATCHER = Actor("dispatcher-7", {"dispatcher"}, org=CENTRE)
CREW = Actor("crew-2", {"crew"}, org=CENTRE)
NURSE = Actor("nurse-1", {"emergency-department"}, org="330100000001")
PHONE = "13900000001"
JOURNEY: tuple[tuple[EmergencyCallCommand, Actor], ...] = (
    (Accept(number="2026-0001", category="chest pain"), DISPATCHER),
    (Dispatch(vehicle="A-12"), DISPATCHER),
    (ArriveScene(), CREW),
    (Depart(hospital="330100000001"), CREW),
    (ArriveHospital(), CREW),
    (SignHandover(side="crew", sheet="S-1"), CREW),
    (SignHandover(side="hospital", sheet="S-1"), NURSE),
)


def tell() -> None:
    """Tell the story."""
    centre = SimulatedCentre(("3301",))
    ports = Ports(
        risk=SimulatedRisk(system_clock),
        emergency=centre,
        emergency_records=SimulatedRecords(),
    )
    desk = ServiceDesk(
        storage=MemoryStorage(),
        keys=KeyRing.generate(Suite.GM, issuer="330100000001"),
        ports=ports,
    )
    line = EmergencyLine(desk, CENTRE)
    card = desk.register(Applicant(name_of(1), document_of(1)), by=WINDOW)
    app = Actor("app", holder=card.subject)
    mother = Contact(name=name_of(2), relation="母亲", phone="13900000002")
    line.authorise(card, by=app, consent="2026-1", phone=PHONE, contacts=(mother,))

    here = Location(
        longitude=120.15,
        latitude=30.28,
        coord_system=CoordSystem.GCJ02,
        region="330102",
        at=system_clock(),
    )
    call = line.dial(PHONE, by=BOARD, location=here)
    (sent,) = centre.received.values()
    print(f"dialled: {type(call.state).__name__}, {len(sent.contacts)} contact")
    for command, actor in JOURNEY:
        call = desk.execute(emergency_call, call, command, by=actor)
        print(f"  {type(command).__name__} by {actor.id}: {type(call.state).__name__}")
    try:
        desk.execute(emergency_call, call, Close(), by=DISPATCHER)
    except RuleViolationError as error:
        print(f"  {error.code}: {error.en}")
    call = desk.execute(emergency_call, call, CompleteRecord(), by=CREW)
    call = desk.execute(emergency_call, call, Close(), by=DISPATCHER)
    print(f"  {type(call.state).__name__}")

    line.revoke(card, by=app)
    plain = line.dial(PHONE, by=BOARD, location=here)
    if isinstance(plain.state, InfoUnavailable):
        print(f"revoked: {plain.state.info.reason}, and the plain call goes on")
    saved = line.break_glass(plain, card.subject, reason="unconscious", by=DISPATCHER)
    print(f"to save a life: {type(saved.state).__name__}, to be reviewed")


if __name__ == "__main__":
    tell()
