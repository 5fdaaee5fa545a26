"""What several steps of a report must hold."""

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import Inquiry
from ehealthcard.rules.access import (
    ACCESS_NOT_GRANTED,
    STEP_UP_REQUIRED,
    Access,
    AccessFacts,
    GrantScope,
    Grounds,
    accessed,
    classes_of,
    is_strong,
    require_grounds,
    resident_grounds,
)
from ehealthcard.rules.critical import CriticalFinding, critical_findings
from ehealthcard.rules.reporting import (
    Rendering,
    ReportContent,
    ReportSheet,
    rendering_of,
)
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import AnyContext, Context

from .commands import Amend, Release, Verify
from .model import PaperFacts, ReportPolicy, Sensitivity
from .rules import (
    CONTENT_REQUIRED,
    NOT_ATTENDING,
    OTHER_INSTITUTION,
    PAPER_UNKNOWN,
    PERFORMER_MAY_NOT_SIGN,
    RENDERING_DIFFERS,
    SAME_SIGNER,
)
from .states import Amending, Asked, Begun, Drafted, Verified

DOCTOR = "doctor"
NURSE = "nurse"
TECHNICIAN = "technician"
SIGNER = "report-signer"
HIS = "his"
CLINICIANS = (DOCTOR, NURSE, TECHNICIAN, SIGNER)

Of = Context[AccessFacts, ReportPolicy]


def paper_facts(ask: Inquiry) -> PaperFacts:
    """Ask what the hospital prints; a hash in the command makes up for silence."""
    state, command, results = ask.state, ask.command, ask.ports.results
    if results is None or not isinstance(state, Verified):
        return PaperFacts()
    newer = isinstance(command, Amend) or isinstance(state, Amending)
    version = state.version + 1 if newer else state.version
    try:
        sheet = results.printed(org=state.org, report=state.report, version=version)
    except OutsideUnavailableError:
        said = isinstance(command, Amend | Release | Verify) and command.paper
        if not said:
            raise
        sheet = None
    return PaperFacts(sheet=sheet)


def require_staff(ctx: AnyContext, org: str, *roles: str) -> None:
    """Refuse who has none of *roles*, or has them at another institution."""
    ctx.require(*roles)
    if ctx.actor.org not in (None, org):
        raise OTHER_INSTITUTION.broken()


def require_signer(ctx: AnyContext, state: Begun, policy: ReportPolicy) -> None:
    """Refuse who is no authorised signer here."""
    require_staff(ctx, state.org, SIGNER)
    if not policy.performer_may_sign and ctx.actor.id == state.performer:
        raise PERFORMER_MAY_NOT_SIGN.broken()


def require_another(ctx: AnyContext, first: str) -> None:
    """Refuse whoever has signed already."""
    if ctx.actor.id == first:
        raise SAME_SIGNER.broken()


def require_content(content: ReportContent | None) -> ReportContent:
    """Return what was found; refuse nothing."""
    if content is None or content.is_empty:
        raise CONTENT_REQUIRED.broken()
    return content


def sensitivity_of(
    state: Asked, content: ReportContent, policy: ReportPolicy
) -> Sensitivity | None:
    """Return what is sensitive in it: as ordered, or as the names of the items tell."""
    names = (state.test, *(item.name for item in content.items))
    told, ordered = policy.sensitivity_of(names), state.sensitivity
    if told in policy.withheld and ordered not in policy.withheld:
        return told
    return ordered or told


def found_in(
    content: ReportContent, policy: ReportPolicy
) -> tuple[CriticalFinding, ...]:
    """Return what cannot wait."""
    return critical_findings(content, policy.critical_limits)


def same_as_paper(
    sheet: ReportSheet, facts: PaperFacts, paper: str | None
) -> Rendering:
    """Return the hashes of *sheet*, once those of the paper are the same.

    Raises:
        RuleViolationError: They differ, or nobody knows the paper's.

    """
    rendering = rendering_of(sheet)
    known = [paper] if paper else []
    if facts.sheet is not None:
        known.append(rendering_of(facts.sheet).sha256)
    if not known:
        raise PAPER_UNKNOWN.broken()
    if not all(rendering.equals(digest) for digest in known):
        raise RENDERING_DIFFERS.broken()
    return rendering


def resident_access(state: Verified, ctx: Of, action: str) -> Access:
    """Return the record of a look at a released report, by whoever may.

    Raises:
        RuleViolationError: He may not.
        CardError: The card is not active.

    """
    if is_clinician(ctx, state) and not _is_resident(ctx):
        return clinical_access(state, ctx, action)
    grounds = require_grounds(
        ctx.actor,
        ctx.subject,
        ctx.facts,
        GrantScope.REPORTS,
        now=ctx.now,
        sensitive=state.sensitivity is not None,
        classes=classes_of(state),
    )
    require_active(ctx.facts.status)
    return _access(state, ctx, grounds, action)


def is_clinician(ctx: Of, state: Asked) -> bool:
    """Whether the actor treats patients at the report's institution."""
    actor = ctx.actor
    return bool(actor.roles & set(CLINICIANS)) and actor.org in (None, state.org)


def clinical_access(state: Drafted, ctx: Of, action: str) -> Access:
    """Return the record of a clinician's look; sensitive ones are for a few."""
    if state.sensitivity is not None:
        few = {state.ordered_by, state.performer, *(s.by for s in state.signatures)}
        if ctx.actor.id not in few:
            raise NOT_ATTENDING.broken()
        if not is_strong(ctx.actor):
            raise STEP_UP_REQUIRED.broken()
    return _access(state, ctx, Grounds.CLINICIAN, action)


def require_some_grounds(ctx: Of) -> None:
    """Refuse a resident who has nothing to do with the report at all."""
    if not _is_resident(ctx):
        raise ACCESS_NOT_GRANTED.broken()


def _is_resident(ctx: Of) -> bool:
    scope = GrantScope.REPORTS
    found = resident_grounds(ctx.actor, ctx.subject, ctx.facts, scope, ctx.now)
    return found is not None


def _access(state: Asked, ctx: Of, grounds: Grounds, action: str) -> Access:
    return accessed(
        ctx.actor,
        grounds,
        ctx.now,
        action=action,
        what=state.report,
        of=state.org_name,
    )
