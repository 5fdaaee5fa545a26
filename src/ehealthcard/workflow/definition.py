"""A workflow is a few tuples of pure functions, and a signature says it all.

::

    def refer(state: Flagged, command: Refer, ctx: Context) -> Referred   transition
              source          trigger                          target
    def hold_ends(state: Held) -> Until[HoldEnded]                        effect
    def stay_over(signal: StayEnded) -> PassFell                          reaction
    def look(ask: Inquiry) -> BedFacts                                    fact source

A source of ``None`` opens a case. A union is several arrows. A state with no arrow out
of it is final. Nothing else defines the machine, so the type checker, the engine and
the diagram cannot disagree about it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

import attrs

from ehealthcard.errors import DefinitionError, NotAllowedError, Phrase
from ehealthcard.identity import SubjectId
from ehealthcard.models import Upcaster

from .actors import SYSTEM
from .effects import Until
from .policy import Policy, Timeline
from .signatures import (
    Edge,
    Effect,
    FactSource,
    Reaction,
    Source,
    read_effect,
    read_reaction,
    read_source,
    read_transition,
)
from .vocabulary import Command, Context, Notice, State

S = TypeVar("S", bound=State)
C = TypeVar("C", bound=Command)
AnyContext = Context[Any, Any]


@attrs.frozen
class Title:
    """What a service is called, and where the guide speaks of it."""

    zh: str
    en: str
    section: str | None = None
    """Section of 《电子健康卡医疗健康便民服务应用指南 (V1.0)》."""


@attrs.frozen(slots=False, eq=False)
class Workflow(Generic[S, C]):
    """A service, as its states ``S``, its commands ``C`` and the arrows between.

    Args:
        name: Stable kebab-case name; stored with every event.
        title: Its name in two languages.
        transitions: How a case moves.
        effects: What a state brings about.
        reactions: What becomes of other cases' signals.
        sources: Who gathers the facts that transitions ask for.
        policies: The packs a new case may be opened under.
        version: Which shape its states are stored in; raised with every change of one.
        upcasters: From each version to the next, for what is stored already. They
            rename, split and fill states; links, claims and terms stay as they are.
        payload_upcasters: The same for messages that still wait in the outbox, given
            the message's kind; left out where no payload has ever changed.

    Raises:
        DefinitionError: At import time, if the definition contradicts itself.

    """

    name: str
    title: Title
    transitions: tuple[Callable[[Any, Any, Any], S], ...]
    effects: tuple[Callable[[Any], object], ...] = ()
    reactions: tuple[Callable[[Any], Notice], ...] = ()
    sources: tuple[Callable[[Any], object], ...] = ()
    policies: Timeline[Policy] | None = None
    version: int = 1
    upcasters: tuple[Upcaster, ...] = ()
    payload_upcasters: tuple[Upcaster, ...] = ()

    def __attrs_post_init__(self) -> None:
        from .checks import check  # noqa: PLC0415  # checks read the finished object

        check(self)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every arrow, in the order the functions were listed."""
        return tuple(e for t in self.transitions for e in read_transition(t))

    @cached_property
    def consequences(self) -> tuple[Effect, ...]:
        """Every effect, one per state class."""
        return tuple(e for f in self.effects for e in read_effect(f))

    @cached_property
    def kinds(self) -> frozenset[type]:
        """The kinds of effects that any state may have."""
        return frozenset(e.kind for e in self.consequences)

    @cached_property
    def informed(self) -> frozenset[type[Command]]:
        """The commands of which some arrow asks for facts."""
        return frozenset(e.command for e in self.edges if e.facts)

    @cached_property
    def hears(self) -> tuple[Reaction, ...]:
        """Every reaction."""
        return tuple(read_reaction(f) for f in self.reactions)

    @cached_property
    def looks(self) -> dict[type, FactSource]:
        """Every fact source, by the facts it gathers."""
        return {s.facts: s for s in map(read_source, self.sources)}

    @cached_property
    def states(self) -> dict[str, type[State]]:
        """The states by name, in order of first appearance."""
        return {e.target.__name__: e.target for e in self.edges}

    @cached_property
    def commands(self) -> dict[str, type[Command]]:
        """The commands by name."""
        return {e.command.__name__: e.command for e in self.edges}

    @cached_property
    def finals(self) -> frozenset[type[State]]:
        """The states that nothing leads out of."""
        return frozenset(self.states.values()) - {e.source for e in self.edges}

    @cached_property
    def _table(self) -> dict[tuple[Source, type[Command]], tuple[Edge, Any]]:
        return {
            (e.source, e.command): (e, t)
            for t in self.transitions
            for e in read_transition(t)
        }

    @cached_property
    def _effects(self) -> dict[type[State], tuple[Effect, ...]]:
        return {
            s: tuple(e for e in self.consequences if e.source is s)
            for s in self.states.values()
        }

    @cached_property
    def _functions(self) -> dict[type, frozenset[Callable[[Any], Any]]]:
        found: dict[type, frozenset[Callable[[Any], Any]]] = {type(None): frozenset()}
        for state, effects in self._effects.items():
            found[state] = frozenset(e.call for e in effects)
        return found

    @cached_property
    def _timers(self) -> dict[type[State], tuple[Effect, ...]]:
        return {
            s: tuple(e for e in found if issubclass(e.kind, Until))
            for s, found in self._effects.items()
        }

    def allows(self, state: State | None) -> tuple[type[Command], ...]:
        """Return the commands that *state* accepts; what a screen would offer."""
        source = None if state is None else type(state)
        return tuple(dict.fromkeys(e.command for e in self.edges if e.source is source))

    def edge(self, state: State | None, command: Command) -> Edge:
        """Return an arrow for *command*; it names the facts to gather.

        Raises:
            NotAllowedError: *state* has no transition for *command*.

        """
        return self._find(state, command)[0]

    def decide(self, state: State | None, command: Command, ctx: AnyContext) -> S:
        """Return the state that *command* leads to.

        Raises:
            NotAllowedError: *state* has no transition for *command*.
            RuleViolationError: It has one, but a business rule forbids it now.

        """
        return cast("S", self._find(state, command)[1](state, command, ctx))

    def bring_about(
        self, before: State | None, after: State
    ) -> Iterator[tuple[Effect, Any, bool]]:
        """Yield each effect of *after*, its value, and whether it is new.

        It is new unless the same function said the same of *before*.
        """
        earlier = self._functions[type(before)]
        for effect in self._effects[type(after)]:
            value = effect.call(after)
            if value is not None:
                same = effect.call in earlier and effect.call(before) == value
                yield effect, value, not same

    def deadline(self, state: State) -> Until[Notice] | None:
        """Return the first moment that ends *state* by itself."""
        values = [e.call(state) for e in self._timers[type(state)]]
        due: list[Until[Notice]] = [v for v in values if v is not None]
        return min(due, key=lambda t: t.last, default=None)

    def elapse(
        self, state: S, now: datetime, policy: Policy | None, subject: SubjectId
    ) -> Iterator[tuple[S, Notice, datetime]]:
        """Yield what time alone has made of *state* by *now*, step by step.

        Raises:
            DefinitionError: Two states end one another at the same moment.

        """
        while (timer := self.deadline(state)) and timer.last < now:
            ctx: AnyContext = Context(timer.last, SYSTEM, None, policy, subject)
            state = self.decide(state, timer.notice, ctx)
            following = self.deadline(state)
            if following and following.last <= timer.last:
                raise DefinitionError(
                    f"{self.name}: time stands still in {type(state).__name__}."
                )
            yield state, timer.notice, timer.last

    def _find(self, state: State | None, command: Command) -> tuple[Edge, Any]:
        source = None if state is None else type(state)
        try:
            return self._table[source, type(command)]
        except KeyError:
            raise NotAllowedError(
                workflow=self.name,
                command=type(command).__name__,
                state=Phrase("a new case", "尚未开立")
                if source is None
                else source.__name__,
            ) from None
