"""The simulated issuers of codes: of numbers, and of texts that change."""

import pytest

from ehealthcard.adapters.simulator import SimulatedCodeIssuer, document_of, name_of
from ehealthcard.codes import SHIPPED, RecognisedCode, visit_card
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import CodeHolder
from ehealthcard.testing import CodeIssuerContract

KINDS = SHIPPED.plus(visit_card("H1", r"C[0-9]{8}"))
TOKEN = "630000ec" + "7ioq" * 7


def card(text: str) -> RecognisedCode:
    return KINDS.read("visit-card", text, issuer="H1")


def insured(text: str) -> RecognisedCode:
    return KINDS.read("insurance-code", TOKEN + text)


class TestSimulatedCards(CodeIssuerContract):
    @pytest.fixture
    def issuer(self) -> SimulatedCodeIssuer:
        issuer = SimulatedCodeIssuer()
        issuer.issue("C00000001", document_of(1))
        issuer.issue("C00000002", document_of(1))
        issuer.void("C00000002")
        return issuer

    @pytest.fixture
    def known(self) -> RecognisedCode:
        return card("C00000001")

    @pytest.fixture
    def void(self) -> RecognisedCode:
        return card("C00000002")

    @pytest.fixture
    def unknown(self) -> RecognisedCode:
        return card("C00000003")

    @pytest.fixture
    def holder(self) -> CodeHolder:
        return CodeHolder(document_of(1), name_of(1))

    @pytest.fixture
    def stranger(self) -> CodeHolder:
        return CodeHolder(document_of(2), name_of(2))


class TestSimulatedTexts(TestSimulatedCards):
    @pytest.fixture
    def issuer(self) -> SimulatedCodeIssuer:
        issuer = SimulatedCodeIssuer()
        issuer.issue("index-1", document_of(1), shown_as=TOKEN + "ab")
        issuer.issue("index-2", document_of(1), shown_as=TOKEN + "cd")
        issuer.void("index-2")
        return issuer

    @pytest.fixture
    def known(self) -> RecognisedCode:
        return insured("ab")

    @pytest.fixture
    def void(self) -> RecognisedCode:
        return insured("cd")

    @pytest.fixture
    def unknown(self) -> RecognisedCode:
        return insured("ef")


@pytest.mark.parametrize("switch", ["is_down", "is_slow"])
def test_a_silent_issuer_is_our_own_error(switch: str) -> None:
    issuer = SimulatedCodeIssuer()
    setattr(issuer.faults, switch, True)

    with pytest.raises(OutsideUnavailableError):
        issuer.read(card("C00000001"))
