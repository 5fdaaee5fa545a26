"""Families in every state, for tests."""

from datetime import date, timedelta
from typing import Any

from ehealthcard.codesets import Kinship
from ehealthcard.identity import CardStatus
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.family import (
    EndReason,
    ProofKind,
    childhood_ends,
    minority_ends,
)
from ehealthcard.services.foundation.family_bond import (
    Accept,
    AskDelegation,
    AskGuardianship,
    BondFacts,
    CarerGone,
    Caring,
    Change,
    Delegate,
    DelegateAsked,
    Dismiss,
    DismissalGround,
    Ended,
    Enter,
    Guard,
    GuardAdult,
    GuardianAsked,
    GuardingAdult,
    GuardingChild,
    GuardingYouth,
    HandedOver,
    HandingOver,
    HolderGone,
    Prove,
    Provide,
    Revoke,
    TakeOver,
    TermPassed,
    TurnedEighteen,
    TurnedFourteen,
    Vacant,
    family_bond,
)
from ehealthcard.testing import given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

from .reports import GUARDIAN as CARER
from .reports import HOLDER, NEIGHBOUR, resident

WINDOW = Actor("window-1", {"registrar"})
DESK = Actor("app-9", {"family-desk"}, holder=resident(CARER).holder)
APP = resident(CARER)
OTHER = NEIGHBOUR
YEAR, WEEK = timedelta(days=365), timedelta(days=7)
CHILD_BORN, YOUTH_BORN = date(2016, 6, 15), date(2007, 6, 15)
CHILD = BondFacts(
    status=CardStatus.ACTIVE,
    age=6,
    born=CHILD_BORN,
    carer=CardStatus.ACTIVE,
    carer_age=35,
    most=3,
)
YOUTH = CHILD.model_copy(update={"age": 15, "born": YOUTH_BORN})
ADULT = CHILD.model_copy(update={"age": 62, "born": date(1960, 1, 1)})
SCOPES = (GrantScope.SHOW, GrantScope.RECORDS)
MOTHER: dict[str, Any] = {"carer": CARER, "kinship": Kinship.PARENT}
DAUGHTER: dict[str, Any] = {"carer": CARER, "kinship": Kinship.DAUGHTER}
BEGUN: dict[str, Any] = {
    "card": SUBJECT,
    "slot": 1,
    "asked_by": WINDOW.id,
    "asked_at": NOW,
}
GUARDED: dict[str, Any] = {
    **MOTHER,
    **BEGUN,
    "proof": ProofKind.BIRTH_CERTIFICATE,
    "reference": "R330100001",
    "proved_by": WINDOW.id,
    "since": NOW,
}
GUARDING_CHILD = GuardingChild(
    **GUARDED,
    child_until=childhood_ends(CHILD_BORN),
    minor_until=minority_ends(CHILD_BORN),
)
GUARDING_YOUTH = GuardingYouth(
    **GUARDED,
    child_until=childhood_ends(YOUTH_BORN),
    minor_until=minority_ends(YOUTH_BORN),
)
ORDERED: dict[str, Any] = {
    **GUARDED,
    "kinship": Kinship.DAUGHTER,
    "proof": ProofKind.COURT_ORDER,
}
GUARDING_ADULT = GuardingAdult(**ORDERED, until=None)
GUARDIAN_ASKED = GuardianAsked(**MOTHER, **BEGUN, until=NOW + WEEK)
DELEGATE_ASKED = DelegateAsked(
    **DAUGHTER, **BEGUN, scopes=SCOPES, wanted_until=NOW + YEAR, until=NOW + WEEK
)
ONES_OWN: dict[str, Any] = {**DAUGHTER, **BEGUN, "asked_by": HOLDER.id}
CARING = Caring(
    **ONES_OWN,
    delegate=CARER,
    scopes=SCOPES,
    sensitive=False,
    by_guardian=False,
    until=NOW + YEAR,
    consent=Signature(version="1", accepted_at=NOW),
    agreed_by=HOLDER.id,
    proof=None,
    reference=None,
)
HANDING_OVER = HandingOver(**MOTHER, **BEGUN, until=NOW + timedelta(days=90))
VACANT = GUARDING_CHILD.to(
    Vacant, former=CARER, reason=EndReason.CARER_DIED, vacant_since=NOW
)
HANDED_OVER = HANDING_OVER.to(
    HandedOver, former=CARER, taken_by=HOLDER.id, taken_at=NOW
)
ENDED = VACANT.to(Ended, ended_by="system", ended_at=NOW)
STATES = (
    GUARDIAN_ASKED,
    DELEGATE_ASKED,
    GUARDING_CHILD,
    GUARDING_YOUTH,
    GUARDING_ADULT,
    CARING,
    HANDING_OVER,
    VACANT,
    HANDED_OVER,
    ENDED,
)
ASK_GUARDIAN = AskGuardianship(**MOTHER)
ASK = AskDelegation(**DAUGHTER, scopes=SCOPES, until=NOW + YEAR)
DELEGATE = Delegate(**DAUGHTER, scopes=SCOPES, until=NOW + YEAR, consent="1")
ON_PAPER = DELEGATE.model_copy(
    update={"holder_seen": True, "proof": ProofKind.HOUSEHOLD_BOOK}
)
GUARD = Guard(**MOTHER, proof=ProofKind.BIRTH_CERTIFICATE, reference="R330100001")
GUARD_ADULT = GuardAdult(
    **DAUGHTER, proof=ProofKind.COURT_ORDER, reference="R330100001"
)
ENTER = Enter(**MOTHER)
PROVE = Prove(proof=ProofKind.BIRTH_CERTIFICATE, reference="R330100001")
ACCEPT = Accept(consent="1")
CHANGE = Change(scopes=(GrantScope.SHOW,), until=NOW + WEEK, consent="2")
DISMISS = Dismiss(ground=DismissalGround.COURT, reference="2022-1")
COMMANDS = (
    ASK_GUARDIAN,
    ASK,
    DELEGATE,
    GUARD,
    GUARD_ADULT,
    ENTER,
    PROVE,
    ACCEPT,
    CHANGE,
    Revoke(),
    DISMISS,
    TakeOver(),
    Provide(note="seen to"),
    TurnedFourteen(),
    TurnedEighteen(),
    TermPassed(),
    CarerGone(died=True),
    HolderGone(reason=EndReason.HOLDER_DIED),
)


def when(state: Any, command: Any, by: Actor, facts: Any = ADULT) -> Any:
    return given(family_bond, state, by=by, facts=facts).when(command)
