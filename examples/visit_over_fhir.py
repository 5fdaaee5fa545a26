"""A visit through a FHIR server, with the wire log kept (FHIR 就诊一程).

Run it: ``python examples/visit_over_fhir.py [URL] [--log FILE] [--plain]``; the URL is
the server's base, such as ``http://127.0.0.1:8080/fhir/R4``. Without one, Medplum's
router is started if it is installed. Here the hospital's other systems are played too:
who puts slots, reports and visits onto the server.
"""

from contextlib import ExitStack
from datetime import date, timedelta
from uuid import uuid4

from _peers import medplum
from _visit import (
    HIS,
    NAME,
    ORG,
    REPORT,
    Clock,
    Visit,
    arguments,
    logged,
    skipped,
)

from ehealthcard import Ports
from ehealthcard.adapters.fhir import (
    FhirClient,
    FhirEncounter,
    FhirEncounters,
    FhirPatient,
    FhirPatients,
    FhirResults,
    FhirScheduling,
    Identifier,
    report_for,
    slot_for,
)
from ehealthcard.adapters.receivers import SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.adapters.wire import mask_fhir
from ehealthcard.adapters.wire.http import LoggedTransport
from ehealthcard.desk import VisitRecords
from ehealthcard.ports import Institution, Slot
from ehealthcard.services.report import Release, Released, View, report, sheet_of
from ehealthcard.services.visit_record_query import Ask, Ready

MRN = "urn:oid:2.16.156.10011.2.5.1.4"
CLASS = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def offered(client: FhirClient, day: date) -> Slot:
    """The hospital puts a slot onto the server; return it as it is there."""
    made = SimulatedHospital(ORG).scheduling.slots(
        org=ORG, department="03.01", first=day, last=day
    )[0]
    resource = slot_for(made.slot)
    kept = client.create(resource, system="urn:example:slot", value=uuid4().hex)
    return made.slot.model_copy(update={"id": kept["id"]})


def tested(visit: Visit, client: FhirClient) -> None:
    """The laboratory puts the paper onto the server; only what is the same goes out."""
    case = visit.order_test()
    paper = report_for(sheet_of(visit.verified(case)))
    client.create(paper, system="urn:example:report", value=uuid4().hex)
    visit.do(report, case, Release(), HIS)
    seen = visit.do(report, case, View(), visit.app)
    views = seen.views if isinstance(seen, Released) else 0
    print(f"result: {type(seen).__name__}, the same as {REPORT} on paper, {views} view")


def gone_home(visit: Visit, client: FhirClient, patient: str) -> None:
    """The visit ends; what the server knows of it is asked for."""
    starts, ends = visit.clock.now, visit.clock.now + timedelta(hours=2)
    ended = FhirEncounter.read(
        {
            "resourceType": "Encounter",
            "status": "finished",
            "class": {"system": CLASS, "code": "AMB"},
            "subject": {"reference": f"Patient/{patient}"},
            "period": {"start": starts.isoformat(), "end": ends.isoformat()},
        }
    )
    client.create(ended, system="urn:example:visit", value=uuid4().hex)
    visit.clock.now = ends
    wanted = Ask(first=starts.date(), last=ends.date(), purpose="self")
    query = VisitRecords(visit.desk).ask(visit.card, wanted, by=visit.app)
    count = len(query.state.visits) if isinstance(query.state, Ready) else 0
    print(f"discharge: {type(query.state).__name__}, {count} visit on record")


def tell(client: FhirClient) -> None:
    """Tell the story."""
    clock, hospital = Clock(), SimulatedHospital(ORG)
    slots, people = FhirScheduling(client, ORG, NAME), FhirPatients(client, {MRN: ORG})
    ports = Ports(
        scheduling=slots,
        patients=people,
        results=FhirResults(client, ORG),
        institutions=(Institution(ORG, NAME, FhirEncounters(client, ORG, MRN)),),
    )
    visit = Visit(hospital, ports, {"scheduling": SchedulingPort(slots)}, clock)
    number = Identifier(system=MRN, value=f"P{uuid4().hex[:8]}")
    record = people.register(visit.subject, FhirPatient(identifier=(number,)))
    visit.registered(record)
    visit.found(people.numbers(visit.subject))
    visit.book(offered(client, clock.now.date() + timedelta(days=1)))
    visit.check_in()
    tested(visit, client)
    skipped("bill", "this adapter posts no settlement to a FHIR server")
    skipped("admit", "a stay is told by HL7 v2 or by the platform, not by FHIR")
    gone_home(visit, client, record.id or "")
    visit.end()


if __name__ == "__main__":
    asked = arguments(__doc__, "the base URL of a FHIR R4 server")
    with logged(asked) as log, ExitStack() as stack:
        base = asked.server or stack.enter_context(medplum())
        wire = LoggedTransport(log, "fhir", mask_fhir)
        time_out = timedelta(seconds=20)
        client = FhirClient(base, time_out=time_out, transport=wire)
        tell(stack.enter_context(client))
