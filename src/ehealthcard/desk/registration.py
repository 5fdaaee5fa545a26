"""document -> card (申领电子健康卡)."""

import attrs

from ehealthcard.errors import (
    BirthDateInFutureError,
    CardCancelledError,
    GuardianNotAcceptedError,
    GuardianRequiredError,
    RealNameMismatchError,
    VersionConflictError,
)
from ehealthcard.identity import (
    Applicant,
    Card,
    CardStatus,
    IdDocument,
    OldNumber,
    Person,
    SubjectId,
)
from ehealthcard.ports import CardRow, UseAct
from ehealthcard.rules.calendar import age_on
from ehealthcard.services.foundation.card import (
    REGISTRAR,
    VERIFIER,
    Activate,
    Apply,
    VerifyRealName,
    card_life,
)
from ehealthcard.workflow import Actor

from .acting import acting_as
from .assured import AT_WINDOW
from .blocking import Blocks
from .enrolling import Enrolling
from .live import Live
from .names import new_subject
from .newborns import find_certificate
from .office import Office, as_card
from .succession import Succession
from .using import Use, UseLog
from .verifying import Shown, verified
from .work import Work

GUARDED_BELOW = 14
"""A child below this age needs a guardian (PIPL art. 31)."""

ADULT = 18
"""A guardian is of full capacity (民法典 art. 17-18, 27)."""


@attrs.frozen
class Registration:
    """Registers holders and finds them again.

    Args:
        office: The desk's.
        vouched: How a registrar knows the document: it was seen, or it was on file.

    """

    office: Office
    vouched: str = AT_WINDOW

    def register(
        self,
        applicant: Applicant,
        by: Actor,
        old_numbers: tuple[OldNumber, ...] = (),
    ) -> Card:
        """Return the applicant's card: a new one, or the one there is."""
        office = self.office
        self._require_room(applicant, by)
        if applicant.born > office.today:
            raise BirthDateInFutureError
        guardian = self._guardian(applicant)
        known = self.registered(applicant.document)
        method = None
        if known is None or known.status not in (
            CardStatus.ACTIVE,
            CardStatus.SUSPENDED,
            CardStatus.MERGED,
        ):
            method = self._real_name(applicant, by)
        for _ in range(2):
            try:
                return self._register(applicant, guardian, method, by, old_numbers)
            except VersionConflictError:
                continue  # somebody registered the same person just now: find him
        raise VersionConflictError

    def _require_room(self, applicant: Applicant, by: Actor) -> None:
        """Refuse an actor, or a document, that comes too often."""
        Blocks(self.office).require_actor(by)
        ports = self.office.ports
        if ports.actor_limiter:
            ports.actor_limiter.admit(f"register:{by.id}")
        if ports.document_limiter:
            canonical = repr(self.office.tokenizers[0].card_id(applicant.document))
            name = self.office.keys.lookup.tag(b"register/" + canonical.encode())
            ports.document_limiter.admit(f"document:{name.hex()}")

    def find(self, document: IdDocument) -> Card | None:
        """Return the card of who has this document; of two merged ones that stays."""
        found = self.registered(document)
        return found and Succession(self.office).follow(found)

    def registered(self, document: IdDocument) -> Card | None:
        """Return the card made of a document, under any generation of keys."""
        self.office.ring.require()
        for tokenizer in self.office.tokenizers:
            row = self.office.storage.card(tokenizer.card_id(document))
            if row is not None:
                return as_card(row)
        return None

    def _register(
        self,
        applicant: Applicant,
        guardian: SubjectId | None,
        method: str | None,
        by: Actor,
        old_numbers: tuple[OldNumber, ...],
    ) -> Card:
        def write() -> Card:
            work = self.office.work()
            known = self.registered(applicant.document)
            if known is not None and known.status is CardStatus.MERGED:
                return self._merged(known, applicant, by)
            if known is None:
                live = self._open(work, applicant, guardian, by, old_numbers)
            else:
                if method is None:
                    self._require_same(known.subject, applicant)
                else:
                    self._correct(known.subject, applicant, guardian)
                live = self._reopen(work, known, by)
            if method is not None:
                live = self._activate(work, live, method, by)
            vouched = method is not None or (known is None and by.holder == guardian)
            if guardian and applicant.guardian and vouched:
                kinship = applicant.guardian.kinship
                enrol = Enrolling(self.office).enter
                enrol(work, live.subject, guardian, kinship, by)
            UseLog(self.office).note(Use(UseAct.REGISTER.value, live.subject), by)
            find_certificate(work, live.subject, applicant.document)
            return self._card(live)

        return self.office.atomically(write)

    def _merged(self, known: Card, applicant: Applicant, by: Actor) -> Card:
        """Return the card that stays, to who comes with the document of the other."""
        self._require_same(known.subject, applicant)
        found = Succession(self.office).follow(known)
        if found.status is CardStatus.CANCELLED:
            raise CardCancelledError  # only its own document opens it again
        UseLog(self.office).note(Use(UseAct.REGISTER.value, found.subject), by)
        return found

    def _open(
        self,
        work: Work,
        applicant: Applicant,
        guardian: SubjectId | None,
        by: Actor,
        old_numbers: tuple[OldNumber, ...],
    ) -> Live:
        tokenizer, document = self.office.tokenizers[0], applicant.document
        subject = new_subject()
        person = Person.of(
            applicant,
            guardian=guardian,
            master_index=tokenizer.master_index(document),
            old_numbers=old_numbers,
        )
        card_id = tokenizer.card_id(document)
        self.office.vault.create(subject, person)
        live = work.open(card_life, subject)
        row = CardRow(card_id, subject, live.case, tokenizer.keys.generation)
        self.office.storage.add_card(row)
        return work.carry_out(live, Apply(channel=by.channel.value), by=by)

    def _reopen(self, work: Work, known: Card, by: Actor) -> Live:
        event = self.office.storage.last(known.case)
        assert event is not None  # noqa: S101  # a card row always has its case
        live = work.load(event)
        if known.status is CardStatus.CANCELLED:
            live = work.carry_out(live, Apply(channel=by.channel.value), by=by)
        return live

    def _activate(self, work: Work, live: Live, method: str, by: Actor) -> Live:
        """Take the steps that are left; an active or a lost card stays as it is."""
        verifier = acting_as(by, VERIFIER)
        for command in (VerifyRealName(method=method), Activate()):
            if type(command) in live.workflow.allows(live.state):
                live = work.carry_out(live, command, by=verifier)
        return live

    def _card(self, live: Live) -> Card:
        card = self.office.card_of(live.subject)
        assert card is not None  # noqa: S101  # it was written in this call
        return card

    def _require_same(self, subject: SubjectId, applicant: Applicant) -> None:
        """Refuse a document that was registered under another name."""
        person = self.office.vault.person(subject)
        if person is None or person.name != applicant.name:
            raise RealNameMismatchError

    def _correct(
        self, subject: SubjectId, applicant: Applicant, guardian: SubjectId | None
    ) -> None:
        """Put what was verified in the place of what somebody only said."""
        before = self.office.vault.person(subject)
        person = Person.of(
            applicant,
            guardian=guardian,
            master_index=self.office.tokenizers[0].master_index(applicant.document),
            old_numbers=before.old_numbers if before else (),
        )
        if guardian is None and before:  # a bond ends in its own way
            kept = {"guardian": before.guardian}
            kept |= {"guardian_kinship": before.guardian_kinship}
            person = person.model_copy(update=kept)
        self.office.vault.put_person(subject, person)

    def _real_name(self, applicant: Applicant, by: Actor) -> str | None:
        """Return how the real name was verified; ``None`` if nobody could."""
        if REGISTRAR in by.roles:
            return self.vouched
        verifier = self.office.ports.real_name
        if verifier is None:
            return None
        return verified(verifier, Shown(applicant.document, applicant.name))

    def _guardian(self, applicant: Applicant) -> SubjectId | None:
        office = self.office
        if applicant.guardian is None:
            if age_on(applicant.born, office.today) < GUARDED_BELOW:
                raise GuardianRequiredError
            return None
        row = office.storage.card(applicant.guardian.card)
        card = row and Succession(office).follow(as_card(row))
        if card is None or card.status is not CardStatus.ACTIVE:
            raise GuardianNotAcceptedError
        person = office.vault.person(card.subject)
        if person is None or age_on(person.birth_date, office.today) < ADULT:
            raise GuardianNotAcceptedError
        return card.subject
