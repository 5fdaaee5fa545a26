"""A referral and its slot go from desk to desk over a declared regional platform."""

from collections.abc import Iterator
from typing import Any

import attrs
import httpx
import pytest

from ehealthcard import Case, OutboxRelay, Suite
from ehealthcard.adapters.hip import DeclaredPlatform, HipClient, HipPort, maps_of
from ehealthcard.adapters.hip.loading import load
from ehealthcard.adapters.receivers import PaymentPort
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.desk import AppointmentOffice
from ehealthcard.hosts.hip import SimulatedRegion
from ehealthcard.identity import SubjectId
from ehealthcard.ports import Accepted as Taken
from ehealthcard.ports import Answer, Port, Ports, SlotStanding
from ehealthcard.services.appointment import Confirmed
from ehealthcard.services.referral import (
    Accept,
    AcceptBack,
    Arrangement,
    Arrive,
    BackAccepted,
    ReferBack,
    Refuse,
    Send,
)
from ehealthcard.workflow import Timeline
from tests.contracts.test_region import EXAMPLE, deciding
from tests.services.referrals import DOOR, FORM, GP, RETURN, SPECIALIST, TARGET

from .conftest import build
from .test_booking import SAME
from .test_referring import Network


@attrs.define
class Region:
    """A region whose slots are a hospital's, and the desk's ports to it."""

    network: Network
    platform: DeclaredPlatform
    simulated: SimulatedRegion
    lost: list[str] = attrs.field(factory=list[str])
    """One word for each answer to come that nobody hears."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        status, envelope = self.simulated.receive(request.content)
        if self.lost:
            self.lost.pop()
            raise httpx.ReadTimeout("")
        return httpx.Response(status, content=envelope)

    def run(self, http: httpx.Client, rounds: int) -> None:
        def number(subject: SubjectId) -> str:
            return f"P-{subject[:4]}"

        client = HipClient("http://region", http, sender="EHC", receiver="REGION")
        maps, desk = maps_of(self.platform, number), self.network.house.desk
        ports: dict[str, Port] = {
            "appointments": AppointmentOffice(desk),
            "scheduling": HipPort(client, maps),
            "payments": PaymentPort(self.network.hospital.payments),
            "notifier": self.network.mail,
            "his": HipPort(client, maps, self.network.his),
        }
        for _ in range(rounds):
            OutboxRelay(desk, ports).run_once()
            self.network.house.clock.forward(seconds=20)

    def told(self, kind: str) -> list[dict[str, str]]:
        return [facts for k, facts in self.simulated.arrived if k == kind]


@pytest.fixture
def region() -> Region:
    hospital = SimulatedHospital("H1", seed=3)
    policies = {n: Timeline((SAME,)) for n in ("appointment", "booking-penalty")}
    house = build(MemoryStorage(), Suite.INTL, policies=policies)
    house.desk = attrs.evolve(house.desk, ports=Ports(scheduling=hospital.scheduling))
    books = deciding(hospital)

    def decide(kind: str, facts: dict[str, str]) -> Answer:
        return books(kind, facts) if "slot" in facts else Taken()

    platform = load(EXAMPLE)
    simulated = SimulatedRegion(platform, decide)
    return Region(Network(house, hospital), platform, simulated)


@pytest.fixture
def http(region: Region) -> Iterator[httpx.Client]:
    with httpx.Client(transport=httpx.MockTransport(region.answer)) as made:
        yield made


@pytest.mark.parametrize("lost", [0, 2])
def test_a_referral_goes_there_and_back_over_the_region(
    region: Region, http: httpx.Client, lost: int
) -> None:
    network, slot = region.network, region.network.slot()
    region.lost = ["an answer"] * lost
    case: Case[Any] = network.do(network.issued(), Send(slot=slot.id))
    region.run(http, 20)

    (visit,) = network.visits()
    assert isinstance(visit, Confirmed)
    assert SlotStanding.BOOKED is network.standing(slot.id)
    for command, by in (
        (Accept(arrangement=Arrangement(phone="1", bed="3", ward="W")), SPECIALIST),
        (Arrive(), DOOR),
        (ReferBack(form=RETURN), SPECIALIST),
        (AcceptBack(), GP),
    ):
        case = network.do(case, command, by)
        region.run(http, 2)
    region.run(http, 4)

    assert isinstance(case.state, BackAccepted)
    (there,), (taken,), (back,) = (
        region.told(kind)
        for kind in ("referral", "referral-accepted", "referral-return")
    )
    card = network.house.card()
    assert f"P-{card.subject[:4]}" == there["@patient"]
    assert (FORM.diagnosis, TARGET.org) == (
        there["form.diagnosis"],
        there["form.target.org"],
    )
    assert there["form.number"] == taken["number"] == back["number"]
    assert "W" == taken["arrangement.ward"]
    assert RETURN.plan == back["form.plan"]
    assert {slot.id} == {facts["slot"] for facts in region.told("acquire")}
    assert [] == network.house.desk.storage.dead_letters()


def test_a_refused_referral_gives_its_slot_back_over_the_region(
    region: Region, http: httpx.Client
) -> None:
    network, slot = region.network, region.network.slot()
    case = network.do(network.issued(), Send(slot=slot.id))
    region.run(http, 6)
    network.do(case, Refuse(reason="no bed"), SPECIALIST)
    region.run(http, 10)

    assert SlotStanding.FREE is network.standing(slot.id)
    assert 1 == len(region.told("release"))
    assert [] == network.house.desk.storage.dead_letters()
