"""A visit through a HIS that speaks HL7 v2, with the wire log kept (HL7 就诊一程).

Run it: ``python examples/visit_over_hl7.py [HOST:PORT] [--log FILE] [--plain]``.
Without a server, one of our own is started with a simulated hospital behind it. What
HL7 v2 cannot do is asked of that hospital directly: which slots are free, and whose a
slot is.
"""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager

from _visit import (
    HIS,
    ORG,
    REPORT,
    SIGNER,
    Clock,
    Visit,
    arguments,
    logged,
    skipped,
)

from ehealthcard import Ports
from ehealthcard.adapters.hl7 import (
    Finding,
    Header,
    Hl7Billing,
    Hl7Inpatients,
    Hl7Line,
    Hl7PatientIndex,
    Hl7Scheduling,
    Letter,
    MllpClient,
    Patient,
    PatientIdentifier,
    Segment,
    Side,
    adt,
    control_id_of,
    message_of,
    oru,
)
from ehealthcard.adapters.inpatients import InpatientPort
from ehealthcard.adapters.receivers import SchedulingPort
from ehealthcard.adapters.settling import BillingPort
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.adapters.wire import WireLog
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.hosts.mllp import MllpListener, ReportDesk, SimulatedHis
from ehealthcard.ports import Port
from ehealthcard.services.report import report

HEADER = Header(Side("EHC", ORG), Side("HIS", ORG))
LAB = Header(Side("LIS", ORG), Side("EHC", ORG))


@contextmanager
def server(
    named: str | None, hospital: SimulatedHospital
) -> Generator[tuple[str, int]]:
    """Lend the address of the HIS: the one that is named, or our own."""
    if named:
        host, _, port = named.rpartition(":")
        yield host, int(port)
        return
    with MllpListener(SimulatedHis(hospital)) as listener:
        yield listener.address


def patient(subject: str) -> Patient:
    """Return how the HIS is told of a holder: by a number, and by no name."""
    return Patient((PatientIdentifier(subject, "EHC", "HC"),))


def tested(visit: Visit, log: WireLog) -> None:
    """The laboratory tells the desk by ORU what it found."""
    case, found = visit.order_test(), Finding("HGB", "血红蛋白", "141", "g/L", "NM")
    letter = Letter(LAB, control_id_of(REPORT), visit.clock())
    told = oru(letter, patient(visit.subject), REPORT, ("CBC", "血常规"), [found])
    signed = Segment.of(
        "OBR", {1: "1", 3: REPORT, 4: ("CBC", "血常规"), 25: "F", 32: SIGNER.id}
    )
    whole = message_of(signed if s.name == "OBR" else s for s in told.segments)
    desk = ReportDesk(visit.desk, HIS, {SIGNER.id: SIGNER}.get)
    with (
        MllpListener(desk) as listener,
        MllpClient(*listener.address, log=log.hl7) as laboratory,
    ):
        laboratory.send(whole)
    print(f"result: {visit.state_of(report, case)}")


def tell(client: MllpClient, hospital: SimulatedHospital, log: WireLog) -> None:
    """Tell the story."""
    clock = Clock()
    line = Hl7Line(client, HEADER, patient, clock=clock)
    slots = Hl7Scheduling(line, hospital.scheduling)
    wards = Hl7Inpatients(line, hospital.inpatients)
    receivers: dict[str, Port] = {
        "scheduling": SchedulingPort(slots),
        "billing": BillingPort(Hl7Billing(line, hospital.billing)),
        "his": InpatientPort(wards),
    }
    ports = Ports(scheduling=slots, billing=hospital.billing)
    visit = Visit(hospital, ports, receivers, clock)
    visit.registered(
        line.tell(
            visit.subject,
            f"register:{visit.subject}",
            lambda letter, person: adt(letter, "A04", person),
        )
    )
    index = Hl7PatientIndex(
        client, HEADER, lambda s: PatientIdentifier(s, "EHC", "HC"), {ORG: ORG}
    )
    try:
        visit.found(index.numbers(visit.subject))
    except OutsideUnavailableError:
        skipped("find", "the server answers no query (QBP)")
    day = clock.now.date().replace(day=3)
    offers = slots.slots(org=ORG, department="03.01", first=day, last=day)
    visit.book(offers[0].slot)
    visit.check_in()
    tested(visit, log)
    visit.pay()
    visit.prescribe()
    visit.admit()
    visit.discharge()
    visit.end()


if __name__ == "__main__":
    asked = arguments(__doc__, "HOST:PORT of an MLLP server")
    with logged(asked) as log, ExitStack() as stack:
        hospital = SimulatedHospital(ORG, clock=Clock())
        host, port = stack.enter_context(server(asked.server, hospital))
        client = stack.enter_context(MllpClient(host, port, log=log.hl7))
        tell(client, hospital, log)
