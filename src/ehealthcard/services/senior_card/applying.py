"""How a senior card is asked for and given out."""

import re
from typing import Any

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .checks import (
    OFFICE,
    By,
    agrees,
    capacity_of,
    require_party,
    require_residence,
)
from .commands import (
    Apply,
    Approve,
    AskPapers,
    AutoVerify,
    Issue,
    Reject,
    SupplyPapers,
    Withdraw,
)
from .model import Paper, SeniorPolicy
from .rules import ALREADY_THERE, NUMBER_FORM, PHOTO_REQUIRED, TOO_YOUNG
from .states import (
    Active,
    Approved,
    NeedPapers,
    Rejected,
    Submitted,
    Withdrawn,
)
from .tiers import Tier, next_birthday, tier_on


def apply(state: None, command: Apply, ctx: By) -> Submitted | Approved:
    """Who is old enough and belongs here; at once where the registers agree."""
    vouched = command.holder_present or command.agent is not None
    capacity = capacity_of(ctx, vouched=vouched)
    if ctx.facts.exists:
        raise ALREADY_THERE.broken()
    day, birth = day_of(ctx.now), ctx.facts.birth
    if birth is None or tier_at(ctx) is None:
        raise TOO_YOUNG.broken(age=ctx.policy.from_age)
    require_residence(command.residence, ctx.policy, day)
    reading = ctx.facts.reading
    photo = command.photo or (reading.photo if reading else None)
    submitted = Submitted(
        card=ctx.subject,
        birth=birth,
        residence=command.residence,
        photo=photo,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
        capacity=capacity,
        agent=command.agent,
        applied_by=ctx.actor.id,
        applied_at=ctx.now,
        channel=ctx.actor.channel.value,
    )
    return _registered(submitted, ctx) or submitted


def auto_verify(
    state: Submitted | NeedPapers, command: AutoVerify, ctx: By
) -> Approved | NeedPapers:
    """The registers are asked again; their no asks for papers and turns nobody down."""
    require_party(ctx)
    require_active(ctx.facts.status)
    if approved := _registered(state, ctx):
        return approved
    reading = ctx.facts.reading
    agreed = agrees(state.residence, reading, ctx.policy, day_of(ctx.now))
    missing = Paper.PHOTO if agreed else Paper.RESIDENCE
    return state.to(
        NeedPapers,
        missing=(missing,),
        reason="registers",
        asked_at=ctx.now,
    )


def approve(
    state: Submitted | NeedPapers,
    command: Approve,
    ctx: Context[None, SeniorPolicy],
) -> Approved:
    """The office has looked at the papers."""
    ctx.require(OFFICE)
    photo = command.photo or state.photo
    if ctx.policy.photo_required and photo is None:
        raise PHOTO_REQUIRED.broken()
    return state.to(
        Approved, photo=photo, approved_by=ctx.actor.id, approved_at=ctx.now
    )


def ask_papers(
    state: Submitted | NeedPapers | Approved, command: AskPapers, ctx: Context
) -> NeedPapers:
    """The office asks for what is missing, and says why."""
    ctx.require(OFFICE)
    return state.to(
        NeedPapers,
        missing=command.missing,
        reason=command.reason,
        asked_at=ctx.now,
    )


def supply_papers(state: NeedPapers, command: SupplyPapers, ctx: By) -> Submitted:
    """Who applied brings what was missing; the office looks again."""
    require_party(ctx)
    require_active(ctx.facts.status)
    residence = command.residence or state.residence
    require_residence(residence, ctx.policy, day_of(ctx.now))
    return state.to(Submitted, residence=residence, photo=command.photo or state.photo)


def reject(
    state: Submitted | NeedPapers | Approved, command: Reject, ctx: Context
) -> Rejected:
    """The office turns it down, with a reason that the holder is told."""
    ctx.require(OFFICE)
    return Rejected(
        card=ctx.subject,
        reason=command.reason,
        explanation=command.explanation,
        rejected_by=ctx.actor.id,
        rejected_at=ctx.now,
    )


def withdraw(
    state: Submitted | NeedPapers | Approved, command: Withdraw, ctx: By
) -> Withdrawn:
    """Who applied takes it back; what was said is erased (PIPL art. 15, 47)."""
    require_party(ctx)
    return Withdrawn(card=ctx.subject, withdrawn_at=ctx.now)


def issue(state: Approved, command: Issue, ctx: By) -> Active:
    """The office gives it a number; the tier is that of the day."""
    ctx.require(OFFICE)
    require_active(ctx.facts.status)
    if not re.search(ctx.policy.number_form, command.number):
        raise NUMBER_FORM.broken()
    tier = tier_at(ctx)
    if tier is None:
        raise TOO_YOUNG.broken(age=ctx.policy.from_age)
    return state.to(
        Active,
        number=command.number,
        edition=1,
        issuer=ctx.actor.org or "",
        issuer_name=command.issuer_name,
        issued_at=ctx.now,
        edition_at=ctx.now,
        **tier_fields(tier, ctx),
    )


def tier_at(ctx: By) -> Tier | None:
    """Return the tier of the holder's age on the day."""
    birth, day = ctx.facts.birth, day_of(ctx.now)
    if birth is None or tier_on((Tier(age=ctx.policy.from_age),), birth, day) is None:
        return None
    return tier_on(ctx.policy.tiers, birth, day)


def tier_fields(tier: Tier, ctx: By) -> dict[str, Any]:
    """Return what follows from *tier* and the holder's birthday."""
    birth, day = ctx.facts.birth, day_of(ctx.now)
    coming = next_birthday(ctx.policy.tiers, birth, day) if birth else None
    return {
        "birth": birth,
        "tier": tier,
        "tier_from": tier.age,
        "tier_since": day,
        "next_tier_on": coming,
    }


def _registered(state: Submitted | NeedPapers, ctx: By) -> Approved | None:
    """Return it approved where the registers agree and there is a photo."""
    reading = ctx.facts.reading
    photo = state.photo or (reading.photo if reading else None)
    if ctx.policy.photo_required and photo is None:
        return None
    if not agrees(state.residence, reading, ctx.policy, day_of(ctx.now)):
        return None
    return state.to(Approved, photo=photo, approved_by="registry", approved_at=ctx.now)
