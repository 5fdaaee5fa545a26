"""Accounts and the cards in them (账户与家庭成员, 统一用户体系)."""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from ehealthcard.errors import ClaimTakenError
from ehealthcard.identity import Card, Masked, SubjectId
from ehealthcard.monitor.access import Action, Asked
from ehealthcard.rules.access import AccessStanding
from ehealthcard.rules.family import (
    FAMILY_DESK,
    FAMILY_WINDOW,
    AccountStanding,
    BondStanding,
    GuardianStanding,
)
from ehealthcard.services.foundation.account import Account, Open, account
from ehealthcard.services.foundation.family_bond import (
    FamilyBond,
    Guard,
    GuardAdult,
    Opening,
    Prove,
    Provide,
    TakeOver,
    Vacant,
    family_bond,
)
from ehealthcard.services.foundation.family_bond.model import CARER
from ehealthcard.workflow import CARD, Actor

from .acting import acting_as
from .case import Case
from .casework import Casework
from .guard import Guard as Gate
from .job import Job
from .office import Office
from .retired import of_person

ATTEMPTS = 3
FOUND = "another guardian stands"


@attrs.frozen
class HeldCard:
    """A card that somebody cares for."""

    card: Card
    bond: Case[FamilyBond]
    masked: Masked | None
    """Whose it is; ``None`` until the bond stands."""


@attrs.frozen
class FamilyAccount:
    """An account, as its holder sees it (账户)."""

    case: Case[Account]
    own: Card
    held: tuple[HeldCard, ...]
    """Oldest first; those that wait for an answer or a hand-over among them."""

    most: int
    """How many cards it may hold, the own one included."""


@attrs.frozen
class HandOver:
    """What is there when a ward has taken his card over (移交结果)."""

    bond: Case[FamilyBond]
    account: Case[Account]
    """His own."""


@attrs.frozen
class Accounts:
    """Opens accounts, links cards to them and shows what they hold.

    Everything else is a step of its case: ``desk.execute(family_bond, case, ...)``.
    """

    office: Office = attrs.field(repr=False)

    def open(self, card: Card, *, by: Actor, key: str | None = None) -> Case[Account]:
        """Open the account of *card*'s holder (开立账户).

        Raises:
            RuleViolationError: *by* is neither the holder nor a window, or the holder
                is too young for one.
            ClaimTakenError: There is one.
            CardError: The card is not active.
            AccessDeniedError: *by* has no right at all.

        """
        return self._run(Job(account, None, card.subject, Open(), by, key))

    def of(self, card: Card, *, by: Actor) -> FamilyAccount | None:
        """Return what the account of *card*'s holder holds; ``None`` without one.

        What a card that was merged into *card* holds in its account is among it.

        Raises:
            AccessDeniedError: *by* is neither the holder, nor the guardian, nor staff.

        """
        Gate(self.office).pass_to(by, Action.TRACE, card.subject)
        case = self._account(card.subject)
        if case is None or not isinstance(case.state, AccountStanding):
            return None
        held = tuple(self._held(card.subject))
        return FamilyAccount(case, card, held, case.state.most)

    def carers_of(self, card: Card, *, by: Actor) -> tuple[Case[FamilyBond], ...]:
        """Return the bonds by which others care for *card*, oldest first.

        Raises:
            AccessDeniedError: *by* is neither the holder, nor the guardian, nor staff.

        """
        Gate(self.office).pass_to(by, Action.TRACE, card.subject)
        return tuple(
            bond
            for whose in self.office.everybody(card.subject)
            for bond in self._bonds(CARD, whose)
            if bond.subject == whose
        )

    def link(
        self, card: Card, command: Opening, *, by: Actor, key: str | None = None
    ) -> Case[FamilyBond]:
        """Begin a bond: *command* says who is to care for *card*, and on what grounds.

        The carer's account is opened with it where the carer himself or a window acts.

        Args:
            card: The card that is to be cared for.
            command: One of the commands that open a ``family-bond``.
            by: The carer, the card's holder, a minor's guardian or a window.
            key: Idempotency key.

        Raises:
            RuleViolationError: A rule forbids it: who acts, the proof, the term, the
                carer's account or its limit; the error's ``rule`` says which.
            ClaimTakenError: These two have a bond.
            CardError: The card is not active.
            AccessDeniedError: *by* has no right at all.

        """
        self._open_for(command, by)
        job = Job(family_bond, None, card.subject, command, by, key)
        for attempt in range(ATTEMPTS):
            try:
                made = self._run(job)
            except ClaimTakenError:
                if attempt == ATTEMPTS - 1:
                    raise  # not the place in the account: these two have a bond
                self._catch_up(SubjectId(command.carer))
            else:
                if isinstance(command, Guard | GuardAdult):
                    self._provided(card.subject, by)
                return made
        raise AssertionError

    def prove(
        self, bond: Case[FamilyBond], command: Prove, *, by: Actor
    ) -> Case[FamilyBond]:
        """Write down at a window which paper shows a guardianship (核验证明材料).

        Raises:
            RuleViolationError: *by* is no window, or the paper does not show it.
            VersionConflictError: *bond* is not the newest.

        """
        done = self._run(Job(family_bond, bond, bond.subject, command, by, None))
        self._provided(bond.subject, by)
        return done

    def hand_over(
        self, bond: Case[FamilyBond], *, by: Actor, holder_seen: bool = False
    ) -> HandOver:
        """Let a ward who is of age take his card over (成年移交).

        He gets an account of his own, unless he has one.

        Args:
            bond: The bond in the former guardian's account.
            by: The holder, or a window.
            holder_seen: At a window: whether he was there.

        Raises:
            NotAllowedError: He is not of age, or it was done before.
            RuleViolationError: *by* is neither, or saw nobody.

        """
        taken = TakeOver(holder_seen=holder_seen)
        done = self._run(Job(family_bond, bond, bond.subject, taken, by, None))
        holder = self.office.survivor(bond.subject)
        own = self._account(holder)
        if own is None:
            opened = Job(
                account, None, holder, Open(), acting_as(by, FAMILY_DESK), None
            )
            own = self._run(opened)
        return HandOver(done, own)

    def vacancies(
        self, *, by: Actor, before: str | None = None, limit: int = 20
    ) -> Sequence[Case[FamilyBond]]:
        """Return wards whose guardian is gone, newest first (监护待落实).

        Raises:
            AccessDeniedError: *by* is not staff.

        """
        Gate(self.office).require(Asked(by, Action.LIST, None, family_bond.name))
        found = Casework(self.office).worklist(
            family_bond.name, Vacant.__name__, before, limit
        )
        return [c for c in found if isinstance(c.state, Vacant)]

    def _account(self, holder: SubjectId) -> Case[Account] | None:
        """Return the account of somebody: by the card that stays, if he has several."""
        for event in of_person(self.office.work(), holder):
            if event.workflow == account.name:
                return Casework(self.office).case(account, event.case)
        return None

    def _bonds(self, link: str, subject: SubjectId) -> Iterator[Case[FamilyBond]]:
        """Yield the bonds that stand now, by their link to somebody."""
        for event in self.office.storage.related(link, subject):
            if event.workflow == family_bond.name:
                case = Casework(self.office).case(family_bond, event.case)
                if isinstance(case.state, BondStanding):
                    yield case

    def _held(self, carer: SubjectId) -> Iterator[HeldCard]:
        for whose in self.office.everybody(carer):
            for bond in self._bonds(CARER, whose):
                card = self.office.card_of(bond.subject)
                if card is not None:
                    yield HeldCard(card, bond, self._masked(bond))

    def _masked(self, bond: Case[FamilyBond]) -> Masked | None:
        if not isinstance(bond.state, GuardianStanding | AccessStanding):
            return None
        person = self.office.vault.person(bond.subject)
        return person.masked if person else None

    def _open_for(self, command: Opening, by: Actor) -> None:
        """Open the carer's account, where who acts may and there is none."""
        carer = SubjectId(command.carer)
        window = by.holder is None and not by.roles.isdisjoint(FAMILY_WINDOW)
        if not (window or by.holder == carer) or self.office.card_of(carer) is None:
            return
        if self._account(carer) is None:
            self._run(Job(account, None, carer, Open(), by, None))

    def _catch_up(self, carer: SubjectId) -> None:
        """Let time do its work on bonds that still hold a place in an account."""
        casework, now = Casework(self.office), self.office.now
        for event in of_person(self.office.work(), carer, CARER):
            casework.tick(event.case, now)

    def _provided(self, ward: SubjectId, by: Actor) -> None:
        """Close the vacancies of somebody who has a guardian again."""
        casework = Casework(self.office)
        for event in of_person(self.office.work(), ward):
            if event.workflow == family_bond.name:
                case = casework.case(family_bond, event.case)
                if isinstance(case.state, Vacant):
                    said = Provide(note=FOUND)
                    self._run(Job(family_bond, case, case.subject, said, by, None))

    def _run(self, job: Job) -> Case[Any]:
        asked = Asked(job.by, Action.ACT, job.subject, job.workflow.name)
        Gate(self.office).require(asked)
        return Casework(self.office).run(job)
