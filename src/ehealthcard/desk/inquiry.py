"""What a fact source may look at, and whether it has changed since."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.ports import Holder, Ports, UseRecord
from ehealthcard.workflow import Actor, Command, Event, Facts, Policy, State

from .assured import Assured
from .live import Live
from .office import Office
from .work import Work

NEWEST = 100
"""Cases that are looked through for some that are over."""

IN_DANGER = frozenset({"emergency-call"})
"""Services in which nobody asks who somebody is (民法典 art. 1005)."""

Seen = tuple[tuple[str, int], ...]


@attrs.define
class DeskInquiry:
    """See :class:`ehealthcard.ports.Inquiry`.

    What it showed is remembered: the desk looks again inside the transaction, and asks
    afresh if anything has changed.
    """

    office: Office
    work: Work
    live: Live
    state: State | None
    command: Command
    actor: Actor
    _related: dict[tuple[str, str], Seen] = attrs.field(
        factory=dict[tuple[str, str], Seen], init=False
    )
    _holders: dict[SubjectId, Holder | None] = attrs.field(
        factory=dict[SubjectId, Holder | None], init=False
    )

    _answering: dict[SubjectId, SubjectId] = attrs.field(
        factory=dict[SubjectId, SubjectId], init=False
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
        found = self._holders[whose] = self._look(whose)
        return found

    def related(self, kind: str, value: str, workflow: str) -> Iterator[State]:
        """Yield the present state of each open case of *workflow* with this link."""
        events = self.work.storage.related(kind, value)
        self._related[kind, value] = _versions(events)
        for event in events:
            if event.workflow == workflow:
                state = self.work.elapsed(self.work.load(event))
                if state is not None:
                    yield state

    def over(self, workflow: str, states: Collection[str]) -> Iterator[State]:
        """Yield the holder's newest cases of *workflow* that ended in *states*."""
        found = self.work.storage.cases_of(
            self.live.subject, workflow, before=None, limit=NEWEST
        )
        for event in found:
            state = self.work.load(event).state if event.state in states else None
            if state is not None:
                yield state

    def use(self, record_id: str) -> UseRecord | None:
        """Return a use-card record; it never changes."""
        return self.work.storage.use(record_id)

    def _look(self, whose: SubjectId) -> Holder | None:
        found = self.office.holder(whose, self.work.now, self.actor.holder)
        if found is not None and found.guardian is not None:
            self._require_carer(found.guardian)
        return found

    def answering(self, subject: SubjectId) -> SubjectId:
        """Return whose card answers for somebody's; mostly his own."""
        found = self._answering[subject] = self.office.survivor(subject)
        return found

    def standing_in(self, carer: SubjectId) -> SubjectId:
        """Return whose card answers for somebody whom another has let act for him.

        Raises:
            CardError: It is who acts, and his card is not active.
            RuleViolationError: It is who acts, and he is doubted.

        """
        found = self.answering(carer)
        self._carers.add(found)
        self._require_carer(found)
        return found

    def _require_carer(self, carer: SubjectId) -> None:
        """Refuse who acts if it is *carer* and he may act for nobody else now."""
        if carer == self.actor.holder and self.live.workflow.name not in IN_DANGER:
            Assured(self.office).require_carer(carer)

    def is_stale(self) -> bool:
        """Whether something looked at has changed since.

        Raises:
            CardError: Who acts for somebody else has no active card any more.
            RuleViolationError: He is doubted by now.

        """
        storage = self.work.storage
        for carer in self._carers:
            self._require_carer(carer)
        return (
            any(
                _versions(storage.related(*link)) != seen
                for link, seen in self._related.items()
            )
            or any(self._look(whose) != seen for whose, seen in self._holders.items())
            or any(
                self.office.survivor(whose) != seen
                for whose, seen in self._answering.items()
            )
        )


def gather(ask: DeskInquiry) -> Facts | None:
    """Return what the rule for a command must know; ``None`` if nothing."""
    office, workflow = ask.office, ask.live.workflow
    needed = workflow.edge(ask.state, ask.command).facts
    if needed is None:
        return None
    own = office.facts.get(needed)
    found: Facts = own(ask) if own else workflow.looks[needed].call(ask)
    return found


def _versions(events: Iterable[Event]) -> Seen:
    return tuple((e.case, e.version) for e in events)
