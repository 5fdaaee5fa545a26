"""Guidance (智能导诊, guide §4.2.1).

A patient tells symptoms, history and how it is now, and is recommended departments,
doctors with free slots, and popular-science articles; never a diagnosis, a medicine or
a treatment, for which there is no field. What is an emergency is not ranked: a red flag
leads to 120 at once. Otherwise an advisor ranks departments, the safety rules of
:mod:`ehealthcard.rules.guidance.filters` come behind it whoever it is, and what is not
sure enough goes to a person at the guide desk.

The guide's flow chart is lost from its text; states and arrows are a reconstruction
from the guide's sentence and the laws. Readings that are the project's own: red flags
are looked for with every answer; a session that is never finished, and one that waits
for a person, end after 24 hours too; an emergency does not, until somebody has
acknowledged it; a pregnant patient who bleeds is an emergency with obstetrics named
beside the emergency department; pregnancy is not on the card and is asked for; a child
is led to paediatrics first, and departments that also see children follow; a safety
rule that leads by itself (child, pregnancy, fever clinic) needs no confidence of the
advisor. A consent that is withdrawn erases what was told (PIPL art. 47).

Every recommendation keeps the model's version, what it advised, the words that spoke
for it, the knowledge base's version with 未经临床审核 until a hospital has signed one,
and the reference to the impact assessment (PIPL art. 24, 55, 56). The assessment itself
is the hospital's; the default policy refers to none, and says so.

Not built: the appointment does not carry the session's name, the session carries the
appointment's; an appointment that its HIS refuses later does not reopen the session;
what a person at the guide desk recommends is not recorded here; the content of
articles is in the knowledge base and not in the case.
"""

from ehealthcard.rules.holders import HolderGone, on_cancelled, on_died
from ehealthcard.workflow import Title, Workflow

from .commands import (
    Acknowledge,
    Answer,
    AppointmentOpened,
    AskForPerson,
    Book,
    BookingRefused,
    Dismiss,
    Finish,
    RaiseRedFlag,
    Start,
    TimePassed,
    Withdraw,
)
from .effects import (
    forget,
    open_appointment,
    session_ends,
)
from .ending import (
    acknowledge,
    book,
    dismiss,
    end,
    expire,
    note_appointment,
    return_to_choice,
    withdraw,
)
from .facts import GuidanceFacts, SlotFacts, guidance_facts, slot_facts
from .model import (
    POLICIES,
    BookingWanted,
    Choice,
    DoctorOffer,
    GuidancePolicy,
    ImpactAssessment,
    ManualReason,
    Rationale,
    Recommendation,
)
from .states import (
    Closed,
    Collecting,
    Converted,
    EmergencyAdvised,
    Expired,
    ManualGuide,
    Recommended,
    Withdrawn,
)
from .transitions import answer, ask_for_person, finish, raise_red_flag, start

GuidanceSession = (
    Collecting
    | EmergencyAdvised
    | Recommended
    | ManualGuide
    | Converted
    | Closed
    | Expired
    | Withdrawn
)
GuidanceCommand = (
    Start
    | Answer
    | RaiseRedFlag
    | Finish
    | AskForPerson
    | Book
    | AppointmentOpened
    | BookingRefused
    | Dismiss
    | Acknowledge
    | Withdraw
    | TimePassed
    | HolderGone
)

guidance_session: Workflow[GuidanceSession, GuidanceCommand] = Workflow(
    "guidance-session",
    Title("智能导诊", "Guidance", "4.2.1"),
    transitions=(
        start,
        answer,
        finish,
        raise_red_flag,
        ask_for_person,
        book,
        note_appointment,
        return_to_choice,
        dismiss,
        acknowledge,
        end,
        expire,
        withdraw,
    ),
    effects=(session_ends, open_appointment, forget),
    reactions=(on_died, on_cancelled),
    sources=(guidance_facts, slot_facts),
    policies=POLICIES,
)

__all__ = [
    "Acknowledge",
    "Answer",
    "AppointmentOpened",
    "AskForPerson",
    "Book",
    "BookingRefused",
    "BookingWanted",
    "Choice",
    "Closed",
    "Collecting",
    "Converted",
    "Dismiss",
    "DoctorOffer",
    "EmergencyAdvised",
    "Expired",
    "Finish",
    "GuidanceCommand",
    "GuidanceFacts",
    "GuidancePolicy",
    "GuidanceSession",
    "HolderGone",
    "ImpactAssessment",
    "ManualGuide",
    "ManualReason",
    "RaiseRedFlag",
    "Rationale",
    "Recommendation",
    "Recommended",
    "SlotFacts",
    "Start",
    "TimePassed",
    "Withdraw",
    "Withdrawn",
    "guidance_session",
]
