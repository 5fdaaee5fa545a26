"""Interview before the visit (诊前信息收集, AI 预诊, guide §4.3.1).

After booking and before the visit the patient answers the questions of the department
(科室-症状问题库): complaint, present illness, past history, allergies and what else the
list asks. A report of it waits for the doctor. It informs and diagnoses nothing; only
what a doctor has signed after seeing the patient enters the record (医师法 art. 24).

The guide's flow chart is lost from its text; states and arrows are a reconstruction.
Questions, branches and red flags are data of a :class:`ehealthcard.ports.QuestionBank`
and the engine is :class:`ehealthcard.rules.interview.Sheet`: rules and no language
model, so each red flag names the rule that raised it (PIPL art. 24). The version of a
list is fixed at the start. Every report made with a list that no hospital has signed
says 未经临床审核.

Readings of the project's own: SUBMITTED and REPORT_READY are one state, as the report
is put together in the same step. Who was advised may read the advice and answer on, and
if the visit begins before that, the doctor gets what there is. A visit that moves to
another department ends the interview as a cancelled one does; within the department the
interview goes along, and with another day the invitation is told anew. While a visit is
called off, its interview rests: the invitation is taken back and nothing runs out. A
visit that was missed counts as one that was cancelled. Consent
can be taken back until a doctor has opened the report. Drafts that were never handed in
are destroyed when the visit begins. An interview that nobody fills in ends with the day
of the visit, if no appointment says so before.

What stays when answers are destroyed: that the case was opened, when, by which account,
each command's name and time, and the appointment's name. The content of every earlier
event is overwritten, in the same transaction. What the department was told of a red
flag before stays with it, and a message about one that has not left yet still leaves.

A confirmed booking invites by itself where the hospital's booking policy says so
(``before_visit``); elsewhere staff or an application do.

Not built: a red flag advises and tells the department, it moves no appointment; the
doctor's signature is kept and handed on, and checked by whoever keeps the record; a
picture's content is never seen; nothing is filled in from earlier interviews.
"""

from ehealthcard.models import only_added
from ehealthcard.workflow import Title, Workflow

from .answering import answer, back, invite, invite_booked, start, submit
from .commands import (
    Acknowledge,
    Adopt,
    AdoptEdited,
    Answer,
    Back,
    BeginConsultation,
    DepartmentLeft,
    FileAgain,
    Filed,
    FilingRefused,
    GoOn,
    Invite,
    Open,
    Reject,
    RetentionEnded,
    Start,
    Submit,
    VisitBegun,
    VisitBooked,
    VisitDayPassed,
    VisitEnded,
    VisitMoved,
    VisitSuspended,
    Withdraw,
)
from .effects import EFFECTS, REACTIONS
from .ending import cancel, discard, miss, miss_now, move, rest, withdraw
from .escalating import acknowledge, go_on, show_partial, show_partial_now
from .looking import interview_facts
from .model import (
    POLICIES,
    Announced,
    Consent,
    Ended,
    ExaminationWarned,
    Filing,
    FlagFound,
    InterviewFacts,
    InterviewPolicy,
    Opening,
    PicturesUnwanted,
    Respondent,
    SignedText,
    Unfilled,
)
from .reviewing import (
    adopt,
    adopt_edited,
    begin,
    file_again,
    note_begun,
    note_filed,
    note_refused,
    open_again,
    open_ready,
    reject,
)
from .states import (
    Adopted,
    AdoptedEdited,
    Cancelled,
    Discarded,
    Escalated,
    InProgress,
    Invited,
    Missed,
    Rejected,
    ReportReady,
    UnderReview,
    Withdrawn,
)

PreVisitInterview = (
    Invited
    | InProgress
    | Escalated
    | ReportReady
    | UnderReview
    | Adopted
    | AdoptedEdited
    | Rejected
    | Missed
    | Cancelled
    | Withdrawn
    | Discarded
)
PreVisitInterviewCommand = (
    Invite
    | Start
    | Answer
    | Back
    | Submit
    | Acknowledge
    | GoOn
    | Withdraw
    | Open
    | BeginConsultation
    | Adopt
    | AdoptEdited
    | Reject
    | FileAgain
    | VisitBooked
    | VisitSuspended
    | VisitMoved
    | DepartmentLeft
    | VisitBegun
    | VisitEnded
    | VisitDayPassed
    | Filed
    | FilingRefused
    | RetentionEnded
)

pre_visit_interview: Workflow[PreVisitInterview, PreVisitInterviewCommand] = Workflow(
    "pre-visit-interview",
    Title("诊前信息收集", "Interview before the visit", "4.3.1"),
    transitions=(
        invite,
        invite_booked,
        start,
        answer,
        back,
        submit,
        acknowledge,
        go_on,
        open_ready,
        open_again,
        begin,
        note_begun,
        show_partial,
        show_partial_now,
        adopt,
        adopt_edited,
        reject,
        file_again,
        note_filed,
        note_refused,
        move,
        rest,
        miss,
        miss_now,
        cancel,
        withdraw,
        discard,
    ),
    effects=EFFECTS,
    reactions=REACTIONS,
    sources=(interview_facts,),
    policies=POLICIES,
    version=2,
    upcasters=(only_added,),
)

__all__ = [
    "Acknowledge",
    "Adopt",
    "AdoptEdited",
    "Adopted",
    "AdoptedEdited",
    "Announced",
    "Answer",
    "Back",
    "BeginConsultation",
    "Cancelled",
    "Consent",
    "DepartmentLeft",
    "Discarded",
    "Ended",
    "Escalated",
    "ExaminationWarned",
    "FileAgain",
    "Filed",
    "Filing",
    "FilingRefused",
    "FlagFound",
    "GoOn",
    "InProgress",
    "InterviewFacts",
    "InterviewPolicy",
    "Invite",
    "Invited",
    "Missed",
    "Open",
    "Opening",
    "PicturesUnwanted",
    "PreVisitInterview",
    "Reject",
    "Rejected",
    "ReportReady",
    "Respondent",
    "RetentionEnded",
    "SignedText",
    "Start",
    "Submit",
    "UnderReview",
    "Unfilled",
    "VisitBegun",
    "VisitBooked",
    "VisitDayPassed",
    "VisitEnded",
    "VisitMoved",
    "VisitSuspended",
    "Withdraw",
    "Withdrawn",
    "pre_visit_interview",
]
