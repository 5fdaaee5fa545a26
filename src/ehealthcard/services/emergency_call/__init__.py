"""The 120 call (急救呼叫, guide §4.1.3; FHIR ``Communication``).

In a covered area the centre receives the card's emergency data the moment 120 is called
(急救中心即时接收卡信息), if the holder has consented and the number is the card's. No
lost card, no missing consent, no silent centre and no uncovered area holds the plain
call up. The data set has fifteen items, allergies, contacts and the located address, by
scope; it has no name and no psychiatric flag. To save a life a dispatcher may send the
smallest set without consent (PIPL art. 13(4)); somebody else reviews that. Crew and
hospital sign one sheet; the hospital may not refuse.

The guide's flow chart is lost from its text; states and arrows are a reconstruction.
Beyond the table it was made from: duplicate calls are merged, a dispatcher names or
corrects the patient, late answers are noted, and a call with an unreviewed access is
not over. Times of dispatch and charges are local rules and policy data. The data set
leaves through the outbox; :class:`ehealthcard.desk.EmergencyLine` tries at once.

Known to be missing: a signature of our own on the data set (the adapter's channel
signs); a use-card record beside the case's own events; a newer location is kept in the
case and not sent again; calls across provinces (another centre's area is uncovered
here); the fee itself; the psychiatric flag, which is not held at all; an end by time
for calls that nobody ends.
"""

from ehealthcard.workflow import Title, Workflow

from .commands import (
    Accept,
    Advise,
    ArriveHospital,
    ArriveScene,
    BreakGlass,
    Cancel,
    Close,
    CompleteRecord,
    Depart,
    Dial,
    Dispatch,
    DispatchOverdue,
    Divert,
    DropCall,
    FlagFalse,
    InfoAccepted,
    InfoOverdue,
    InfoRefused,
    MeasureVitals,
    Merge,
    NamePatient,
    RecordOverdue,
    RefuseTransport,
    Release,
    Relocate,
    ReportRefusal,
    ReviewBreakGlass,
    ReviewOverdue,
    SignHandover,
)
from .effects import (
    answer_ends,
    dispatch_ends,
    record_ends,
    review_ends,
    send_info,
    tell_false_call,
    tell_hospital,
    tell_overdue,
    tell_refusal,
    tell_review,
)
from .intake import (
    dial,
    drop_call,
    give_up,
    name_late,
    name_patient,
    relocate,
    take_answer,
    take_late,
    take_refusal,
)
from .journey import (
    accept,
    advise,
    arrive_hospital,
    arrive_scene,
    cancel,
    cancel_sent,
    close,
    complete_record,
    depart,
    dispatch,
    divert,
    end_on_scene,
    flag_false,
    measure,
    merge,
    note_late_dispatch,
    note_late_record,
    note_late_review,
    report_refusal,
    review,
    sign_handover,
)
from .model import POLICIES, CallFacts, CallPolicy, call_facts
from .states import (
    Accepted,
    AtHospital,
    Calling,
    Cancelled,
    CancelledChargeable,
    Closed,
    ClosedAdvice,
    ClosedOnScene,
    Dispatched,
    FalseCall,
    HandedOver,
    InfoDelivered,
    InfoUnavailable,
    Merged,
    OnScene,
    Reviewed,
    ReviewPending,
    Transporting,
)

EmergencyCall = (
    Calling
    | InfoDelivered
    | InfoUnavailable
    | Accepted
    | Dispatched
    | OnScene
    | Transporting
    | AtHospital
    | HandedOver
    | ClosedAdvice
    | FalseCall
    | Merged
    | Cancelled
    | CancelledChargeable
    | ClosedOnScene
    | Closed
    | ReviewPending
    | Reviewed
)
EmergencyCallCommand = (
    Dial
    | NamePatient
    | BreakGlass
    | Relocate
    | DropCall
    | Accept
    | Dispatch
    | Advise
    | FlagFalse
    | Merge
    | Cancel
    | ArriveScene
    | MeasureVitals
    | Release
    | RefuseTransport
    | Depart
    | Divert
    | ArriveHospital
    | ReportRefusal
    | SignHandover
    | CompleteRecord
    | Close
    | ReviewBreakGlass
    | InfoAccepted
    | InfoRefused
    | InfoOverdue
    | DispatchOverdue
    | RecordOverdue
    | ReviewOverdue
)

emergency_call: Workflow[EmergencyCall, EmergencyCallCommand] = Workflow(
    "emergency-call",
    Title("急救呼叫", "Emergency call", "4.1.3"),
    transitions=(
        dial,
        name_patient,
        name_late,
        take_answer,
        take_refusal,
        take_late,
        give_up,
        relocate,
        drop_call,
        accept,
        note_late_dispatch,
        dispatch,
        advise,
        flag_false,
        merge,
        cancel,
        cancel_sent,
        arrive_scene,
        measure,
        end_on_scene,
        depart,
        divert,
        arrive_hospital,
        report_refusal,
        sign_handover,
        complete_record,
        note_late_record,
        close,
        review,
        note_late_review,
    ),
    effects=(
        send_info,
        answer_ends,
        dispatch_ends,
        record_ends,
        review_ends,
        tell_hospital,
        tell_overdue,
        tell_refusal,
        tell_false_call,
        tell_review,
    ),
    sources=(call_facts,),
    policies=POLICIES,
)

__all__ = [
    "Accept",
    "Accepted",
    "Advise",
    "ArriveHospital",
    "ArriveScene",
    "AtHospital",
    "BreakGlass",
    "CallFacts",
    "CallPolicy",
    "Calling",
    "Cancel",
    "Cancelled",
    "CancelledChargeable",
    "Close",
    "Closed",
    "ClosedAdvice",
    "ClosedOnScene",
    "CompleteRecord",
    "Depart",
    "Dial",
    "Dispatch",
    "DispatchOverdue",
    "Dispatched",
    "Divert",
    "DropCall",
    "EmergencyCall",
    "EmergencyCallCommand",
    "FalseCall",
    "FlagFalse",
    "HandedOver",
    "InfoAccepted",
    "InfoDelivered",
    "InfoOverdue",
    "InfoRefused",
    "InfoUnavailable",
    "MeasureVitals",
    "Merge",
    "Merged",
    "NamePatient",
    "OnScene",
    "RecordOverdue",
    "RefuseTransport",
    "Release",
    "Relocate",
    "ReportRefusal",
    "ReviewBreakGlass",
    "ReviewOverdue",
    "ReviewPending",
    "Reviewed",
    "SignHandover",
    "Transporting",
    "emergency_call",
]
