"""What several inpatient services must know of a patient and of who acts for him."""

from ehealthcard.identity import SubjectId
from ehealthcard.rules.vouchers import Patient, VoucherSeen, VoucherStanding

from .inquiry import Inquiry


def patient_of(ask: Inquiry, subject: SubjectId) -> Patient:
    """Look at the patient's card, guardian and family vouchers."""
    patient, who = ask.holder(subject), ask.actor.holder
    acting = ask.holder(who) if who else None
    return Patient(
        subject=subject,
        status=patient and patient.status,
        age=patient and patient.age,
        guardian=patient and patient.guardian,
        by_court=patient is not None and patient.by_court,
        actor=acting and acting.status,
        vouchers=tuple(
            VoucherSeen(
                delegate=ask.answering(SubjectId(state.delegate)),
                by_guardian=state.by_guardian,
                until=state.until,
            )
            for state in ask.given(subject, "family-voucher")
            if isinstance(state, VoucherStanding)
        ),
    )
