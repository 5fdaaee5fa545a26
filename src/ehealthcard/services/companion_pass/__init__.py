"""Companion pass (电子陪护证, guide §4.4.1): who may stay with an inpatient.

A companion asks for it with the stay's registration number (住院登记号); the patient
consents, or who may act for him (:mod:`ehealthcard.rules.vouchers`); stay, quota,
exclusion and tests are checked; the ward decides. The card is the pass: the ward's gate
looks whether a pass in use goes with it. One companion for each patient; a ward may
allow a second and never a third; intensive care and isolation take none. The pass
follows the patient, rests with a fever or a lost card, and falls
with the stay, in the same transaction. A companion is replaced in one step: the old
pass goes first, so that two are never in use in one place.

The guide's flow chart is lost from its text; states and arrows are a reconstruction
from its sentences and from hospitals' published rules (PASS in the project's notes).
Numbers are hospital practice: a new companion's test of 24 hours and exposures of 14
days counted until 2023-01-07 and do not since; a temporary pass holds for 24 hours.
The seven days of a full pass and the 30 days of an exclusion are inferred.

Readings of the project's own: where only the patient's consent is missing, or the test
of an emergency's companion, the request waits for it (``Applied``); leaving is possible
with a pass that rests; a pass that has run out may be renewed while the stay lasts; who
misused one gets none in this hospital for a while. A hospital's own exclusion list
comes in through the fact source of ``PassFacts``.

Not built: stays that this desk does not know (no inpatient certificate); counting the
nights of a companion; that a ward which allows fewer companions sends one away, which a
person does; leaving with a pass that is over, which no gate may prevent.
"""

from ehealthcard.models import only_added
from ehealthcard.workflow import Title, Workflow

from .asking import (
    agree,
    apply,
    approve,
    complete,
    extend,
    issue_temporary,
    reject,
    renew,
    retest,
    submit_test,
    take_seat,
    upgrade,
)
from .commands import (
    AgreeTo,
    Apply,
    Approve,
    CardFound,
    CardLost,
    Clear,
    EndingSoon,
    ExclusionEnded,
    HolderGone,
    IssueTemporary,
    LiftExclusion,
    PatientMoved,
    Reject,
    Renew,
    Replace,
    RetestDue,
    Revoke,
    ScanIn,
    ScanOut,
    SeatFreed,
    StayOver,
    SubmitTest,
    Suspend,
    Upgrade,
    ValidityEnded,
    Withdraw,
)
from .effects import EFFECTS, REACTIONS
from .ending import (
    end_exclusion,
    end_with_stay,
    expire,
    lift_exclusion,
    lose_holder,
    replace,
    revoke,
    withdraw,
)
from .facts import gate_facts, pass_facts
from .model import (
    POLICIES,
    CompanionData,
    Consent,
    GateFacts,
    Hindrance,
    Passage,
    PassFacts,
    PassPolicy,
    RevokeReason,
    SeatTaken,
    StaySeen,
    SuccessorSeen,
)
from .passing import scan_in, scan_in_temporary, scan_out
from .resting import (
    age_test,
    clear,
    find_card,
    follow,
    follow_active,
    follow_suspended,
    follow_temporary,
    lose_card,
    lose_card_too,
    remind,
    suspend,
    suspend_again,
)
from .states import (
    Active,
    Applied,
    Excluded,
    Expired,
    PendingReplacement,
    PendingWard,
    Rejected,
    Replaced,
    Revoked,
    RevokedWithStay,
    Suspended,
    Temporary,
)

CompanionPass = (
    Applied
    | PendingWard
    | PendingReplacement
    | Temporary
    | Active
    | Suspended
    | Rejected
    | Revoked
    | Excluded
    | RevokedWithStay
    | Replaced
    | Expired
)
CompanionPassCommand = (
    Apply
    | AgreeTo
    | SubmitTest
    | IssueTemporary
    | Approve
    | Reject
    | Upgrade
    | ScanIn
    | ScanOut
    | Suspend
    | Clear
    | Replace
    | Revoke
    | Withdraw
    | Renew
    | LiftExclusion
    | StayOver
    | PatientMoved
    | SeatFreed
    | CardLost
    | CardFound
    | HolderGone
    | ValidityEnded
    | RetestDue
    | EndingSoon
    | ExclusionEnded
)

companion_pass: Workflow[CompanionPass, CompanionPassCommand] = Workflow(
    "companion-pass",
    Title("电子陪护证", "Companion pass", "4.4.1"),
    transitions=(
        apply,
        complete,
        submit_test,
        retest,
        agree,
        issue_temporary,
        approve,
        take_seat,
        reject,
        upgrade,
        extend,
        renew,
        scan_in,
        scan_in_temporary,
        scan_out,
        suspend,
        suspend_again,
        clear,
        lose_card,
        lose_card_too,
        find_card,
        age_test,
        remind,
        follow,
        follow_active,
        follow_temporary,
        follow_suspended,
        replace,
        revoke,
        withdraw,
        end_with_stay,
        lose_holder,
        expire,
        end_exclusion,
        lift_exclusion,
    ),
    effects=EFFECTS,
    reactions=REACTIONS,
    sources=(pass_facts, gate_facts),
    policies=POLICIES,
    version=2,
    upcasters=(only_added,),  # who consents by the patient's grant
)

__all__ = [
    "Active",
    "AgreeTo",
    "Applied",
    "Apply",
    "Approve",
    "CardFound",
    "CardLost",
    "Clear",
    "CompanionData",
    "CompanionPass",
    "Consent",
    "EndingSoon",
    "Excluded",
    "ExclusionEnded",
    "Expired",
    "GateFacts",
    "Hindrance",
    "HolderGone",
    "IssueTemporary",
    "LiftExclusion",
    "PassFacts",
    "PassPolicy",
    "Passage",
    "PatientMoved",
    "PendingReplacement",
    "PendingWard",
    "Reject",
    "Rejected",
    "Renew",
    "Replace",
    "Replaced",
    "RetestDue",
    "Revoke",
    "RevokeReason",
    "Revoked",
    "RevokedWithStay",
    "ScanIn",
    "ScanOut",
    "SeatFreed",
    "SeatTaken",
    "StayOver",
    "StaySeen",
    "SubmitTest",
    "SuccessorSeen",
    "Suspend",
    "Suspended",
    "Temporary",
    "Upgrade",
    "ValidityEnded",
    "Withdraw",
    "companion_pass",
]
