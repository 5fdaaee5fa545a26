"""What happens inside one transaction: time, the command, and all that follows."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import attrs

from ehealthcard.errors import CascadeError
from ehealthcard.identity import IdDocument, SubjectId
from ehealthcard.monitor import chain_of, link
from ehealthcard.ports import AuditEntry, Entry, Message, Receipt, Storage
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.signals import NewbornCertified
from ehealthcard.workflow import (
    CARD,
    SYSTEM,
    Actor,
    AnyContext,
    Catalogue,
    Command,
    Context,
    Event,
    Outgoing,
    Policy,
    Signal,
    State,
    Timeline,
    event_id,
    links,
)

from .binding import rebind
from .guardians import keep_guardian
from .live import AnyWorkflow, Live, claims_of, consequences_of, known_by_of, links_of
from .names import new_case
from .newborns import find_card
from .reading import known, place_of_message, place_of_state, read_state
from .retired import of_person
from .vault import Safe, Vault

MOST_MESSAGES = 1000
"""Messages of one event are numbered below this."""

MOST_MOVED = 500
"""How many cases one command may move; more is refused as a whole."""


@attrs.frozen
class Said:
    """A signal on its way to those whom it concerns."""

    signal: Signal
    cause: str | None
    sender: str | None


@attrs.define
class Work:
    """One transaction's worth of work."""

    storage: Storage
    vault: Vault
    catalogue: Catalogue
    packs: Mapping[str, Timeline[Policy]]
    now: datetime
    holder_of: Callable[[IdDocument], SubjectId | None]
    """Finds whose document it is, among those who hold a card."""

    moved: int = 0
    _unsaid: deque[Said] = attrs.field(factory=deque[Said], init=False)
    _speaks: bool = attrs.field(default=False, init=False)

    def open(self, w: AnyWorkflow, subject: SubjectId) -> Live:
        """Return a new case under the policy of today."""
        packs = self.packs.get(w.name) or w.policies
        policy = packs.at(day_of(self.now)) if packs else None
        return Live(w, new_case(self.now), subject, policy)

    def load(self, event: Event) -> Live:
        """Return the case as *event*, read from storage, left it."""
        w = known(self.catalogue, event.workflow)
        packs = self.packs.get(w.name) or w.policies
        policy = packs.named(event.policy) if packs and event.policy else None
        state = read_state(self.vault, w, event)
        return Live(w, event.case, event.subject, policy, event.version, state)

    def elapsed(self, live: Live) -> State | None:
        """Return what time has made of *live*, without writing it down."""
        state = live.state
        if state is not None:
            steps = live.workflow.elapse(state, self.now, live.policy, live.subject)
            for later, _, _ in steps:
                state = later
        return state

    def catch_up(self, live: Live) -> Live:
        """Write down what time has made of *live*, dated with the moment it was due."""
        if live.state is None:
            return live
        steps = live.workflow.elapse(live.state, self.now, live.policy, live.subject)
        for state, notice, at in list(steps):
            ctx: AnyContext = Context(at, SYSTEM, None, live.policy, live.subject)
            live = self._record(live, notice, state, ctx)
        return live

    def carry_out(
        self,
        live: Live,
        command: Command,
        *,
        by: Actor = SYSTEM,
        facts: object = None,
        cause: str | None = None,
        receipt: Receipt | None = None,
    ) -> Live:
        """Decide, write down, and let others know."""
        ctx: AnyContext = Context(self.now, by, facts, live.policy, live.subject)
        state = live.workflow.decide(live.state, command, ctx)
        return self._record(live, command, state, ctx, cause=cause, receipt=receipt)

    def announce(
        self, signal: Signal, *, cause: str | None = None, sender: str | None = None
    ) -> int:
        """Give *signal* to every other case it concerns; return how many moved.

        Signals go in the order in which they came up: everybody has heard of a death
        before anybody hears that the card ended with it. Where a service has no case
        of the holder and an arrow that opens one with the notice, a case is opened; of
        a signal that is ``anew``, one each time.

        Raises:
            CascadeError: The whole command moves too many cases.

        """
        before = self.moved
        self._unsaid.append(Said(signal, cause, sender))
        if self._speaks:
            return 0
        self._speaks = True
        try:
            while self._unsaid:
                self._say(self._unsaid.popleft())
        finally:
            self._speaks = False
        return self.moved - before

    def _say(self, said: Said) -> None:
        signal = said.signal
        if isinstance(signal, NewbornCertified):
            find_card(self, signal, said.cause)
        ((kind, value),) = links(signal)
        for w, reaction in self.catalogue.listeners.get(type(signal), ()):
            notice, found = reaction.call(signal), False
            for event in self._concerned(signal, kind, value):
                if event.workflow != w.name or event.case == said.sender:
                    continue
                found = True
                live = self.catch_up(self.load(event))
                if type(notice) in w.allows(live.state):
                    self.carry_out(live, notice, cause=said.cause)
                    self.moved += 1
            anew = signal.anew or not found
            whose = value if kind == CARD else signal.opens_for
            if anew and whose and type(notice) in w.allows(None):
                live = self.open(w, SubjectId(whose))
                self.carry_out(live, notice, cause=said.cause)
                self.moved += 1
            if self.moved > MOST_MOVED:
                raise CascadeError(limit=MOST_MOVED)

    def _concerned(self, signal: Signal, kind: str, value: str) -> Iterator[Event]:
        """Yield the cases to which *signal* goes, as they are when it is their turn."""
        if signal.whole and kind == CARD:
            yield from of_person(self, SubjectId(value))
        else:
            yield from self.storage.related(kind, value)

    def _record(
        self,
        live: Live,
        command: Command,
        state: State,
        ctx: AnyContext,
        *,
        cause: str | None = None,
        receipt: Receipt | None = None,
    ) -> Live:
        w, before = live.workflow, live.state
        version, name = live.version + 1, type(state).__name__
        place = place_of_state(event_id(live.case, version), name, w.version)
        safe = self.vault.open(live.subject)
        event = Event(
            workflow=w.name,
            case=live.case,
            subject=live.subject,
            version=version,
            command=type(command).__name__,
            state=name,
            data=safe.seal(state.to_json(), place),
            actor=ctx.actor.id,
            at=ctx.now,
            policy=live.policy.name if live.policy else None,
            cause=cause,
            schema_version=w.version,
            behind=_behind(ctx.actor, live.subject),
        )
        follows, had = consequences_of(w, before, state), claims_of(w, before)
        was = links_of(live) if before is not None else frozenset[tuple[str, str]]()
        after = Live(w, live.case, live.subject, live.policy, version, state)
        final, now = type(state) in w.finals, links_of(after)
        entry = Entry(
            event,
            due=follows.due,
            linked=frozenset() if final else now - was,
            unlinked=was - now,
            claimed=follows.claims - had,
            released=had - follows.claims,
            outbox=tuple(
                self._message(event, safe, number, *m)
                for number, m in enumerate(follows.messages)
            ),
            receipt=receipt,
            final=final,
            erase=follows.erase,
            audit=self._audit(event, erases=follows.erase),
        )
        self.storage.append(entry)
        held, holds = known_by_of(w, before), known_by_of(w, state)
        if held != holds:
            rebind(self, live.subject, live.case, held, holds)
        keep_guardian(self, live.subject, before, state)
        for signal in follows.signals:
            self.announce(signal, cause=event.id, sender=live.case)
        return after

    def _audit(self, event: Event, *, erases: bool) -> AuditEntry:
        head = self.storage.audit_head(chain_of(event.case))
        return link(event, head, self.vault.keys.suite, erases=erases)

    def _message(
        self, event: Event, safe: Safe, number: int, effect: str, value: Outgoing
    ) -> Message:
        name = f"{event.id}-{effect}"
        place = place_of_message(name, event.schema_version)
        return Message(
            id=name,
            workflow=event.workflow,
            case=event.case,
            subject=event.subject,
            effect=effect,
            manner=value.manner,
            to=value.to,
            kind=value.kind,
            key=value.key,
            payload=safe.seal(value.payload.to_json(), place),
            made_at=self.now,
            not_before=self.now,
            number=event.version * MOST_MESSAGES + number,
            answer_within=value.answer_within,
            schema_version=event.schema_version,
        )


def _behind(actor: Actor, subject: SubjectId) -> SubjectId | None:
    """Return who stands behind the actor, where it is somebody else's affair."""
    return None if actor.holder == subject else actor.holder
