"""What is wrong with a definition, said in words at import time."""

from collections.abc import Iterator
from typing import Any

from ehealthcard.errors import DefinitionError

from .definition import Workflow
from .signatures import Source
from .vocabulary import Command, Notice, link_fields

AnyWorkflow = Workflow[Any, Any]


def check(workflow: AnyWorkflow) -> None:
    """Refuse a *workflow* that contradicts itself.

    Raises:
        DefinitionError: It does; the message names the function or class.

    """
    for problems in CHECKS:
        for problem in problems(workflow):
            raise DefinitionError(f"{workflow.name}: {problem}")


def _versions(w: AnyWorkflow) -> Iterator[str]:
    """What was ever stored must be readable for ever."""
    steps = w.version - 1
    if len(w.upcasters) != steps:
        yield f"version {w.version} needs {steps} upcasters."
    if w.payload_upcasters and len(w.payload_upcasters) != steps:
        yield f"version {w.version} needs {steps} payload upcasters or none."


def _owners(w: AnyWorkflow) -> Iterator[str]:
    owner: dict[tuple[Source, type[Command]], str] = {}
    for e in w.edges:
        first = owner.setdefault((e.source, e.command), e.function)
        if first != e.function:
            yield (
                f"{first}{e.function}both handle {e.command.__name__} "
                f"in {e.source.__name__ if e.source else 'a new case'}."
            )
        if e.policy and not w.policies:
            yield f"{e.function}needs policies=."


def _reachable(w: AnyWorkflow) -> Iterator[str]:
    reached: set[Source] = {None}
    while more := {e.target for e in w.edges if e.source in reached} - reached:
        reached |= more
    for e in w.edges:
        if e.source not in reached:
            yield f"{e.source.__name__ if e.source else ''} is unreachable."


def _notices(w: AnyWorkflow) -> Iterator[str]:
    """Whatever arrives by itself must find an arrow and need no facts."""
    sent = {n for e in w.consequences for n in e.notices}
    sent |= {r.notice for r in w.hears}
    for notice in sorted(sent - set(w.commands.values()), key=str):
        yield f"no arrow takes {notice.__name__}."
    for e in w.edges:
        if issubclass(e.command, Notice):
            if e.facts:
                yield f"{e.function}may not need facts."
            if e.command not in sent:
                yield f"nobody sends {e.command.__name__}."


def _sources(w: AnyWorkflow) -> Iterator[str]:
    """An answer or a moment must be welcome in the state that waits for it."""
    taken = {(e.source, e.command) for e in w.edges}
    for effect in w.consequences:
        if effect.source not in w.states.values():
            yield f"{effect.source.__name__} is no state."
        for notice in effect.notices:
            if (effect.source, notice) not in taken:
                yield f"{effect.source.__name__} cannot take {notice.__name__}."


def _marks(w: AnyWorkflow) -> Iterator[str]:
    """Links must be where they are found; reading them says so."""
    for state in w.states.values():
        link_fields(state)
    yield from ()


def _facts(w: AnyWorkflow) -> Iterator[str]:
    asked = {e.facts for e in w.edges if e.facts}
    for unused in set(w.looks) - asked:
        yield f"no rule asks for {unused.__name__}."


CHECKS = (_versions, _owners, _reachable, _notices, _sources, _facts, _marks)
