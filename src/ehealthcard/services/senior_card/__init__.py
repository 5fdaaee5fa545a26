"""Senior cards (老年证, guide §4.6.4).

Who is sixty on the day, and registered here or living here for six months, applies
through the client of the health card; a child who was asked to (``senior-agent``), the
guardian or a window does it for him. Where the registers agree it is found right at
once (合格当场办理), otherwise the office looks: a machine's no asks for papers and
turns nobody down. The office gives the number; no national form of it is known, so a
policy says what numbers look like. The card is shown by the health card's own code.

Each birthday that leads to another tier (65, 70, 80, 90, 100, or a province's own)
moves the card there from 00:00 of that day on; who was born on 29 February completes a
year on 28 February of a common year. A lost copy is void and replaced by the next
edition under the same number; a copy for a new tier is given out the same way. It rests
while the health card is lost, and ends with it, with the holder's life, when he moves
away or when it was got by fraud. The reason after a death is ``died``, although the
health card ends with it: who hears of a death hears of it first.

Sources: 老年人权益保障法 art. 2, 53 and 57; provincial rules for tiers, six months and
the exchange at 70. The guide's flow chart is lost from its text; arrows are inferred.
Under the pack ``national`` every region is served.

A number in force leads to the health card in the map of many codes (多码协同): the
signals ``SeniorCodeBound`` and ``SeniorCodeVoided`` are heard by ``senior-code``.

Not built: a code of the senior card's own; messages about missing papers and
rejections, for which there is no kind; a benefit's own limits, such as one check-up a
year; paying allowances; taking over cards of other regions. A card keeps the pack that
it was applied for under: new benefits of a province reach it with a new card. Beijing's
and Henan's rules were not seen in enough detail to ship a pack.
"""

from ehealthcard.workflow import Title, Workflow

from .applying import (
    apply,
    approve,
    ask_papers,
    auto_verify,
    issue,
    reject,
    supply_papers,
    withdraw,
)
from .checks import (
    OFFICE,
    PROVIDERS,
    ScanFacts,
    SeniorFacts,
    scan_facts,
    senior_facts,
)
from .commands import (
    Apply,
    Approve,
    AskPapers,
    AutoVerify,
    BirthdayCame,
    GiveUp,
    HealthCardEnded,
    HealthCardFound,
    HealthCardRests,
    HolderDied,
    Issue,
    MoveOut,
    Present,
    Reissue,
    Reject,
    ReportDeath,
    ReportLost,
    Revoke,
    SupplyPapers,
    Update,
    Withdraw,
)
from .effects import (
    bind,
    birthday,
    forget,
    number_once,
    on_cancelled,
    on_died,
    on_restored,
    on_suspended,
    one_each,
    tell_holder,
    tell_monitor,
    void,
)
from .ending import die, fall, give_up, move_out, revoke
from .face import SeniorFace, face_of
from .model import (
    POLICIES,
    SHANDONG,
    ZHEJIANG,
    BenefitUse,
    Capacity,
    Fraud,
    Living,
    Paper,
    PaperAgent,
    Refusal,
    Residence,
    SeniorPolicy,
)
from .states import (
    Active,
    Approved,
    Cancelled,
    Ending,
    Lost,
    NeedPapers,
    Rejected,
    Resting,
    Revoked,
    Submitted,
    Transferred,
    Withdrawn,
)
from .tiers import Benefit, Tier
from .using import present, reach_tier, reissue, report_lost, rest, update, wake

SeniorCard = (
    Submitted
    | NeedPapers
    | Approved
    | Rejected
    | Withdrawn
    | Active
    | Resting
    | Lost
    | Cancelled
    | Transferred
    | Revoked
)
SeniorCardCommand = (
    Apply
    | AutoVerify
    | Approve
    | AskPapers
    | SupplyPapers
    | Reject
    | Withdraw
    | Issue
    | Present
    | ReportLost
    | Reissue
    | Update
    | ReportDeath
    | GiveUp
    | MoveOut
    | Revoke
    | BirthdayCame
    | HealthCardRests
    | HealthCardFound
    | HealthCardEnded
    | HolderDied
)

senior_card: Workflow[SeniorCard, SeniorCardCommand] = Workflow(
    "senior-card",
    Title("老年证办理", "Senior card", "4.6.4"),
    transitions=(
        apply,
        auto_verify,
        approve,
        ask_papers,
        supply_papers,
        reject,
        withdraw,
        issue,
        reach_tier,
        present,
        report_lost,
        reissue,
        update,
        rest,
        wake,
        die,
        fall,
        give_up,
        move_out,
        revoke,
    ),
    effects=(
        birthday,
        one_each,
        number_once,
        tell_holder,
        bind,
        void,
        tell_monitor,
        forget,
    ),
    reactions=(on_suspended, on_restored, on_cancelled, on_died),
    sources=(senior_facts, scan_facts),
    policies=POLICIES,
)

__all__ = [
    "OFFICE",
    "POLICIES",
    "PROVIDERS",
    "SHANDONG",
    "ZHEJIANG",
    "Active",
    "Apply",
    "Approve",
    "Approved",
    "AskPapers",
    "AutoVerify",
    "Benefit",
    "BenefitUse",
    "BirthdayCame",
    "Cancelled",
    "Capacity",
    "Ending",
    "Fraud",
    "GiveUp",
    "HealthCardEnded",
    "HealthCardFound",
    "HealthCardRests",
    "HolderDied",
    "Issue",
    "Living",
    "Lost",
    "MoveOut",
    "NeedPapers",
    "Paper",
    "PaperAgent",
    "Present",
    "Refusal",
    "Reissue",
    "Reject",
    "Rejected",
    "ReportDeath",
    "ReportLost",
    "Residence",
    "Resting",
    "Revoke",
    "Revoked",
    "ScanFacts",
    "SeniorCard",
    "SeniorCardCommand",
    "SeniorFace",
    "SeniorFacts",
    "SeniorPolicy",
    "Submitted",
    "SupplyPapers",
    "Tier",
    "Transferred",
    "Update",
    "Withdraw",
    "Withdrawn",
    "face_of",
    "scan_facts",
    "senior_card",
    "senior_facts",
]
