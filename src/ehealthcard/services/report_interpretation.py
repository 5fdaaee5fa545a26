"""Reports explained to their patient (报告智能解读, guide §4.6.1).

Who may read a released report may have it explained: each result is set beside the
reference range that the laboratory printed, in plain words. Every interpretation is
marked 参考，非诊断 and names the version and hash of what it was read from. It looks at
a report and never touches it: neither its contents nor its history change. One that
rests on a report which was taken back is void, and what was said is erased.

The grounds are those of reading the report itself (§4.3.6): the holder, a minor's
guardian, who has a grant for reports, each with a second proof where it is especially
sensitive. The holder has a health record that is open to him, which the guide makes the
place of it.

Not built: interpreting pictures, pathology and conclusions in free text; anything that
a model has learnt; clinical review of the sentences, which are the project's own; an
amended report is not explained anew by itself, so that the version says which one it
was; clinicians read the report instead.
"""

from typing import Annotated, Self

from pydantic import Field

from ehealthcard.models import PRIVATE, Moment, only_added
from ehealthcard.ports import Inquiry
from ehealthcard.ports.access import access_facts
from ehealthcard.rules.access import (
    Access,
    AccessFacts,
    GrantScope,
    SensitiveClass,
    accessed,
    classes_of,
    require_grounds,
)
from ehealthcard.rules.health_records.interpreting import Interpretation, interpret
from ehealthcard.rules.health_records.standing import (
    RECORD_NOT_OPEN,
    RECORD_NOT_THERE,
    RecordSeen,
    seen,
)
from ehealthcard.rules.holders import HolderGone, on_cancelled, on_died
from ehealthcard.rules.links import CardLink, ReportLink
from ehealthcard.rules.recognition import report_out
from ehealthcard.rules.reporting import Digest, ReportContent
from ehealthcard.rules.signals import ReportRetracted
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import (
    CARD,
    Actor,
    Command,
    Context,
    Erase,
    Facts,
    Model,
    Notice,
    Rule,
    State,
    Title,
    Workflow,
)

REPORT_NOT_OUT = Rule(
    "REPORT_NOT_OUT",
    "There is no such released report of this holder; wait for its release.",
    "没有找到本人已发布的该报告，请在报告发布后再试。",
)


class ReportRead(Model):
    """A released report, as it is now."""

    report: str
    org_name: str
    version: int
    sha256: Digest
    classes: tuple[SensitiveClass, ...] = ()
    """What is especially sensitive in it."""

    content: Annotated[ReportContent, PRIVATE]


class InterpretFacts(Facts):
    """What must be known of who asks, of the record and of the report."""

    access: AccessFacts
    record: RecordSeen | None = None
    report: Annotated[ReportRead | None, PRIVATE] = None


def interpret_facts(ask: Inquiry) -> InterpretFacts:
    """Look at cards, grants, the record and the report; nothing is written there."""
    found = map(seen, ask.related(CARD, ask.subject, "health-record"))
    return InterpretFacts(
        access=access_facts(ask),
        record=next(filter(None, found), None),
        report=_report(ask),
    )


class Interpreted(State):
    """Explained, for reference and as no diagnosis (已解读).

    Lists leave the words out.
    """

    card: CardLink
    reference: ReportLink
    version: int
    sha256: Digest
    """The hash of the report's rendering; its paper has the same."""

    said: Annotated[Interpretation | None, PRIVATE]
    access: Access
    speaks_of: tuple[SensitiveClass, ...] = ()
    """What is especially sensitive in the report; lists go by it."""

    def shown_to(self, actor: Actor) -> Self:
        """Return it without its words."""
        del actor
        return self.model_copy(update={"said": None})


class Voided(State):
    """The report was taken back: nothing that was said holds (已失效)."""

    card: CardLink
    reference: ReportLink
    version: int
    voided_at: Moment
    speaks_of: tuple[SensitiveClass, ...] = ()


class Dismissed(State):
    """Not wanted any more; the words are gone (已删除)."""

    card: CardLink
    reference: ReportLink
    version: int
    dismissed_at: Moment
    speaks_of: tuple[SensitiveClass, ...] = ()


class Interpret(Command):
    """Explain a report (解读报告)."""

    reference: ReportLink = Field(min_length=3)
    """``org:report``."""


class Dismiss(Command):
    """Delete what was said (删除解读)."""


class ReportGone(Notice):
    """The report was taken back."""


def explain(
    state: None, command: Interpret, ctx: Context[InterpretFacts, None]
) -> Interpreted:
    """Whoever may read the released report may have it explained; it stays as it is."""
    facts, report = ctx.facts, ctx.facts.report
    grounds = require_grounds(
        ctx.actor,
        ctx.subject,
        facts.access,
        GrantScope.REPORTS,
        now=ctx.now,
        sensitive=report is not None and bool(report.classes),
        classes=report.classes if report else (),
    )
    require_active(facts.access.status)
    if facts.record is None:
        raise RECORD_NOT_THERE.broken()
    if not facts.record.is_open:
        raise RECORD_NOT_OPEN.broken()
    if report is None:
        raise REPORT_NOT_OUT.broken()
    access = accessed(
        ctx.actor,
        grounds,
        ctx.now,
        action="interpret",
        what=report.report,
        of=report.org_name,
    )
    return Interpreted(
        card=ctx.subject,
        reference=command.reference,
        version=report.version,
        sha256=report.sha256,
        said=interpret(report.content),
        access=access,
        speaks_of=report.classes,
    )


def dismiss(
    state: Interpreted, command: Dismiss, ctx: Context[AccessFacts, None]
) -> Dismissed:
    """The holder, a guardian or who has a grant deletes it (PIPL art. 47)."""
    require_grounds(
        ctx.actor,
        ctx.subject,
        ctx.facts,
        GrantScope.REPORTS,
        now=ctx.now,
        sensitive=False,
    )
    return state.to(Dismissed, dismissed_at=ctx.now)


def void(state: Interpreted, command: ReportGone, ctx: Context) -> Voided:
    """What rests on a report falls with it."""
    return state.to(Voided, voided_at=ctx.now)


def fall(state: Interpreted, command: HolderGone, ctx: Context) -> Dismissed:
    """Nobody reads it any more."""
    return state.to(Dismissed, dismissed_at=ctx.now)


def erase(state: Voided | Dismissed) -> Erase:
    """Nothing of the words stays in earlier events either."""
    return Erase()


def on_retracted(signal: ReportRetracted) -> ReportGone:
    """The report was taken back."""
    return ReportGone()


def _report(ask: Inquiry) -> ReportRead | None:
    """Return the holder's own released report of this name."""
    command = ask.command
    if not isinstance(command, Interpret):
        return None
    for state in ask.related("report", command.reference, "report"):
        found = report_out(state)
        if found is not None and found.card in ask.one_person(ask.subject):
            return ReportRead(
                report=found.report,
                org_name=found.org_name,
                version=found.version,
                sha256=found.rendering.sha256,
                classes=tuple(sorted(classes_of(found))),
                content=found.content or ReportContent(),
            )
    return None


ReportInterpretation = Interpreted | Voided | Dismissed
ReportInterpretationCommand = Interpret | Dismiss | ReportGone | HolderGone

report_interpretation: Workflow[ReportInterpretation, ReportInterpretationCommand] = (
    Workflow(
        "report-interpretation",
        Title("报告智能解读", "Reports explained", "4.6.1"),
        transitions=(explain, dismiss, void, fall),
        effects=(erase,),
        reactions=(on_retracted, on_cancelled, on_died),
        sources=(interpret_facts, access_facts),
        version=2,
        upcasters=(only_added,),
    )
)
