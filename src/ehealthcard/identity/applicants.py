"""Who applies for a card (申领人)."""

import re
import unicodedata
from datetime import date

import attrs

from ehealthcard.codesets import Kinship, Sex
from ehealthcard.errors import InvalidApplicantError

from .documents import IdDocument
from .ids import CardId

LONGEST_NAME = 60
_DOTS = re.compile("[\u2022\u2027\u30fb\uff65\u318d\u22c5]")
_CONTRADICTION = {Sex.MALE, Sex.FEMALE}
_PHONE = re.compile(r"\+?\d{5,20}")


def canonical_name(name: str) -> str:
    """Return one spelling per name (姓名).

    Unicode NFC, white space folded, and the several dots between the parts of some
    minority and foreign names as U+00B7. Rare characters stay as they are, private-use
    ones included: a name that a verifier cannot read is still the holder's name.

    Raises:
        InvalidApplicantError: Nothing is left, it is too long, or has controls.

    """
    plain = _DOTS.sub("\u00b7", " ".join(unicodedata.normalize("NFC", name).split()))
    controls = any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in plain)
    if controls or not 0 < len(plain) <= LONGEST_NAME:
        raise InvalidApplicantError(field="name")
    return plain


def canonical_phone(phone: str | None) -> str | None:
    """Return digits, with ``+`` and country code for foreign numbers only.

    Raises:
        InvalidApplicantError: It is no phone number.

    """
    if phone is None:
        return None
    plain = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", phone))
    plain = re.sub(r"^(\+86|0086)(?=1\d{10}$)", "", plain)
    if not (plain.isascii() and _PHONE.fullmatch(plain)):
        raise InvalidApplicantError(field="phone")
    return plain


@attrs.frozen
class Guardian:
    """Who acts for a child or a ward (监护人).

    Args:
        card: The guardian's own card.
        kinship: What the guardian is to the applicant (GB/T 4761).

    """

    card: CardId = attrs.field(repr=False)
    kinship: Kinship


@attrs.frozen
class Applicant:
    """A person who applies for a card.

    Args:
        name: As the document has it.
        document: Who the person is.
        phone: Optional: elders and children may have none.
        birth_date: Needed where the document's number does not say it.
        sex: Likewise, optional.
        guardian: Needed below 14 years of age (PIPL art. 31).

    Raises:
        InvalidApplicantError: Something is missing or contradicts the document.

    """

    name: str = attrs.field(converter=canonical_name, repr=False)
    document: IdDocument
    phone: str | None = attrs.field(
        default=None, converter=canonical_phone, repr=False, kw_only=True
    )
    birth_date: date | None = attrs.field(default=None, repr=False, kw_only=True)
    sex: Sex | None = attrs.field(default=None, repr=False, kw_only=True)
    guardian: Guardian | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        known = self.document.birth_date
        if (self.birth_date or known) is None or (
            self.birth_date and known and self.birth_date != known
        ):
            raise InvalidApplicantError(field="birth_date")
        if {self.sex, self.document.sex} >= _CONTRADICTION:
            raise InvalidApplicantError(field="sex")

    @property
    def born(self) -> date:
        """The birth date, from wherever it is known."""
        born = self.document.birth_date or self.birth_date
        assert born is not None  # noqa: S101  # __attrs_post_init__ made sure
        return born

    @property
    def gender(self) -> Sex:
        """The sex, from wherever it is known."""
        if self.document.sex is Sex.UNKNOWN:
            return self.sex or Sex.UNKNOWN
        return self.document.sex
