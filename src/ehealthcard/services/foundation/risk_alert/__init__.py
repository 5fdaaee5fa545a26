"""The risk loop (风险闭环, guide chapter 5): found, warned of, disposed of, verified.

What a rule of the monitor has found is assessed and warned of; what is grave is
contained at once: the card is frozen, the terminal blocked, the actor's access to
records suspended. Somebody takes over, finds the cause, mends it, and another person
verifies that. What nobody takes over in time goes up. A breach of personal data does
not close without a record of its notices. One case for each rule, subject and day; what
is found again joins the case that is open.

A block lasts as long as its case says so: it ends when the case is resolved or
dismissed. What shall last is done in its own place: the card is cancelled, the terminal
taken away, the role not given any more.

Sources: guide chapter 5 (风险识别、预警、处置的风险闭环控制); Personal Information
Protection Law art. 57 (notice of a breach, and when persons need not be told); the
24 hours are those of the network data security regulation art. 10, as reported.
Levels, terms and the arrows are inferred.

Notices and their clocks have a case of their own, ``incident``; what it writes down
counts here.

Not built: sending the notices themselves; analysing the cause; a register of known
false alarms that teaches the rules.
"""

from ehealthcard.workflow import Title, Workflow

from .closing import recur, reject, resolve, verify
from .commands import (
    Act,
    Assess,
    Assign,
    BreachTold,
    ConfirmBreach,
    Contain,
    Detect,
    Dismiss,
    Merge,
    NoticeDue,
    RecordNotice,
    RejectVerification,
    Resolve,
    TimeUp,
    Verify,
    Warn,
)
from .detecting import (
    assess,
    detect,
    escalate,
    escalate_on,
    merge_assessed,
    merge_contained,
    merge_disposed,
    merge_escalated,
    merge_found,
    merge_incident,
    merge_warned,
    warn,
)
from .disposing import (
    act,
    act_on_incident,
    assign,
    confirm_breach,
    contain,
    contain_in_disposal,
    contain_incident,
    dismiss,
    record_notice,
    run_late,
    run_late_incident,
    run_late_notice,
    take_notices,
)
from .effects import (
    disposal_ends,
    freeze,
    notice_ends,
    on_notified,
    one_a_day,
    superior_time_ends,
    tell_late,
    tell_owner,
    tell_superior,
    tell_unreported,
    thaw,
    time_ends,
)
from .model import GRAVE, POLICIES, Action, Breach, Level, RiskAlertPolicy, RiskWarning
from .states import (
    Assessed,
    Closed,
    Contained,
    Detected,
    Dismissed,
    Escalated,
    Incident,
    InDisposal,
    Resolved,
    Warned,
)

RiskAlert = (
    Detected
    | Assessed
    | Warned
    | Contained
    | Escalated
    | InDisposal
    | Incident
    | Resolved
    | Closed
    | Dismissed
)
RiskAlertCommand = (
    Detect
    | Merge
    | Assess
    | Warn
    | Contain
    | Assign
    | Act
    | ConfirmBreach
    | RecordNotice
    | Resolve
    | Verify
    | RejectVerification
    | Dismiss
    | TimeUp
    | NoticeDue
    | BreachTold
)

risk_alert: Workflow[RiskAlert, RiskAlertCommand] = Workflow(
    "risk-alert",
    Title("风险闭环处置", "The risk loop"),
    transitions=(
        detect,
        merge_found,
        merge_assessed,
        merge_warned,
        merge_contained,
        merge_escalated,
        merge_disposed,
        merge_incident,
        assess,
        warn,
        contain,
        contain_in_disposal,
        contain_incident,
        assign,
        act,
        act_on_incident,
        confirm_breach,
        record_notice,
        take_notices,
        resolve,
        verify,
        reject,
        recur,
        dismiss,
        escalate,
        escalate_on,
        run_late,
        run_late_incident,
        run_late_notice,
    ),
    effects=(
        one_a_day,
        time_ends,
        superior_time_ends,
        disposal_ends,
        notice_ends,
        freeze,
        thaw,
        tell_owner,
        tell_superior,
        tell_late,
        tell_unreported,
    ),
    reactions=(on_notified,),
    policies=POLICIES,
)

__all__ = [
    "GRAVE",
    "Act",
    "Action",
    "Assess",
    "Assessed",
    "Assign",
    "Breach",
    "BreachTold",
    "Closed",
    "ConfirmBreach",
    "Contain",
    "Contained",
    "Detect",
    "Detected",
    "Dismiss",
    "Dismissed",
    "Escalated",
    "InDisposal",
    "Incident",
    "Level",
    "Merge",
    "NoticeDue",
    "RecordNotice",
    "RejectVerification",
    "Resolve",
    "Resolved",
    "RiskAlert",
    "RiskAlertCommand",
    "RiskAlertPolicy",
    "RiskWarning",
    "TimeUp",
    "Verify",
    "Warn",
    "Warned",
    "risk_alert",
]
