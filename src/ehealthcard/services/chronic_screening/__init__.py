"""Chronic screening (慢性病筛查, guide §4.6.5).

Residents from 35 years on are measured once a year, those with a risk every half-year
(blood pressure) or year (glucose). A raised blood pressure is repeated; raised on three
different days, it is a preliminary finding and the resident is sent to a hospital,
which confirms or excludes; the result is asked for within two weeks. A confirmed
disease opens a case of ``chronic-care``. One case is one round; a new round closes the
one before.

The guide's flow chart is lost from its text; states and arrows are a reconstruction
from the national specification (HTN-3, DM-3). The project's own readings, all inferred:
a first reading that is dangerous is referred at once and not repeated; a reading on
another day that is not raised ends the doubt, one on the same day does not; a repeat
is asked for within 28 days; one raised fasting glucose is enough to look for a
diagnosis; who did not go, or may have another cause, is referred once more. A round is
opened with an active card; a card lost later stops neither repeats nor a diagnosis.
Random glucose, the limit of impaired glucose and a diet with much salt were recalled
and are switched off (:mod:`ehealthcard.rules.chronic.policy`).

Not built: choosing the hospital (its answer comes as a command of a doctor, not from
the referral service); readings of a resident's own machine; screening children.
"""

from ehealthcard.ports.chronic import chronic_facts
from ehealthcard.rules.chronic.policy import CHRONIC
from ehealthcard.workflow import Title, Workflow

from .commands import (
    DayCame,
    Died,
    NewRound,
    RecheckPassed,
    Repeat,
    ReportDiagnosis,
    ResultOverdue,
    Screen,
    Stop,
)
from .effects import (
    begin,
    next_round,
    on_death,
    on_new_round,
    one_open,
    open_care,
    recheck_ends,
    refer,
    remind_due,
    remind_overdue,
    result_ends,
    tell_late,
)
from .model import Diagnosis, PressureScreening, Reading, SugarScreening
from .states import (
    Confirmed,
    DueAgain,
    Excluded,
    HighRisk,
    Normal,
    ReferredForDiagnosis,
    Stopped,
    Superseded,
    Suspect,
)
from .transitions import (
    come_due,
    end_with_holder,
    give_way,
    miss_recheck,
    miss_result,
    repeat,
    report_diagnosis,
    screen,
    stop,
)

ChronicScreening = (
    Normal
    | HighRisk
    | Suspect
    | ReferredForDiagnosis
    | Confirmed
    | Excluded
    | DueAgain
    | Superseded
    | Stopped
)
ChronicScreeningCommand = (
    Screen
    | Repeat
    | ReportDiagnosis
    | Stop
    | DayCame
    | RecheckPassed
    | ResultOverdue
    | NewRound
    | Died
)

chronic_screening: Workflow[ChronicScreening, ChronicScreeningCommand] = Workflow(
    "chronic-screening",
    Title("慢性病筛查", "Chronic screening", "4.6.5"),
    transitions=(
        screen,
        repeat,
        report_diagnosis,
        come_due,
        miss_recheck,
        miss_result,
        give_way,
        stop,
        end_with_holder,
    ),
    effects=(
        next_round,
        recheck_ends,
        result_ends,
        one_open,
        refer,
        tell_late,
        remind_due,
        remind_overdue,
        begin,
        open_care,
    ),
    reactions=(on_new_round, on_death),
    sources=(chronic_facts,),
    policies=CHRONIC,
)

__all__ = [
    "ChronicScreening",
    "ChronicScreeningCommand",
    "Confirmed",
    "DayCame",
    "Diagnosis",
    "Died",
    "DueAgain",
    "Excluded",
    "HighRisk",
    "NewRound",
    "Normal",
    "PressureScreening",
    "Reading",
    "RecheckPassed",
    "ReferredForDiagnosis",
    "Repeat",
    "ReportDiagnosis",
    "ResultOverdue",
    "Screen",
    "Stop",
    "Stopped",
    "SugarScreening",
    "Superseded",
    "Suspect",
    "chronic_screening",
]
