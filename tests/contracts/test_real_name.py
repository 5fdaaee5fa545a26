"""The simulated verifier, and the HTTP client against a gateway in front of it."""

from collections.abc import Callable, Iterator
from datetime import date

import attrs
import httpx
import pytest

from ehealthcard.adapters.real_name import HttpRealNameVerifier
from ehealthcard.adapters.simulator import (
    Flaw,
    Resident,
    SimulatedRegistry,
    population,
    registry_of,
)
from ehealthcard.errors import (
    OutsideBusyError,
    OutsideUnavailableError,
    RealNameAnswerError,
)
from ehealthcard.ports import Outcome
from ehealthcard.rules.real_name import Check
from ehealthcard.testing import RealNameVerifierContract
from ehealthcard.testing.real_name import Known, question
from tests.regions import NOW, RINGS, SICHUAN, STRANGER, ZHEJIANG, Local, both, region

from .registry_app import RegistryGateway

TODAY = date(2026, 3, 2)
PEOPLE = population(7, 200, today=TODAY)


def one(flaw: Flaw) -> Known:
    found = next(r for r in PEOPLE if r.flaw is flaw)
    applicant = found.applicant
    return Known(applicant.document, applicant.name, found.face, found.bank_card)


class PopulationContract(RealNameVerifierContract):
    @pytest.fixture
    def registry(self) -> SimulatedRegistry:
        return registry_of(PEOPLE, lambda: TODAY)

    @pytest.fixture
    def known(self) -> Known:
        return one(Flaw.NONE)

    @pytest.fixture
    def nobody(self) -> Known:
        return one(Flaw.NO_RECORD)

    @pytest.fixture
    def expired(self) -> Known:
        return one(Flaw.EXPIRED)

    @pytest.fixture
    def stale(self) -> Known:
        return one(Flaw.STALE_PHOTO)

    @pytest.fixture
    def unheard(self, registry: SimulatedRegistry) -> Callable[[], None]:
        return lambda: setattr(registry.faults, "loses_replies", True)

    @pytest.fixture
    def heard(self, registry: SimulatedRegistry) -> Callable[[], None]:
        return lambda: setattr(registry.faults, "loses_replies", False)


class TestSimulatedRegistry(PopulationContract):
    @pytest.fixture
    def verifier(self, registry: SimulatedRegistry) -> SimulatedRegistry:
        return registry

    @pytest.fixture
    def unplugged(self, registry: SimulatedRegistry) -> Callable[[], None]:
        return lambda: setattr(registry.faults, "is_down", True)

    def test_the_same_seed_gives_the_same_people(self) -> None:
        assert PEOPLE == population(7, 200, today=TODAY)
        assert PEOPLE != population(8, 200, today=TODAY)

    def test_every_flaw_is_there_and_answers_as_it_is(
        self, registry: SimulatedRegistry
    ) -> None:
        expected = {
            Flaw.NONE: Outcome.MATCH,
            Flaw.WRONG_NAME: Outcome.MISMATCH,
            Flaw.NO_RECORD: Outcome.NO_RECORD,
            Flaw.EXPIRED: Outcome.DOCUMENT_EXPIRED,
            Flaw.STALE_PHOTO: Outcome.MATCH,
            Flaw.SLOW: Outcome.UNCLEAR,
        }
        for flaw, outcome in expected.items():
            assert outcome is registry.verify(question(one(flaw))).outcome
        with pytest.raises(OutsideUnavailableError):
            registry.verify(question(one(Flaw.FAILING)))

    def test_who_is_slow_is_told_when_asked_what_came_of_it(
        self, registry: SimulatedRegistry
    ) -> None:
        asked = question(one(Flaw.SLOW))
        registry.verify(asked)
        found = registry.outcome(asked.request_id)
        assert found is not None
        assert found.outcome is Outcome.MATCH
        assert registry.asked == [asked.request_id]

    def test_shares_are_those_that_were_asked_for(self) -> None:
        def flawed(people: tuple[Resident, ...]) -> set[Flaw]:
            return {r.flaw for r in people}

        assert flawed(population(1, 50, today=TODAY, shares={})) == {Flaw.NONE}
        all_slow = population(1, 50, today=TODAY, shares={Flaw.SLOW: 1.0})
        assert flawed(all_slow) == {Flaw.SLOW}


@attrs.frozen
class Lost(httpx.BaseTransport):
    """A way that loses the answer, or never gets there."""

    way: httpx.BaseTransport
    cut: list[str]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if "line" in self.cut:
            raise httpx.ConnectError("cut")
        answer = self.way.handle_request(request)
        if "answer" in self.cut:
            raise httpx.ReadTimeout("lost")
        return answer


class TestHttpVerifier(PopulationContract):
    """The real client against an application, without a socket."""

    @pytest.fixture
    def cut(self) -> list[str]:
        return []

    @pytest.fixture
    def gateway(self, registry: SimulatedRegistry) -> RegistryGateway:
        listed = region(RINGS[ZHEJIANG], lambda: NOW)
        listed.trust.take(both())
        current = listed.trust.current
        return RegistryGateway(RINGS[ZHEJIANG], current, registry, lambda: NOW)

    @pytest.fixture
    def verifier(
        self, gateway: RegistryGateway, cut: list[str]
    ) -> Iterator[HttpRealNameVerifier]:
        with HttpRealNameVerifier(
            RINGS[SICHUAN],
            ZHEJIANG,
            RINGS[ZHEJIANG].public().trust,
            "https://real-name.example/",
            lambda: NOW,
            client=httpx.Client(transport=Lost(Local(gateway.app()), cut)),
        ) as made:
            yield made

    @pytest.fixture
    def unheard(self, cut: list[str]) -> Callable[[], None]:
        return lambda: cut.append("answer")

    @pytest.fixture
    def heard(self, cut: list[str]) -> Callable[[], None]:
        return cut.clear

    @pytest.fixture
    def unplugged(self, cut: list[str]) -> Callable[[], None]:
        return lambda: cut.append("line")

    def test_what_the_verifier_did_not_sign_is_no_answer(
        self, verifier: HttpRealNameVerifier, gateway: RegistryGateway, known: Known
    ) -> None:
        gateway.signs = False
        assert verifier.verify(question(known)).outcome is Outcome.UNCLEAR
        gateway.signs, gateway.signs_with = True, STRANGER
        with pytest.raises(RealNameAnswerError):
            verifier.verify(question(known))
        with pytest.raises(RealNameAnswerError):
            verifier.outcome("0" * 32)

    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            (500, Outcome.UNCLEAR),
            (503, Outcome.UNCLEAR),
            (429, OutsideBusyError),
            (302, RealNameAnswerError),
            (403, RealNameAnswerError),
        ],
    )
    def test_no_status_but_one_is_a_yes(
        self,
        verifier: HttpRealNameVerifier,
        gateway: RegistryGateway,
        known: Known,
        status: int,
        expected: Outcome | type[Exception],
    ) -> None:
        gateway.status = status
        if isinstance(expected, Outcome):
            assert verifier.verify(question(known)).outcome is expected
            return
        with pytest.raises(expected):
            verifier.verify(question(known))

    def test_nobody_but_a_known_sender_is_answered(
        self, gateway: RegistryGateway, known: Known
    ) -> None:
        stranger = HttpRealNameVerifier(
            STRANGER,
            ZHEJIANG,
            RINGS[ZHEJIANG].public().trust,
            "https://real-name.example",
            lambda: NOW,
            client=httpx.Client(transport=Local(gateway.app())),
        )
        with stranger, pytest.raises(RealNameAnswerError):
            stranger.verify(question(known))

    def test_a_picture_of_any_size_that_is_let_in_arrives(
        self, verifier: HttpRealNameVerifier, known: Known
    ) -> None:
        asked = question(known, Check.FACE, face="A" * 1_000_000)
        assert verifier.verify(asked).outcome is Outcome.MISMATCH
