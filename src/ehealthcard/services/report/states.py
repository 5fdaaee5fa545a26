"""Where a report may be."""

from typing import Annotated, Self

from ehealthcard.models import Moment
from ehealthcard.rules.access import Access
from ehealthcard.rules.critical import CriticalFinding
from ehealthcard.rules.links import CardLink, ReportLink
from ehealthcard.rules.reporting import (
    Rendering,
    ReportContent,
    ReportKind,
    ReportSheet,
    Sample,
)
from ehealthcard.workflow import PRIVATE, Actor, State

from .model import Correction, Fault, Recipient, Sensitivity, Signed, Why
from .turnaround import TestGroup


class Asked(State):
    """What is known of every report."""

    card: CardLink
    reference: ReportLink
    """``org:report``."""

    report: str
    """The report's number at the institution (报告编号)."""

    org: str
    org_name: str
    department: str
    order: str
    """The number of the order (申请单)."""

    kind: ReportKind
    group: TestGroup
    test: str
    """What was ordered, by its name."""

    urgent: bool
    inpatient: bool
    sensitivity: Sensitivity | None
    ordered_by: str
    ordered_at: Moment


class Ordered(Asked):
    """Ordered (已申请)."""


class Begun(Asked):
    """What is known once it was begun."""

    sample: Sample | None
    performer: str
    begun_at: Moment
    due_by: Moment | None
    """The last moment in time; ``None`` if none is promised."""

    overdue: bool = False


class InProgress(Begun):
    """Collected, or being examined (检验检查中)."""


class Drafted(Begun):
    """What is known once something was found.

    Lists leave ``content`` out; it is opened by ``View``, on the record.
    """

    content: Annotated[ReportContent | None, PRIVATE]
    version: int = 1
    signatures: tuple[Signed, ...] = ()
    correction: Correction | None = None
    """Why there is a version beyond the first."""

    critical: Annotated[tuple[CriticalFinding, ...], PRIVATE] = ()
    last_access: Access | None = None
    """The newest look; all of them are the case's history."""

    views: int = 0

    def shown_to(self, actor: Actor) -> Self:
        """Return it without what was found; see :class:`View`."""
        del actor
        return self._without()

    def handed_over(self) -> Self:
        """Return it without what was found, until it is out."""
        return self._without()

    def _without(self) -> Self:
        return self.model_copy(update={"content": None, "critical": ()})


class Preliminary(Drafted):
    """Found and not verified: for clinicians only (初步报告)."""


class VerifiedOnce(Drafted):
    """One of two persons has verified it (待复核)."""


class Verified(Drafted):
    """What is known once it was verified."""

    verified_at: Moment
    file_by: Moment | None
    """By when it is filed into the inpatient record; ``None`` for outpatients."""

    kept_until: Moment


class Final(Verified):
    """Verified, not released (已审核)."""

    release_from: Moment


class Withheld(Verified):
    """Handed over in person only, or after a doctor has spoken (暂缓发布)."""

    release_from: Moment
    why: Why
    withheld_by: str
    disclosed: Signed | None = None
    """The doctor who has spoken with the patient."""


class HandedOut(Verified):
    """Given to the patient in person (已当面发放)."""

    release_from: Moment
    why: Why
    disclosed: Signed
    rendering: Rendering
    given_to: Recipient
    given_by: str
    given_at: Moment

    def handed_over(self) -> Self:
        """Return all of it: it is in the patient's hands."""
        return self


class Out(Verified):
    """What is known of a report that can be read online."""

    rendering: Rendering
    """Hashes of what is shown; those of the paper are the same."""

    released_at: Moment

    def handed_over(self) -> Self:
        """Return all of it: it can be read online."""
        return self


class Released(Out):
    """To be read online (已发布)."""


class Amending(Out):
    """An amendment waits for its second signature; the old one stands (更正待复核)."""

    amended: Annotated[ReportContent | None, PRIVATE]
    amendment: Correction

    def shown_to(self, actor: Actor) -> Self:
        """Return it without what was found."""
        return super().shown_to(actor).model_copy(update={"amended": None})

    def handed_over(self) -> Self:
        """Return it without what is not signed yet."""
        return self.model_copy(update={"amended": None})


class Amended(Out):
    """A newer version is out; the older one stays in the history (已更正)."""


class Retracted(State):
    """Taken back: nothing in it holds (已撤回)."""

    card: CardLink
    reference: ReportLink
    report: str
    org: str
    org_name: str
    version: int
    fault: Fault
    reason: str
    retracted_by: str
    retracted_at: Moment
    was_released: bool
    views: int


class Archived(State):
    """Its term of keeping is over, and its contents are erased (保存期满)."""

    card: CardLink
    report: str
    org: str
    version: int
    kept_until: Moment


class Cancelled(State):
    """Given up before anything was verified (已取消)."""

    card: CardLink
    report: str
    org: str
    reason: str
    cancelled_by: str


def sheet_of(
    state: Verified,
    content: ReportContent | None = None,
    *,
    version: int | None = None,
    verifiers: tuple[str, ...] | None = None,
) -> ReportSheet:
    """Return the sheet that a reader is shown.

    With the rest of the arguments: the sheet of an amendment, before it is made.
    """
    return ReportSheet(
        report=state.report,
        version=version or state.version,
        kind=state.kind,
        org_name=state.org_name,
        department=state.department,
        order=state.order,
        test=state.test,
        content=content or state.content or ReportContent(),
        sample=state.sample,
        performer=state.performer,
        verifiers=verifiers or tuple(s.by for s in state.signatures),
    )
