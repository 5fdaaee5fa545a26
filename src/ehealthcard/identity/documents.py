"""Identity documents (身份证件)."""

from datetime import date
from functools import cached_property

import attrs

from ehealthcard.codesets import IdKind, Sex
from ehealthcard.errors import UnknownDocumentKindError

from . import kinds
from .canonical import canonical_number
from .masks import mask_number


def _kind(value: str) -> IdKind:
    try:
        return IdKind(value)
    except ValueError:
        raise UnknownDocumentKindError from None


@attrs.frozen(slots=False)
class IdDocument:
    """A document that says who somebody is; valid by construction.

    It reads no clock: whether a birth date lies in the future is asked when the
    holder registers.

    Args:
        kind: Kind of document (CV02.01.101); its code does as well.
        number: In any usual spelling; kept in canonical form, 15 digits as 18.

    Raises:
        InvalidDocumentError: The number breaks a rule of its kind; the subclass and
            its ``code`` say which. The number is nowhere in the message.

    """

    kind: IdKind = attrs.field(converter=_kind)
    number: str = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        reading = kinds.read(self.kind, canonical_number(self.number))
        object.__setattr__(self, "number", reading.number)
        object.__setattr__(self, "_reading", reading)

    @property
    def birth_date(self) -> date | None:
        """The holder's birth date, where the number says it."""
        return self._read.birth_date

    @property
    def sex(self) -> Sex:
        """The holder's sex, where the number says it (GB/T 2261.1)."""
        return self._read.sex

    @property
    def region_code(self) -> str | None:
        """Six digits of GB/T 2260, where the number says them."""
        return self._read.region_code

    @property
    def masked(self) -> str:
        """The number with its middle hidden, for people's eyes."""
        return mask_number(self.number)

    @cached_property
    def canonical(self) -> bytes:
        """Kind code and number in ASCII: what card IDs are made of."""
        return f"{self.kind.value}{self.number}".encode("ascii")

    @property
    def _read(self) -> kinds.Reading:
        reading: kinds.Reading = self.__dict__["_reading"]
        return reading
