"""What a platform tells over a line that misbehaves has the effect of once."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx
import pytest

from ehealthcard import Suite
from ehealthcard.adapters.hip import (
    ENCOUNTER,
    PERSON,
    Header,
    HipClient,
    HipService,
    Row,
    write_message,
)
from ehealthcard.adapters.simulator import document_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.hosts.hip import bearer_of, hip_app
from ehealthcard.ports import Accepted
from ehealthcard.services.companion_pass import RevokedWithStay
from ehealthcard.services.inpatient_certificate import Deceased
from tests.actors import AUDITOR
from tests.integration.conftest import START, build
from tests.integration.test_inpatients import Hospital
from tests.proxies import FAULTS, Fault, Misbehaviour, misbehaving, storm

from .test_hip import TOKEN, receiver, served

CALM: list[Fault | None] = []
DISCHARGE: Row = {"admission": "Z-1", "disposition": "5"}
MADE_UP: Row = {"document": document_of(1).number, "patient": "P1"}


class Stay:
    """A patient, and who is with him."""

    def __init__(self) -> None:
        self.hospital = Hospital(build(MemoryStorage(), Suite.INTL))
        self.stay = self.hospital.admit(1)
        self.beside = self.hospital.accompany(2)

    def history(self) -> tuple[int, int, list[tuple[str, str]]]:
        """Return how far both cases have come, and what they tell others."""
        desk = self.hospital.house.desk
        stay, beside = (
            desk.case(desk.catalogue.named[c.workflow], c.id, by=AUDITOR).version
            for c in (self.stay, self.beside)
        )
        storage, now = desk.storage, self.hospital.house.clock()
        waiting = storage.pending(at=now, limit=1000)
        return stay, beside, sorted((m.workflow, m.effect) for m in waiting)


@contextmanager
def told(stay: Stay, faults: list[Fault | None]) -> Iterator[Misbehaviour]:
    app = hip_app(receiver(stay.hospital.house), admits=bearer_of(TOKEN))
    with served(app) as url, misbehaving(url) as line:
        line.faults = list(faults)
        yield line
        line.arrive()


def until_done(client: HipClient, service: HipService, row: Row) -> None:
    key = uuid4().hex
    for _ in range(30):
        if isinstance(client.tell(service, row, key=key), Accepted):
            return
        client.settle(key)  # the receiver may hear the same message again


def lead(line: Misbehaviour) -> None:
    """Tell of a patient who is registered, told of again, and dies."""
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(headers=bearer) as http:
        client = HipClient(line.base, http, sender="H", receiver="E", seconds=0.5)
        until_done(client, HipService.PERSON_REGISTER, MADE_UP)
        until_done(client, HipService.PERSON_UPDATE, MADE_UP)
        until_done(client, HipService.DISCHARGE_ADD, DISCHARGE)
        until_done(client, HipService.PERSON_UPDATE, MADE_UP | {"died": START})


@pytest.fixture(scope="module")
def healthy() -> object:
    stay = Stay()
    with told(stay, CALM) as line:
        lead(line)
    return stay.history()


@pytest.mark.parametrize(
    "faults",
    [*([fault] * 3 for fault in FAULTS), storm(1, 12), storm(2, 12)],
    ids=[*FAULTS, "storm-1", "storm-2"],
)
def test_nothing_is_doubled_and_nothing_is_lost(
    healthy: object, faults: list[Fault | None]
) -> None:
    stay = Stay()
    with told(stay, faults) as line:
        lead(line)

    assert isinstance(stay.hospital.state(stay.stay), Deceased)
    assert isinstance(stay.hospital.state(stay.beside), RevokedWithStay)
    assert healthy == stay.history()


ZEEP = """
import sys, warnings
warnings.simplefilter("ignore")
import requests, zeep
session = requests.Session()
session.headers["Authorization"] = "Bearer made-up-token"
line, well, *messages = sys.argv[1:]
transport = zeep.Transport(session=session, operation_timeout=0.5)
client = zeep.Client(well + "?wsdl", transport=transport)
[binding] = client.wsdl.bindings
service = client.create_service(binding, line)
for action, message in zip(messages[::2], messages[1::2]):
    for _ in range(30):
        try:
            answer = service.HIPMessageServer(action, message)
        except (requests.RequestException, zeep.exceptions.Error):
            continue
        if 'typeCode="AA"' in answer:
            print("AA")
            break
"""


def test_zeep_has_its_message_taken_once(healthy: object) -> None:
    header = Header(uuid4().hex, START, "HIP", "EHC")
    acts = [
        (HipService.PERSON_REGISTER, PERSON.write(MADE_UP)),
        (HipService.PERSON_UPDATE, PERSON.write(MADE_UP)),
        (HipService.DISCHARGE_ADD, ENCOUNTER.write(DISCHARGE)),
        (HipService.PERSON_UPDATE, PERSON.write(MADE_UP | {"died": START})),
    ]
    words = [
        word
        for service, control in acts
        for word in (
            service.value,
            write_message(service.facts.root, header, control),
        )
    ]
    stay = Stay()
    with told(stay, storm(3, 12)) as line:
        command = [sys.executable, "-c", ZEEP, line.base, line.behind, *words]
        done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603  # ours

    assert ["AA"] * 4 == done.stdout.split()
    assert healthy == stay.history()
