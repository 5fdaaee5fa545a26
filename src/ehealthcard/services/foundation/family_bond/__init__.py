"""Who cares for whose card (家庭成员关系, 统一用户体系).

A bond puts one person's card into another's account. Its case is the card holder's, so
that his copy of everything names it; the carer's account finds it by a link.

* **A minor's guardian** (监护): registered with the child, or entered at a window with
  the paper that shows it; asked for on a phone, a window looks at the paper. Below 14
  the guardian acts and consents (PIPL art. 31); on the 14th birthday consenting ends by
  itself, on the 18th everything (民法典 art. 17), and the ward takes the card over.
* **An adult's guardian** (成年监护): by a court order only (民法典 art. 24 and 28).
* **A delegate** (受托代管): the adult holder lets somebody, or a minor's guardian does,
  for scopes and a term; either side ends it in one step. A delegation in force *is* a
  grant of access, as those of ``access-grant`` are: the access policy knows one kind.

Which paper shows which relation is policy. The relation is by GB/T 4761 and says what
the carer is to the card's holder. Every step can be taken at a window with people or
signed paper before it, for elders and children without a phone (窗口代办).

When a guardian dies, loses his card or is dismissed, a bond of a ward does not just
end: it is ``Vacant`` until a window has seen to it. Nobody acts for somebody by a bond
that rests or is over, and a place in an account is a claim, so that no two commands at
once can put in one card too many.

The guide's §3 (帮助老年人和未成年人注册电子健康卡) asks for this and describes no
machine; this one is the project's. What papers a window takes, and terms, are inferred.

Not built: a minor of 16 who lives by his own work (民法典 art. 18), guardianship by
agreement (art. 33), and several guardians who must act together.
"""

from ehealthcard.models import only_added
from ehealthcard.workflow import Title, Workflow

from .beginning import (
    accept,
    ask_delegation,
    ask_guardianship,
    change,
    delegate,
    enter,
    guard,
    guard_adult,
    prove,
    prove_child,
    prove_youth,
)
from .commands import (
    Accept,
    AskDelegation,
    AskGuardianship,
    CarerGone,
    Change,
    Delegate,
    Dismiss,
    DismissalGround,
    Enter,
    Guard,
    GuardAdult,
    HolderGone,
    Opening,
    Prove,
    Provide,
    Revoke,
    TakeOver,
    TermPassed,
    TurnedEighteen,
    TurnedFourteen,
)
from .effects import (
    childhood,
    grown,
    minority,
    on_account_closed,
    on_cancelled,
    on_died,
    one_each,
    place,
    term,
)
from .ending import (
    come_of_age,
    dismiss,
    grow,
    lapse,
    leave_vacant,
    lose_carer,
    lose_guardian,
    lose_holder,
    outgrow,
    outlast,
    provide,
    revoke,
    take_over,
)
from .model import POLICIES, BondFacts, FamilyPolicy, Proofs, bond_facts
from .states import (
    Caring,
    DelegateAsked,
    Ended,
    GuardianAsked,
    GuardingAdult,
    GuardingChild,
    GuardingYouth,
    HandedOver,
    HandingOver,
    Vacant,
)

__all__ = [
    "Accept",
    "AskDelegation",
    "AskGuardianship",
    "BondFacts",
    "CarerGone",
    "Caring",
    "Change",
    "Delegate",
    "DelegateAsked",
    "Dismiss",
    "DismissalGround",
    "Ended",
    "Enter",
    "FamilyBond",
    "FamilyBondCommand",
    "FamilyPolicy",
    "Guard",
    "GuardAdult",
    "GuardianAsked",
    "GuardingAdult",
    "GuardingChild",
    "GuardingYouth",
    "HandedOver",
    "HandingOver",
    "HolderGone",
    "Opening",
    "Proofs",
    "Prove",
    "Provide",
    "Revoke",
    "TakeOver",
    "TermPassed",
    "TurnedEighteen",
    "TurnedFourteen",
    "Vacant",
    "family_bond",
]

FamilyBond = (
    GuardianAsked
    | DelegateAsked
    | GuardingChild
    | GuardingYouth
    | GuardingAdult
    | Caring
    | HandingOver
    | Vacant
    | HandedOver
    | Ended
)
FamilyBondCommand = (
    AskGuardianship
    | AskDelegation
    | Delegate
    | Guard
    | GuardAdult
    | Enter
    | Prove
    | Accept
    | Change
    | Revoke
    | Dismiss
    | TakeOver
    | Provide
    | TurnedFourteen
    | TurnedEighteen
    | TermPassed
    | CarerGone
    | HolderGone
)

family_bond: Workflow[FamilyBond, FamilyBondCommand] = Workflow(
    "family-bond",
    Title("家庭成员关系", "Who cares for whose card"),
    transitions=(
        ask_guardianship,
        ask_delegation,
        delegate,
        guard,
        guard_adult,
        enter,
        prove,
        prove_child,
        prove_youth,
        accept,
        change,
        revoke,
        dismiss,
        grow,
        come_of_age,
        take_over,
        lapse,
        outlast,
        lose_guardian,
        lose_carer,
        provide,
        outgrow,
        lose_holder,
        leave_vacant,
    ),
    effects=(place, one_each, childhood, minority, term, grown),
    reactions=(on_account_closed, on_died, on_cancelled),
    sources=(bond_facts,),
    policies=POLICIES,
    version=4,
    upcasters=(
        only_added,  # booking, declaring and paying
        only_added,  # inpatient matters
        only_added,  # triage, referrals, rehabilitation and the family doctor
    ),
)
