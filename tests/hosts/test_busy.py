"""What is busy behind our own hosts says until when, and our clients hear it.

Both ends are ours and real, with a socket between them.
"""

from collections.abc import Callable, Iterator
from typing import Any

import attrs
import httpx
import pytest

from ehealthcard.adapters.hip import (
    DeclaredPlatform,
    HipClient,
    HipLine,
    HipPort,
    HipScheduling,
    maps_of,
)
from ehealthcard.adapters.issuers import HttpIssuerGateway
from ehealthcard.adapters.platform import Transport
from ehealthcard.adapters.platform.mapped import MappedPlatform
from ehealthcard.adapters.platform.tencent import cards
from ehealthcard.adapters.platform.tencent import operations as calls
from ehealthcard.adapters.real_name import HttpRealNameVerifier
from ehealthcard.adapters.simulator import Flaw, SimulatedHospital, registry_of
from ehealthcard.codesets import Channel
from ehealthcard.errors import EHealthCardError, OutsideBusyError, RateLimitedError
from ehealthcard.hosts.gates import DECISIONS, gates_app
from ehealthcard.hosts.hip import (
    TAKEN,
    HipReceiver,
    SimulatedPlatform,
    SimulatedRegion,
    bearer_of,
    hip_app,
)
from ehealthcard.hosts.platform import MappedApp, MappedServer
from ehealthcard.hosts.problems import waiting
from ehealthcard.ports import Accepted, Answer, CardPlatform, Outcome, SlotAct
from ehealthcard.testing.issuers import question as code_question
from ehealthcard.testing.real_name import question
from tests.contracts.registry_app import RegistryGateway
from tests.contracts.test_real_name import PEOPLE, TODAY, one
from tests.contracts.test_region import MESSAGES, client_of, example
from tests.hosts.test_gates import away_with
from tests.hosts.test_hip import TOKEN
from tests.hosts.test_hip import served as served_hip
from tests.integration.test_busy import serving
from tests.platforms import declared
from tests.platforms.serving import (
    MINUTE,
    application,
    hospital,
    house,
    now,
    served,
    tencent_client,
    tencent_platform,
    tencent_server,
)
from tests.platforms.test_contract import EHC, PATH, ehc
from tests.regions import (
    NOW,
    RINGS,
    SICHUAN,
    ZHEJIANG,
    Clock,
    both,
    region,
)
from tests.regions import (
    served as served_region,
)

__all__ = ["example"]  # a fixture
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@attrs.frozen
class Busy:
    """A limiter, or a region's mind, that wants to be left alone."""

    error: EHealthCardError

    def admit(self, key: str, /) -> None:
        del key
        raise self.error

    def decide(self, kind: str, facts: dict[str, str]) -> Answer:
        del kind, facts
        raise self.error


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=10) as client:
        yield client


@pytest.fixture
def behind(http: httpx.Client) -> Iterator[CardPlatform]:
    """Lend a platform far away that is busy for two minutes."""
    with serving(503, "120") as server:
        yield clients("ehc", server.base, http)


def fronts(name: str, behind: CardPlatform) -> Any:
    """Return our server of a dialect, over the platform *behind*."""
    if name == "tencent":
        mine = house()
        return tencent_server(mine, hospitals=[hospital(behind)])
    if name == "ehc":
        app = MappedApp("app-1", ehc(), EHC, behind, Channel.WINDOW, "10086")
        return MappedServer(PATH, ("app_id", "appId"), [app], now, 5 * MINUTE)
    passed: Any = behind
    return declared.server(name, passed)


def clients(name: str, base: str, http: httpx.Client) -> CardPlatform:
    if name == "tencent":
        return tencent_platform(tencent_client(base, http))
    transport = Transport(name, http, base, attempts=1)
    if name == "ehc":
        return MappedPlatform(EHC, ehc(), transport, PATH, now)
    theirs = declared.declared(name)
    return theirs.client(transport, declared.table(name).path, now)


@pytest.mark.parametrize("name", ["tencent", "ehc", *sorted(declared.TABLES)])
def test_a_platform_behind_ours_that_is_busy_is_waited_for(
    name: str, behind: CardPlatform, http: httpx.Client
) -> None:
    heard: list[httpx.Response] = []
    http.event_hooks = {"response": [heard.append]}
    with served(fronts(name, behind).app()) as base:
        client = clients(name, base, http)
        with pytest.raises(OutsideBusyError) as busy:
            client.register(application(1))
    assert 120 == busy.value.retry_after
    answer = heard[-1]
    assert (503, "120") == (answer.status_code, answer.headers["Retry-After"])
    assert str(answer.url).startswith(base)
    assert "OUTSIDE_BUSY" in answer.text


def test_a_batch_is_no_list_of_refusals_while_the_other_side_is_busy(
    behind: CardPlatform, http: httpx.Client
) -> None:
    person = application(1).person
    item = cards.BatchItem(
        wechat_code="x",
        name=person.name,
        gender="男",
        nation="汉族",
        birthday="1990-01-01",
        id_number=person.number,
        id_type="01",
        phone1="13900000000",
        patid="P1",
        open_id="o",
        wechat_url="w",
    )
    batch = cards.RegisterBatch(health_card_items=(item,))
    with served(fronts("tencent", behind).app()) as base:
        client = tencent_client(base, http)
        with pytest.raises(OutsideBusyError):
            client.call(calls.REGISTER_BATCH, batch)


def test_a_hospital_behind_its_platform_that_is_busy_is_asked_again() -> None:
    his = SimulatedHospital("H1", seed=7)
    slot = his.scheduling.slots(org="H1", department="03.01", first=TODAY, last=TODAY)
    act = SlotAct(key="b1", slot=slot[0].slot.id, card="c1")
    his.scheduling.try_acquire(act)
    receiver = HipReceiver(SimulatedPlatform(his), layouts=TAKEN)
    app = hip_app(receiver, admits=bearer_of(TOKEN))
    with served_hip(app) as url, httpx.Client(headers=BEARER) as http:
        client = HipClient(url, http, sender="E", receiver="H", seconds=5)
        slots = HipScheduling(HipLine(client, lambda card: card), his.scheduling)
        his.scheduling.faults.busy = 90
        with pytest.raises(OutsideBusyError) as busy:
            slots.confirm(act)
        his.scheduling.faults.busy = 0
        assert isinstance(slots.confirm(act), Accepted)
    assert 90 == busy.value.retry_after


def test_a_region_that_is_busy_has_refused_nobody(example: DeclaredPlatform) -> None:
    platform = SimulatedRegion(example, Busy(OutsideBusyError(retry_after=45)).decide)
    app = hip_app(platform, admits=bearer_of(TOKEN))
    with served_hip(app) as url, httpx.Client(headers=BEARER) as http:
        port = HipPort(client_of(http, url), maps_of(example, lambda _: "P1"))
        with pytest.raises(OutsideBusyError) as busy:
            port.deliver(MESSAGES[0])
    assert 45 == busy.value.retry_after
    assert [] == platform.arrived


def asking(base: str) -> HttpIssuerGateway:
    sichuan = region(RINGS[SICHUAN], Clock())
    sichuan.trust.take(both(gateway=base))
    return HttpIssuerGateway(RINGS[SICHUAN], sichuan.trust.current, Clock())


@pytest.mark.parametrize(
    "error", [OutsideBusyError(retry_after=40), RateLimitedError(retry_after=40)]
)
def test_an_issuer_that_is_busy_says_so_in_its_own_name(error: Any) -> None:
    zhejiang = region(RINGS[ZHEJIANG], Clock())
    zhejiang.trust.take(both())
    with (
        served_region(zhejiang.app(Busy(error))) as base,
        asking(base) as gateway,
    ):
        asks: list[Callable[[], object]] = [
            lambda: gateway.verify(ZHEJIANG, code_question("x")),
            lambda: gateway.revocations(ZHEJIANG),
        ]
        for ask in asks:
            with pytest.raises(OutsideBusyError) as busy:
                ask()
            assert 40 == busy.value.retry_after


def test_a_verifier_that_is_busy_has_judged_nobody() -> None:
    listed = region(RINGS[ZHEJIANG], Clock())
    listed.trust.take(both())
    registry = registry_of(PEOPLE, lambda: TODAY)
    registry.faults.busy = 25
    gateway = RegistryGateway(
        RINGS[ZHEJIANG], listed.trust.current, registry, lambda: NOW
    )
    trust, asked = RINGS[ZHEJIANG].public().trust, question(one(Flaw.NONE))
    with (
        served_region(gateway.app()) as base,
        HttpRealNameVerifier(
            RINGS[SICHUAN], ZHEJIANG, trust, base, lambda: NOW
        ) as verifier,
    ):
        asks: list[Callable[[], object]] = [
            lambda: verifier.verify(asked),
            lambda: verifier.outcome(asked.request_id),
        ]
        for ask in asks:
            with pytest.raises(OutsideBusyError) as busy:
                ask()
            assert 25 == busy.value.retry_after
        assert [] == registry.asked
        registry.faults.busy = 0
        assert Outcome.MATCH is verifier.verify(asked).outcome


def test_a_gate_is_told_when_to_bring_its_batch() -> None:
    away = away_with(1)
    busy: Any = Busy(OutsideBusyError(retry_after=15))
    with served(gates_app(away.house.desk, limiter=busy)) as base:
        answer = httpx.post(base + DECISIONS, content=away.batch())
    assert (503, "15", "OUTSIDE_BUSY") == (
        answer.status_code,
        answer.headers["Retry-After"],
        answer.json()["code"],
    )


@pytest.mark.parametrize(
    ("told", "header"), [("0.2", "1"), ("59.01", "60"), (60, "60"), (-9, "0")]
)
def test_a_wait_is_whole_seconds_and_never_too_short(
    told: str | int, header: str
) -> None:
    for kind in (OutsideBusyError, RateLimitedError):
        assert {"Retry-After": header} == waiting(kind(retry_after=told))
