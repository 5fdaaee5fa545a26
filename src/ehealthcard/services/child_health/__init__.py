"""Care of a child up to six years (0-6岁儿童健康管理, guide §4.6.3).

A child is taken into care with thirteen visits: at home within a week of discharge, at
a full month, at 3, 6, 8, 12, 18, 24, 30 and 36 months with the family, at 4, 5 and 6
years with the nursery. Windows open and end by time, the family is reminded, three
contacts in vain make a child lost, and one that was missed is caught up before the next
(过访). Newborns at risk and frail children are seen more often until they are well
again. What is abnormal is referred, and its result asked within two weeks. A move or a
death ends it; the visit at six years, or an age of 78 months, closes it.

The guide names the two ways (0-3岁家庭管理, 3-6岁托幼机构管理), the visits are of the
national specification (CHILD), the list of risks and the digits of a county system in
production (BSOFT). The project's own readings, all inferred: how long windows stay open
(:mod:`ehealthcard.rules.schedule.childhood`); a visit counts by its day; a child
that is taken in late has missed the windows before; the two weeks behind a referral; a
frail child is not closed by its last visit, and has a next visit unless it is referred;
who is lost may be found again, with the windows that passed counted as lost.

The case stands on the child's own card, which its guardian has registered: a birth
certificate is a document to register with, and below 14 years a guardian with an active
card is required. The day of birth is the card's, not what somebody says. What was seen
of the newborn before stands in its mother's case; the day of that visit is taken over.

No message names a child or a finding; names of happenings are hashes.

Once a birth is certified and entered by the police, and the child has a card that was
registered with that certificate, whichever comes last, the child is proposed: a case
waits in every list and in the calendar until staff have asked the guardian, whose
consent alone enrols it. A card of another day of birth is not taken for the child's. A
child that was enrolled before is not proposed.

Not built: proposing a child whose card was registered with another document;
immunisation; percentiles and curves of growth; the nursery as an institution of its own
that writes down; the referral as a case of 4.5.1 (the HIS is told, the result noted).
"""

from ehealthcard.models import only_added
from ehealthcard.ports.maternal import child_facts
from ehealthcard.rules.maternal.policy import MATERNAL
from ehealthcard.workflow import Title, Workflow

from .commands import (
    BirthCertified,
    DayCame,
    Decline,
    Enrol,
    HolderDied,
    MarkFrail,
    MarkRecovered,
    MoveOut,
    NoteDeath,
    NoteNoContact,
    NoteReferral,
    Record,
    Resume,
    SchoolAgeCame,
)
from .effects import (
    ask_by,
    next_day,
    on_death,
    on_known,
    one_case,
    refer,
    remind,
    remind_extra,
    remind_missed,
    school_age,
    tell_lost,
    tell_referral_late,
    tell_unseen,
    unsay,
)
from .ending import come_of_age, end_with_holder, move_out, note_death
from .enrolling import (
    call_in,
    decline,
    drop,
    enrol,
    fail_contact,
    fail_contact_frail,
    fail_contact_recovered,
    fail_contact_referred,
    outgrow,
    pass_time,
    propose,
    resume,
    take_up,
)
from .seeing import (
    mark_frail,
    mark_frail_away,
    mark_recovered,
    note_referral,
    record,
    record_away,
    record_frail,
    record_recovered,
)
from .states import (
    Closed,
    Died,
    Enrolled,
    Frail,
    Lost,
    MovedOut,
    NotEnrolled,
    Proposed,
    Recovered,
    Referred,
)

ChildHealth = (
    Proposed
    | NotEnrolled
    | Enrolled
    | Frail
    | Recovered
    | Referred
    | Lost
    | Closed
    | MovedOut
    | Died
)
ChildHealthCommand = (
    Enrol
    | Decline
    | Record
    | MarkFrail
    | MarkRecovered
    | NoteReferral
    | NoteNoContact
    | Resume
    | MoveOut
    | NoteDeath
    | DayCame
    | SchoolAgeCame
    | HolderDied
    | BirthCertified
)

child_health: Workflow[ChildHealth, ChildHealthCommand] = Workflow(
    "child-health",
    Title("儿童健康管理", "Care of a child", "4.6.3"),
    transitions=(
        propose,
        enrol,
        take_up,
        call_in,
        decline,
        outgrow,
        drop,
        record,
        record_frail,
        record_recovered,
        record_away,
        mark_frail,
        mark_frail_away,
        mark_recovered,
        note_referral,
        fail_contact,
        fail_contact_frail,
        fail_contact_recovered,
        fail_contact_referred,
        resume,
        move_out,
        note_death,
        end_with_holder,
        pass_time,
        come_of_age,
    ),
    effects=(
        one_case,
        ask_by,
        next_day,
        school_age,
        remind,
        remind_extra,
        remind_missed,
        tell_unseen,
        tell_lost,
        refer,
        tell_referral_late,
        unsay,
    ),
    reactions=(on_death, on_known),
    sources=(child_facts,),
    policies=MATERNAL,
    version=2,
    upcasters=(only_added,),
)

__all__ = [
    "BirthCertified",
    "ChildHealth",
    "ChildHealthCommand",
    "Closed",
    "DayCame",
    "Decline",
    "Died",
    "Enrol",
    "Enrolled",
    "Frail",
    "HolderDied",
    "Lost",
    "MarkFrail",
    "MarkRecovered",
    "MoveOut",
    "MovedOut",
    "NotEnrolled",
    "NoteDeath",
    "NoteNoContact",
    "NoteReferral",
    "Proposed",
    "Record",
    "Recovered",
    "Referred",
    "Resume",
    "SchoolAgeCame",
    "child_health",
]
