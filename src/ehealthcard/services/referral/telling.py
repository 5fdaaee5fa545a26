"""What institutions are told: the papers, and notes on what became of them."""

from ehealthcard.workflow import Tell

from .papers import (
    AcceptanceNote,
    ReferralNote,
    ReferralPaper,
    ReferralResult,
    ReturnPaper,
)
from .states import (
    Accepted,
    Applied,
    BackIssued,
    Cancelled,
    Completed,
    Escalated,
    Expired,
    InCare,
    Issued,
    NoShow,
    Refused,
    Sent,
    UnderReview,
    Withdrawn,
)


def hand_over(state: Sent) -> Tell:
    """The receiving side gets the form, with what it summarises (转诊单)."""
    paper = ReferralPaper(card=state.card, form=state.form)
    return Tell("his", "referral", f"{state.number}:{state.attempt}", paper)


def file_insurance(state: Issued) -> Tell | None:
    """The referral is filed with the insurance where the doctor says so (转诊备案)."""
    if not state.form.insurance_filing:
        return None
    paper = ReferralPaper(card=state.card, form=state.form)
    key = f"{state.number}:filing:{state.attempt}"
    return Tell("his", "referral-filing", key, paper)


def tell_accepted(state: Accepted) -> Tell:
    """The origin hears when and where the patient is taken."""
    note = AcceptanceNote(
        card=state.card,
        number=state.number,
        origin=state.origin,
        arrangement=state.arrangement,
    )
    key = f"{state.number}:{state.attempt}:accepted"
    return Tell("his", "referral-accepted", key, note)


def tell_result(state: Completed) -> Tell:
    """The origin hears what came of it."""
    told = ReferralResult(
        card=state.card,
        number=state.number,
        origin=state.origin,
        org=state.org,
        result=state.result,
    )
    return Tell("his", "referral-result", f"{state.number}:result", told)


def hand_back(state: BackIssued) -> Tell:
    """The origin gets the return form (回转单)."""
    paper = ReturnPaper(
        card=state.card, number=state.number, origin=state.origin, form=state.back
    )
    return Tell("his", "referral-return", f"{state.number}:return", paper)


def tell_late(state: Applied | UnderReview) -> Tell | None:
    """A superior at home hears of an application that nobody decides."""
    if not state.late:
        return None
    note = ReferralNote(
        card=state.card, number=state.number, org=state.origin, what="LATE"
    )
    return Tell("his", "referral-note", f"{state.number}:late", note)


def tell_unanswered(state: Escalated) -> Tell:
    """A superior at the receiving side hears that nobody answers."""
    note = ReferralNote(
        card=state.card,
        number=state.number,
        org=state.form.target.org,
        what="UNANSWERED",
    )
    key = f"{state.number}:{state.attempt}:unanswered"
    return Tell("his", "referral-note", key, note)


def tell_form_overdue(state: InCare) -> Tell | None:
    """The origin is reminded of the form it owes."""
    if not state.form_overdue or state.form:
        return None
    note = ReferralNote(
        card=state.card, number=state.number, org=state.origin, what="FORM_OVERDUE"
    )
    return Tell("his", "referral-note", f"{state.number}:form", note)


def tell_refused(state: Refused) -> Tell:
    """The home institution hears that it has to choose another target."""
    note = ReferralNote(
        card=state.card, number=state.number, org=state.origin, what="REFUSED"
    )
    key = f"{state.number}:{state.attempt}:refused"
    return Tell("his", "referral-note", key, note)


def tell_ended(state: NoShow | Cancelled | Withdrawn | Expired) -> Tell:
    """The family doctor at home hears that it led to nothing."""
    note = ReferralNote(
        card=state.card,
        number=state.number,
        org=state.origin,
        what=type(state).__name__.upper(),
    )
    return Tell("his", "referral-note", f"{state.number}:ended", note)


def tell_receiver(state: Cancelled | Withdrawn) -> Tell | None:
    """The receiving side need not wait any more."""
    if state.org is None:
        return None
    note = ReferralNote(
        card=state.card, number=state.number, org=state.org, what="ENDED"
    )
    return Tell("his", "referral-note", f"{state.number}:ended:{state.org}", note)


TO_INSTITUTIONS = (
    hand_over,
    file_insurance,
    tell_accepted,
    tell_result,
    hand_back,
    tell_late,
    tell_unanswered,
    tell_form_overdue,
    tell_refused,
    tell_ended,
    tell_receiver,
)
