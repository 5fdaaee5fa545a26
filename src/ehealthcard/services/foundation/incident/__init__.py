"""Incidents and their notices (安全事件报告与通报): the clocks of the law.

Something happened: it is opened, and graded within half an hour. Its grade and what is
known say who must be told and by when: authorities, the police, the persons concerned;
each such duty stands in the case with its rule and its last moment. When all have been
told, and it is over, the summary is handed in and another person closes it. What is not
done in time is marked, and a superior hears of it. Persons need not be told where
measures keep harm away, unless the authority wants them told (PIPL art. 57). When it is
assessed anew a grade only rises and no duty goes.

An incident that came from a risk alert tells that alert which notices were given, so a
breach is written down once. Notices are made of code values: no text that somebody has
typed goes into one (``notice_to``).

Sources: Personal Information Protection Law art. 57; network data security regulation
art. 10 (24 hours), as the notes of the project report it: as recalled, that article
speaks of flaws in products and services. The incident reporting measures of 2025 with
1 hour, 4 hours, 30 days and their grades by persons are recalled, not read. "At once"
of the PIPL has no number: a day and three days are inferred, as is all else.

Not built: sending the notices; the authorities' own forms; grading by money lost,
systems hit or hours of outage; what an authority does with a notice.
"""

from ehealthcard.workflow import Title, Workflow

from .commands import (
    Assess,
    AssessmentOverdue,
    Close,
    Conclude,
    Dismiss,
    ExemptPersons,
    FileSummary,
    NoticeOverdue,
    Open,
    RecordNotice,
    RequirePersons,
)
from .effects import (
    assessment_ends,
    notice_ends,
    one_an_alert,
    one_each,
    tell_alert,
    tell_superior,
)
from .ending import (
    assess_late,
    close,
    conclude,
    file_summary,
    run_late,
    run_late_persons,
    run_late_summary,
)
from .model import (
    Addressee,
    Advice,
    Condition,
    DataKind,
    Duty,
    Grade,
    Harm,
    IncidentFacts,
    IncidentWarning,
    Kind,
    Remedy,
    Stage,
    Why,
)
from .notices import Contact, NoticeText, notice_to
from .policy import POLICIES, DutyRule, IncidentPolicy, Threshold
from .states import (
    Assessed,
    Closed,
    Concluded,
    Dismissed,
    Graded,
    Informed,
    Opened,
    Reported,
)
from .telling import (
    assess,
    assess_again,
    assess_informed,
    assess_reported,
    dismiss,
    exempt,
    exempt_before,
    open_incident,
    require_before,
    require_persons,
    tell_authority,
    tell_persons,
)

Incident = Opened | Assessed | Reported | Informed | Concluded | Closed | Dismissed
IncidentCommand = (
    Open
    | Assess
    | RecordNotice
    | ExemptPersons
    | RequirePersons
    | Conclude
    | FileSummary
    | Close
    | Dismiss
    | AssessmentOverdue
    | NoticeOverdue
)

incident: Workflow[Incident, IncidentCommand] = Workflow(
    "incident",
    Title("安全事件报告与通报", "Incidents and their notices"),
    transitions=(
        open_incident,
        assess,
        assess_again,
        assess_reported,
        assess_informed,
        tell_authority,
        tell_persons,
        exempt_before,
        exempt,
        require_before,
        require_persons,
        conclude,
        file_summary,
        close,
        dismiss,
        assess_late,
        run_late,
        run_late_persons,
        run_late_summary,
    ),
    effects=(
        one_each,
        one_an_alert,
        assessment_ends,
        notice_ends,
        tell_superior,
        tell_alert,
    ),
    policies=POLICIES,
)

__all__ = [
    "Addressee",
    "Advice",
    "Assess",
    "Assessed",
    "AssessmentOverdue",
    "Close",
    "Closed",
    "Conclude",
    "Concluded",
    "Condition",
    "Contact",
    "DataKind",
    "Dismiss",
    "Dismissed",
    "Duty",
    "DutyRule",
    "ExemptPersons",
    "FileSummary",
    "Grade",
    "Graded",
    "Harm",
    "Incident",
    "IncidentCommand",
    "IncidentFacts",
    "IncidentPolicy",
    "IncidentWarning",
    "Informed",
    "Kind",
    "NoticeOverdue",
    "NoticeText",
    "Open",
    "Opened",
    "RecordNotice",
    "Remedy",
    "Reported",
    "RequirePersons",
    "Stage",
    "Threshold",
    "Why",
    "incident",
    "notice_to",
]
