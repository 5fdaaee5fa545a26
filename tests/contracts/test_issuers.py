from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest

from ehealthcard import Tier
from ehealthcard.adapters.issuers import HttpIssuerGateway
from ehealthcard.adapters.simulator import (
    SimulatedCode,
    SimulatedIssuers,
    SimulatedNationalIndex,
)
from ehealthcard.errors import IssuerAnswerError, OutsideUnavailableError
from ehealthcard.identity import CardId
from ehealthcard.ports import Unclear
from ehealthcard.testing import (
    AskedIssuer,
    IssuerGatewayContract,
    NationalIndexContract,
)
from ehealthcard.testing.issuers import question
from tests.regions import (
    NOW,
    RINGS,
    SICHUAN,
    WINDOW,
    ZHEJIANG,
    Clock,
    Region,
    a_list,
    entry,
    region,
    served,
)

KNOWN = {CardId("A" * 64): ZHEJIANG, CardId("B" * 64): SICHUAN}


class TestSimulatedIssuers(IssuerGatewayContract):
    @pytest.fixture
    def gateway(self) -> SimulatedIssuers:
        made = SimulatedIssuers(lambda: NOW)
        made.bundles[ZHEJIANG] = b"EHTB..."
        return made

    @pytest.fixture
    def issuer(self, gateway: SimulatedIssuers) -> AskedIssuer:
        numbers = count()

        def fresh(audience: str | None) -> str:
            text = f"code {next(numbers)}"
            code = SimulatedCode("A" * 64, "张*", audience=audience)
            gateway.add(ZHEJIANG, text, code)
            return text

        gateway.codes[ZHEJIANG] = {}
        return AskedIssuer(ZHEJIANG, fresh, NOW)

    def test_one_that_is_down_says_so(
        self, gateway: SimulatedIssuers, issuer: AskedIssuer
    ) -> None:
        gateway.is_down = True
        with pytest.raises(OutsideUnavailableError):
            gateway.verify(issuer.code, question("x"))
        with pytest.raises(OutsideUnavailableError):
            gateway.revocations(issuer.code)

    def test_one_that_is_slow_has_used_the_code_up_unheard(
        self, gateway: SimulatedIssuers, issuer: AskedIssuer
    ) -> None:
        gateway.is_slow, text = True, issuer.fresh(None)
        assert gateway.verify(issuer.code, question(text)) == Unclear()
        gateway.is_slow = False
        self_same = gateway.verify(issuer.code, question(text))
        other = gateway.verify(issuer.code, question(text, "b" * 32))
        assert ("identity", "refused") == (
            getattr(self_same, "kind", ""),
            getattr(other, "kind", ""),
        )

    def test_an_answer_that_is_not_the_issuer_s_is_none(
        self, gateway: SimulatedIssuers, issuer: AskedIssuer
    ) -> None:
        gateway.lies = "unsigned"
        with pytest.raises(IssuerAnswerError):
            gateway.verify(issuer.code, question(issuer.fresh(None)))


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Region, HttpIssuerGateway]]:
    clock = Clock()
    zhejiang, sichuan = (region(RINGS[c], clock) for c in (ZHEJIANG, SICHUAN))
    with (
        served(zhejiang.app()) as address,
        HttpIssuerGateway(sichuan.desk.keys, sichuan.trust.current, clock) as gateway,
    ):
        listed = a_list(entry(RINGS[ZHEJIANG], gateway=address), entry(RINGS[SICHUAN]))
        for one in (zhejiang, sichuan):
            one.trust.take(listed)
        yield zhejiang, gateway


class TestHttpPair(IssuerGatewayContract):
    """The real client against the real application, over a real socket."""

    @pytest.fixture(params=[Tier.SIGNED, Tier.MAC])
    def tier(self, request: pytest.FixtureRequest) -> Tier:
        chosen: Tier = request.param
        return chosen

    @pytest.fixture
    def gateway(self, pair: tuple[Region, HttpIssuerGateway]) -> HttpIssuerGateway:
        return pair[1]

    @pytest.fixture
    def issuer(self, pair: tuple[Region, HttpIssuerGateway], tier: Tier) -> AskedIssuer:
        desk, card = pair[0].desk, pair[0].register()

        def fresh(audience: str | None) -> str:
            lifetime = timedelta(minutes=1)
            return desk.show(
                card.id, by=WINDOW, tier=tier, audience=audience, lifetime=lifetime
            ).text

        return AskedIssuer(ZHEJIANG, fresh, NOW)


class TestSimulatedNationalIndex(NationalIndexContract):
    @pytest.fixture
    def index(self) -> SimulatedNationalIndex:
        return SimulatedNationalIndex(issuers=dict(KNOWN))

    @pytest.fixture
    def issuers(self) -> dict[CardId, str]:
        return KNOWN

    def test_one_that_is_down_says_so(self) -> None:
        with pytest.raises(OutsideUnavailableError):
            SimulatedNationalIndex(is_down=True).issuer_of(CardId("A" * 64))
