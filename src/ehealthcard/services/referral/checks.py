"""Who may take a step, and whether a form may be issued."""

from datetime import timedelta

from ehealthcard.ports import SlotStanding
from ehealthcard.rules.access import ADULT_FROM
from ehealthcard.rules.declaring import GUARDED_BELOW, Relation, Signature
from ehealthcard.rules.referring import (
    READY_FOR_PRIMARY_CARE,
    UNEXPLAINED,
    Direction,
    Indication,
    Urgency,
    indications_of,
)
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import AnyContext, Context

from .commands import Apply
from .forms import FormDraft, Target
from .model import Consent, ConsentBy, Given, ReferralFacts, ReferralPolicy
from .rules import (
    INDICATION_REQUIRED,
    INDICATION_UNEXPLAINED,
    NOT_READY_FOR_PRIMARY_CARE,
    RECORD_COPY_REQUIRED,
    REFERRAL_CONSENT_OWN,
    REFERRAL_CONSENT_REQUIRED,
    REFERRAL_DELEGATE_RELATION,
    REFERRAL_DUPLICATE,
    REFERRAL_GUARDIAN_REQUIRED,
    REFERRAL_OTHER_CARD,
    REFERRAL_OTHER_INSTITUTION,
    REFERRAL_PATIENT_ONLY,
    REFERRAL_SCHEDULE_SILENT,
    REFERRAL_SENSITIVE_CONSENT,
    REFERRAL_SLOT_UNFIT,
    TARGET_IS_ORIGIN,
    TARGET_OUT_OF_NETWORK,
)

DOCTORS = ("doctor", "family-doctor")
OFFICE = (*DOCTORS, "referral-office")
DOOR = (*OFFICE, "nurse", "triage", "registrar", "staff", "terminal")
WINDOW = (*OFFICE, "registrar", "staff")

To = Context[ReferralFacts, ReferralPolicy]
By = Context[None, ReferralPolicy]


def require_at(ctx: AnyContext, org: str, *roles: str) -> None:
    """Refuse who has none of *roles*, or has it in another institution.

    Raises:
        RuleViolationError: He is refused.

    """
    ctx.require(*roles)
    if ctx.actor.org != org:
        raise REFERRAL_OTHER_INSTITUTION.broken()


def require_patient(ctx: To, origin: str) -> None:
    """Refuse who is neither patient, nor guardian, nor staff of the home institution.

    Staff act for those without a phone: the window stays open (guide, 引言).

    Raises:
        RuleViolationError: He is refused.
        CardError: A guardian has no active card.

    """
    who, facts = ctx.actor.holder, ctx.facts
    age = facts.age
    if who is None:
        if ctx.actor.roles.isdisjoint(WINDOW):
            raise REFERRAL_PATIENT_ONLY.broken()
        require_at(ctx, origin, *WINDOW)
    elif who == ctx.subject:
        if _is_below(age, GUARDED_BELOW):
            raise REFERRAL_GUARDIAN_REQUIRED.broken()
    elif who == facts.guardian and (facts.by_court or _is_below(age, ADULT_FROM)):
        require_active(facts.viewer)
    else:
        raise REFERRAL_PATIENT_ONLY.broken()


def consent_of(command: Apply, ctx: To) -> Given | None:
    """Return the consent of who applies; a delegate's application waits for one.

    The patient's data goes to another institution: that is for himself to agree to,
    in a consent of its own (PIPL art. 23 and 29).

    Raises:
        RuleViolationError: It is missing, or is not his to give.

    """
    if not ctx.facts.delegated:
        if command.consent is None:
            raise REFERRAL_CONSENT_REQUIRED.broken()
        return given_by(command.consent, ctx)
    if command.consent is not None:
        raise REFERRAL_CONSENT_OWN.broken()
    if command.declarant.relation not in (Relation.FAMILY, Relation.FRIEND):
        raise REFERRAL_DELEGATE_RELATION.broken()
    return None


def given_by(consent: Consent, ctx: To) -> Given:
    """Return the consent; below 14 it is the guardian's (PIPL art. 31).

    Raises:
        RuleViolationError: A child consented for itself.

    """
    if _is_below(ctx.facts.age, GUARDED_BELOW) and consent.by is not ConsentBy.GUARDIAN:
        raise REFERRAL_GUARDIAN_REQUIRED.broken()
    return Given(
        signature=Signature(version=consent.version, accepted_at=ctx.now),
        by=consent.by,
        sensitive=consent.sensitive,
    )


def require_target(target: Target, origin: str, urgency: Urgency, ctx: To) -> None:
    """Refuse the origin itself, and who takes no referrals unless it cannot wait.

    Raises:
        RuleViolationError: It is refused.

    """
    if target.org == origin:
        raise TARGET_IS_ORIGIN.broken()
    if urgency is not Urgency.EMERGENCY and not ctx.policy.knows(target):
        raise TARGET_OUT_OF_NETWORK.broken()


def judged(draft: FormDraft) -> tuple[tuple[Indication, ...], Urgency]:
    """Return all indications of a form, and how urgent they make it.

    Raises:
        RuleViolationError: Nothing speaks for its direction.

    """
    derived = indications_of(draft.findings) if draft.findings else ()
    found = tuple(dict.fromkeys((*draft.indications, *derived)))
    alarm = any(i.is_emergency for i in found)
    urgent = alarm or draft.urgency is Urgency.EMERGENCY
    if draft.direction is Direction.DOWN:
        require_ready(found)
        if urgent:
            raise NOT_READY_FOR_PRIMARY_CARE.broken()
    elif not any(i.direction is Direction.UP for i in found):
        raise INDICATION_REQUIRED.broken()
    if any(i in UNEXPLAINED for i in found) and not (draft.reason or "").strip():
        raise INDICATION_UNEXPLAINED.broken()
    return found, Urgency.EMERGENCY if urgent else Urgency.ROUTINE


def require_ready(grounds: tuple[Indication, ...]) -> None:
    """Refuse the way down unless the patient is stable and the plan clear.

    Raises:
        RuleViolationError: It is refused.

    """
    if not set(READY_FOR_PRIMARY_CARE) <= set(grounds):
        raise NOT_READY_FOR_PRIMARY_CARE.broken()


def require_lawful(draft: FormDraft, consent: Given | None, urgency: Urgency) -> None:
    """Refuse a form without consent, or an infectious patient's without the record.

    An emergency needs no consent (PIPL art. 13); the record's copy goes along always
    (传染病防治法 art. 52).

    Raises:
        RuleViolationError: It is refused.

    """
    if consent is None and urgency is not Urgency.EMERGENCY:
        raise REFERRAL_CONSENT_REQUIRED.broken()
    if draft.sensitive_history and not (consent and consent.sensitive):
        raise REFERRAL_SENSITIVE_CONSENT.broken()
    if draft.infectious and draft.record_copy is None:
        raise RECORD_COPY_REQUIRED.broken()


def require_new(illness: str, ctx: To) -> None:
    """Refuse what was referred within the last days already.

    Raises:
        RuleViolationError: It is refused.

    """
    days = ctx.policy.duplicate_days
    since = ctx.now - timedelta(days=days)
    for known in ctx.facts.recent:
        if known.illness == illness and known.issued_at >= since:
            raise REFERRAL_DUPLICATE.broken(days=days)


def require_slot(slot: str | None, target: Target, ctx: To) -> None:
    """Refuse a slot that is not free, is over or is another department's.

    Raises:
        RuleViolationError: It is refused.

    """
    if slot is None:
        return
    if ctx.facts.is_silent:
        raise REFERRAL_SCHEDULE_SILENT.broken()
    offer = ctx.facts.offer
    if (
        offer is None
        or offer.standing is not SlotStanding.FREE
        or ctx.now >= offer.slot.starts_at
        or offer.slot.org != target.org
        or offer.slot.department != target.department
    ):
        raise REFERRAL_SLOT_UNFIT.broken()


def require_scan(scan: str | None, ctx: To) -> None:
    """Refuse a scan that is not of this patient, here and now.

    Raises:
        RuleViolationError: It is refused.

    """
    if scan is not None and ctx.facts.scanned is None:
        raise REFERRAL_OTHER_CARD.broken()


def _is_below(age: int | None, years: int) -> bool:
    return age is not None and age < years
