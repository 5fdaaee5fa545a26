"""What each state brings about."""

from ehealthcard.rules.messages import (
    MessageKind,
    MessageWanted,
    Variables,
    is_plain,
)
from ehealthcard.rules.signals import (
    CriticalValueFound,
    HappeningRecalled,
    ReportRetracted,
)
from ehealthcard.workflow import Claim, Erase, Tell, Until

from .commands import TermPassed, TurnaroundPassed
from .model import Incident, LateReport, ResultToFile
from .states import (
    Amended,
    Amending,
    Archived,
    Cancelled,
    Final,
    HandedOut,
    InProgress,
    Ordered,
    Preliminary,
    Released,
    Retracted,
    VerifiedOnce,
    Withheld,
)


def turnaround_ends(
    state: InProgress | Preliminary | VerifiedOnce,
) -> Until[TurnaroundPassed] | None:
    """Every group of tests has its time, the last moment included."""
    if state.overdue or state.due_by is None:
        return None
    return Until(state.due_by, TurnaroundPassed())


def tell_late(state: InProgress | Preliminary | VerifiedOnce) -> Tell | None:
    """The laboratory hears of a report that is late."""
    if not state.overdue or state.due_by is None:
        return None
    told = LateReport(
        report=state.report,
        department=state.department,
        group=state.group,
        due_by=state.due_by,
    )
    return Tell("his", "report-late", state.reference, told)


def term_ends(
    state: Final | Withheld | HandedOut | Released | Amending | Amended,
) -> Until[TermPassed]:
    """It is kept for as long as the law says."""
    return Until(state.kept_until, TermPassed())


def erase(state: Archived) -> Erase:
    """After its term nothing of what was found stays (PIPL art. 19, 47)."""
    return Erase()


def file_result(
    state: Final | Withheld | HandedOut | Released | Amending | Amended,
) -> Tell | None:
    """An inpatient's result goes into the record within 24 hours (MR-13)."""
    if state.file_by is None:
        return None
    told = ResultToFile(
        card=state.card,
        report=state.report,
        version=state.version,
        file_by=state.file_by,
    )
    key = f"{state.reference}:v{state.version}"
    return Tell("his", "result-to-file", key, told)


def push(state: Released | Amending | Amended) -> Tell:
    """The patient hears that a report is there (查报告); of each version once."""
    event = f"report:{state.reference}:v{state.version}"
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.REPORT,
        event=event,
        variables=Variables(org=_named(state.org_name)),
    )
    return Tell("notifier", "message", f"{state.card}:{event}", told)


def alarm(
    state: Final | Withheld | HandedOut | Released | Amending | Amended,
) -> CriticalValueFound | None:
    """A critical value does not wait for the release."""
    if not state.critical:
        return None
    return CriticalValueFound(
        card=state.card,
        reference=state.reference,
        version=state.version,
        org=state.org,
        department=state.department,
        publisher=state.signatures[-1].by,
        findings=state.critical,
    )


def report_incident(state: Retracted) -> Tell:
    """Somebody finds out how it could happen, and who has read it."""
    told = Incident(
        card=state.card,
        report=state.report,
        org=state.org,
        version=state.version,
        fault=state.fault,
        was_released=state.was_released,
        views=state.views,
    )
    return Tell("monitor", "report-incident", state.reference, told)


def recall_message(state: Retracted) -> HappeningRecalled | None:
    """Who was told of the report is told that there is none."""
    if not state.was_released:
        return None
    return HappeningRecalled(event=f"report:{state.reference}:v{state.version}")


def take_back(state: Retracted) -> ReportRetracted:
    """What rests on the report falls with it."""
    return ReportRetracted(reference=state.reference)


def once(
    state: Ordered
    | InProgress
    | Preliminary
    | VerifiedOnce
    | Final
    | Withheld
    | HandedOut
    | Released
    | Amending
    | Amended
    | Retracted
    | Archived
    | Cancelled,
) -> Claim:
    """A number is given to one report of an institution, for ever."""
    return Claim(f"report:{state.org}:{state.report}")


def _named(org: str) -> str:
    """Return the institution's name, unless it tells by itself what one has."""
    return org if is_plain(org) else "就诊机构"
