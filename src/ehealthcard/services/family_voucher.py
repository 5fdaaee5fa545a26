"""Letting a family member act in inpatient matters (家庭凭证, guide §4.4.2).

The guide shows a list of family vouchers (个人的家庭凭证列表): whose certificates
somebody may apply with. A patient gives one to one person for a term, with a consent of
its own (PIPL art. 29), a guardian for a child; it is taken back in one step (PIPL
art. 15) by the patient, the guardian or who holds it. It ends with its term, with the
patient's card and with the patient's life. A marriage alone is no voucher.

The guide does not say how one is given; it is this project's own machine. The longest
term is inferred.
"""

from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Kinship
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.models import Moment
from ehealthcard.ports.inquiry import Inquiry
from ehealthcard.ports.patients import patient_himself
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.signals import CardCancelled, PersonDied
from ehealthcard.rules.standing import require_active
from ehealthcard.rules.vouchers import (
    ActsAs,
    Patient,
    VoucherStanding,
    acts_for,
)
from ehealthcard.workflow import (
    Claim,
    Command,
    Context,
    Facts,
    Notice,
    Policy,
    Rule,
    State,
    Timeline,
    Title,
    Until,
    Workflow,
)

NOT_TO_GIVE = Rule(
    "VOUCHER_NOT_TO_GIVE",
    "Only the patient or a minor's guardian gives or takes back a family voucher; the "
    "attempt is on record.",
    "仅患者本人或未成年人的监护人可以授予、撤销家庭凭证；本次尝试已被记录。",
    traced=True,
)
HOLDER_UNKNOWN = Rule(
    "VOUCHER_HOLDER_UNKNOWN",
    "A family voucher is given to another person with an active card.",
    "家庭凭证须授予持有有效电子健康卡的其他人员。",
)
TERM_WRONG = Rule(
    "VOUCHER_TERM_WRONG",
    "A family voucher ends later than now, and after {days} days at most.",
    "家庭凭证的到期时间须晚于当前时间，且最长 {days} 天。",
)


class VoucherPolicy(Policy):
    """What changes with places and years; inferred."""

    longest: timedelta = timedelta(days=365)


POLICIES = Timeline((VoucherPolicy(name="standard", effective_from=date(2022, 12, 1)),))


class VoucherFacts(Facts):
    """What must be known of the patient and of who gets the voucher."""

    patient: Patient
    delegate: CardStatus | None = None
    answering: str | None = None
    """Who holds the voucher, by the card that answers for his if that was merged."""


def voucher_facts(ask: Inquiry) -> VoucherFacts:
    """Look at both cards."""
    command, state = ask.command, ask.state
    other = same = None
    if isinstance(command, Give):
        other = ask.holder(SubjectId(command.delegate))
    if isinstance(state, VoucherStanding):
        same = ask.answering(SubjectId(state.delegate))
        other = ask.holder(same) if isinstance(command, Extend) else None
    return VoucherFacts(
        patient=patient_himself(ask, ask.subject),
        delegate=other and other.status,
        answering=same,
    )


class Given(VoucherStanding):
    """Somebody may act (已授予)."""

    card: CardLink
    kinship: Kinship
    consent: Signature


class TakenBack(State):
    """Taken back (已撤销)."""

    card: CardLink
    delegate: str
    taken_back_by: str
    taken_back_at: Moment


class Ended(State):
    """Over by itself (已到期)."""

    card: CardLink
    delegate: str
    until: Moment


class Give(Command):
    """Let a family member act (授予)."""

    delegate: Annotated[str, Field(min_length=1)]
    """The subject of whoever may act."""

    kinship: Kinship
    """What the delegate is to the patient (GB/T 4761)."""

    until: Moment
    """The last moment."""

    consent: str = Field(min_length=1)
    """Version of the text that was agreed to."""


class Extend(Command):
    """Let it hold until another moment (延期)."""

    until: Moment
    """The last moment, from now on within the longest term."""

    consent: str = Field(min_length=1)
    """Version of the text that was agreed to."""


class TakeBack(Command):
    """Take it back (撤销)."""


class TermPassed(Notice):
    """The term is over."""


class PatientGone(Notice):
    """The patient's card was cancelled, or the patient has died."""


To = Context[VoucherFacts, VoucherPolicy]


def give(state: None, command: Give, ctx: To) -> Given:
    """The patient, or a child's guardian, lets one person act for a term."""
    by_guardian = _by_guardian(ctx)
    require_active(ctx.facts.patient.status)
    if command.delegate == ctx.subject:
        raise HOLDER_UNKNOWN.broken()
    _require_possible(command.until, ctx)
    return Given(
        card=ctx.subject,
        delegate=command.delegate,
        kinship=command.kinship,
        by_guardian=by_guardian,
        until=command.until,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
    )


def extend(state: Given, command: Extend, ctx: To) -> Given:
    """Who may give it agrees anew; it is for no other card than before."""
    by_guardian = _by_guardian(ctx)
    require_active(ctx.facts.patient.status)
    _require_possible(command.until, ctx)
    return state.model_copy(
        update={
            "by_guardian": by_guardian,
            "until": command.until,
            "consent": Signature(version=command.consent, accepted_at=ctx.now),
        }
    )


def take_back(state: Given, command: TakeBack, ctx: To) -> TakenBack:
    """By the patient, the guardian or who holds it; with a lost card too."""
    if ctx.actor.holder != (ctx.facts.answering or state.delegate):
        _by_guardian(ctx)
    return state.to(TakenBack, taken_back_by=ctx.actor.id, taken_back_at=ctx.now)


def end(state: Given, command: TermPassed | PatientGone, ctx: Context) -> Ended:
    """Its term is over, or the patient's card is."""
    return state.to(Ended)


def _by_guardian(ctx: To) -> bool:
    """Return whether the guardian acts; refuse all but him and the patient."""
    acting = acts_for(ctx.actor, ctx.facts.patient)
    if acting not in (ActsAs.PATIENT, ActsAs.GUARDIAN):
        raise NOT_TO_GIVE.broken()
    return acting is ActsAs.GUARDIAN


def _require_possible(until: datetime, ctx: To) -> None:
    """Refuse who has no active card, and an end past or too far."""
    if ctx.facts.delegate is not CardStatus.ACTIVE:
        raise HOLDER_UNKNOWN.broken()
    longest = ctx.policy.longest
    if not ctx.now < until <= ctx.now + longest:
        raise TERM_WRONG.broken(days=longest.days)


def term(state: Given) -> Until[TermPassed]:
    """It holds up to its last moment."""
    return Until(state.until, TermPassed())


def one_each(state: Given) -> Claim:
    """One voucher for each person who may act."""
    return Claim(f"family-voucher:{state.card}:{state.delegate}")


def on_cancelled(signal: CardCancelled) -> PatientGone:
    """The patient's card was cancelled."""
    return PatientGone()


def on_died(signal: PersonDied) -> PatientGone:
    """The patient has died."""
    return PatientGone()


FamilyVoucher = Given | TakenBack | Ended
FamilyVoucherCommand = Give | Extend | TakeBack | TermPassed | PatientGone

family_voucher: Workflow[FamilyVoucher, FamilyVoucherCommand] = Workflow(
    "family-voucher",
    Title("家庭凭证", "Acting for a family member", "4.4.2"),
    transitions=(give, extend, take_back, end),
    effects=(term, one_each),
    reactions=(on_cancelled, on_died),
    sources=(voucher_facts,),
    policies=POLICIES,
)
