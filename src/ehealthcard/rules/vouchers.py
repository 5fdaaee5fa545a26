"""Acting for a family member in inpatient matters (家庭凭证).

An adult acts for himself, a minor's guardian for the child (民法典 art. 17-27), and
whoever holds the patient's family voucher for him, or his grant for inpatient matters
(授权代办). A marriage alone is no grant.
"""

from typing import Annotated

from ehealthcard.codesets import Labelled
from ehealthcard.identity import CardStatus
from ehealthcard.models import Model, Moment
from ehealthcard.workflow import Actor, Link, State

from .access import ADULT_FROM
from .declaring import GUARDED_BELOW
from .standing import require_active

VoucherHolderLink = Annotated[str, Link("voucher-holder")]
"""The subject of somebody who may act for a family member."""


class VoucherStanding(State):
    """A family voucher in force (有效家庭凭证)."""

    delegate: VoucherHolderLink
    by_guardian: bool
    """Whether a guardian gave it; such a one ends with the patient's minority."""

    until: Moment


class ActsAs(Labelled):
    """Who acts (办理人)."""

    PATIENT = "patient", "患者本人", "the patient"
    GUARDIAN = "guardian", "监护人", "a minor's guardian"
    VOUCHER = "voucher", "家庭凭证持有人", "a family member with a voucher"
    DELEGATE = "delegate", "代办人", "somebody with a grant for inpatient matters"
    STAFF = "staff", "医院工作人员", "staff, on paper"


class VoucherSeen(Model):
    """What a rule must know of a voucher, or of a grant that does as well."""

    delegate: str
    by_guardian: bool = False
    until: Moment
    acts_as: ActsAs = ActsAs.VOUCHER


class Patient(Model):
    """What must be known of a patient before somebody acts for him."""

    subject: str
    status: CardStatus | None
    age: int | None
    guardian: str | None
    by_court: bool = False
    """Whether it is an adult's, by a court order."""

    vouchers: tuple[VoucherSeen, ...] = ()
    actor: CardStatus | None = None
    """The card of whoever acts in the patient's stead."""


def acts_for(actor: Actor, patient: Patient) -> ActsAs | None:
    """Return as whom a resident may act for *patient*; ``None``: he may not.

    A child below 14 does not act for itself (PIPL art. 31).

    Raises:
        CardError: Whoever acts in the patient's stead has no active card.

    """
    who, age = actor.holder, patient.age
    minor = patient.by_court or (age is not None and age < ADULT_FROM)
    if who is None:
        return None
    if who == patient.subject:
        return None if age is not None and age < GUARDED_BELOW else ActsAs.PATIENT
    if minor and who == patient.guardian:
        require_active(patient.actor)
        return ActsAs.GUARDIAN
    for held in patient.vouchers:
        if held.delegate == who and (minor or not held.by_guardian):
            require_active(patient.actor)
            return held.acts_as
    return None
