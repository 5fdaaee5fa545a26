"""Visit records (就医记录查询, guide §4.3.7).

A resident asks for check-ups, examinations, laboratory tests, consultations and
appointments (体检、检查、检验、问诊、预约), of a period and for a stated purpose: the
holder, a minor's guardian, or who has a grant. What is especially sensitive is asked
for by name and needs a second proof. The desk asks all HISs at once
(:class:`ehealthcard.desk.VisitRecords`); who does not answer in time is named, and so
is who sends half an answer or somebody else's record. Pages are the outpatient list,
the inpatient list and the cost details; they may be taken along as a sealed file.

Answers are no copy of the record: after half an hour they are wiped, from the case's
history too, and at once if the patient index changes, a record is sealed or the card
ends. A record that is wrong is corrected by its institution or not at all. What is
sealed in a dispute (``record-seal``) is shown as sealed; what is guarded closely (VIP)
is for the holder, the guardian, and a doctor who breaks the glass with a reason.

The guide's flow chart is lost from its text; states and numbers are inferred. Sources:
PIPL art. 45 (access), 46 (correction), 50 (reasons), DSP art. 24 (sealing).

Not built: which records are sensitive or guarded is the HIS's word; a review of broken
glass beyond the monitor's message; access of a dead person's relatives (PIPL art. 49);
a record of each look at the kept answers within their half hour.
"""

from ehealthcard.ports.access import access_facts
from ehealthcard.workflow import Title, Workflow

from .commands import (
    AcceptCorrection,
    Ask,
    Authorise,
    BecameStale,
    BreakGlass,
    Collect,
    Deny,
    Dispute,
    Export,
    RejectCorrection,
    SourceSilent,
    TimePassed,
)
from .effects import (
    answer_due,
    answers_end,
    ask_source,
    fetching_ends,
    on_cancelled,
    on_died,
    on_index_changed,
    on_sealed,
    request_ends,
    tell_holder,
    tell_monitor,
    wipe,
)
from .model import (
    POLICIES,
    CorrectionWanted,
    Disputed,
    Exported,
    GlassBroken,
    LeftOut,
    Missing,
    QueryPolicy,
    SealFacts,
    SealSeen,
    Source,
    Stale,
    seal_facts,
)
from .pages import (
    cost_details,
    document_of,
    inpatient_list,
    outpatient_list,
    records_of,
)
from .states import (
    Answered,
    CorrectionAccepted,
    CorrectionOpen,
    CorrectionRejected,
    Denied,
    Expired,
    Fetching,
    Partial,
    Ready,
    Requested,
    TakenAlong,
)
from .transitions import (
    accept,
    ask,
    authorise,
    break_glass,
    collect,
    deny,
    dispute,
    expire,
    export,
    give_up,
    lapse,
    outdate,
    reject,
    remind,
)

VisitRecordQuery = (
    Requested
    | Denied
    | Fetching
    | Ready
    | Partial
    | TakenAlong
    | CorrectionOpen
    | CorrectionAccepted
    | CorrectionRejected
    | Expired
)
VisitRecordQueryCommand = (
    Ask
    | BreakGlass
    | Authorise
    | Deny
    | Collect
    | Export
    | Dispute
    | AcceptCorrection
    | RejectCorrection
    | TimePassed
    | BecameStale
    | SourceSilent
)

visit_record_query: Workflow[VisitRecordQuery, VisitRecordQueryCommand] = Workflow(
    "visit-record-query",
    Title("就医记录查询", "Visit records", "4.3.7"),
    transitions=(
        ask,
        break_glass,
        authorise,
        deny,
        collect,
        export,
        dispute,
        accept,
        reject,
        remind,
        lapse,
        give_up,
        expire,
        outdate,
    ),
    effects=(
        request_ends,
        fetching_ends,
        answers_end,
        answer_due,
        wipe,
        ask_source,
        tell_monitor,
        tell_holder,
    ),
    reactions=(on_index_changed, on_sealed, on_cancelled, on_died),
    sources=(access_facts, seal_facts),
    policies=POLICIES,
)

__all__ = [
    "AcceptCorrection",
    "Answered",
    "Ask",
    "Authorise",
    "BecameStale",
    "BreakGlass",
    "Collect",
    "CorrectionAccepted",
    "CorrectionOpen",
    "CorrectionRejected",
    "CorrectionWanted",
    "Denied",
    "Deny",
    "Dispute",
    "Disputed",
    "Expired",
    "Export",
    "Exported",
    "Fetching",
    "GlassBroken",
    "LeftOut",
    "Missing",
    "Partial",
    "QueryPolicy",
    "Ready",
    "RejectCorrection",
    "Requested",
    "SealFacts",
    "SealSeen",
    "Source",
    "SourceSilent",
    "Stale",
    "TakenAlong",
    "TimePassed",
    "VisitRecordQuery",
    "VisitRecordQueryCommand",
    "cost_details",
    "document_of",
    "inpatient_list",
    "outpatient_list",
    "records_of",
    "visit_record_query",
]
