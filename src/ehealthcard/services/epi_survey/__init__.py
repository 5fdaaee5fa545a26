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

Not built: a survey is required by staff or a terminal; a booking does not yet do so by
itself. The 24-hour case investigation of the centre for disease control is its own.
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
    VisitDayPassed,
)
from .effects import (
    answers_age,
    remind,
    report_contacts,
    tell_clinic,
    tell_monitor,
    visit_day_ends,
)
from .model import (
    POLICIES,
    Contact,
    Declared,
    EpiSurveyPolicy,
    Occasion,
    SurveyFacts,
    survey_facts,
)
from .states import (
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
    expire,
    falsify,
    lapse,
    require,
    reuse,
    review,
    submit,
)

EpiSurvey = (
    Pending
    | Submitted
    | Cleared
    | Suspect
    | SentToFeverClinic
    | Isolated
    | Falsified
    | Expired
    | Lapsed
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
    | AnswersOld
    | VisitDayPassed
)

epi_survey: Workflow[EpiSurvey, EpiSurveyCommand] = Workflow(
    "epi-survey",
    Title("流行病学调查", "Epidemiological survey", "4.3.3"),
    transitions=(
        require,
        submit,
        reuse,
        amend,
        review,
        exclude,
        dispose,
        begin_consultation,
        falsify,
        expire,
        lapse,
    ),
    effects=(
        visit_day_ends,
        answers_age,
        remind,
        tell_clinic,
        report_contacts,
        tell_monitor,
    ),
    sources=(survey_facts,),
    policies=POLICIES,
    version=2,
    upcasters=(only_added,),
)

__all__ = [
    "Amend",
    "AnswersOld",
    "BeginConsultation",
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
    "Suspect",
    "VisitDayPassed",
    "epi_survey",
]
