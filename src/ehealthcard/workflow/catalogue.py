"""All services together: who listens to whom."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import attrs

from ehealthcard.errors import DefinitionError

from .definition import Workflow
from .signatures import Reaction
from .vocabulary import Signal, link_fields

CARD = "card"
"""The link that every case has: its subject."""

AnyWorkflow = Workflow[Any, Any]


@attrs.frozen(slots=False, eq=False)
class Catalogue:
    """The services in use; the only place that sees two of them at once.

    Raises:
        DefinitionError: A name is taken, a signal has no sender or finds no case, or
            signals go round in a circle.

    """

    workflows: tuple[AnyWorkflow, ...]

    def __attrs_post_init__(self) -> None:
        if len({w.name for w in self.workflows}) != len(self.workflows):
            raise DefinitionError("Two services share a name.")
        for problem in (*self._unheard(), *self._circles()):
            raise DefinitionError(problem)

    def plus(self, *workflows: AnyWorkflow) -> "Catalogue":
        """Return a catalogue with a hospital's own services added.

        Raises:
            DefinitionError: They do not go together with the others.

        """
        return Catalogue((*self.workflows, *workflows))

    @cached_property
    def named(self) -> dict[str, AnyWorkflow]:
        """The services by name."""
        return {w.name: w for w in self.workflows}

    @cached_property
    def listeners(self) -> dict[type[Signal], list[tuple[AnyWorkflow, Reaction]]]:
        """Who reacts to which signal, in catalogue order."""
        table: dict[type[Signal], list[tuple[AnyWorkflow, Reaction]]] = {}
        for w in self.workflows:
            for r in w.hears:
                table.setdefault(r.signal, []).append((w, r))
        return table

    @cached_property
    def senders(self) -> dict[type[Signal], list[AnyWorkflow]]:
        """Who emits which signal."""
        table: dict[type[Signal], list[AnyWorkflow]] = {}
        for w in self.workflows:
            for kind in dict.fromkeys(e.kind for e in w.consequences):
                if issubclass(kind, Signal):
                    table.setdefault(kind, []).append(w)
        return table

    def _unheard(self) -> Iterator[str]:
        for signal, heard in self.listeners.items():
            kinds = {m.kind for m in link_fields(signal).values()}
            if len(kinds) != 1:
                yield f"{signal.__name__} needs exactly one link."
            if signal not in self.senders and not signal.external:
                yield f"Nobody sends {signal.__name__}."
            if kinds != {CARD}:
                for w, reaction in heard:
                    yield from _cannot_find(w, reaction, kinds)

    def _circles(self) -> Iterator[str]:
        """Follow signal -> notice -> target state -> signal."""
        leads = {s: self._next(s) for s in self.listeners}
        for start in leads:
            seen, todo = set[type[Signal]](), [start]
            while todo:
                for following in leads.get(todo.pop(), set()) - seen:
                    if following is start:
                        yield f"{start.__name__} comes back to itself."
                    seen.add(following)
                    todo.append(following)

    def _next(self, signal: type[Signal]) -> set[type[Signal]]:
        return {
            c.kind
            for w, r in self.listeners[signal]
            for e in w.edges
            if e.command is r.notice
            for c in w.consequences
            if c.source is e.target and issubclass(c.kind, Signal)
        }


def _cannot_find(w: AnyWorkflow, reaction: Reaction, kinds: set[str]) -> Iterator[str]:
    for e in w.edges:
        if e.command is not reaction.notice or e.source is None:
            continue
        if not kinds & {m.kind for m in link_fields(e.source).values()}:
            yield (
                f"{w.name}: {reaction.signal.__name__} cannot find "
                f"{e.source.__name__}; it has no link of that kind."
            )
