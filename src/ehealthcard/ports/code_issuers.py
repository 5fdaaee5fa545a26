"""Whoever gave a code out and can say what it stands for (发码机构核验)."""

from typing import Annotated, Protocol

import attrs
from pydantic import Field

from ehealthcard.codes import RecognisedCode
from ehealthcard.identity import IdDocument
from ehealthcard.models import PRIVATE, Model, Moment


class IssuerReading(Model):
    """What an issuer says of a code."""

    value: Annotated[str, Field(min_length=1, max_length=128), PRIVATE]
    """What stays the same from one showing to the next: the number itself, or the
    holder's index at the issuer where the text changes each time."""

    in_force: bool
    valid_until: Moment | None = None
    """The last moment of its term; ``None`` where it has none."""


@attrs.frozen
class CodeHolder:
    """Whom an issuer is asked about."""

    document: IdDocument
    name: str = attrs.field(repr=False)


class CodeIssuer(Protocol):
    """The issuer of one kind of code, asked while somebody waits; it writes nothing.

    A code goes only to the issuer of its own kind, never to another to be tried there.
    """

    def read(self, code: RecognisedCode, /) -> IssuerReading | None:
        """Return what the code stands for now; ``None`` if the issuer knows no such.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...

    def belongs(self, code: RecognisedCode, holder: CodeHolder, /) -> bool:
        """Return whether the code is this holder's.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...
