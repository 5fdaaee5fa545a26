"""What a fact source may look at, and whether it has changed since."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

import attrs

from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.ports import Holder, Ports, UseRecord
from ehealthcard.rules.calendar import day_of
from ehealthcard.workflow import CARD, Actor, Command, Event, Facts, Policy, State

from .assured import Assured
from .live import Live
from .office import Office
from .retired import OF_PEOPLE, of_person, one_person
from .work import Work

NEWEST = 100
"""Cases that are looked through for some that are over."""

IN_DANGER = frozenset({"emergency-call"})
"""Services in which nobody asks who somebody is (民法典 art. 1005)."""


@attrs.define
class DeskInquiry:
    """See :class:`ehealthcard.ports.Inquiry`.

    What it showed is remembered, and shown again to whoever asks twice: the desk looks
    anew inside the transaction, and asks afresh if anything has changed.
    """

    office: Office
    work: Work
    live: Live
    state: State | None
    command: Command
    actor: Actor
    succeeds: bool = False
    """Whether who acts has come with the card that stays in the place of the case's."""

    _related: dict[tuple[str, str], Sequence[Event]] = attrs.field(
        factory=dict[tuple[str, str], Sequence[Event]], init=False
    )
    _holders: dict[SubjectId, Holder | None] = attrs.field(
        factory=dict[SubjectId, Holder | None], init=False
    )

    _answering: dict[SubjectId, SubjectId] = attrs.field(
        factory=dict[SubjectId, SubjectId], init=False
    )
    _people: dict[SubjectId, tuple[SubjectId, ...]] = attrs.field(
        factory=dict[SubjectId, tuple[SubjectId, ...]], init=False
    )

    _carers: set[SubjectId] = attrs.field(factory=set[SubjectId], init=False)

    @property
    def subject(self) -> SubjectId:
        """Whose case it is."""
        return self.live.subject

    @property
    def now(self) -> datetime:
        """When."""
        return self.work.now

    @property
    def policy(self) -> Policy | None:
        """The pack of the case."""
        return self.live.policy

    @property
    def ports(self) -> Ports:
        """What is plugged into the desk."""
        return self.office.asked

    def holder(self, subject: SubjectId | None = None) -> Holder | None:
        """Return what is known of a card's holder."""
        whose = subject or self.live.subject
        if whose not in self._holders:
            self._holders[whose] = self._look(whose)
        return self._holders[whose]

    def related(self, kind: str, value: str, workflow: str) -> Iterator[State]:
        """Yield the present state of each open case of *workflow* with this link."""
        for event in self._linked(kind, value):
            yield from self._present(event, workflow)

    def given(self, subject: SubjectId, workflow: str) -> Iterator[State]:
        """Yield what *subject*'s holder has given with his card, or the one that stays.

        See :meth:`ehealthcard.ports.Inquiry.given`.
        """
        for event in self._linked(CARD, subject):
            if event.subject == subject or event.subject == self.answering(subject):
                yield from self._present(event, workflow)

    def over(self, workflow: str, states: Collection[str]) -> Iterator[State]:
        """Yield the holder's newest cases of *workflow* that ended in *states*."""
        storage = self.work.storage
        found = [
            event
            for whose in self.one_person(self.live.subject)
            for event in storage.cases_of(whose, workflow, before=None, limit=NEWEST)
        ]
        for event in sorted(found, key=lambda e: e.case, reverse=True)[:NEWEST]:
            state = self.work.load(event).state if event.state in states else None
            if state is not None:
                yield state

    def use(self, record_id: str) -> UseRecord | None:
        """Return a use-card record; it never changes.

        That of another card of the holder is one of his, whichever he has shown.
        """
        found, own = self.work.storage.use(record_id), self.live.subject
        if found is None or found.subject in (None, own):
            return found
        mine = found.subject in self.one_person(own)
        return attrs.evolve(found, subject=own) if mine else found

    def answering(self, subject: SubjectId) -> SubjectId:
        """Return whose card answers for somebody's; mostly his own."""
        if subject not in self._answering:
            self._answering[subject] = self.office.survivor(subject)
        return self._answering[subject]

    def standing_in(self, carer: SubjectId) -> SubjectId:
        """Return whose card answers for somebody whom another has let act for him.

        Raises:
            CardError: It is who acts, and his card is not active.
            RuleViolationError: It is who acts, and he is doubted.

        """
        found = self.answering(carer)
        for one in (carer, found):
            self._carers.add(one)
            self._require_carer(one)
        return found

    def _require_carer(self, carer: SubjectId) -> None:
        """Refuse who acts if it is *carer* and he may act for nobody else now."""
        if carer == self.actor.holder and self.live.workflow.name not in IN_DANGER:
            Assured(self.office).require_carer(carer)

    def one_person(self, subject: SubjectId) -> tuple[SubjectId, ...]:
        """Return whose cards are of the same person, the one that stays first."""
        if subject not in self._people:
            self._people[subject] = one_person(self.work, subject)
        return self._people[subject]

    def policy_of(self, workflow: str) -> Policy | None:
        """Return today's pack of another service here."""
        w = self.office.catalogue.named.get(workflow)
        packs = self.office.policies.get(workflow) or (w and w.policies)
        return packs.at(day_of(self.work.now)) if packs else None

    def is_stale(self) -> bool:
        """Whether something looked at has changed since.

        Raises:
            CardError: Who acts for somebody else has no active card any more.
            RuleViolationError: He is doubted by now.

        """
        for carer in self._carers:
            self._require_carer(carer)
        return (
            any(
                _versions(self._events(*link)) != _versions(seen)
                for link, seen in self._related.items()
            )
            or any(self._look(whose) != seen for whose, seen in self._holders.items())
            or any(
                self.office.survivor(whose) != seen
                for whose, seen in self._answering.items()
            )
            or any(
                one_person(self.work, whose) != seen
                for whose, seen in self._people.items()
            )
        )

    def _linked(self, kind: str, value: str) -> Sequence[Event]:
        """Return the events of what is linked, and remember them."""
        if (kind, value) not in self._related:
            self._related[kind, value] = self._events(kind, value)
        return self._related[kind, value]

    def _events(self, kind: str, value: str) -> Sequence[Event]:
        """Look by a link; by one to a person, at whatever hangs on any of his cards."""
        if kind == CARD or kind in OF_PEOPLE:
            return tuple(of_person(self.work, SubjectId(value), kind))
        return self.work.storage.related(kind, value)

    def _present(self, event: Event, workflow: str) -> Iterator[State]:
        if event.workflow == workflow:
            state = self.work.elapsed(self.work.load(event))
            if state is not None:
                yield state

    def _look(self, whose: SubjectId) -> Holder | None:
        found = self.office.holder(whose, self.work.now, self.actor.holder)
        if found is not None and found.guardian is not None:
            self._require_carer(found.guardian)
        if found is None or found.status is not CardStatus.MERGED:
            return found
        if not self._goes_on(whose):
            return found
        card = self.office.card_of(self.answering(whose))
        return attrs.evolve(found, status=card.status) if card else found

    def _goes_on(self, whose: SubjectId) -> bool:
        """Whether somebody is here by what began before his card was merged.

        Nobody begins anything with a retired card, names it anew, or acts with it.
        """
        own = whose == self.live.subject
        if own and self.state is None:
            return False
        if whose == self.actor.holder:
            return own and self.succeeds
        return own or whose not in dict(self.command).values()


def gather(ask: DeskInquiry) -> Facts | None:
    """Return what the rule for a command must know; ``None`` if nothing."""
    office, workflow = ask.office, ask.live.workflow
    needed = workflow.edge(ask.state, ask.command).facts
    if needed is None:
        return None
    own = office.facts.get(needed)
    found: Facts = own(ask) if own else workflow.looks[needed].call(ask)
    return found


def _versions(events: Iterable[Event]) -> list[tuple[str, int]]:
    return [(e.case, e.version) for e in events]
