"""A system that says when to come back is left alone until then (Retry-After)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import attrs
import httpx
import pytest

from ehealthcard import OutboxRelay, Suite
from ehealthcard.adapters.fhir import FhirClient, FhirPatient, FhirScheduling
from ehealthcard.adapters.hip import HipClient, HipService
from ehealthcard.adapters.platform import Transport
from ehealthcard.desk import ImmediateDelivery
from ehealthcard.errors import OutsideBusyError
from ehealthcard.ports import Accepted, Answer, Message, SlotAct, Storage
from ehealthcard.services.appointment import Confirmed, Requested
from ehealthcard.services.catalogue import CATALOGUE
from tests.actors import AUDITOR

from .conftest import WINDOW, build
from .payment import Failed, GiveBack, Returning, Settled, payment
from .shop import PAID, Shop
from .test_booking import Clinic, clinic

__all__ = ["clinic"]  # a fixture
SPREAD = timedelta(seconds=2)
"""They do not all come back at once."""


@pytest.fixture
def shop(storage: Storage) -> Shop:
    return Shop(build(storage, Suite.INTL, catalogue=CATALOGUE.plus(payment)))


def waits(shop: Shop) -> list[timedelta]:
    """Return how long each message waits from now."""
    return [m.not_before - shop.house.clock.now for m in pending(shop)]


def pending(shop: Shop) -> list[Message]:
    ahead = shop.house.clock.now + timedelta(days=365)
    return shop.desk.storage.pending(at=ahead, limit=9)


@pytest.mark.parametrize("seconds", [90, 600, 3600])
def test_a_message_waits_for_as_long_as_it_was_told_to(
    shop: Shop, seconds: int
) -> None:
    case, told = shop.open(), timedelta(seconds=seconds)
    shop.pay.answers = [OutsideBusyError(retry_after=seconds), PAID]
    relay = shop.relay()
    relay.run_once()

    (wait,) = waits(shop)
    assert told <= wait <= told + SPREAD
    shop.house.clock.forward(seconds=seconds - 1)
    relay.run_once()
    assert 1 == len(shop.pay.received)
    shop.house.clock.forward(seconds=4)
    relay.run_once()
    assert Settled(receipt="r-1") == shop.state(case)


def test_nobody_makes_a_message_wait_for_longer_than_an_hour(shop: Shop) -> None:
    shop.open()
    shop.pay.answers = [OutsideBusyError(retry_after=10**30)]
    shop.run()

    (message,) = pending(shop)
    hour, ago = timedelta(hours=1), timedelta(minutes=10)
    assert hour <= message.not_before - shop.house.clock.now + ago <= hour + SPREAD


@pytest.mark.parametrize("seconds", [-9, 0, 1])
def test_nor_come_back_sooner_than_it_does_by_itself(shop: Shop, seconds: int) -> None:
    shop.open()
    shop.pay.answers = [OutsideBusyError(retry_after=seconds)]
    shop.relay().run_once()

    (wait,) = waits(shop)
    assert timedelta(seconds=2) <= wait <= timedelta(seconds=4)


def test_a_person_decides_about_what_is_always_too_busy(shop: Shop) -> None:
    shop.open()
    shop.pay.answers = [OutsideBusyError(retry_after=60)] * 3
    relay = shop.relay(patience=3)
    for _ in range(3):
        relay.run_once()
        shop.house.clock.forward(minutes=6)

    (letter,) = shop.desk.storage.dead_letters()
    assert "unreachable" == letter.note


def test_other_messages_leave_it_alone_too_for_five_minutes_at_most(
    shop: Shop,
) -> None:
    first = shop.open()
    shop.pay.answers = [OutsideBusyError(retry_after=3600), PAID]
    relay = shop.relay()
    relay.run_once()
    second = shop.open(amount=6)
    for minutes, received in ((2, 1), (2, 1), (2, 2)):
        shop.house.clock.forward(minutes=minutes)
        relay.run_once()
        assert received == len(shop.pay.received)

    assert Settled(receipt="r-1") == shop.state(second)
    assert Settled(receipt="r-1") != shop.state(first)


def test_who_was_asked_within_the_call_is_not_asked_at_once_by_the_relay(
    shop: Shop,
) -> None:
    case = shop.open()
    shop.pay.answers = [PAID]
    shop.run(2)
    case = shop.desk.case(payment, case.id, by=AUDITOR)
    case = shop.desk.execute(payment, case, GiveBack(), by=WINDOW)
    shop.pay.answers = [OutsideBusyError(retry_after=300), Accepted()]
    ports = {"pay": shop.pay, "his": shop.his}
    found = ImmediateDelivery(shop.desk, ports).attempt(payment, case)
    asked, relay = len(shop.pay.received), shop.relay()

    relay.run_once()

    assert isinstance(found.state, Returning)
    assert asked == len(shop.pay.received)
    assert timedelta(seconds=300) in waits(shop)
    shop.house.clock.forward(minutes=5)
    relay.run_once()
    assert Failed(code="returned") == shop.state(case)


def test_a_simulated_hospital_can_be_busy(clinic: Clinic) -> None:
    case = clinic.book(clinic.slots(ahead=1)[0].id)
    clinic.hospital.scheduling.faults.busy = 240
    clinic.run(2)
    clinic.hospital.scheduling.faults.busy = 0
    clinic.run(2)
    assert isinstance(clinic.state(case), Requested)

    clinic.house.clock.forward(minutes=4)
    clinic.run()

    assert isinstance(clinic.state(case), Confirmed)


@attrs.define
class Counter:
    """What a server answers to everything, and how often it was asked."""

    base: str
    status: int = 503
    headers: dict[str, str] = attrs.field(factory=dict[str, str])
    asked: int = 0


@contextmanager
def serving(status: int, told: str) -> Iterator[Counter]:
    """Lend a server that is busy with something else."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # http.server looks for it
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            counter.asked += 1
            self.send_response(counter.status)
            for name, value in counter.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_PUT = do_POST  # noqa: N815  # http.server looks for them

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        base = f"http://127.0.0.1:{server.server_port}"
        counter = Counter(base, status, {"Retry-After": told})
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield counter
        finally:
            server.shutdown()
            thread.join()


def fhir_read(base: str) -> Any:
    with FhirClient(base) as client:
        return client.read("Slot", "1")


def fhir_write(base: str) -> Any:
    with FhirClient(base) as client:
        return client.create(FhirPatient(), system="urn:test", value="1")


def hip_act(base: str) -> Any:
    with httpx.Client() as http:
        client = HipClient(base, http, sender="S", receiver="R")
        return client.tell(HipService.CARD_ADD, {"patient": "P1"}, key="k")


def platform_call(base: str) -> Any:
    with httpx.Client() as http:
        transport = Transport("platform", http, base, attempts=3)
        return transport.post("/", b"{}", operation="x", repeatable=True)


def in_seconds(seconds: int) -> str:
    later = datetime.now(UTC) + timedelta(seconds=seconds)
    return format_datetime(later, usegmt=True)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("call", [fhir_read, fhir_write, hip_act, platform_call])
def test_every_adapter_over_http_says_for_how_long(call: Any, status: int) -> None:
    for told in ("120", in_seconds(120)):
        with serving(status, told) as server, pytest.raises(OutsideBusyError) as busy:
            call(server.base)
        assert 115 <= busy.value.retry_after <= 121
        assert 1 == server.asked


@attrs.frozen
class Booking:
    """Books a slot of a FHIR server, whatever it is given."""

    scheduling: FhirScheduling

    def deliver(self, message: Message, /) -> Answer:
        act = SlotAct(key=message.key, slot="1", card="c" * 32)
        return self.scheduling.try_acquire(act)


def test_a_busy_fhir_server_is_asked_again_when_it_said(shop: Shop) -> None:
    shop.open()
    with serving(503, "150") as server, FhirClient(server.base) as client:
        port = Booking(FhirScheduling(client, "H1"))
        relay = OutboxRelay(shop.desk, {"pay": port})
        for seconds, asked in ((0, 1), (149, 1), (4, 2)):
            shop.house.clock.forward(seconds=seconds)
            relay.run_once()
            assert asked == server.asked
