"""What every room of the desk works with."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

import attrs

from ehealthcard.crypto import KeyRing
from ehealthcard.errors import (
    CardNotFoundError,
    DefinitionError,
    Phrase,
    TimeZoneMissingError,
)
from ehealthcard.identity import (
    Card,
    CardId,
    CardStatus,
    IdDocument,
    IdScheme,
    MasterIndexProvider,
    Person,
    SubjectId,
    Tokenizer,
)
from ehealthcard.monitor.access import AccessPolicy
from ehealthcard.ports import (
    CardRow,
    Clock,
    Holder,
    Inquiry,
    Ports,
    Storage,
    Telemetry,
)
from ehealthcard.rules.access import ADULT_FROM
from ehealthcard.rules.calendar import age_on, day_of
from ehealthcard.rules.family import GuardianStanding
from ehealthcard.workflow import (
    CARD,
    Catalogue,
    Event,
    Facts,
    Policy,
    State,
    Timeline,
)

from .atomic import atomically
from .client_builds import ClientBuilds
from .fan_out import in_time
from .names import new_subject
from .retired import everybody, survivor
from .ring_check import RingCheck
from .vault import Vault
from .work import Work

CLOCK = Phrase("the desk's clock", "服务台时钟")
FactSource = Callable[[Inquiry], Facts]
T = TypeVar("T")


@attrs.frozen(slots=False, eq=False)
class Office:
    """Storage, keys, services and the clock, tied together."""

    storage: Storage
    keys: KeyRing
    catalogue: Catalogue
    clock: Clock
    ports: Ports
    policies: Mapping[str, Timeline[Policy]]
    facts: Mapping[type[Facts], FactSource]
    scheme: IdScheme | None
    index: MasterIndexProvider | None
    telemetry: Telemetry
    access: AccessPolicy
    clients: ClientBuilds | None = None

    def __attrs_post_init__(self) -> None:
        if self.clock().tzinfo is None:
            raise TimeZoneMissingError(what=CLOCK)
        for w in self.catalogue.workflows:
            for e in w.edges:
                if e.facts and e.facts not in self.facts and e.facts not in w.looks:
                    raise DefinitionError(
                        f"{w.name}: nobody gathers {e.facts.__name__}."
                    )

    @cached_property
    def vault(self) -> Vault:
        """Everybody's sealed data."""
        return Vault(self.storage, self.keys)

    @cached_property
    def ring(self) -> RingCheck:
        """Whether the keys are those of the database."""
        return RingCheck(self.storage, self.vault)

    @cached_property
    def tokenizers(self) -> tuple[Tokenizer, ...]:
        """One per generation of tokenization keys; the first is in use."""
        return tuple(
            Tokenizer(self.keys, scheme=self.scheme, index=self.index, generation=g)
            for g in self.keys.tokens
        )

    @cached_property
    def asked(self) -> Ports:
        """What fact sources ask: the ports, with institutions that answer in time."""
        return in_time(self.ports)

    @property
    def now(self) -> datetime:
        """The time."""
        return self.clock()

    @property
    def today(self) -> date:
        """The day on a Chinese wall calendar."""
        return day_of(self.clock())

    def atomically(self, act: Callable[[], T]) -> T:
        """Carry out *act* in one transaction; see :func:`.atomic.atomically`."""
        return atomically(self.storage, act, self.telemetry)

    def work(self, now: datetime | None = None) -> Work:
        """Return a unit of work; its moment stands still."""
        return Work(
            self.storage,
            self.vault,
            self.catalogue,
            self.policies,
            now or self.clock(),
            self._holder_of,
        )

    def _holder_of(self, document: IdDocument) -> SubjectId | None:
        """Return whose document it is, under any generation of keys."""
        for tokenizer in self.tokenizers:
            if row := self.storage.card(tokenizer.card_id(document)):
                return row.subject
        return None

    def new_holder(self) -> SubjectId:
        """Return the name for a case that is about no person."""
        subject = new_subject()
        self.vault.create(subject)
        return subject

    def card(self, card_id: CardId) -> Card:
        """Return the card with this ID.

        Raises:
            CardNotFoundError: There is none.

        """
        row = self.storage.card(card_id)
        if row is None:
            raise CardNotFoundError
        return as_card(row)

    def card_of(self, subject: SubjectId) -> Card | None:
        """Return the present card of *subject*."""
        rows = self.storage.cards_of(subject)
        return as_card(rows[-1]) if rows else None

    def survivor(self, subject: SubjectId) -> SubjectId:
        """Return whose card stays in the place of *subject*'s; mostly its own."""
        return survivor(self.storage, subject)

    def everybody(self, subject: SubjectId) -> tuple[SubjectId, ...]:
        """Return *subject* and whose cards have retired in its favour."""
        return everybody(self.work(), subject)

    def open_cases(self, subject: SubjectId) -> Iterator[Event]:
        """Yield what is open for somebody's card, and for those retired in its favour.

        Cases of others that name a card are among them.
        """
        for whose in self.everybody(subject):
            yield from self.storage.related(CARD, whose)

    def standing(self, subject: SubjectId, now: datetime) -> Iterator[State]:
        """Yield the present states of the holder's open cases."""
        work = self.work(now)
        for event in self.storage.related(CARD, subject):
            state = work.elapsed(work.load(event))
            if state is not None:
                yield state

    def guarding(self, subject: SubjectId, now: datetime) -> Iterator[GuardianStanding]:
        """Yield the guardianships over somebody, by whichever of his cards."""
        for whose in self.everybody(subject):
            for state in self.standing(whose, now):
                if isinstance(state, GuardianStanding) and state.card == whose:
                    yield state

    def guardians(self, subject: SubjectId, now: datetime) -> Sequence[SubjectId]:
        """Return who is *subject*'s guardian now, the registered one first.

        Of a minor the one that the person's data names, and every other one by a bond;
        of an adult those by a court order.
        """
        person = self.vault.person(subject)
        bound = [
            self.survivor(SubjectId(state.carer))
            for state in self.guarding(subject, now)
        ]
        if person and person.guardian:
            guardian = self.survivor(SubjectId(person.guardian))
            if age_on(person.birth_date, day_of(now)) < ADULT_FROM:
                bound.insert(0, guardian)
        return tuple(dict.fromkeys(bound))

    def _by_court(
        self, subject: SubjectId, person: Person, guardian: str | None, now: datetime
    ) -> bool:
        """Whether *guardian* is an adult's: only a court order has one outlast age."""
        grown = age_on(person.birth_date, day_of(now)) >= ADULT_FROM
        return (
            guardian is not None and grown and guardian in self.guardians(subject, now)
        )

    def holder(
        self, subject: SubjectId, now: datetime, acting: SubjectId | None = None
    ) -> Holder | None:
        """Return what rules may know of the holder, if there is a card.

        Args:
            subject: The holder.
            now: When.
            acting: Who acts: where he is one of several guardians, it is he whom the
                rules see as the guardian.

        """
        card, person = self.card_of(subject), self.vault.person(subject)
        if card is None or person is None:
            return None
        guardian = None
        if person.guardian:
            guardian = self.survivor(SubjectId(person.guardian))
        kinship = person.guardian_kinship
        if acting not in (None, subject, guardian):
            for state in self.guarding(subject, now):
                if acting == self.survivor(SubjectId(state.carer)):
                    guardian, kinship = acting, state.kinship
        return Holder(
            subject,
            card.id,
            card.status,
            age_on(person.birth_date, day_of(now)),
            person.sex,
            guardian,
            kinship,
            person.birth_date,
            by_court=self._by_court(subject, person, guardian, now),
        )


def as_card(row: CardRow) -> Card:
    """Return *row* as users see it."""
    return Card(row.card_id, row.subject, CardStatus(row.status), row.case)
