"""Care of a pregnancy (孕产妇健康管理, guide §4.6.3).

Somebody expecting is taken into care, seen five times before the birth, visited at home
within a week of discharge and checked 42 days behind it: recovered is closed, not
recovered is referred. Windows open and end by time, the holder is reminded, and three
contacts in vain make her lost. What is abnormal is referred at once, and its result
asked within two weeks. A risk of orange, red or purple is a high one and is seen more
often. Between the visits she writes down what she finds herself (自我监测). A
miscarriage, a termination, a move or a death ends it.

The guide names the service; the visits and their weeks are of the national
specification (MAT-3), the codes of a county system in production (BSOFT). The colours,
and which are a high risk, are recalled. The project's own readings, all inferred: the
first visit turns a booking into care; a visit counts by its day, inside its window done
and before the next one late (过访); who is booked late has missed the windows before;
visits 2 to 5 say that midwifery is licensed where they were, and are believed; any
institution that sees her may write it down; how much more often high risk is seen is
the clinician's to say, so the next visit is required; from 42 weeks on the institution
asks whether the child was born; there is a birth from 20 weeks on; the check is late a
fortnight behind its day; who is lost may be found again, with the windows that passed
counted as lost.

A newborn has no card of its own before its birth is certified. Until then it stands in
its mother's case: the birth holds its data, the visit at home says that it was seen.
Once the police have entered a child of hers (``NewbornCertified``) the history of her
case says when, and by which event; the number stands in the certificate's case. Nobody
is told, and a case that is closed by then, lost, or without a birth notes nothing.

No message names a pregnancy or a finding; names of happenings are hashes.

Not built: judging what she finds herself, which staff read; correcting the expected day
by ultrasound; taking the record over from another institution (it books anew); reports
of a mother's death, or of a minor who expects a child, to the authorities; antenatal
screening as a process of its own; the referral as a case of 4.5.1 (the HIS is told, the
result is noted). Rates are computed from notes
(:mod:`ehealthcard.rules.maternal.indicators`), not stored.
"""

from ehealthcard.ports.maternal import maternal_facts
from ehealthcard.rules.maternal.policy import MATERNAL
from ehealthcard.workflow import Title, Workflow

from .birth import (
    check,
    deliver,
    discharge,
    note_certified,
    note_result,
    visit_home,
)
from .commands import (
    AssessRisk,
    Check,
    ChildCertified,
    DayCame,
    Deliver,
    Discharge,
    EndPregnancy,
    HolderDied,
    MoveOut,
    NoteDeath,
    NoteNoContact,
    NoteReferral,
    RecordVisit,
    Register,
    Resume,
    VisitHome,
    WatchSelf,
)
from .effects import (
    next_day,
    next_day_after,
    on_certified,
    on_death,
    one_pregnancy,
    refer,
    remind,
    remind_extra,
    remind_missed,
    tell_birth_unknown,
    tell_discharged,
    tell_lost,
    tell_referral_late,
    tell_unseen,
    unsay,
)
from .ending import end_pregnancy, end_with_holder, move_out, note_death
from .registering import (
    fail_contact,
    fail_contact_after,
    fail_contact_high,
    fail_contact_managed,
    pass_time,
    pass_time_after,
    register,
    resume,
)
from .seeing import assess_risk, note_referral, record_visit, watch_self
from .states import (
    Closed,
    Delivered,
    Died,
    HighRisk,
    Lost,
    Managed,
    Miscarried,
    MovedOut,
    Postpartum,
    Referred,
    Registered,
    Terminated,
)

Pregnancy = (
    Registered
    | Managed
    | HighRisk
    | Delivered
    | Postpartum
    | Referred
    | Lost
    | Closed
    | Miscarried
    | Terminated
    | MovedOut
    | Died
)
PregnancyCommand = (
    Register
    | RecordVisit
    | WatchSelf
    | AssessRisk
    | NoteReferral
    | NoteNoContact
    | Resume
    | Deliver
    | Discharge
    | VisitHome
    | Check
    | EndPregnancy
    | MoveOut
    | NoteDeath
    | DayCame
    | HolderDied
    | ChildCertified
)

pregnancy: Workflow[Pregnancy, PregnancyCommand] = Workflow(
    "pregnancy",
    Title("孕产妇健康管理", "Care of a pregnancy", "4.6.3"),
    transitions=(
        register,
        record_visit,
        watch_self,
        assess_risk,
        note_referral,
        fail_contact,
        fail_contact_managed,
        fail_contact_high,
        fail_contact_after,
        resume,
        deliver,
        discharge,
        visit_home,
        check,
        note_result,
        end_pregnancy,
        move_out,
        note_death,
        end_with_holder,
        pass_time,
        pass_time_after,
        note_certified,
    ),
    effects=(
        one_pregnancy,
        next_day,
        next_day_after,
        remind,
        remind_extra,
        remind_missed,
        tell_unseen,
        tell_lost,
        refer,
        tell_referral_late,
        tell_birth_unknown,
        tell_discharged,
        unsay,
    ),
    reactions=(on_death, on_certified),
    sources=(maternal_facts,),
    policies=MATERNAL,
)

__all__ = [
    "AssessRisk",
    "Check",
    "ChildCertified",
    "Closed",
    "DayCame",
    "Deliver",
    "Delivered",
    "Died",
    "Discharge",
    "EndPregnancy",
    "HighRisk",
    "HolderDied",
    "Lost",
    "Managed",
    "Miscarried",
    "MoveOut",
    "MovedOut",
    "NoteDeath",
    "NoteNoContact",
    "NoteReferral",
    "Postpartum",
    "Pregnancy",
    "PregnancyCommand",
    "RecordVisit",
    "Referred",
    "Register",
    "Registered",
    "Resume",
    "Terminated",
    "VisitHome",
    "WatchSelf",
    "pregnancy",
]
