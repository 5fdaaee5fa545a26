"""A visit: searched, booked, paid, moved, checked in; and one that was called off."""

from datetime import datetime, timedelta

from ehealthcard import (
    Actor,
    Applicant,
    KeyRing,
    OutboxRelay,
    Ports,
    ServiceDesk,
    Suite,
)
from ehealthcard.adapters.receivers import PaymentPort, SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital, document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import SHANGHAI
from ehealthcard.ports import Port, Slot
from ehealthcard.rules.booking import PROFILES
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.signals import SessionSuspended
from ehealthcard.services.appointment import (
    CheckIn,
    Request,
    Reschedule,
    appointment,
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


def tell() -> None:
    """Tell the story."""
    clock, hospital = Day(), SimulatedHospital(ORG, seed=1)
    desk = ServiceDesk(
        storage=MemoryStorage(),
        keys=KeyRing.generate(Suite.GM, issuer=ORG),
        ports=Ports(scheduling=hospital.scheduling),
        policies=dict.fromkeys(("appointment", "booking-penalty"), PROFILES["B"]),
        clock=clock,
    )
    slots, gateway = hospital.scheduling, hospital.payments
    ports: dict[str, Port] = {
        "scheduling": SchedulingPort(slots),
        "payments": PaymentPort(gateway),
    }
    relay = OutboxRelay(desk, ports)
    one, two = (
        desk.register(Applicant(name_of(n), document_of(n)), by=WINDOW) for n in (1, 2)
    )
    free = search(hospital, clock.now)

    visit = desk.start(appointment, one, Request(slot=free[0].id), by=APP)
    other = desk.start(appointment, two, Request(slot=free[1].id), by=APP)
    print(f"asked for {free[0].starts_at:%H:%M}: {type(visit.state).__name__}")
    for _ in range(3):
        relay.run_once()
    visit = desk.case(appointment, visit.id, by=WINDOW)
    print(f"taken and paid: {type(visit.state).__name__}, {gateway.balance} yuan")

    move = Reschedule(slot=free[-1].id)
    desk.execute(appointment, visit, move, by=APP)
    for _ in range(3):
        relay.run_once()
    visit = desk.case(appointment, visit.id, by=WINDOW)
    print(f"moved to {free[-1].starts_at:%H:%M}: {type(visit.state).__name__}")

    desk.announce(SessionSuspended(session=free[1].session))
    off = desk.case(appointment, other.id, by=WINDOW)
    print(f"session off: {type(off.state).__name__}")

    clock.now = free[-1].starts_at
    visit = desk.execute(appointment, visit, CheckIn(), by=APP)
    print(f"on the day: {type(visit.state).__name__}")
    for _ in range(3):
        relay.run_once()
    left = desk.case(appointment, other.id, by=WINDOW)
    print(f"no substitute chosen: {type(left.state).__name__}")


def search(hospital: SimulatedHospital, now: datetime) -> list[Slot]:
    """Return tomorrow's slots of an ordinary doctor of respiratory medicine."""
    day = day_of(now) + timedelta(days=1)
    offers = hospital.scheduling.slots(org=ORG, department="03.01", first=day, last=day)
    slots = [o.slot for o in offers if not o.slot.is_expert]
    return [s for s in slots if s.doctor == slots[0].doctor]


if __name__ == "__main__":
    tell()
