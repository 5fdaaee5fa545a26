"""What every way to other card managers must do (跨域网关契约).

Inherit, provide the fixtures, and pytest does the rest.
"""

from collections.abc import Callable
from datetime import datetime

import attrs
import pytest

from ehealthcard.errors import CrossDomainError
from ehealthcard.identity import CardId
from ehealthcard.ports import (
    CodeQuestion,
    ForeignIdentity,
    ForeignRefusal,
    IssuerGateway,
    NationalIndex,
)


@attrs.frozen
class AskedIssuer:
    """A card manager that can be asked, and what it is to say.

    Args:
        code: Its issuer code.
        fresh: Returns a good code of one and the same card, a new one each time,
            bound to an audience if one is given.
        now: The time by its clock.

    """

    code: str
    fresh: Callable[[str | None], str]
    now: datetime


class IssuerGatewayContract:
    """Everything that a desk asks of a way to other card managers."""

    @pytest.fixture
    def gateway(self) -> IssuerGateway:
        """Return the adapter."""
        raise pytest.UsageError("Provide a gateway fixture.")

    @pytest.fixture
    def issuer(self) -> AskedIssuer:
        """Return a card manager behind the gateway."""
        raise pytest.UsageError("Provide an issuer fixture.")

    def test_a_good_code_has_a_holder(
        self, gateway: IssuerGateway, issuer: AskedIssuer
    ) -> None:
        """A pseudonym, a masked name, an assurance, a status and an end."""
        said = gateway.verify(issuer.code, question(issuer.fresh(None)))

        assert isinstance(said, ForeignIdentity)
        assert said.status == "Active"
        assert "*" in said.name
        assert said.good_until > issuer.now

    def test_the_same_question_gets_the_same_answer(
        self, gateway: IssuerGateway, issuer: AskedIssuer
    ) -> None:
        """Who did not hear it asks again; the code is used up once."""
        asked = question(issuer.fresh(None))
        first, again = (gateway.verify(issuer.code, asked) for _ in range(2))

        assert isinstance(first, ForeignIdentity)
        assert isinstance(again, ForeignIdentity)
        assert first.pseudonym == again.pseudonym

    def test_another_question_about_a_used_code_is_refused(
        self, gateway: IssuerGateway, issuer: AskedIssuer
    ) -> None:
        """A code is used once, whoever asks."""
        text = issuer.fresh(None)
        gateway.verify(issuer.code, question(text))

        said = gateway.verify(issuer.code, question(text, "b" * 32))
        assert said == ForeignRefusal(code="CODE_REPLAYED")

    def test_a_card_has_one_pseudonym_here(
        self, gateway: IssuerGateway, issuer: AskedIssuer
    ) -> None:
        """Whichever code of it is shown; it is no card ID."""
        said = [
            gateway.verify(issuer.code, question(issuer.fresh(None), c * 32))
            for c in "cd"
        ]
        names = {s.pseudonym for s in said if isinstance(s, ForeignIdentity)}
        assert len(names) == 1

    def test_a_code_for_another_place_is_refused(
        self, gateway: IssuerGateway, issuer: AskedIssuer
    ) -> None:
        """The issuer is told for which place it was scanned."""
        text = issuer.fresh("H1/east-gate")
        there = question(text).model_copy(update={"audience": "H2"})

        said = gateway.verify(issuer.code, there)
        assert said == ForeignRefusal(code="CODE_WRONG_AUDIENCE")
        here = there.model_copy(update={"audience": "H1/east-gate"})
        assert isinstance(gateway.verify(issuer.code, here), ForeignIdentity)

    @pytest.mark.parametrize("text", ["nonsense", "EHC1:", "某甲", "A" * 340])
    def test_what_is_no_code_is_refused(
        self, gateway: IssuerGateway, issuer: AskedIssuer, text: str
    ) -> None:
        """Whatever the text."""
        said = gateway.verify(issuer.code, question(text))
        assert isinstance(said, ForeignRefusal)

    def test_nobody_else_can_be_asked(self, gateway: IssuerGateway) -> None:
        """Only who is on the trust list."""
        with pytest.raises(CrossDomainError):
            gateway.verify("nobody", question("EHC1:"))
        with pytest.raises(CrossDomainError):
            gateway.revocations("nobody")

    def test_revocations_are_a_bundle(
        self, gateway: IssuerGateway, issuer: AskedIssuer
    ) -> None:
        """Signed, for whoever has to decide alone later."""
        assert gateway.revocations(issuer.code).startswith(b"EHTB")


class NationalIndexContract:
    """Everything that a desk asks of a national index (跨域主索引契约)."""

    @pytest.fixture
    def index(self) -> NationalIndex:
        """Return the adapter."""
        raise pytest.UsageError("Provide an index fixture.")

    @pytest.fixture
    def issuers(self) -> dict[CardId, str]:
        """Return cards that the index knows, with their issuers."""
        raise pytest.UsageError("Provide an issuers fixture.")

    def test_each_card_has_its_issuer(
        self, index: NationalIndex, issuers: dict[CardId, str]
    ) -> None:
        """By its card ID."""
        assert issuers == {card: index.issuer_of(card) for card in issuers}

    def test_a_card_that_nobody_issued_has_none(
        self, index: NationalIndex, issuers: dict[CardId, str]
    ) -> None:
        """That is no error."""
        unknown = CardId("0123456789ABCDEF" * 4)
        assert unknown not in issuers
        assert index.issuer_of(unknown) is None


def question(text: str, request_id: str = "a" * 32) -> CodeQuestion:
    """Return a question about *text*."""
    return CodeQuestion(request_id=request_id, code=text, purpose="010101")
