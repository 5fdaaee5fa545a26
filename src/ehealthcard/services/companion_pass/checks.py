"""Whether somebody may accompany this patient now, and who may say so."""

from datetime import datetime

from ehealthcard.errors import RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.epidemiology import counts
from ehealthcard.rules.questionnaire import Answers
from ehealthcard.rules.stays import MOST_COMPANIONS, most_companions
from ehealthcard.rules.vouchers import ActsAs, acts_for
from ehealthcard.rules.ward_tests import WardTest, is_fresh
from ehealthcard.workflow import AnyContext, Context

from .model import Consent, GateFacts, Hindrance, PassFacts, PassPolicy, StaySeen
from .rules import CHECK_FAILED, CONSENT_NOT_YOURS, NOT_CONCERNED, OTHER_HOSPITAL
from .states import Active, Pass, Suspended, Temporary

To = Context[PassFacts, PassPolicy]
By = Context[None, PassPolicy]
Gate = Context[GateFacts, PassPolicy]
WARD = ("head-nurse", "nurse", "doctor")
OF_HEALTH = ("TEST", "TEST_POSITIVE", "FEVER", "SYMPTOM", "EXPOSURE")
GATES = ("terminal", "guard", *WARD)


def require_ward(ctx: AnyContext, org: str, *roles: str) -> None:
    """Refuse who is not of this hospital's wards."""
    ctx.require(*(roles or WARD))
    if ctx.actor.org != org:
        raise OTHER_HOSPITAL.broken()


def is_ward(ctx: To, org: str) -> bool:
    """Return whether the ward acts, not somebody at home."""
    actor = ctx.actor
    at_work = actor.org == org and not actor.roles.isdisjoint(WARD)
    return at_work and actor.holder is None


def consent_of(version: str, org: str, ctx: To) -> Consent:
    """Return the patient's consent; refuse who may not give it."""
    acting = acting_of(org, ctx)
    if acting is None:
        raise CONSENT_NOT_YOURS.broken()
    return Consent(version=version, by=ctx.actor.id, acted_as=acting, at=ctx.now)


def acting_of(org: str, ctx: To) -> ActsAs | None:
    """Return as whom the actor speaks for the patient; ``None``: for nobody."""
    if is_ward(ctx, org):
        return ActsAs.STAFF
    patient = ctx.facts.patient
    return acts_for(ctx.actor, patient) if patient else None


def require_concerned(org: str, ctx: To) -> None:
    """Refuse who is neither the companion, nor speaks for the patient, nor the ward."""
    if ctx.actor.holder != ctx.subject and acting_of(org, ctx) is None:
        raise NOT_CONCERNED.broken()


def hindrances(
    ctx: To,
    test: WardTest | None,
    *,
    second: str | None,
    replaces: str | None = None,
    answers: Answers | None = None,
) -> tuple[str, ...]:
    """Return what speaks against the companion, as codes."""
    facts, stay = ctx.facts, ctx.facts.stay
    checks = {
        "NOT_INPATIENT": stay is not None,
        "COMPANION_CARD": facts.companion is CardStatus.ACTIVE,
        "OWN_STAY": facts.patient is None or facts.patient.subject != ctx.subject,
        "COMPANION_INPATIENT": not facts.inpatient,
        "EXCLUDED": not facts.excluded,
        "ELSEWHERE": not facts.elsewhere,
        "WARD_CLOSED": stay is None or allowed(stay, second) > 0,
        "QUOTA": free_seat(facts, second, replaces) is not None,
        "TEST": is_fresh(test, ctx.policy.test_within, ctx.now),
        "TEST_POSITIVE": test is None or test.result != "positive",
        **_screened(answers, ctx),
    }
    return tuple(code for code, holds in checks.items() if not holds)


def require_fit(state: Pass, ctx: To, replaces: str | None = None) -> int:
    """Return a free seat; refuse a companion against whom something speaks.

    Raises:
        RuleViolationError: The rule names what it is.

    """
    found = hindrances(ctx, state.test, second=state.second, replaces=replaces)
    seat = free_seat(ctx.facts, state.second, replaces)
    if found or seat is None:
        raise not_fit(*found)
    return seat


def not_fit(*found: str) -> RuleViolationError:
    """Return the error that names what speaks against a companion.

    Of a test, fever or symptom it says only that the check of health failed.
    """
    named = ("HEALTH_CHECK" if code in OF_HEALTH else code for code in found)
    return CHECK_FAILED.broken(reasons=", ".join(dict.fromkeys(named)))


def free_seat(facts: PassFacts, second: str | None, replaces: str | None) -> int | None:
    """Return a place at the bedside: one, two where the ward allows, never three.

    The place of whoever is replaced counts as free.
    """
    stay = facts.stay
    if stay is None:
        return 1
    most = allowed(stay, second)
    taken = {s.seat for s in facts.seats if s.pass_id != replaces}
    if most == 0:
        return 1
    if len(taken) >= most:
        return None
    return next(n for n in range(1, MOST_COMPANIONS + 1) if n not in taken)


def allowed(stay: StaySeen, second: str | None) -> int:
    """Return how many companions the ward lets in."""
    most = max(stay.companions, MOST_COMPANIONS if second else 0)
    return most_companions(most, stay.care)


def has_seat(facts: PassFacts, pass_id: str) -> bool:
    """Return whether this pass has a place at the bedside."""
    return any(s.pass_id == pass_id for s in facts.seats)


def back(
    state: Suspended, reasons: tuple[Hindrance, ...], now: datetime
) -> Suspended | Temporary | Active:
    """Return the pass with only *reasons* against it; in use where there are none."""
    if reasons:
        return state.model_copy(update={"reasons": reasons})
    if state.temporary:
        return state.to(Temporary, since=now)
    return state.to(Active, since=now)


def tested_until(test: WardTest | None, policy: PassPolicy) -> datetime | None:
    """Return how long *test* lasts; ``None`` where it need not be repeated."""
    if test is None or policy.retest_every is None:
        return None
    return test.sampled_at + policy.retest_every


def _screened(answers: Answers | None, ctx: To) -> dict[str, bool]:
    if answers is None:
        return {}
    hot = answers.temperature
    today, days = day_of(ctx.now), ctx.policy.exposure_days
    return {
        "FEVER": hot is None or hot < ctx.policy.fever,
        "SYMPTOM": not answers.symptoms,
        "EXPOSURE": not any(counts(e, today, days) for e in answers.exposures or ()),
    }
