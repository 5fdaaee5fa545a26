"""Recognition of other institutions' results (报告互认, guide §4.5.2).

A holder, a minor's guardian or who has a grant shows a released report to one
institution, for a term and with a consent of its own (PIPL art. 29), or uploads one
from elsewhere, which is believed only after signature, institution and patient were
checked; a false one is a risk event. A doctor there who treats the patient now looks at
it, on the record, and decides. He may recognise it where its kind and its item are on
the list, its mark (HR) holds at the institution by GB/T 2260, it is fresh enough and
none of the six cases applies; the HIS then drops the order, and what that saves is
counted (:func:`savings`). Or he examines again, and must say why: one of the six
national cases, a reason of the region, or what stands in the way; the patient is told
and the words are kept. An emergency waits for nothing. His judgement is final.

What is recognised is data and never a diagnosis: conclusions are not shown (art. 2).
Amended reports are looked at anew; a report that is taken back takes recognitions with
it. What is shown ends with its term, the card and a word of the patient's, and is
erased. Items that are decided on differently are shown in cases of their own.

Sources: 检查检验结果互认管理办法 (2022) art. 1-3; the six cases as the National Health
Commission told them; form of the marks (art. 14) recalled. No number says nationally
how old a result may be, so each policy says its own or none. Regions' own reasons are
off unless a policy names them.

Not built: checking signatures of uploads (a ``report-verifier`` says what came of it,
for no trust list of institutions is known); quality assessments behind the marks; a
table of all cities and counties by name; where a HIS is not connected its doctor's word
about the visit is believed; the price of what is saved is the receiving HIS's word; in
principle a higher level's results count at a lower one, which is left to the list; the
order screen itself, for which :func:`duplicates` says what is there.
"""

from ehealthcard.rules.holders import HolderGone, on_cancelled, on_died
from ehealthcard.workflow import Title, Workflow

from .commands import (
    Confirm,
    Doubt,
    Fail,
    Offer,
    Recognise,
    Reorder,
    RevokeAuthorisation,
    SourceGone,
    TermPassed,
    Upload,
    View,
)
from .deciding import doubt, recognise, reorder, reorder_unseen, view
from .effects import (
    ask_again,
    on_retracted,
    one_each,
    suppress,
    tell_monitor,
    term,
    wipe,
)
from .ending import expire, fall, settle
from .facts import CareFacts, OfferFacts, ReportSeen, care_facts, offer_facts
from .model import (
    POLICIES,
    SIX,
    FakeReport,
    ListedItem,
    Obstacle,
    Offence,
    Place,
    RecognitionPolicy,
    Result,
    Source,
    SuppressedOrder,
    Why,
)
from .obstacles import obstacle_of
from .offering import confirm, fail, offer, revoke, upload
from .states import (
    Expired,
    Offered,
    PendingVerify,
    Recognised,
    RejectedFake,
    Reordered,
    Revoked,
    Settled,
    Viewed,
    Withdrawn,
)
from .statistics import Reason, Savings, duplicates, savings

MutualRecognition = (
    PendingVerify
    | Offered
    | RejectedFake
    | Viewed
    | Recognised
    | Reordered
    | Withdrawn
    | Settled
    | Revoked
    | Expired
)
MutualRecognitionCommand = (
    Offer
    | Upload
    | Confirm
    | Fail
    | View
    | Recognise
    | Reorder
    | Doubt
    | RevokeAuthorisation
    | TermPassed
    | HolderGone
    | SourceGone
)

mutual_recognition: Workflow[MutualRecognition, MutualRecognitionCommand] = Workflow(
    "mutual-recognition",
    Title("报告互认", "Mutual recognition of reports", "4.5.2"),
    transitions=(
        offer,
        upload,
        confirm,
        fail,
        view,
        recognise,
        reorder,
        reorder_unseen,
        doubt,
        revoke,
        expire,
        fall,
        settle,
    ),
    effects=(term, one_each, suppress, ask_again, tell_monitor, wipe),
    reactions=(on_retracted, on_cancelled, on_died),
    sources=(offer_facts, care_facts),
    policies=POLICIES,
)

__all__ = [
    "POLICIES",
    "SIX",
    "CareFacts",
    "Confirm",
    "Doubt",
    "Expired",
    "Fail",
    "FakeReport",
    "HolderGone",
    "ListedItem",
    "MutualRecognition",
    "MutualRecognitionCommand",
    "Obstacle",
    "Offence",
    "Offer",
    "OfferFacts",
    "Offered",
    "PendingVerify",
    "Place",
    "Reason",
    "Recognise",
    "Recognised",
    "RecognitionPolicy",
    "RejectedFake",
    "Reorder",
    "Reordered",
    "ReportSeen",
    "Result",
    "RevokeAuthorisation",
    "Revoked",
    "Savings",
    "Settled",
    "Source",
    "SourceGone",
    "SuppressedOrder",
    "TermPassed",
    "Upload",
    "View",
    "Viewed",
    "Why",
    "Withdrawn",
    "care_facts",
    "duplicates",
    "mutual_recognition",
    "obstacle_of",
    "offer_facts",
    "savings",
]
