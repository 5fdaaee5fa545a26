"""A visit through a hospital platform, with the wire log kept (医院平台就诊一程).

Run it: ``python examples/visit_over_soap.py [URL] [--log FILE] [--plain]``. Without a
URL, a platform of our own is started with a simulated hospital behind it. What the
platform's services cannot do is asked of that hospital directly. Needs the extras
``soap`` and ``asgi``, and uvicorn as the server of our own platform.
"""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from threading import Thread

import httpx
import uvicorn
from _visit import NAME, ORG, Clock, Visit, arguments, logged, skipped

from ehealthcard import Ports
from ehealthcard.adapters.hip import (
    HipCards,
    HipClient,
    HipInpatients,
    HipLine,
    HipPatientIndex,
    HipScheduling,
)
from ehealthcard.adapters.inpatients import InpatientPort
from ehealthcard.adapters.receivers import SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.adapters.wire import mask_xml
from ehealthcard.adapters.wire.http import LoggedTransport
from ehealthcard.hosts.hip import (
    TAKEN,
    HipReceiver,
    SimulatedPlatform,
    bearer_of,
    hip_app,
)
from ehealthcard.ports import Port

TOKEN, PATIENT = "a token from your key store", "P000001"  # made up


@contextmanager
def server(named: str | None, hospital: SimulatedHospital) -> Generator[str]:
    """Lend the address of the platform: the one that is named, or our own."""
    if named:
        yield named
        return
    receiver = HipReceiver(SimulatedPlatform(hospital), layouts=TAKEN)
    app = hip_app(receiver, admits=bearer_of(TOKEN))
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none")
    running, listening = uvicorn.Server(config), config.bind_socket()
    thread = Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/HIPService"
    finally:
        running.should_exit = True
        thread.join()
        listening.close()


def tell(client: HipClient, hospital: SimulatedHospital) -> None:
    """Tell the story."""
    line = HipLine(client, lambda _: PATIENT)
    slots = HipScheduling(line, hospital.scheduling)
    wards = HipInpatients(line, hospital.inpatients)
    receivers: dict[str, Port] = {
        "scheduling": SchedulingPort(slots),
        "his": InpatientPort(wards),
    }
    clock = Clock()
    visit = Visit(hospital, Ports(scheduling=slots), receivers, clock)
    cards = HipCards(client)
    key = f"register-{visit.subject}"
    visit.registered(cards.add(visit.card.id, PATIENT, key=key))
    index = HipPatientIndex(client, ORG, lambda _: (visit.card.id,))
    visit.found(index.numbers(visit.subject))
    day = clock.now.date().replace(day=3)
    offers = slots.slots(org=ORG, department="03.01", first=day, last=day)
    visit.book(offers[0].slot)
    visit.check_in()
    skipped("result", "no layout of the platform's reports is known here")
    skipped("bill", "no layout of the platform's charges is known here")
    visit.prescribe()
    visit.admit()
    visit.discharge()
    visit.end()


if __name__ == "__main__":
    asked = arguments(__doc__, f"URL of a platform such as {NAME}'s")
    with logged(asked) as log, ExitStack() as stack:
        hospital = SimulatedHospital(ORG, clock=Clock())
        url = stack.enter_context(server(asked.server, hospital))
        wire = LoggedTransport(log, "soap", mask_xml)
        credentials = {"Authorization": f"Bearer {TOKEN}"}
        http = stack.enter_context(httpx.Client(transport=wire, headers=credentials))
        tell(HipClient(url, http, sender="EHC", receiver="HIP"), hospital)
