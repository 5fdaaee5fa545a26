"""What a referral hands to others."""

from typing import Annotated

from ehealthcard.models import PRIVATE, Model
from ehealthcard.rules.links import CardLink

from .forms import ReferralForm, SignedReturn
from .model import Arrangement


class SlotWanted(Model):
    """What is handed to the appointments (4.2.2): a slot for a referred patient."""

    card: CardLink
    slot: str
    referral: str
    actor: str
    org: str


class SlotLeft(Model):
    """A slot that a referral does not need any more."""

    card: CardLink
    slot: str
    referral: str
    by_patient: bool
    """Whether it is the patient's own doing; otherwise it never counts."""


class ReferralPaper(Model):
    """What the receiving side gets (转诊单)."""

    card: CardLink
    form: ReferralForm


class ReturnPaper(Model):
    """What the origin gets on the way back (回转单)."""

    card: CardLink
    number: str
    origin: str
    form: SignedReturn


class ReferralResult(Model):
    """What the origin hears in the end."""

    card: CardLink
    number: str
    origin: str
    org: str
    result: Annotated[str, PRIVATE]


class ReferralNote(Model):
    """What an institution hears of a referral that goes another way."""

    card: CardLink
    number: str
    org: str
    """Whom it is for."""

    what: str
    """``LATE``, ``UNANSWERED``, ``NO_SHOW``, ``ENDED``, ``FORM_OVERDUE`` or such."""


class AcceptanceNote(Model):
    """What the origin hears when the patient is taken."""

    card: CardLink
    number: str
    origin: str
    arrangement: Arrangement
