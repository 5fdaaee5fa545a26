"""What each state brings about."""

from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.interview import Advice
from ehealthcard.rules.messages import (
    MessageKind,
    MessageRecalled,
    MessageWanted,
    Variables,
)
from ehealthcard.rules.signals import (
    AppointmentEnded,
    AppointmentMoved,
    AppointmentSuspended,
    ConsultationBegun,
    DepartmentChanged,
    InterviewWanted,
)
from ehealthcard.workflow import Claim, Erase, Order, Tell, Until

from .commands import (
    DepartmentLeft,
    Filed,
    FilingRefused,
    RetentionEnded,
    VisitBegun,
    VisitBooked,
    VisitDayPassed,
    VisitEnded,
    VisitMoved,
    VisitSuspended,
)
from .model import (
    Announced,
    ExaminationWarned,
    FlagFound,
    PicturesUnwanted,
    SignedText,
)
from .states import (
    Adopted,
    AdoptedEdited,
    Cancelled,
    Discarded,
    Escalated,
    InProgress,
    Invited,
    Missed,
    Rejected,
    ReportReady,
    UnderReview,
    Withdrawn,
)


def day_ends(state: Invited | InProgress | Escalated) -> Until[VisitDayPassed] | None:
    """It is asked for until the day of the visit is over, unless that is called off."""
    if state.reminder.rests:
        return None
    return Until(end_of(day_of(state.visit.starts_at)), VisitDayPassed())


def retention_ends(
    state: ReportReady | UnderReview | Adopted | AdoptedEdited | Rejected,
) -> Until[RetentionEnded] | None:
    """What must be kept is kept so long, and no longer."""
    if state.kept_until is None:
        return None
    return Until(state.kept_until, RetentionEnded())


def one_each(
    state: Invited
    | InProgress
    | Escalated
    | ReportReady
    | UnderReview
    | Adopted
    | AdoptedEdited
    | Rejected,
) -> Claim:
    """One interview for an appointment; another appointment has its own."""
    return Claim(f"interview:{state.appointment}")


def push(state: Invited) -> Tell | None:
    """The patient is asked to answer before the visit."""
    visit, reminder = state.visit, state.reminder
    if reminder.rests:
        return None
    event = reminder.event("interview", state.appointment)
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.INTERVIEW,
        event=event,
        variables=Variables(org=state.org_name, day=day_of(visit.starts_at)),
        expires_at=visit.starts_at,
    )
    return Tell("notifier", "message", event, told)


def take_back(
    state: Invited | InProgress | Escalated | ReportReady | UnderReview | Cancelled,
) -> Tell | None:
    """An invitation for another day, or to no visit, is not so any more (撤回)."""
    event = state.reminder.untold("interview", state.appointment)
    if event is None:
        return None
    return Tell("notifier", "recall", f"{event}:recall", MessageRecalled(event=event))


def tell_flag(state: Escalated) -> Tell:
    """The department hears of a red flag, and may see the patient earlier."""
    standing = [r for r in state.raised if r.stands]
    urgent = any(r.advice is Advice.EMERGENCY for r in standing)
    told = FlagFound(
        card=state.card,
        appointment=state.appointment,
        org=state.visit.org,
        department=state.visit.department,
        advice=Advice.EMERGENCY if urgent else Advice.EARLIER,
        flags=tuple(r.flag for r in standing),
    )
    key = f"{state.appointment}:{','.join(r.flag for r in standing)}"
    return Tell("his", "interview-red-flag", key, told)


def announce(state: ReportReady) -> Tell:
    """The doctor's desk shows that there is a report; what it says stays here."""
    report, visit = state.report, state.visit
    told = Announced(
        card=state.card,
        appointment=state.appointment,
        org=visit.org,
        department=visit.department,
        doctor=visit.doctor,
        shown="已填" if report.complete else "部分填写",
        mark=report.bank.mark,
        flagged=bool(report.flags),
    )
    key = f"{state.appointment}:{report.generated_at.isoformat()}:{visit.doctor}"
    return Tell("his", "interview-report", key, told)


def warn_examination(state: ReportReady) -> Tell | None:
    """The desk of the examination asks once more before it begins."""
    item, warnings = state.visit.examination, state.report.warnings
    if item is None or not warnings:
        return None
    told = ExaminationWarned(
        card=state.card,
        appointment=state.appointment,
        examination=item,
        warnings=warnings,
    )
    return Tell("his", "interview-warning", f"{state.appointment}:warning", told)


def tell_unfilled(state: Missed | Withdrawn) -> Tell:
    """The doctor sees 未填, or that there is no report any more."""
    visit = state.visit
    shown = "未填" if isinstance(state, Missed) else "已撤回"
    told = Announced(
        card=state.card,
        appointment=state.appointment,
        org=visit.org,
        department=visit.department,
        doctor=visit.doctor,
        shown=shown,
    )
    return Tell("his", "interview-unfilled", f"{state.appointment}:{shown}", told)


def file(state: Adopted | AdoptedEdited) -> Order[Filed, FilingRefused]:
    """The doctor's text enters the record, and nothing without a signature does."""
    told = SignedText(
        card=state.card,
        appointment=state.appointment,
        org=state.visit.org,
        department=state.visit.department,
        text=state.text,
        signed_by=state.decided_by,
        signature=state.signature,
        signed_at=state.decided_at,
        edited=isinstance(state, AdoptedEdited),
        bank=state.report.bank,
    )
    key = f"{state.appointment}:text:{state.filing.attempt}"
    return Order("his", "interview-text", key, told)


def drop_pictures(
    state: Missed | Cancelled | Withdrawn | Discarded,
) -> Tell | None:
    """Pictures that belonged to destroyed answers are destroyed where they lie."""
    if not state.pictures:
        return None
    told = PicturesUnwanted(card=state.card, references=state.pictures)
    return Tell("files", "pictures-unwanted", f"{state.appointment}:pictures", told)


def forget(state: Missed | Cancelled | Withdrawn | Discarded) -> Erase:
    """The answers are destroyed; that there was an interview, stays on record."""
    return Erase()


def on_wanted(signal: InterviewWanted) -> VisitBooked:
    """A booking is confirmed, and its department interviews beforehand."""
    return VisitBooked(visit=signal.visit, org_name=signal.org_name)


def on_suspended(signal: AppointmentSuspended) -> VisitSuspended:
    """The hospital called the visit off and may offer another."""
    return VisitSuspended()


def on_moved(signal: AppointmentMoved) -> VisitMoved:
    """The visit is at another time."""
    return VisitMoved(visit=signal.visit)


def on_department_changed(signal: DepartmentChanged) -> DepartmentLeft:
    """The visit is in another department."""
    return DepartmentLeft()


def on_begun(signal: ConsultationBegun) -> VisitBegun:
    """The patient was called in."""
    return VisitBegun()


def on_ended(signal: AppointmentEnded) -> VisitEnded:
    """There will be no visit."""
    return VisitEnded()


EFFECTS = (
    day_ends,
    retention_ends,
    one_each,
    push,
    take_back,
    tell_flag,
    announce,
    warn_examination,
    tell_unfilled,
    file,
    drop_pictures,
    forget,
)
REACTIONS = (
    on_wanted,
    on_suspended,
    on_moved,
    on_department_changed,
    on_begun,
    on_ended,
)
