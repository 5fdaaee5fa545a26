"""How a report reaches the patient: released, withheld, handed out, read."""

from typing import TypeVar

from ehealthcard.rules.access import ADULT_FROM, Access, AccessFacts
from ehealthcard.rules.reporting import rendering_of
from ehealthcard.workflow import Context

from .checks import (
    DOCTOR,
    HIS,
    NURSE,
    SIGNER,
    clinical_access,
    is_clinician,
    require_some_grounds,
    require_staff,
    resident_access,
    same_as_paper,
)
from .commands import Disclose, Download, HandOut, Release, View, Withhold
from .model import (
    HandOverFacts,
    PaperFacts,
    Recipient,
    ReportPolicy,
    Signed,
    Why,
)
from .rules import (
    CLINICIANS_ONLY,
    DISCLOSURE_FIRST,
    IDENTITY_NOT_CHECKED,
    IN_PERSON_ONLY,
    NO_GUARDIAN,
    RELEASE_DELAYED,
    WITHHELD_CLASS,
)
from .states import (
    Amended,
    Amending,
    Drafted,
    Final,
    HandedOut,
    Preliminary,
    Released,
    VerifiedOnce,
    Withheld,
    sheet_of,
)

R = TypeVar("R", Released, Amending, Amended)
D = TypeVar("D", Preliminary, VerifiedOnce, Final, Withheld, HandedOut)
Look = Context[AccessFacts, ReportPolicy]


def release(
    state: Final | Withheld, command: Release, ctx: Context[PaperFacts, ReportPolicy]
) -> Released:
    """Out, if it is no withheld class, the delay is over and the paper is the same."""
    require_staff(ctx, state.org, SIGNER, HIS)
    if state.sensitivity in ctx.policy.withheld:
        raise WITHHELD_CLASS.broken()
    if isinstance(state, Withheld) and state.disclosed is None:
        raise DISCLOSURE_FIRST.broken()
    if ctx.now < state.release_from:
        raise RELEASE_DELAYED.broken()
    rendering = same_as_paper(sheet_of(state), ctx.facts, command.paper)
    return state.to(Released, rendering=rendering, released_at=ctx.now)


def withhold(
    state: Final, command: Withhold, ctx: Context[None, ReportPolicy]
) -> Withheld:
    """Kept back: of a withheld class, or because a doctor wants to speak first."""
    require_staff(ctx, state.org, SIGNER, DOCTOR, HIS)
    of_class = state.sensitivity in ctx.policy.withheld
    why = Why.CLASS if of_class else Why.DOCTOR_FIRST
    return state.to(Withheld, why=why, withheld_by=ctx.actor.id)


def disclose(state: Withheld, command: Disclose, ctx: Context) -> Withheld:
    """A doctor has spoken with the patient."""
    require_staff(ctx, state.org, DOCTOR)
    spoken = Signed(by=ctx.actor.id, at=ctx.now)
    return state.model_copy(update={"disclosed": spoken})


def hand_out(
    state: Withheld, command: HandOut, ctx: Context[HandOverFacts, ReportPolicy]
) -> HandedOut:
    """Given in person, after a doctor has spoken, to who showed a document."""
    require_staff(ctx, state.org, DOCTOR, NURSE, "registrar", "staff")
    if state.disclosed is None:
        raise DISCLOSURE_FIRST.broken()
    if not command.identity_checked:
        raise IDENTITY_NOT_CHECKED.broken()
    age, guardian = ctx.facts.age, ctx.facts.guardian
    guarded = guardian is not None and age is not None and age < ADULT_FROM
    if command.to is Recipient.GUARDIAN and not guarded:
        raise NO_GUARDIAN.broken()
    return state.to(
        HandedOut,
        rendering=rendering_of(sheet_of(state)),
        given_to=command.to,
        given_by=ctx.actor.id,
        given_at=ctx.now,
    )


def view(state: R, command: View | Download, ctx: Look) -> R:
    """The holder, a minor's guardian, who has a grant, or clinicians; on the record."""
    action = "download" if isinstance(command, Download) else "view"
    return _seen(state, resident_access(state, ctx, action))


def view_unreleased(state: D, command: View, ctx: Look) -> D:
    """Not released: clinicians alone; what is withheld never goes online."""
    if not is_clinician(ctx, state):
        require_some_grounds(ctx)
        withheld = isinstance(state, Withheld | HandedOut)
        raise (IN_PERSON_ONLY if withheld else CLINICIANS_ONLY).broken()
    return _seen(state, clinical_access(state, ctx, "view"))


S = TypeVar("S", bound=Drafted)


def _seen(state: S, access: Access) -> S:
    more = {"last_access": access, "views": state.views + 1}
    return state.model_copy(update=more)
