"""How a report is corrected or taken back."""

from ehealthcard.rules.reporting import ReportContent
from ehealthcard.workflow import Context

from .checks import (
    SIGNER,
    require_another,
    require_signer,
    require_staff,
    same_as_paper,
)
from .commands import Amend, DropAmendment, Retract, TermPassed, Verify
from .making import draft_of, signature_of, signed, verified
from .model import Correction, PaperFacts, ReportPolicy, Signed
from .rules import NOTHING_CHANGED, SIGNED_CONTENT, WITHHELD_CLASS
from .states import (
    Amended,
    Amending,
    Archived,
    Final,
    HandedOut,
    Out,
    Released,
    Retracted,
    Verified,
    VerifiedOnce,
    Withheld,
    sheet_of,
)

Paper = Context[PaperFacts, ReportPolicy]


def amend_unreleased(
    state: Final | Withheld | HandedOut,
    command: Amend,
    ctx: Context[None, ReportPolicy],
) -> VerifiedOnce | Final:
    """Nobody has read it online: the next version is verified as the first one was."""
    require_signer(ctx, state, ctx.policy)
    _require_change(state, command.content)
    draft = draft_of(state, command.content, ctx.policy)
    more = {"correction": _correction(command, ctx), "due_by": None}
    return signed(state, draft | more, ctx, number=state.version + 1)


def amend(state: Released | Amended, command: Amend, ctx: Paper) -> Amending | Amended:
    """The next version; the one before stays in the history, and all hear of it."""
    require_signer(ctx, state, ctx.policy)
    _require_change(state, command.content)
    draft = draft_of(state, command.content, ctx.policy)
    if draft["sensitivity"] in ctx.policy.withheld:
        raise WITHHELD_CLASS.broken()
    correction = _correction(command, ctx)
    if state.kind in ctx.policy.two_persons:
        more = {"amended": command.content, "amendment": correction}
        return state.to(Amending, **more)
    newer = _amended(state, command.content, correction, (), ctx)
    return _like_paper(newer, command, ctx)


def verify_amendment(state: Amending, command: Verify, ctx: Paper) -> Amended:
    """Another person signs the amendment; never the same person twice."""
    require_signer(ctx, state, ctx.policy)
    require_another(ctx, state.amendment.by)
    content = state.amended or ReportContent()
    if command.content not in (None, content):
        raise SIGNED_CONTENT.broken()
    first = Signed(by=state.amendment.by, at=state.amendment.at)
    newer = _amended(state, content, state.amendment, (first,), ctx)
    return _like_paper(newer, command, ctx)


def drop_amendment(
    state: Amending, command: DropAmendment, ctx: Context
) -> Released | Amended:
    """The second person does not sign it; the version that is out stands."""
    require_staff(ctx, state.org, SIGNER)
    return state.to(Released) if state.version == 1 else state.to(Amended)


def retract(
    state: Final | Withheld | HandedOut | Released | Amending | Amended,
    command: Retract,
    ctx: Context,
) -> Retracted:
    """Taken back as a whole, such as another patient's; that is an incident."""
    require_staff(ctx, state.org, SIGNER)
    return state.to(
        Retracted,
        fault=command.fault,
        reason=command.reason,
        retracted_by=ctx.actor.id,
        retracted_at=ctx.now,
        was_released=isinstance(state, Out),
    )


def archive(
    state: Final | Withheld | HandedOut | Released | Amending | Amended,
    command: TermPassed,
    ctx: Context,
) -> Archived:
    """Kept for 15 years, an inpatient's for 30 (MR-13); then its contents go."""
    return state.to(Archived)


def _amended(
    state: Out,
    content: ReportContent,
    correction: Correction,
    first: tuple[Signed, ...],
    ctx: Paper,
) -> Amended:
    """Return the next version, with the actor's signature behind the *first*."""
    return state.to(
        Amended,
        **draft_of(state, content, ctx.policy),
        version=state.version + 1,
        signatures=(*first, signature_of(ctx)),
        **verified(state, ctx),
        correction=correction,
        released_at=ctx.now,
    )


def _like_paper(state: Amended, command: Amend | Verify, ctx: Paper) -> Amended:
    """Return it with its hashes, once those of the newer paper are the same."""
    rendering = same_as_paper(sheet_of(state), ctx.facts, command.paper)
    return state.model_copy(update={"rendering": rendering})


def _correction(command: Amend, ctx: Context[object, object]) -> Correction:
    return Correction(reason=command.reason, by=ctx.actor.id, at=ctx.now)


def _require_change(state: Verified, content: ReportContent) -> None:
    if content == state.content:
        raise NOTHING_CHANGED.broken()
