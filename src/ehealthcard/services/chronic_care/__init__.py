"""Chronic care (慢病管理, guide §4.6.5): hypertension and type 2 diabetes.

Whom a screening or a doctor has found is taken into care, seen at least four times a
year and judged by the table of interventions: go on, change the treatment and look
again within two weeks, or refer and follow up within two weeks. What is dangerous is
treated and referred at once. A visit is due seven days before its day and missed seven
days behind it; one within two weeks is missed behind its last day. The third contact in
vain makes somebody temporarily lost. Once a year there is an examination, from 65
years on an assessment of self-care. Care ends by death, moving, loss or refusal, and
with the health record (§4.6.1).

The guide's flow chart is lost from its text; states and arrows are a reconstruction
from the national specification (HTN-3, HTN-11, DM-3, DM-11). The project's own
readings, all inferred: a visit that comes early counts; one may be written down seven
days later; a second one of a day counts only where it cannot wait; a regular visit is
at most three months behind the one before; a telephone call is a visit and not one face
to face; being cared for goes on while the card is lost or cancelled, taking somebody
into care needs an active one, and no least age (the specification speaks of 35 years,
and knows pregnant patients below). A hospital's answer to a referral is noted by the
staff who care; "is treated there" asks again in two weeks. What the table leaves open
is in :class:`ehealthcard.rules.chronic.policy.InterventionRules`.

No message to a resident names a disease or a value; names of happenings are hashes.

Not built: the referral as a case of 4.5.1 (the HIS is told, the outcome noted); a
resident's own readings and asking for care online; the fields of the annual
examination (its summary is kept); drug interactions; moving a case to another
institution (it ends, and the other one begins its own); rates over many patients are
computed from their visits (:mod:`ehealthcard.rules.chronic.indicators`), not stored.
"""

from ehealthcard.ports.chronic import chronic_facts
from ehealthcard.rules.chronic.policy import CHRONIC
from ehealthcard.workflow import Title, Workflow

from .commands import (
    AssessSelfCare,
    DayCame,
    Died,
    DiseaseFound,
    End,
    Enrol,
    NoteExam,
    NoteNoContact,
    NoteOutcome,
    Record,
    RecordCancelled,
    WindowPassed,
)
from .effects import (
    follow_up_day,
    next_day,
    on_confirmed,
    on_death,
    on_record_cancelled,
    one_case,
    refer,
    refer_urgently,
    remind_due,
    remind_exam,
    remind_missed,
    tell_proposed,
    tell_unseen,
    unsay,
    window_ends,
)
from .ending import end, end_with_holder, end_with_record
from .enrolling import assess_self_care, enrol, enrol_proposed, note_exam, propose
from .model import Outcome, Pace
from .planning import come_back, come_due, fail_contact, fail_late_contact, miss
from .recording import record
from .referring import note_late_outcome, note_outcome, note_urgent_outcome
from .states import (
    Due,
    Ended,
    Missed,
    Planned,
    Proposed,
    Referred,
    TemporarilyLost,
    UrgentlyReferred,
)

ChronicCare = (
    Proposed
    | Planned
    | Due
    | Missed
    | TemporarilyLost
    | Referred
    | UrgentlyReferred
    | Ended
)
ChronicCareCommand = (
    DiseaseFound
    | Enrol
    | Record
    | NoteOutcome
    | NoteNoContact
    | NoteExam
    | AssessSelfCare
    | End
    | DayCame
    | WindowPassed
    | Died
    | RecordCancelled
)

chronic_care: Workflow[ChronicCare, ChronicCareCommand] = Workflow(
    "chronic-care",
    Title("慢病管理", "Chronic care", "4.6.5"),
    transitions=(
        propose,
        enrol,
        enrol_proposed,
        record,
        note_outcome,
        note_urgent_outcome,
        note_late_outcome,
        come_due,
        come_back,
        miss,
        fail_contact,
        fail_late_contact,
        note_exam,
        assess_self_care,
        end,
        end_with_holder,
        end_with_record,
    ),
    effects=(
        one_case,
        next_day,
        follow_up_day,
        window_ends,
        tell_proposed,
        refer,
        refer_urgently,
        remind_due,
        remind_missed,
        remind_exam,
        tell_unseen,
        unsay,
    ),
    reactions=(on_confirmed, on_death, on_record_cancelled),
    sources=(chronic_facts,),
    policies=CHRONIC,
)

__all__ = [
    "AssessSelfCare",
    "ChronicCare",
    "ChronicCareCommand",
    "DayCame",
    "Died",
    "DiseaseFound",
    "Due",
    "End",
    "Ended",
    "Enrol",
    "Missed",
    "NoteExam",
    "NoteNoContact",
    "NoteOutcome",
    "Outcome",
    "Pace",
    "Planned",
    "Proposed",
    "Record",
    "RecordCancelled",
    "Referred",
    "TemporarilyLost",
    "UrgentlyReferred",
    "WindowPassed",
    "chronic_care",
]
