"""What every verifier of real names must do (实名核验契约).

Inherit, provide the fixtures, and pytest does the rest.
"""

from collections.abc import Callable
from itertools import count

import attrs
import pytest

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import IdDocument
from ehealthcard.ports import (
    Outcome,
    RealNameQuestion,
    RealNameReading,
    RealNameVerifier,
)
from ehealthcard.rules.real_name import Check

_NAMES = count(1)


@attrs.frozen
class Known:
    """Somebody whom the verifier knows."""

    document: IdDocument
    name: str = attrs.field(repr=False)
    face: str = attrs.field(repr=False)
    bank_card: str = attrs.field(repr=False)


def question(known: Known, *checks: Check, **changed: str) -> RealNameQuestion:
    """Return a question about *known*, each under a name of its own."""
    face, card = Check.FACE in checks, Check.BANK_CARD in checks
    asked = {
        "request_id": f"{next(_NAMES):032x}",
        "kind": known.document.kind,
        "number": known.document.number,
        "name": known.name,
        "checks": (Check.NAME_AND_NUMBER, *checks),
        "face": known.face if face else None,
        "bank_card": known.bank_card if card else None,
    }
    return RealNameQuestion.from_data(asked | changed)


class RealNameVerifierContract:
    """Everything that registration and step-up ask of a verifier."""

    @pytest.fixture
    def verifier(self) -> RealNameVerifier:
        """Return the adapter."""
        raise pytest.UsageError("Provide a verifier fixture.")

    @pytest.fixture
    def known(self) -> Known:
        """Return somebody whose record is in order."""
        raise pytest.UsageError("Provide a known fixture.")

    @pytest.fixture
    def nobody(self) -> Known:
        """Return somebody with a valid number that is not on record."""
        raise pytest.UsageError("Provide a nobody fixture.")

    @pytest.fixture
    def expired(self) -> Known:
        """Return somebody whose document has expired."""
        raise pytest.UsageError("Provide an expired fixture.")

    @pytest.fixture
    def stale(self) -> Known:
        """Return somebody whose photograph is too old."""
        raise pytest.UsageError("Provide a stale fixture.")

    @pytest.fixture
    def unheard(self) -> Callable[[], None]:
        """Return what makes answers be lost, once the question has arrived."""
        raise pytest.UsageError("Provide an unheard fixture.")

    @pytest.fixture
    def heard(self) -> Callable[[], None]:
        """Return what makes answers be heard again."""
        raise pytest.UsageError("Provide a heard fixture.")

    @pytest.fixture
    def unplugged(self) -> Callable[[], None]:
        """Return what makes the verifier unreachable."""
        raise pytest.UsageError("Provide an unplugged fixture.")

    @pytest.mark.parametrize("checks", [(), (Check.FACE,), (Check.BANK_CARD,)])
    def test_what_belongs_together_matches(
        self, verifier: RealNameVerifier, known: Known, checks: tuple[Check, ...]
    ) -> None:
        """Name and number alone, with a face, with a bank card."""
        assert verifier.verify(question(known, *checks)).outcome is Outcome.MATCH

    @pytest.mark.parametrize(
        ("checks", "changed"),
        [
            ((), {"name": "某某某"}),
            ((Check.FACE,), {"face": "AAAA"}),
            ((Check.BANK_CARD,), {"bank_card": "6" * 16}),
        ],
    )
    def test_whatever_does_not_belong_is_a_mismatch(
        self,
        verifier: RealNameVerifier,
        known: Known,
        checks: tuple[Check, ...],
        changed: dict[str, str],
    ) -> None:
        """Another name, another face, another's bank card."""
        asked = question(known, *checks, **changed)
        assert verifier.verify(asked).outcome is Outcome.MISMATCH

    def test_who_is_not_on_record_is_not_a_mismatch(
        self, verifier: RealNameVerifier, nobody: Known
    ) -> None:
        """The window reads the document then."""
        assert verifier.verify(question(nobody)).outcome is Outcome.NO_RECORD

    def test_an_expired_document_proves_nobody(
        self, verifier: RealNameVerifier, expired: Known
    ) -> None:
        """Also where the name is right."""
        assert verifier.verify(question(expired)).outcome is Outcome.DOCUMENT_EXPIRED

    def test_an_old_photograph_tells_no_face(
        self, verifier: RealNameVerifier, stale: Known
    ) -> None:
        """It is no mismatch, and the name alone still matches."""
        assert verifier.verify(question(stale)).outcome is Outcome.MATCH
        faced = verifier.verify(question(stale, Check.FACE))
        assert faced.outcome is Outcome.STALE_PHOTO

    def test_the_same_question_again_is_answered_alike(
        self, verifier: RealNameVerifier, known: Known
    ) -> None:
        """By its name."""
        asked = question(known)
        assert verifier.verify(asked) == verifier.verify(asked)

    def test_what_came_of_a_question_is_told_by_its_name(
        self, verifier: RealNameVerifier, known: Known
    ) -> None:
        """And of one that never came, nothing."""
        asked = question(known)
        said = verifier.verify(asked)
        assert said == verifier.outcome(asked.request_id)
        assert verifier.outcome(question(known).request_id) is None

    def test_an_answer_that_was_not_heard_is_unclear_and_can_be_looked_up(
        self,
        verifier: RealNameVerifier,
        known: Known,
        unheard: Callable[[], None],
        heard: Callable[[], None],
    ) -> None:
        """It is neither yes nor no."""
        asked = question(known)
        unheard()
        assert verifier.verify(asked).outcome is Outcome.UNCLEAR
        heard()
        found = verifier.outcome(asked.request_id)
        assert isinstance(found, RealNameReading)
        assert found.outcome is Outcome.MATCH

    def test_one_that_cannot_be_reached_says_so(
        self,
        verifier: RealNameVerifier,
        known: Known,
        unplugged: Callable[[], None],
    ) -> None:
        """Nothing has arrived then."""
        unplugged()
        with pytest.raises(OutsideUnavailableError):
            verifier.verify(question(known))
        with pytest.raises(OutsideUnavailableError):
            verifier.outcome("0" * 32)
