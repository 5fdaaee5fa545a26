"""Entering by scan (扫码入院, guide §4.1.2).

At a gate, a pillar, a handheld or a window the card is scanned, the health risk looked
at and the entry recorded (快速核验居民健康风险等级，并记录居民入院信息). Danger
diverts and never refuses (不得以红码/黄码为由拒绝患者就诊；传染病防治法 art. 52). Who
has no phone is identified by staff; an emergency opens the gate at once and says later
who it was.

The guide's flow chart is lost from its text; states and arrows are a reconstruction.
Beyond the table it was made from: a person may decide after a manual review, an
emergency bypass is possible from every waiting state, and who never got in is put away
at midnight. Whether declarations and colours count is the policy's: both counted until
2023-01-07 and do not since.

The guide's window and handheld need no separate machine: the method says which it was.
"""

from ehealthcard.models import only_added
from ehealthcard.rules.isolation import Route
from ehealthcard.workflow import Title, Workflow

from .commands import (
    AdmitReviewed,
    Assess,
    BindIdentity,
    BypassEmergency,
    DayEnded,
    DeclarationArrived,
    DivertReviewed,
    Identify,
    IdentifyManually,
    Present,
    RejectCode,
    ScanAgain,
    ScanOut,
)
from .effects import (
    day_ends,
    diverted,
    entered,
    on_declared,
    scan_is_spent,
    tell_isolation,
    tell_monitor,
)
from .model import (
    POLICIES,
    AdmissionFacts,
    AdmissionPolicy,
    Assessment,
    IdentityFacts,
    UseFacts,
    admission_facts,
    identity_facts,
    use_facts,
)
from .states import (
    Abandoned,
    CodeRejected,
    DeclarationRequired,
    Diverted,
    Entered,
    EnteredEmergency,
    Identified,
    Left,
    ManualReview,
    Presented,
)
from .transitions import (
    abandon,
    admit_reviewed,
    assess,
    bind_identity,
    bypass_emergency,
    declare,
    divert_reviewed,
    end_day,
    identify,
    identify_manually,
    leave,
    present,
    reject_code,
    scan_again,
)

AdmissionScan = (
    Presented
    | CodeRejected
    | Identified
    | DeclarationRequired
    | ManualReview
    | Entered
    | Diverted
    | EnteredEmergency
    | Left
    | Abandoned
)
AdmissionScanCommand = (
    Present
    | Identify
    | RejectCode
    | IdentifyManually
    | BypassEmergency
    | BindIdentity
    | Assess
    | AdmitReviewed
    | DivertReviewed
    | ScanAgain
    | ScanOut
    | DeclarationArrived
    | DayEnded
)

admission_scan: Workflow[AdmissionScan, AdmissionScanCommand] = Workflow(
    "admission-scan",
    Title("扫码入院", "Entering by scan", "4.1.2"),
    transitions=(
        present,
        identify,
        reject_code,
        identify_manually,
        bypass_emergency,
        bind_identity,
        assess,
        admit_reviewed,
        divert_reviewed,
        declare,
        scan_again,
        leave,
        end_day,
        abandon,
    ),
    effects=(
        day_ends,
        scan_is_spent,
        entered,
        diverted,
        tell_isolation,
        tell_monitor,
    ),
    reactions=(on_declared,),
    sources=(use_facts, identity_facts, admission_facts),
    policies=POLICIES,
    version=2,
    upcasters=(only_added,),
)

__all__ = [
    "Abandoned",
    "AdmissionFacts",
    "AdmissionPolicy",
    "AdmissionScan",
    "AdmitReviewed",
    "Assess",
    "Assessment",
    "BindIdentity",
    "BypassEmergency",
    "CodeRejected",
    "DayEnded",
    "DeclarationArrived",
    "DeclarationRequired",
    "DivertReviewed",
    "Diverted",
    "Entered",
    "EnteredEmergency",
    "Identified",
    "Identify",
    "IdentifyManually",
    "IdentityFacts",
    "Left",
    "ManualReview",
    "Present",
    "Presented",
    "RejectCode",
    "Route",
    "ScanAgain",
    "ScanOut",
    "UseFacts",
    "admission_scan",
]
