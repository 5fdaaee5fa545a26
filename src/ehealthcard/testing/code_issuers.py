"""What every issuer of codes must do (发码机构契约).

Inherit, provide the fixtures, and pytest does the rest.
"""

import pytest

from ehealthcard.codes import RecognisedCode
from ehealthcard.ports import CodeHolder, CodeIssuer, IssuerReading


class CodeIssuerContract:
    """Everything that the map of codes asks of an issuer."""

    @pytest.fixture
    def issuer(self) -> CodeIssuer:
        """Return the adapter."""
        raise pytest.UsageError("Provide an issuer fixture.")

    @pytest.fixture
    def known(self) -> RecognisedCode:
        """Return a code in force."""
        raise pytest.UsageError("Provide a known fixture.")

    @pytest.fixture
    def void(self) -> RecognisedCode:
        """Return a code that was in force once."""
        raise pytest.UsageError("Provide a void fixture.")

    @pytest.fixture
    def unknown(self) -> RecognisedCode:
        """Return a code of the right form that nobody has given out."""
        raise pytest.UsageError("Provide an unknown fixture.")

    @pytest.fixture
    def holder(self) -> CodeHolder:
        """Return whose the known code is."""
        raise pytest.UsageError("Provide a holder fixture.")

    @pytest.fixture
    def stranger(self) -> CodeHolder:
        """Return somebody else."""
        raise pytest.UsageError("Provide a stranger fixture.")

    def test_a_code_in_force_stands_for_the_same_each_time(
        self, issuer: CodeIssuer, known: RecognisedCode
    ) -> None:
        """Asking changes nothing and uses nothing up."""
        one, two = issuer.read(known), issuer.read(known)

        assert isinstance(one, IssuerReading)
        assert one == two
        assert one.in_force
        assert not known.kind.stable or one.value == known.value

    def test_a_void_code_is_not_in_force(
        self, issuer: CodeIssuer, void: RecognisedCode
    ) -> None:
        """Whether the issuer remembers it or not."""
        reading = issuer.read(void)

        assert reading is None or not reading.in_force

    def test_an_unknown_code_is_none_and_no_error(
        self, issuer: CodeIssuer, unknown: RecognisedCode, holder: CodeHolder
    ) -> None:
        """And it is nobody's."""
        assert issuer.read(unknown) is None
        assert not issuer.belongs(unknown, holder)

    def test_a_code_is_its_holder_s_and_nobody_else_s(
        self,
        issuer: CodeIssuer,
        known: RecognisedCode,
        holder: CodeHolder,
        stranger: CodeHolder,
    ) -> None:
        """The document decides."""
        assert issuer.belongs(known, holder)
        assert not issuer.belongs(known, stranger)
