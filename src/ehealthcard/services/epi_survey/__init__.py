"""Epidemiological survey (流行病学调查, guide §4.3.3; FHIR ``QuestionnaireResponse``).

Before the consultation the patient answers the epidemic questions and signs a personal
commitment; staff arrange care by both (根据调查结果及个人承诺安排就诊). Who has a
health declaration in force need not answer twice: its answers and its commitment are
taken over, with what is left of their 24 hours.

The guide's flow chart is lost from its text; states and arrows are a reconstruction.
Findings make a survey suspect and only a doctor rules them out. Nobody is refused: who
is suspect is led to the fever clinic or an isolated point. Beyond the table it was made
from: who never answers lapses with the day of the visit, and answers that nobody
reviews grow old as well. The 24 hours are inferred; they count from when the answers
were given. Before 2023-01-08 exposures within 14 days counted; since then only symptoms
and fever do.

A confirmed booking asks for it by itself where the hospital's booking policy says so
(``before_visit``), staff or a terminal where somebody comes without. It is announced
with the booking and opens so many hours before the visit, for answers do not hold
longer. Of one holder's day at one institution there is one survey: a second booking
finds the day's, also one that staff asked for, and it is taken back with the last of
them. It goes with its bookings: a visit that moves to another day has that day's,
and while all visits are called off it rests. Answers that grow too old before a visit
are asked for anew; answers that are in force stay so without a booking, and go with
the only one to another day.

Not built: staff may ask for a second survey of a day by hand; answers that went with
their visit to a day that has a survey stand beside that; bookings by two cards that
were merged have a survey each; surveys from before there was one for a day are found by
their own booking alone. The 24-hour case investigation of the centre for disease
control is its own.
"""

from ehealthcard.models import only_added
from ehealthcard.workflow import Title, Workflow

from .commands import (
    Amend,
    AnswersOld,
    BeginConsultation,
    Dispose,
    Exclude,
    Falsify,
    Require,
    ReuseDeclaration,
    Review,
    Submit,
    SurveyOpens,
    VisitBegun,
    VisitBooked,
    VisitDayPassed,
    VisitEnded,
    VisitMoved,
    VisitSuspended,
)
from .effects import EFFECTS, REACTIONS
from .model import (
    POLICIES,
    AlsoBooked,
    BookedVisit,
    Contact,
    Declared,
    EpiSurveyPolicy,
    Occasion,
    SurveyFacts,
    survey_facts,
)
from .states import (
    Announced,
    Cancelled,
    Cleared,
    Expired,
    Falsified,
    Isolated,
    Lapsed,
    Pending,
    SentToFeverClinic,
    Submitted,
    Suspect,
)
from .transitions import (
    amend,
    begin_consultation,
    dispose,
    exclude,
    falsify,
    require,
    reuse,
    review,
    submit,
)
from .visiting import (
    announce,
    call_off,
    call_off_announced,
    expire,
    join,
    join_announced,
    join_answered,
    keep,
    lapse,
    lapse_announced,
    lapse_by_day,
    move_answered,
    move_unanswered,
    note_begun,
    open_now,
    rest,
)

EpiSurvey = (
    Announced
    | Pending
    | Submitted
    | Cleared
    | Suspect
    | SentToFeverClinic
    | Isolated
    | Falsified
    | Expired
    | Lapsed
    | Cancelled
)
EpiSurveyCommand = (
    Require
    | Submit
    | ReuseDeclaration
    | Amend
    | Review
    | Exclude
    | Dispose
    | BeginConsultation
    | Falsify
    | VisitBooked
    | SurveyOpens
    | VisitMoved
    | VisitSuspended
    | VisitBegun
    | VisitEnded
    | AnswersOld
    | VisitDayPassed
)

epi_survey: Workflow[EpiSurvey, EpiSurveyCommand] = Workflow(
    "epi-survey",
    Title("流行病学调查", "Epidemiological survey", "4.3.3"),
    transitions=(
        require,
        announce,
        join_announced,
        join,
        join_answered,
        open_now,
        submit,
        reuse,
        amend,
        review,
        exclude,
        dispose,
        begin_consultation,
        falsify,
        expire,
        lapse_announced,
        lapse,
        lapse_by_day,
        note_begun,
        move_unanswered,
        move_answered,
        rest,
        call_off_announced,
        call_off,
        keep,
    ),
    effects=EFFECTS,
    reactions=REACTIONS,
    sources=(survey_facts,),
    policies=POLICIES,
    version=4,
    upcasters=(only_added, only_added, only_added),
)

__all__ = [
    "AlsoBooked",
    "Amend",
    "Announced",
    "AnswersOld",
    "BeginConsultation",
    "BookedVisit",
    "Cancelled",
    "Cleared",
    "Contact",
    "Declared",
    "Dispose",
    "EpiSurvey",
    "EpiSurveyPolicy",
    "Exclude",
    "Expired",
    "Falsified",
    "Falsify",
    "Isolated",
    "Lapsed",
    "Occasion",
    "Pending",
    "Require",
    "ReuseDeclaration",
    "Review",
    "SentToFeverClinic",
    "Submit",
    "Submitted",
    "SurveyFacts",
    "SurveyOpens",
    "Suspect",
    "VisitBegun",
    "VisitBooked",
    "VisitDayPassed",
    "VisitEnded",
    "VisitMoved",
    "VisitSuspended",
    "epi_survey",
]
