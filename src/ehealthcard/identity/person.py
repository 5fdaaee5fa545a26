"""What is known of a card holder: kept sealed, opened only where it is needed."""

from typing import Annotated

from ehealthcard.codesets import IdKind, Kinship, Sex
from ehealthcard.models import PRIVATE, Day, Model, Upcaster, upcast

from .applicants import Applicant
from .documents import IdDocument
from .masks import mask_name, mask_number, mask_phone

PERSON_UPCASTERS: tuple[Upcaster, ...] = ()
"""From each version of a stored person to the next."""

PERSON_VERSION = len(PERSON_UPCASTERS) + 1
"""Which shape a person is stored in; raised with every change of it."""


class OldNumber(Model):
    """A number that an older card of the holder had (旧卡号)."""

    system: str
    """Who gave it out, such as a hospital or ``physical-health-card``."""

    value: Annotated[str, PRIVATE]


class Masked(Model):
    """A person for other people's eyes, such as at a gate."""

    name: str
    number: str
    phone: str | None


class Person(Model):
    """A card holder's identity."""

    name: Annotated[str, PRIVATE]
    kind: IdKind
    number: Annotated[str, PRIVATE]
    phone: Annotated[str | None, PRIVATE]
    birth_date: Annotated[Day, PRIVATE]
    sex: Sex
    guardian: str | None
    """The guardian's subject."""

    guardian_kinship: Kinship | None
    master_index: Annotated[str, PRIVATE]
    """主索引ID, 64 hexadecimal digits: without it a card ID cannot be turned back."""

    old_numbers: Annotated[tuple[OldNumber, ...], PRIVATE] = ()

    @classmethod
    def of(
        cls,
        applicant: Applicant,
        *,
        guardian: str | None,
        master_index: bytes,
        old_numbers: tuple[OldNumber, ...] = (),
    ) -> "Person":
        """Return what is kept of *applicant*."""
        return cls(
            name=applicant.name,
            kind=applicant.document.kind,
            number=applicant.document.number,
            phone=applicant.phone,
            birth_date=applicant.born,
            sex=applicant.gender,
            guardian=guardian,
            guardian_kinship=applicant.guardian and applicant.guardian.kinship,
            master_index=master_index.hex().upper(),
            old_numbers=old_numbers,
        )

    @classmethod
    def from_stored(cls, data: bytes, version: int) -> "Person":
        """Read what software of *version* stored.

        Raises:
            StoredDataTooNewError: Newer software has stored it.
            InvalidInputError: *data* does not have this form.

        """
        return cls.from_json(upcast(cls.__name__, data, version, PERSON_UPCASTERS)[1])

    @property
    def document(self) -> IdDocument:
        """The holder's document."""
        return IdDocument(self.kind, self.number)

    @property
    def masked(self) -> Masked:
        """The holder for other people's eyes."""
        return Masked(
            name=mask_name(self.name),
            number=mask_number(self.number),
            phone=self.phone and mask_phone(self.phone),
        )
