"""Birth certificates (出生医学证明, guide §4.6.2).

A mother applies through the client of her health card, or at the window of the
institution that delivered her child; an agent brings her signed authority, the father
proof of her death. The delivery record is pulled: where it stands under her card, the
application is reviewed at once, otherwise identity is proved by the police or by DNA.
Births outside of institutions, late applications and unknown fathers ask for papers of
their own, by policy packs; what is missing is waited for 60 days. Two persons check;
the mother confirms, and the name is final. It is printed on a blank of the
institution's own lots (``birth-blanks``), each number on one certificate for ever. The
electronic licence has an identifier by GB/T 36904. It is mailed or picked up; once the
police have entered the child, the mother's case of the pregnancy hears of it. It is
replaced for certain grounds, issued anew when lost, with the main page only once the
police have theirs, and revoked by the authority. The old number is entered as void
(``birth-void``) in the same transaction. Each of twins has an application and a number
of its own; a child that was born dead has none.

Sources: 母婴保健法 art. 23 and 医疗机构管理条例 art. 32 (who delivered certifies),
户口登记条例 art. 7, 民法典 art. 1015; provincial guides of 浙江 (2012), 亳州 (2024)
and others for times, papers and causes. The guide's flow chart is lost from its text;
arrows, 60 days and the two persons are inferred, and so is that the father may apply
when the mother has died.

Not built: foundlings, adoption and surrogacy, which have other ways; a mother without
a card; birth registration with the police as such (they tell the desk by
``RegisterHousehold``); checking documents of parents; messages about missing papers,
for which there is no kind; OFD files with the seal of the state's platform; taking
over certificates that were issued before, or by others. The registry of certificates
and the police are destinations (``birth-registry``, ``police``) without an adapter. The
code of the birth certificate in the state's list of licences was not found: without a
policy that names it there is no electronic licence.
"""

from ehealthcard.workflow import Title, Workflow

from .applying import (
    apply,
    correct,
    lapse,
    match,
    supplement,
    take_up_again,
    withdraw,
)
from .checks import (
    AUTHORITY,
    CLERK,
    COURIER,
    POLICE,
    REVIEWER,
    BirthFacts,
    PrintFacts,
    birth_facts,
    print_facts,
)
from .commands import (
    Apply,
    Approve,
    AskReissue,
    AskReplacement,
    Check,
    Confirm,
    Correct,
    EvidenceTimePassed,
    GrantRenewal,
    Mail,
    Match,
    NoteDelivered,
    NoteReturned,
    ParcelRefused,
    ParcelTaken,
    PickUp,
    Print,
    RefuseRenewal,
    RegisterHousehold,
    Reject,
    Revoke,
    Supplement,
    Withdraw,
)
from .effects import EFFECTS
from .issuing import print_anew, print_first
from .model import (
    Agent,
    Capacity,
    Household,
    Paper,
    Parent,
    Part,
    PastNumber,
    RejectReason,
    Renewal,
    ReplaceCause,
    RevokeCause,
    Stated,
)
from .packs import BOZHOU, POLICIES, ZHEJIANG, BirthPolicy
from .papers import licence_of, page_of, void_licences
from .renewing import ask_reissue, ask_replacement, grant, refuse, revoke
from .reviewing import approve, check, confirm, reject
from .sending import (
    arrive,
    come_back,
    mail,
    pick_up,
    register,
    set_off,
    stay,
)
from .states import (
    Approved,
    Checked,
    Closed,
    Confirmed,
    Delivered,
    InTransit,
    Issued,
    NeedEvidence,
    Posting,
    Registered,
    Rejected,
    RenewalAsked,
    RenewalGranted,
    Returned,
    Revoked,
    Submitted,
    UnderReview,
    Withdrawn,
)

BirthCertificate = (
    Submitted
    | NeedEvidence
    | UnderReview
    | Checked
    | Approved
    | Confirmed
    | Rejected
    | Closed
    | Withdrawn
    | Issued
    | Posting
    | InTransit
    | Returned
    | Delivered
    | Registered
    | RenewalAsked
    | RenewalGranted
    | Revoked
)
BirthCertificateCommand = (
    Apply
    | Match
    | Supplement
    | Correct
    | Check
    | Approve
    | Reject
    | Withdraw
    | Confirm
    | Print
    | Mail
    | PickUp
    | NoteDelivered
    | NoteReturned
    | RegisterHousehold
    | AskReplacement
    | AskReissue
    | GrantRenewal
    | RefuseRenewal
    | Revoke
    | EvidenceTimePassed
    | ParcelTaken
    | ParcelRefused
)

birth_certificate: Workflow[BirthCertificate, BirthCertificateCommand] = Workflow(
    "birth-certificate",
    Title("出生医学证明办理", "Birth certificate", "4.6.2"),
    transitions=(
        apply,
        match,
        supplement,
        lapse,
        correct,
        take_up_again,
        withdraw,
        check,
        approve,
        reject,
        confirm,
        print_first,
        mail,
        set_off,
        stay,
        arrive,
        come_back,
        pick_up,
        register,
        ask_replacement,
        ask_reissue,
        grant,
        refuse,
        print_anew,
        revoke,
    ),
    effects=EFFECTS,
    sources=(birth_facts, print_facts),
    policies=POLICIES,
)

__all__ = [
    "AUTHORITY",
    "BOZHOU",
    "CLERK",
    "COURIER",
    "POLICE",
    "POLICIES",
    "REVIEWER",
    "ZHEJIANG",
    "Agent",
    "Apply",
    "Approve",
    "Approved",
    "AskReissue",
    "AskReplacement",
    "BirthCertificate",
    "BirthCertificateCommand",
    "BirthFacts",
    "BirthPolicy",
    "Capacity",
    "Check",
    "Checked",
    "Closed",
    "Confirm",
    "Confirmed",
    "Correct",
    "Delivered",
    "EvidenceTimePassed",
    "GrantRenewal",
    "Household",
    "InTransit",
    "Issued",
    "Mail",
    "Match",
    "NeedEvidence",
    "NoteDelivered",
    "NoteReturned",
    "Paper",
    "ParcelRefused",
    "ParcelTaken",
    "Parent",
    "Part",
    "PastNumber",
    "PickUp",
    "Posting",
    "Print",
    "PrintFacts",
    "RefuseRenewal",
    "RegisterHousehold",
    "Registered",
    "Reject",
    "RejectReason",
    "Rejected",
    "Renewal",
    "RenewalAsked",
    "RenewalGranted",
    "ReplaceCause",
    "Returned",
    "Revoke",
    "RevokeCause",
    "Revoked",
    "Stated",
    "Submitted",
    "Supplement",
    "UnderReview",
    "Withdraw",
    "Withdrawn",
    "birth_certificate",
    "birth_facts",
    "licence_of",
    "page_of",
    "print_facts",
    "void_licences",
]
