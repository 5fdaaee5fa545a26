"""Notifications (信息推送, guide §4.3.5; FHIR ``Communication``).

Residents are told of bookings, surveys, check-in, bills, reports, medicine and
follow-ups (挂号、流调、报到、缴费、查报告、取药、随访), and of what this project adds.
A service asks for a message by its happening; one message is made of each, however
often it is asked for. Templates and their typed variables cannot carry a diagnosis or a
result. Who did not agree hears only what he must; in the quiet hours only what is
urgent goes out; a child's guardian is told in the child's stead. What fails is tried
again, then by another channel, then by a person. What is no longer so is recalled, and
corrected if it had gone out.

The guide's flow chart is lost from its text; states, numbers and the kinds beyond the
guide's seven are inferred. A refusal to send is a state with its reason, not an error:
the service that asked has done its part. Two states of waiting (recalled or late while
the messenger has not answered) are added, so that no answer finds a closed case. Who
acted on a message is past recalling it.

Not built: real channels. The messenger is given the recipient's subject and the text;
how the subject is reached, and what the platform calls the template, is its own affair.
"""

from ehealthcard.models import only_added
from ehealthcard.workflow import Title, Workflow

from .commands import (
    ConfirmTold,
    HandedOver,
    HappeningGone,
    MorningCame,
    Raise,
    Recall,
    Refused,
    ReportActed,
    ReportDelivered,
    ReportFailed,
    ReportRead,
    RetryDue,
    TooLate,
)
from .effects import correct, ends, morning, next_try, on_recall, once, send
from .model import (
    OFFLINE,
    POLICIES,
    SMS,
    Correction,
    Failure,
    NotificationPolicy,
    RecipientFacts,
    Text,
    recipient_facts,
)
from .states import (
    Acted,
    Deferred,
    Delivered,
    Expired,
    FellBack,
    ForPerson,
    Overdue,
    Queued,
    Read,
    Recalled,
    Recalling,
    Retrying,
    Sent,
    Suppressed,
)
from .templates import TEMPLATES, Template
from .transitions import (
    act,
    confirm_told,
    deliver,
    expire,
    fail,
    fail_later,
    hand_over,
    raise_message,
    read,
    recall_on_its_way,
    recall_sent,
    recall_unsent,
    run_late,
    send_now,
    settle_late,
    settle_recall,
)

Notification = (
    Suppressed
    | Deferred
    | Queued
    | FellBack
    | Retrying
    | ForPerson
    | Sent
    | Delivered
    | Read
    | Acted
    | Recalling
    | Recalled
    | Overdue
    | Expired
)
NotificationCommand = (
    Raise
    | ReportDelivered
    | ReportRead
    | ReportActed
    | ReportFailed
    | ConfirmTold
    | Recall
    | HandedOver
    | Refused
    | MorningCame
    | RetryDue
    | TooLate
    | HappeningGone
)

notification: Workflow[Notification, NotificationCommand] = Workflow(
    "notification",
    Title("信息推送", "Notifications", "4.3.5"),
    transitions=(
        raise_message,
        send_now,
        hand_over,
        fail,
        fail_later,
        deliver,
        read,
        act,
        confirm_told,
        recall_unsent,
        recall_on_its_way,
        recall_sent,
        settle_recall,
        expire,
        run_late,
        settle_late,
    ),
    effects=(ends, morning, next_try, send, correct, once),
    reactions=(on_recall,),
    sources=(recipient_facts,),
    policies=POLICIES,
    version=2,
    upcasters=(only_added,),
)

__all__ = [
    "OFFLINE",
    "SMS",
    "TEMPLATES",
    "Acted",
    "ConfirmTold",
    "Correction",
    "Deferred",
    "Delivered",
    "Expired",
    "Failure",
    "FellBack",
    "ForPerson",
    "HandedOver",
    "HappeningGone",
    "MorningCame",
    "Notification",
    "NotificationPolicy",
    "Overdue",
    "Queued",
    "Raise",
    "Read",
    "Recall",
    "Recalled",
    "Recalling",
    "RecipientFacts",
    "Refused",
    "ReportActed",
    "ReportDelivered",
    "ReportFailed",
    "ReportRead",
    "RetryDue",
    "Retrying",
    "Sent",
    "Suppressed",
    "Template",
    "Text",
    "TooLate",
    "notification",
]
