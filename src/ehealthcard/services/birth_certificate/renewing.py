"""How a certificate is replaced or issued anew (换发、补发), or revoked."""

from typing import Any

from ehealthcard.rules.birth.evidence import Evidence
from ehealthcard.rules.birth.newborn import Newborn, implausible
from ehealthcard.workflow import Context

from .checks import (
    AUTHORITY,
    REVIEWER,
    require_institution,
    require_papers,
    require_party,
    require_spelling,
)
from .commands import (
    AskReissue,
    AskReplacement,
    GrantRenewal,
    RefuseRenewal,
    Revoke,
)
from .model import Renewal, ReplaceCause
from .packs import BirthPolicy
from .reviewing import require_other
from .rules import CAUSE_NOT_ALLOWED, IMPLAUSIBLE, ORIGINAL_REQUIRED
from .states import (
    Delivered,
    Held,
    InTransit,
    Issued,
    Posting,
    Registered,
    RenewalAsked,
    RenewalGranted,
    Returned,
    Revoked,
)


def ask_replacement(
    state: Delivered | Registered,
    command: AskReplacement,
    ctx: Context[None, BirthPolicy],
) -> RenewalAsked:
    """For a ground that the place allows, against the old certificate."""
    require_party(ctx, state.org)
    if command.cause not in ctx.policy.replace_causes:
        raise CAUSE_NOT_ALLOWED.broken()
    if not command.original_returned:
        raise ORIGINAL_REQUIRED.broken()
    if command.cause is ReplaceCause.PARENT_CHANGE:
        require_papers(command.papers, Evidence.DNA)
    if command.name is not None:
        mother, father = command.mother or state.mother, command.father or state.father
        require_spelling(command.name, mother, father)
    if command.newborn is not None:
        _require_same(state, command.newborn, ctx.policy)
    return state.to(
        RenewalAsked,
        papers=(*state.papers, *command.papers),
        renewal=_renewal(state, ctx, command.cause),
        wanted_name=command.name,
        wanted_mother=command.mother,
        wanted_father=command.father,
        wanted_newborn=command.newborn,
    )


def ask_reissue(
    state: InTransit | Delivered | Registered, command: AskReissue, ctx: Context
) -> RenewalAsked:
    """It is lost or stolen, also on its way; a signed statement says so."""
    require_party(ctx, state.org)
    require_papers(command.papers, Evidence.LOST)
    return state.to(
        RenewalAsked,
        papers=(*state.papers, *command.papers),
        renewal=_renewal(state, ctx, None),
    )


def grant(state: RenewalAsked, command: GrantRenewal, ctx: Context) -> RenewalGranted:
    """The authority lets it be issued anew; another person lets it be replaced."""
    _require_judge(state, ctx)
    wanted: dict[str, Any] = {
        "name": state.wanted_name or state.name,
        "mother": state.wanted_mother or state.mother,
        "father": state.wanted_father or state.father,
        "newborn": state.wanted_newborn or state.newborn,
    }
    return state.to(
        RenewalGranted, **wanted, granted_by=ctx.actor.id, granted_at=ctx.now
    )


def refuse(
    state: RenewalAsked, command: RefuseRenewal, ctx: Context
) -> InTransit | Delivered | Registered:
    """It stays as it is."""
    _require_judge(state, ctx)
    match state.renewal.came_from:
        case InTransit.__name__:
            return state.to(InTransit)
        case Registered.__name__:
            return state.to(Registered)
        case _:
            return state.to(Delivered)


def revoke(
    state: Issued
    | Posting
    | InTransit
    | Returned
    | Delivered
    | Registered
    | RenewalAsked
    | RenewalGranted,
    command: Revoke,
    ctx: Context,
) -> Revoked:
    """The authority takes it away; the police hear of it."""
    ctx.require(AUTHORITY)
    return Revoked(
        card=ctx.subject,
        org=state.org,
        number=state.number,
        licence=state.licence,
        registered=state.household is not None,
        cause=command.cause,
        explanation=command.explanation,
        revoked_by=ctx.actor.id,
        revoked_at=ctx.now,
    )


def _renewal(
    state: Held, ctx: Context[Any, Any], cause: ReplaceCause | None
) -> Renewal:
    return Renewal(
        lost=cause is None,
        cause=cause,
        asked_by=ctx.actor.id,
        asked_at=ctx.now,
        came_from=type(state).__name__,
    )


def _require_same(state: Held, child: Newborn, policy: BirthPolicy) -> None:
    """Refuse entries that cannot be right, or are of another child."""
    wrong = implausible(child, policy.bounds)
    if child.order != state.child or not child.live:
        wrong = ("order", *wrong)
    if wrong:
        raise IMPLAUSIBLE.broken(fields=", ".join(wrong))


def _require_judge(state: RenewalAsked, ctx: Context) -> None:
    if state.renewal.lost:
        ctx.require(AUTHORITY)
    else:
        require_institution(ctx, state.org, REVIEWER)
    require_other(ctx, state.renewal.asked_by)
