"""How an application is looked at, and what the mother says to it."""

from ehealthcard.rules.birth.names import misnamed
from ehealthcard.workflow import AnyContext, Context

from .checks import REVIEWER, require_institution, require_signed, require_spelling
from .commands import Approve, Check, Confirm, Reject
from .rules import NAME_MISSING, SAME_PERSON, SURNAME
from .states import Approved, Asked, Checked, Confirmed, Rejected, UnderReview


def check(state: UnderReview, command: Check, ctx: Context) -> Checked:
    """One person of the institution finds papers and name right."""
    require_institution(ctx, state.org, REVIEWER)
    require_name(state, other_surname=command.other_surname)
    return state.to(Checked, checked_by=ctx.actor.id, checked_at=ctx.now)


def approve(state: Checked, command: Approve, ctx: Context) -> Approved:
    """A second one does; no certificate rests on one person alone."""
    require_institution(ctx, state.org, REVIEWER)
    require_other(ctx, state.checked_by)
    return state.to(Approved, approved_by=ctx.actor.id, approved_at=ctx.now)


def reject(state: UnderReview | Checked, command: Reject, ctx: Context) -> Rejected:
    """The institution turns it down, with a reason that the mother is told."""
    require_institution(ctx, state.org, REVIEWER)
    return Rejected(
        card=ctx.subject,
        org=state.org,
        reason=command.reason,
        explanation=command.explanation,
        rejected_by=ctx.actor.id,
        rejected_at=ctx.now,
    )


def confirm(state: Approved, command: Confirm, ctx: Context) -> Confirmed:
    """The mother confirms what will be printed; it cannot be changed any more."""
    require_signed(ctx, state.org, command.signed)
    return state.to(Confirmed, confirmed_by=ctx.actor.id, confirmed_at=ctx.now)


def require_name(state: Asked, *, other_surname: bool) -> None:
    """Refuse a missing name, and one that may not be written.

    Raises:
        RuleViolationError: It is.

    """
    if state.name is None:
        raise NAME_MISSING.broken()
    mother, father = state.mother, state.father
    require_spelling(state.name, mother, father)
    if misnamed(
        state.name,
        mother.name,
        father.name if father else None,
        other_surname=other_surname,
    ):
        raise SURNAME.broken()


def require_other(ctx: AnyContext, first: str) -> None:
    """Refuse who has done the first half himself.

    Raises:
        RuleViolationError: He has.

    """
    if ctx.actor.id == first:
        raise SAME_PERSON.broken()
