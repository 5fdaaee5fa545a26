"""How the form is issued, sent and sent anew."""

from datetime import datetime, timedelta
from typing import Any

from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.referring import Urgency
from ehealthcard.workflow import Context

from .asking import slot_of
from .checks import (
    DOCTORS,
    OFFICE,
    To,
    judged,
    require_at,
    require_lawful,
    require_new,
    require_slot,
    require_target,
)
from .commands import Approve, Retarget, Send, SupplyForm, ValidityPassed
from .forms import FormDraft, ReferralForm
from .model import Reservation, illness_of, target_of
from .rules import FORM_NOT_OWED, SAME_DOCTOR
from .states import (
    Draft,
    Escalated,
    Expired,
    InCare,
    Issued,
    Known,
    Refused,
    Sent,
    UnderReview,
)


def approve(state: UnderReview | Draft, command: Approve, ctx: To) -> Issued:
    """A doctor of the home institution issues the form: indication, target, consent."""
    require_at(ctx, state.origin, *DOCTORS)
    is_own = isinstance(state, Draft) and state.wish.written_by == ctx.actor.id
    if ctx.policy.two_persons and is_own:
        raise SAME_DOCTOR.broken()
    form = formed(state, command.form, ctx)
    illness = illness_of(state.card, form.diagnosis)
    if form.urgency is not Urgency.EMERGENCY and state.wish.previous is None:
        require_new(illness, ctx)
    return state.to(
        Issued, form=form, illness=illness, attempt=1, expires_at=_expires(ctx)
    )


def send(state: Issued, command: Send, ctx: To) -> Sent:
    """It goes to the receiving side, with a slot to reserve where one is chosen."""
    require_at(ctx, state.origin, *OFFICE)
    target = state.form.target
    require_slot(command.slot, target, ctx)
    slot = command.slot and Reservation(
        key=f"{state.number}:{state.attempt}:{command.slot}",
        slot=command.slot,
        by=ctx.actor.id,
        org=state.origin,
    )
    return state.to(
        Sent,
        receiver=target_of(target),
        slot=slot or None,
        sent_at=ctx.now,
        answer_by=ctx.policy.answer_by(state.form.urgency, ctx.now),
    )


def retarget(state: Refused | Escalated, command: Retarget, ctx: To) -> Issued:
    """The home institution chooses another target, and may send it again."""
    require_at(ctx, state.origin, *DOCTORS)
    form = state.form
    require_target(command.target, state.origin, form.urgency, ctx)
    return state.to(
        Issued,
        form=form.model_copy(update={"target": command.target}),
        attempt=state.attempt + 1,
        expires_at=_expires(ctx),
        left=slot_of(state),
    )


def expire(state: Issued | Refused, command: ValidityPassed, ctx: Context) -> Expired:
    """A form that nobody uses ends after 30 days (inferred)."""
    return state.to(Expired)


def supply_form(state: InCare, command: SupplyForm, ctx: To) -> InCare:
    """The form of an emergency follows, by the origin or by who took the patient in."""
    ctx.require(*DOCTORS)
    if ctx.actor.org not in (state.origin, state.org):
        require_at(ctx, state.origin, *DOCTORS)
    if state.form is not None:
        raise FORM_NOT_OWED.broken()
    draft = command.form.model_copy(
        update={
            "urgency": Urgency.EMERGENCY,
            "target": command.form.target.model_copy(update={"org": state.org}),
        }
    )
    form = formed(state, draft, ctx)
    return state.model_copy(update={"form": form})


def formed(state: Known, draft: FormDraft, ctx: To) -> ReferralForm:
    """Return the form as it is issued, with the summary of this moment."""
    indications, urgency = judged(draft)
    consent = state.wish.consent
    require_target(draft.target, state.origin, urgency, ctx)
    require_lawful(draft, consent, urgency)
    signature: Signature | None = consent.signature if consent else None
    said: dict[str, Any] = dict(draft) | {
        "indications": indications,
        "urgency": urgency,
    }
    return ReferralForm(
        **said,
        number=state.number,
        on=day_of(ctx.now),
        issued_at=ctx.now,
        sex=ctx.facts.sex,
        age=ctx.facts.age,
        origin=state.origin,
        doctor=ctx.actor.id,
        consent=signature,
    )


def _expires(ctx: To) -> datetime:
    return end_of(day_of(ctx.now) + timedelta(days=ctx.policy.form_days))
