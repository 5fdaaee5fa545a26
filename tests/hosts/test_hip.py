"""A desk as a service of the hospital platform, called by zeep and by our client."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import attrs
import httpx
import pytest
import uvicorn

from ehealthcard import Actor, Suite
from ehealthcard.adapters.hip import (
    DHCC,
    ENCOUNTER,
    PERSON,
    PERSON_FOUND,
    PERSON_WANTED,
    STANDARD,
    TEMPURI,
    Acknowledgement,
    Call,
    Dialect,
    Fault,
    Header,
    HipClient,
    HipService,
    Row,
    read_acknowledgement,
    read_reply,
    write_call,
    write_message,
)
from ehealthcard.adapters.hip.xml import MOST_BYTES
from ehealthcard.adapters.simulator import document_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.errors import StorageUnavailableError
from ehealthcard.hosts.hip import (
    ENDS,
    HipEvents,
    HipReceiver,
    bearer_of,
    hip_app,
    wsdl_of,
)
from ehealthcard.ports import Accepted, Rejected
from ehealthcard.rules.signals import PatientIndexChanged, PersonDied, StayEnded
from ehealthcard.rules.stays import StayEnd
from ehealthcard.services.companion_pass import RevokedWithStay
from ehealthcard.services.inpatient_certificate import Deceased
from ehealthcard.workflow import Signal
from tests.integration.conftest import START, House, build
from tests.integration.test_inpatients import Hospital

PLATFORM = Actor("hip-1", {"staff"}, org="H1")
HEADER = Header("m-1", START, "HIP", "EHC")
TOKEN = "made-up-token"
AA = Acknowledgement(accepted=True, of="m-1")


@pytest.fixture
def house() -> House:
    return build(MemoryStorage(), Suite.INTL)


def receiver(house: House, dialect: Dialect = STANDARD) -> HipReceiver:
    return HipReceiver(HipEvents(house.desk, PLATFORM, "H1"), dialect)


def person(**more: Any) -> str:
    return PERSON.write({"document": document_of(1).number, "patient": "P1"} | more)


def call(service: HipService, control: str, name: str | None = None) -> bytes:
    payload = write_message(service.facts.root, HEADER, control)
    return write_call(Call(name or service.value, payload), STANDARD)


def answered(house: House, service: HipService, control: str, **more: Any) -> Any:
    status, body = receiver(house).receive(call(service, control, **more))
    assert 200 == status
    answer = read_reply(body, STANDARD)
    assert isinstance(answer, str)
    return read_acknowledgement(answer)


def code(house: House, service: HipService, control: str, **more: Any) -> str | None:
    ack, _ = answered(house, service, control, **more)
    assert not ack.accepted
    assert ack.of == "m-1"
    found: str | None = ack.code
    return found


@attrs.define
class Heard:
    """A desk that notes what it was told."""

    desk: Any
    signals: list[Signal] = attrs.field(factory=list[Signal])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)

    def announce(self, signal: Signal) -> int:
        self.signals.append(signal)
        moved: int = self.desk.announce(signal)
        return moved


def heard(house: House, service: HipService, row: Row) -> list[Signal]:
    desk: Any = Heard(house.desk)
    HipEvents(desk, PLATFORM, "H1").take(service, row)
    signals: list[Signal] = desk.signals
    return signals


def test_a_person_with_a_card_is_looked_up_by_document_and_by_card(
    house: House,
) -> None:
    card = house.card(1)
    for row in ({"document": document_of(1).number}, {"card": str(card.id)}):
        control = PERSON_WANTED.write({"query": "q", **row})
        ack, root = answered(house, HipService.PERSON_QUERY, control)

        assert (True, "m-1") == (ack.accepted, ack.of)
        assert str(card.id) == PERSON_FOUND.read(root)[0]["card"]


def test_a_person_without_a_card_is_not_found(house: House) -> None:
    control = PERSON_WANTED.write({"document": document_of(2).number})

    assert "HIP_NOT_FOUND" == code(house, HipService.PERSON_QUERY, control)
    assert answered(house, HipService.PERSON_REGISTER, person())[0].accepted


def test_a_person_who_is_registered_changes_the_index(house: House) -> None:
    card = house.card(1)
    row: Row = {"document": document_of(1).number}

    assert [PatientIndexChanged(card=card.subject)] == heard(
        house, HipService.PERSON_REGISTER, row
    )
    dead = heard(house, HipService.PERSON_UPDATE, row | {"died": START})
    assert PersonDied(card=card.subject) == dead[0]


@pytest.mark.parametrize(("said", "how"), ENDS.items())
def test_a_discharge_says_how_the_stay_ended(
    house: House, said: str, how: StayEnd
) -> None:
    card = house.card(1)
    row: Row = {
        "admission": "Z-1",
        "disposition": said,
        "document": document_of(1).number,
    }
    expected: list[Signal] = [StayEnded(admission="H1:Z-1", how=how)]
    if how is StayEnd.DIED:
        expected.append(PersonDied(card=card.subject))

    assert expected == heard(house, HipService.DISCHARGE_ADD, row)


def test_a_discharge_ends_the_passes_of_the_stay_however_often_it_comes(
    house: House,
) -> None:
    hospital = Hospital(house)
    hospital.admit(1)
    companion = hospital.accompany(2)
    control = ENCOUNTER.write({"admission": "Z-1", "disposition": "1"})
    for _ in range(2):
        assert answered(house, HipService.DISCHARGE_ADD, control)[0].accepted

    assert isinstance(hospital.state(companion), RevokedWithStay)


def test_a_death_ends_the_stay_itself(house: House) -> None:
    hospital = Hospital(house)
    stay = hospital.admit(1)

    assert answered(house, HipService.PERSON_UPDATE, person(died=START))[0].accepted
    assert isinstance(hospital.state(stay), Deceased)


def test_what_is_wrong_is_refused_with_a_code(house: House) -> None:
    discharge = HipService.DISCHARGE_ADD
    wrong: list[Row] = [
        {"disposition": "1"},
        {"admission": "Z-1", "disposition": "7"},
        {"admission": "Z-1", "org": "H2"},
    ]
    for row in wrong:
        assert "HIP_MESSAGE" == code(house, discharge, ENCOUNTER.write(row))
    assert "HIP_MESSAGE" == code(house, discharge, "")
    assert "HIP_MESSAGE" == code(house, discharge, "", name="PatientInfoUpdate")
    assert "HIP_ACTION" == code(house, discharge, "", name="Nonsense")
    assert "HIP_ACTION" == code(house, HipService.ORDER_ADD, "")
    bad = PERSON.write({"document": "110199199001010000"})
    assert "DOCUMENT_CHECK_DIGIT" == code(house, HipService.PERSON_UPDATE, bad)


def test_whoever_may_not_look_is_refused(house: House) -> None:
    house.card(1)
    events = HipEvents(house.desk, Actor("nobody"), "H1")
    body = call(
        HipService.PERSON_QUERY,
        PERSON_WANTED.write({"document": document_of(1).number}),
    )
    _, answer = HipReceiver(events).receive(body)

    assert b"ACCESS_DENIED" in answer


def test_a_call_that_cannot_be_read_is_the_senders_fault(house: House) -> None:
    status, body = receiver(house).receive(b"<!DOCTYPE a><a/>")

    assert 400 == status
    assert Fault(by_sender=True) == read_reply(body, STANDARD)


def test_where_storage_is_down_the_platform_is_to_try_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.card(1)

    def down(*_: object) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(MemoryStorage, "card", down)
    status, body = receiver(house).receive(call(HipService.PERSON_UPDATE, person()))

    assert 500 == status
    assert Fault(by_sender=False) == read_reply(body, STANDARD)


@contextmanager
def served(app: Any) -> Iterator[str]:
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    listener = config.bind_socket()
    listener.listen()
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/HIPService"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def test_nobody_else_is_admitted_and_nothing_too_long(house: House) -> None:
    app = hip_app(receiver(house), admits=bearer_of(TOKEN))
    with served(app) as url, httpx.Client() as client:
        for method in ("GET", "POST"):
            assert 401 == client.request(method, url).status_code
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        big = b" " * (MOST_BYTES + 1)
        assert 413 == client.post(url, content=big).status_code
        assert b"HIPMessageServer" in client.get(f"{url}?wsdl").content
        assert 400 == client.post(url, content=b"").status_code


ZEEP = """
import sys, warnings
warnings.simplefilter("ignore")
import requests, zeep
session = requests.Session()
session.headers["Authorization"] = "Bearer made-up-token"
client = zeep.Client(sys.argv[1] + "?wsdl", transport=zeep.Transport(session=session))
action, message = sys.argv[2:4]
print(client.service.HIPMessageServer(action, message))
"""


@pytest.mark.parametrize("dialect", [STANDARD, DHCC, TEMPURI], ids=lambda d: d.name)
def test_zeep_and_our_client_are_answered(house: House, dialect: Dialect) -> None:
    card = house.card(1)
    app = hip_app(receiver(house, dialect), admits=bearer_of(TOKEN))
    wanted: Row = {"document": document_of(1).number}
    payload = write_message("PRPA_IN201305UV02", HEADER, PERSON_WANTED.write(wanted))
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    with served(app) as url, httpx.Client(headers=bearer) as http:
        command = [sys.executable, "-c", ZEEP, url, "PatientInfoQuery", payload]
        said = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603  # ours
        client = HipClient(url, http, sender="H", receiver="E", dialect=dialect)
        found = client.find(HipService.PERSON_QUERY, wanted, key="k-1")
        told = client.tell(HipService.PERSON_UPDATE, wanted, key="k-2")
        refused = client.tell(HipService.ORDER_ADD, {"order": "1"}, key="k-3")

    ack, root = read_acknowledgement(said.stdout)
    assert (True, "m-1") == (ack.accepted, ack.of)
    assert found == PERSON_FOUND.read(root)
    assert str(card.id) == found[0]["card"]
    assert Accepted() == told
    assert Rejected(code="HIP_ACTION") == refused


def test_the_wsdl_names_the_dialect() -> None:
    assert b"http://www.dhcc.com.cn" in wsdl_of(DHCC, "http://h/HIPService")
