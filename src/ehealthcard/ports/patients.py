"""What several inpatient services must know of a patient and of who acts for him."""

from collections.abc import Iterator

from ehealthcard.identity import SubjectId
from ehealthcard.rules.access import AccessStanding, GrantScope
from ehealthcard.rules.vouchers import ActsAs, Patient, VoucherSeen, VoucherStanding

from .inquiry import Inquiry

WANTED = GrantScope.INPATIENT


def patient_of(ask: Inquiry, subject: SubjectId) -> Patient:
    """Look at the patient's card, guardian, family vouchers and grants.

    Raises:
        CardError: Who acts by one of them has no active card.
        RuleViolationError: He is doubted.

    """
    vouchers = tuple(_vouchers(ask, subject))
    return patient_himself(ask, subject).model_copy(update={"vouchers": vouchers})


def patient_himself(ask: Inquiry, subject: SubjectId) -> Patient:
    """Look at the patient's card and guardian, as where a voucher is no ground."""
    patient, who = ask.holder(subject), ask.actor.holder
    acting = ask.holder(who) if who else None
    return Patient(
        subject=subject,
        status=patient and patient.status,
        age=patient and patient.age,
        guardian=patient and patient.guardian,
        by_court=patient is not None and patient.by_court,
        actor=acting and acting.status,
    )


def _vouchers(ask: Inquiry, subject: SubjectId) -> Iterator[VoucherSeen]:
    """Yield the family vouchers in force, then the grants for inpatient matters."""
    for service in ("family-voucher", "access-grant", "family-bond"):
        for state in ask.given(subject, service):
            if isinstance(state, VoucherStanding):
                yield _seen(ask, state, ActsAs.VOUCHER)
            elif isinstance(state, AccessStanding) and WANTED in state.scopes:
                yield _seen(ask, state, ActsAs.DELEGATE)


def _seen(
    ask: Inquiry, state: VoucherStanding | AccessStanding, acts_as: ActsAs
) -> VoucherSeen:
    return VoucherSeen(
        delegate=ask.standing_in(SubjectId(state.delegate)),
        by_guardian=state.by_guardian,
        until=state.until,
        acts_as=acts_as,
    )
