"""What must be known, and what is policy (事实与策略)."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Kinship
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.models import PRIVATE, Day, Model
from ehealthcard.ports import Inquiry
from ehealthcard.rules.access import ADULT_FROM
from ehealthcard.rules.family import (
    AccountStanding,
    BondStanding,
    GuardianStanding,
    ProofKind,
)
from ehealthcard.workflow import CARD, Facts, Policy, Timeline

from .commands import Opening

BOND = "family-bond"
ACCOUNT = "account"
CARER = "carer"
P = ProofKind


class Proofs(Model):
    """Which papers show one kind of relation."""

    kinships: tuple[Kinship, ...] = Field(min_length=1)
    accepted: tuple[ProofKind, ...]


PARENTS = Proofs(
    kinships=(Kinship.PARENT,),
    accepted=(P.BIRTH_CERTIFICATE, P.HOUSEHOLD_BOOK, P.COURT_ORDER, P.APPOINTMENT),
)
"""Parents are guardians by law (民法典 art. 27)."""

OTHER_GUARDIANS = Proofs(
    kinships=(Kinship.GRANDPARENT, Kinship.SIBLING, Kinship.OTHER),
    accepted=(P.APPOINTMENT, P.COURT_ORDER),
)
"""Others where parents cannot: appointed, or by a court (民法典 art. 27, 31, 32)."""

ADULTS_GUARDIANS = Proofs(
    kinships=tuple(k for k in Kinship if k is not Kinship.SELF),
    accepted=(P.COURT_ORDER,),
)
"""That an adult has no full capacity is for a court to find (民法典 art. 24, 28)."""

SPOUSES = Proofs(
    kinships=(Kinship.SPOUSE,),
    accepted=(P.MARRIAGE_CERTIFICATE, P.HOUSEHOLD_BOOK, P.DELEGATION),
)
CHILDREN = Proofs(
    kinships=(Kinship.SON, Kinship.DAUGHTER, Kinship.PARENT),
    accepted=(P.BIRTH_CERTIFICATE, P.HOUSEHOLD_BOOK, P.DELEGATION),
)
OTHER_AGENTS = Proofs(
    kinships=tuple(
        k
        for k in Kinship
        if k not in {Kinship.SELF, *SPOUSES.kinships, *CHILDREN.kinships}
    ),
    accepted=(P.HOUSEHOLD_BOOK, P.DELEGATION),
)


class FamilyPolicy(Policy):
    """What changes with places and years.

    That the law asks for papers is stated; which ones a window takes is inferred.
    """

    guardians: tuple[Proofs, ...] = (PARENTS, OTHER_GUARDIANS)
    adults_guardians: tuple[Proofs, ...] = (ADULTS_GUARDIANS,)
    delegates: tuple[Proofs, ...] = (SPOUSES, CHILDREN, OTHER_AGENTS)
    carer_from: int = Field(default=ADULT_FROM, ge=0)
    """Who cares for others is of full capacity (民法典 art. 17 and 18)."""

    longest: timedelta = timedelta(days=365)
    """The longest term of a delegation; inferred."""

    answer_within: timedelta = timedelta(days=7)
    hand_over_within: timedelta = timedelta(days=90)
    """How long a card that is to be handed over stays listed; inferred."""


POLICIES = Timeline((FamilyPolicy(name="standard", effective_from=date(2022, 12, 1)),))


class BondFacts(Facts):
    """What must be known of both, and of the account."""

    status: CardStatus | None
    age: int | None
    born: Annotated[Day | None, PRIVATE]
    guardians: tuple[str, ...] = ()
    """The holder's guardians now by anything but this bond."""

    answering: str | None = None
    """The carer, by the card that answers for his if that was merged."""

    carer: CardStatus | None = None
    carer_age: int | None = None
    most: int | None = None
    """How many cards the carer's account may hold; ``None`` without one."""

    taken: tuple[int, ...] = ()
    """Places in that account which are taken."""


def bond_facts(ask: Inquiry) -> BondFacts:
    """Look at both cards, the holder's guardians and the carer's account."""
    holder, carer = ask.holder(), _carer(ask)
    other = ask.holder(SubjectId(carer)) if carer else None
    same = ask.answering(SubjectId(carer)) if carer else None
    guards: list[str] = [
        ask.answering(SubjectId(state.carer))
        for state in ask.related(CARD, ask.subject, BOND)
        if isinstance(state, GuardianStanding)
        if state.card in ask.one_person(ask.subject)
        if (state.card, state.carer) != (ask.subject, carer)
    ]
    if holder and holder.guardian not in (None, same) and holder.age < ADULT_FROM:
        guards.append(holder.guardian)  # registered before there were bonds
    return BondFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        born=holder and holder.birth_date,
        guardians=tuple(dict.fromkeys(guards)),
        answering=same,
        carer=other and other.status,
        carer_age=other and other.age,
        most=_most(ask, carer),
        taken=_taken(ask, carer),
    )


def _carer(ask: Inquiry) -> str | None:
    if isinstance(ask.command, Opening):
        return ask.command.carer
    return ask.state.carer if isinstance(ask.state, BondStanding) else None


def _most(ask: Inquiry, carer: str | None) -> int | None:
    if carer is None:
        return None
    found = ask.related(CARD, carer, ACCOUNT)
    return next((s.most for s in found if isinstance(s, AccountStanding)), None)


def _taken(ask: Inquiry, carer: str | None) -> tuple[int, ...]:
    if carer is None:
        return ()
    found = ask.related(CARER, carer, BOND)
    return tuple(s.slot for s in found if isinstance(s, BondStanding))
