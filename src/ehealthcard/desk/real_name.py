"""Proving who the holder is, as well as a service asks for (统一身份认证)."""

from collections.abc import Collection

import attrs

from ehealthcard.codesets import Channel
from ehealthcard.errors import (
    OutsideUnavailableError,
    Phrase,
    RealNameMismatchError,
    UnprovenCheckError,
)
from ehealthcard.identity import Card, SubjectId
from ehealthcard.identity.applicants import canonical_name
from ehealthcard.monitor.access import Action
from ehealthcard.ports import ASKED_CHECKS
from ehealthcard.rules.real_name import Check, Place, RealNamePolicy, Standing
from ehealthcard.rules.standing import require_active
from ehealthcard.services.foundation.card import REGISTRAR
from ehealthcard.services.foundation.real_name import (
    REAL_NAME_DESK,
    InForce,
    Prove,
    RealName,
    Replace,
    proof_facts,
    real_name,
)
from ehealthcard.workflow import CARD, Actor, Terminal

from .acting import acting_as
from .assured import AT_WINDOW, IMPORTED, Assured
from .blocking import Blocks
from .case import Case
from .casework import Casework
from .guard import Guard
from .inquiry import DeskInquiry
from .office import Office
from .registration import Registration
from .succession import Succession
from .verifying import Shown, verified
from .work import Work

HIS = "his"
"""The role of an institution's own system."""

READERS = frozenset({"kiosk", "terminal", REGISTRAR})
"""The roles that read documents at a kiosk: its device, or staff beside it."""

_READ = "document-reader"


def place_of(by: Actor) -> Place:
    """Return where *by* checks people; whoever is nothing else is a phone."""
    if by.channel is Channel.KIOSK:
        return Place.KIOSK
    if REGISTRAR in by.roles:
        return Place.WINDOW
    return Place.IMPORT if HIS in by.roles else Place.MOBILE


@attrs.frozen
class RealNames:
    """Proves holders, and says how well they are known."""

    office: Office = attrs.field(repr=False)

    @property
    def policy(self) -> RealNamePolicy:
        """Which checks give which level today."""
        return Assured(self.office).policy

    def standing(self, card: Card, *, by: Actor) -> Standing:
        """Return how well the holder is known now, and by what.

        Raises:
            AccessDeniedError: *by* may not see it.

        """
        Guard(self.office).pass_to(by, Action.SEE, card.subject)
        return Assured(self.office).standing(card.subject)

    def prove(
        self, card: Card, shown: Shown, checks: Collection[Check], *, by: Actor
    ) -> Case[RealName]:
        """Check the holder and write it down; the level is what the policy says.

        A registrar vouches for a document seen or read, a kiosk for one it has read,
        an institution's system for what it has on file; names, faces and bank cards
        are for the verifier. Nothing of what was shown is kept.

        The proof belongs to the card whose document it is. Where that has been merged
        into *card* it counts for the holder like any other; see :class:`.Assured`.

        Args:
            card: An active card.
            shown: The holder's document, its name, and what else was shown.
            checks: What is to be checked; a verifier always compares name and number.
            by: Where it happens, and who does it.

        Raises:
            RealNameMismatchError: The document is not this card's, the name is another
                one, or the verifier says so.
            RealNameError: The verifier says no, or nobody knows.
            UnprovenCheckError: *by* cannot vouch for such a check, or what it needs
                was not shown.
            OutsideUnavailableError: No verifier is plugged in, or it was not reached.
            RuleViolationError: The checks give no level here, or the card is doubted
                and they are too weak.
            RateLimitedError: This holder is checked too often.
            CardError: The card is not active.
            AccessDeniedError: *by* may not do this.

        """
        office, place = self.office, place_of(by)
        Guard(office).pass_to(by, Action.SEE, card.subject)
        Blocks(office).require_actor(by)
        _require_vouched(shown, checks, place, by)
        require_active(office.card(card.id).status)
        if limiter := office.ports.document_limiter:
            limiter.admit(f"real-name:{card.subject}")
        whose = self._require_own(card.subject, shown)
        named = {Check.NAME_AND_NUMBER} if ASKED_CHECKS & set(checks) else set[Check]()
        command = Prove(
            place=place,
            checks=tuple(sorted(set(checks) | named)),
            method=self._method(shown, checks, place),
            terminal=by.id if isinstance(by, Terminal) else None,
        )
        return office.atomically(lambda: self._write(whose, command, by))

    def _method(self, shown: Shown, checks: Collection[Check], place: Place) -> str:
        """Return how it was found out; ask the verifier where it is to know."""
        if asked := ASKED_CHECKS & set(checks):
            verifier = self.office.ports.real_name
            if verifier is None:
                raise OutsideUnavailableError
            return verified(verifier, shown, asked)
        if place is Place.IMPORT:
            return IMPORTED
        return _READ if Check.DOCUMENT_READ in checks else AT_WINDOW

    def _require_own(self, subject: SubjectId, shown: Shown) -> SubjectId:
        """Return whose document it is; refuse one of somebody else, or another name."""
        own = Registration(self.office).registered(shown.document)
        person = self.office.vault.person(own.subject) if own else None
        if own is None or person is None:
            raise RealNameMismatchError
        answers = Succession(self.office).follow(own)
        if answers.subject != subject or person.name != canonical_name(shown.name):
            raise RealNameMismatchError
        return own.subject

    def _write(self, subject: SubjectId, command: Prove, by: Actor) -> Case[RealName]:
        office, work = self.office, self.office.work()
        desk = acting_as(by, REAL_NAME_DESK)
        self._replace(work, subject, command, desk)
        live = work.open(real_name, subject)
        ask = DeskInquiry(office, work, live, None, command, desk)
        live = work.carry_out(live, command, by=desk, facts=proof_facts(ask))
        return Casework(office).case(real_name, live.case)

    def _replace(
        self, work: Work, subject: SubjectId, command: Prove, desk: Actor
    ) -> None:
        """End the older proof of the same kind, so that they do not heap up."""
        for event in work.storage.related(CARD, subject):
            if event.workflow != real_name.name:
                continue
            live = work.catch_up(work.load(event))
            state = live.state
            kind = (command.place, command.checks)
            if isinstance(state, InForce) and (state.place, state.checks) == kind:
                work.carry_out(live, Replace(), by=desk)


def _require_vouched(
    shown: Shown, checks: Collection[Check], place: Place, by: Actor
) -> None:
    """Refuse a check that *by* cannot vouch for, or for which something is missing."""
    reads = place is Place.WINDOW or (place is Place.KIOSK and by.roles & READERS)
    possible = {
        Check.IMPORTED: place is Place.IMPORT,
        Check.NAME_AND_NUMBER: place is not Place.IMPORT,
        Check.FACE: place is not Place.IMPORT and shown.face is not None,
        Check.BANK_CARD: place is not Place.IMPORT and shown.bank_card is not None,
        Check.DOCUMENT_SEEN: place is Place.WINDOW,
        Check.DOCUMENT_READ: bool(reads),
    }
    missing = [check for check in sorted(set(checks)) if not possible[check]]
    if missing or not checks:
        raise UnprovenCheckError(check=Phrase.listed(missing))
