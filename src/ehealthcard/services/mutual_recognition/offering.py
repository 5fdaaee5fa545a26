"""How a report comes to be shown, and no longer is."""

from datetime import datetime

from ehealthcard.rules.access import (
    ACCESS_NOT_GRANTED,
    GrantScope,
    Grounds,
    require_grounds,
    resident_grounds,
)
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.reporting import rendering_of
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .commands import Confirm, Fail, Offer, RevokeAuthorisation, Upload
from .facts import OfferFacts
from .model import RecognitionPolicy, Result, Source
from .rules import (
    ITEM_UNKNOWN,
    OWN_REPORT,
    REPORT_UNKNOWN,
    TERM_WRONG,
    UPLOAD_ALTERED,
    UPLOAD_TIMES,
)
from .states import Offered, PendingVerify, RejectedFake, Revoked, Viewed

VERIFIER = "report-verifier"
"""Who checks uploads: a platform of signatures, or a person (上传核验)."""

Of = Context[OfferFacts, RecognitionPolicy]


def offer(state: None, command: Offer, ctx: Of) -> Offered:
    """The holder, a guardian or who has a grant shows a released report."""
    report = ctx.facts.report
    grounds = _grounds(ctx, sensitive=report is not None and report.sensitive)
    if report is None:
        raise REPORT_UNKNOWN.broken()
    if report.org == command.receiver:
        raise OWN_REPORT.broken()
    _require_term(command.until, ctx)
    result = part_of(report.result, command.items)
    return Offered(
        card=ctx.subject,
        reference=command.reference,
        report=report.report,
        org=report.org,
        org_name=report.org_name,
        kind=report.kind,
        version=report.version,
        made_at=report.made_at,
        sha256=report.sha256,
        codes=codes_of(result),
        result=result,
        sensitive=report.sensitive,
        source=Source.PLATFORM,
        receiver=command.receiver,
        until=command.until,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
        grounds=grounds,
        offered_by=ctx.actor.id,
        offered_at=ctx.now,
    )


def upload(state: None, command: Upload, ctx: Of) -> PendingVerify:
    """From elsewhere, by who has just proved who he is; it is checked first."""
    grounds = _grounds(ctx, sensitive=True)
    if command.org == command.receiver:
        raise OWN_REPORT.broken()
    _require_term(command.until, ctx)
    sheet = command.sheet
    rendering = rendering_of(sheet)
    if not rendering.equals(command.digest):
        raise UPLOAD_ALTERED.broken()
    since = sheet.sample.collected_at if sheet.sample else command.made_at
    if not since <= command.made_at <= ctx.now:
        raise UPLOAD_TIMES.broken()
    content = sheet.content
    result = part_of(Result(items=content.items, images=content.images), ())
    return PendingVerify(
        card=ctx.subject,
        reference=f"{command.org}:{sheet.report}",
        report=sheet.report,
        org=command.org,
        org_name=sheet.org_name,
        kind=sheet.kind,
        version=sheet.version,
        made_at=since,
        sha256=rendering.sha256,
        codes=codes_of(result),
        result=result,
        sensitive=True,
        source=Source.UPLOAD,
        receiver=command.receiver,
        until=command.until,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
        grounds=grounds,
        offered_by=ctx.actor.id,
        offered_at=ctx.now,
    )


def confirm(state: PendingVerify, command: Confirm, ctx: Context) -> Offered:
    """Signature, institution and patient are right."""
    ctx.require(VERIFIER)
    return state.to(Offered)


def fail(state: PendingVerify, command: Fail, ctx: Context) -> RejectedFake:
    """One of them is wrong: nobody sees it, and the monitor hears of it."""
    ctx.require(VERIFIER)
    return state.to(
        RejectedFake,
        offences=command.offences,
        rejected_by=ctx.actor.id,
        rejected_at=ctx.now,
    )


def revoke(
    state: PendingVerify | Offered | Viewed, command: RevokeAuthorisation, ctx: Of
) -> Revoked:
    """Taken back in one step, and erased (PIPL art. 15, 47); also with a lost card."""
    facts, scope = ctx.facts.access, GrantScope.REPORTS
    found = resident_grounds(ctx.actor, ctx.subject, facts, scope, ctx.now)
    if found is None:
        raise ACCESS_NOT_GRANTED.broken()
    return state.to(Revoked, revoked_by=ctx.actor.id, revoked_at=ctx.now)


def part_of(result: Result, codes: tuple[str, ...]) -> Result:
    """Return the items of *codes*, or all of it.

    Raises:
        RuleViolationError: There is no such item, or nothing at all.

    """
    found = result
    if codes:
        found = Result(
            items=tuple(i for i in result.items if i.code in codes),
            images=tuple(i for i in result.images if i.modality in codes),
        )
    known = codes_of(found)
    if not known or not set(codes) <= set(known):
        raise ITEM_UNKNOWN.broken()
    return found


def codes_of(result: Result) -> tuple[str, ...]:
    """Return the codes of all items, and the modalities of all images."""
    return (*(i.code for i in result.items), *(i.modality for i in result.images))


def _grounds(ctx: Of, *, sensitive: bool) -> Grounds:
    grounds = require_grounds(
        ctx.actor,
        ctx.subject,
        ctx.facts.access,
        GrantScope.REPORTS,
        now=ctx.now,
        sensitive=sensitive,
    )
    require_active(ctx.facts.access.status)
    return grounds


def _require_term(until: datetime, ctx: Of) -> None:
    longest = ctx.policy.longest
    if not ctx.now < until <= ctx.now + longest:
        raise TERM_WRONG.broken(days=longest.days)
