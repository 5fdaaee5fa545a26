"""Two-way referral (双向转诊, guide §4.5.1; FHIR ``ServiceRequest``).

The patient applies with his condition, or a doctor begins. A doctor of the home
institution judges and answers for it (转诊审核责任制): advice instead, or the form with
its indications, direction and target. The receiving side takes the patient or says why
not; an emergency it cannot refuse, nor does that wait for a paper. A slot kept for
referrals is booked as an appointment of §4.2.2. In the end the origin hears the result,
or gets the patient back with the return form. Fourteen days after the form the home
institution asks what became of it (``referral-follow-up``).

The guide's sentence names application, judgement, form and slot; states and arrows come
from laws (BHL art. 30, 传染病防治法 art. 52, 医疗机构管理条例 art. 31), county
programmes and a HIS in production. All times but the fortnight are inferred; policy.

Readings of the project's own: what the findings say about urgency counts, whatever the
doctor ticks. An emergency may be accepted beyond the places that are left, may go to
who is not in the network, and may arrive before it is answered. A refused referral is
the home institution's again. A patient who withdraws, misses or is refused is asked
about after 14 days all the same, and may be referred anew at once. A slot that the
appointments do not give leaves the referral as it is. The sensitive part of a history
travels only with a consent that names it. A delegate's application waits for his own.

Not built: a port of its own to a regional referral platform (the papers go to ``his``);
reading whether a target can be reached; filing with the insurance beyond the message;
choosing the nearest hospital that does PCI; a limit to the length of a chain.
"""

from ehealthcard.workflow import Title, Workflow

from .asking import (
    accept_review,
    agree,
    apply,
    cancel,
    decline,
    initiate,
    run_late,
    withdraw,
)
from .commands import (
    Accept,
    AcceptBack,
    AcceptReview,
    Agree,
    AnswerPassed,
    Apply,
    Approve,
    Arrive,
    Cancel,
    CardEnded,
    Close,
    Decline,
    DeclineTarget,
    Finish,
    FormPassed,
    HolderDied,
    Initiate,
    ReferBack,
    Refuse,
    Retarget,
    ReviewPassed,
    Send,
    SlotBooked,
    SlotRefused,
    SupplyForm,
    TakeInEmergency,
    ValidityPassed,
    Withdraw,
)
from .effects import TIMES_AND_SLOTS
from .facts import referral_facts
from .forms import (
    Finding,
    FormDraft,
    PatientDetails,
    ReferralForm,
    ReturnForm,
    SignedReturn,
    Target,
)
from .issuing import approve, expire, retarget, send, supply_form
from .messages import TO_OTHERS, on_card_cancelled, on_death
from .model import (
    POLICIES,
    Arrangement,
    Attachment,
    Consent,
    ConsentBy,
    Partner,
    ReferralFacts,
    ReferralPolicy,
    Reservation,
)
from .pages import referral_page, return_page
from .papers import SlotLeft, SlotWanted
from .receiving import (
    accept,
    arrive,
    arrive_unasked,
    call_off,
    decline_target,
    escalate,
    hear_late,
    miss,
    note_booked,
    note_lost,
    refuse,
    take_in,
)
from .returning import (
    accept_back,
    close,
    end_by_death,
    finish,
    owe_form,
    refer_back,
)
from .states import (
    Accepted,
    Applied,
    BackAccepted,
    BackIssued,
    Cancelled,
    Closed,
    Completed,
    Declined,
    Draft,
    Escalated,
    Expired,
    InCare,
    Issued,
    NoShow,
    Refused,
    Sent,
    UnderReview,
    Withdrawn,
)
from .telling import TO_INSTITUTIONS

Referral = (
    Applied
    | UnderReview
    | Declined
    | Draft
    | Issued
    | Sent
    | Escalated
    | Refused
    | Accepted
    | NoShow
    | Cancelled
    | Withdrawn
    | Expired
    | InCare
    | Completed
    | BackIssued
    | BackAccepted
    | Closed
)
ReferralCommand = (
    Apply
    | Initiate
    | Agree
    | AcceptReview
    | Decline
    | Approve
    | Send
    | Retarget
    | Accept
    | Refuse
    | DeclineTarget
    | Arrive
    | TakeInEmergency
    | SupplyForm
    | Cancel
    | Withdraw
    | Finish
    | ReferBack
    | AcceptBack
    | Close
    | SlotBooked
    | SlotRefused
    | ReviewPassed
    | AnswerPassed
    | ValidityPassed
    | FormPassed
    | HolderDied
    | CardEnded
)

referral: Workflow[Referral, ReferralCommand] = Workflow(
    "referral",
    Title("双向转诊", "Referral", "4.5.1"),
    transitions=(
        apply,
        initiate,
        agree,
        accept_review,
        decline,
        run_late,
        approve,
        send,
        retarget,
        expire,
        accept,
        refuse,
        decline_target,
        escalate,
        arrive,
        arrive_unasked,
        take_in,
        supply_form,
        owe_form,
        miss,
        cancel,
        call_off,
        withdraw,
        finish,
        refer_back,
        accept_back,
        close,
        end_by_death,
        note_booked,
        note_lost,
        hear_late,
    ),
    effects=(*TO_OTHERS, *TO_INSTITUTIONS, *TIMES_AND_SLOTS),
    reactions=(on_death, on_card_cancelled),
    sources=(referral_facts,),
    policies=POLICIES,
)

__all__ = [
    "Accept",
    "AcceptBack",
    "AcceptReview",
    "Accepted",
    "Agree",
    "AnswerPassed",
    "Applied",
    "Apply",
    "Approve",
    "Arrangement",
    "Arrive",
    "Attachment",
    "BackAccepted",
    "BackIssued",
    "Cancel",
    "Cancelled",
    "CardEnded",
    "Close",
    "Closed",
    "Completed",
    "Consent",
    "ConsentBy",
    "Decline",
    "DeclineTarget",
    "Declined",
    "Draft",
    "Escalated",
    "Expired",
    "Finding",
    "Finish",
    "FormDraft",
    "FormPassed",
    "HolderDied",
    "InCare",
    "Initiate",
    "Issued",
    "NoShow",
    "Partner",
    "PatientDetails",
    "ReferBack",
    "ReferralFacts",
    "ReferralForm",
    "ReferralPolicy",
    "Refuse",
    "Refused",
    "Reservation",
    "Retarget",
    "ReturnForm",
    "ReviewPassed",
    "Send",
    "Sent",
    "SignedReturn",
    "SlotBooked",
    "SlotLeft",
    "SlotRefused",
    "SlotWanted",
    "SupplyForm",
    "TakeInEmergency",
    "Target",
    "UnderReview",
    "ValidityPassed",
    "Withdraw",
    "Withdrawn",
    "referral",
    "referral_page",
    "return_page",
]
