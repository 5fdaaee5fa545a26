"""Which messages a service sends, read from the functions that make them."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from ehealthcard.models import Model
from ehealthcard.workflow import Effect, Outgoing, Workflow


@attrs.frozen
class Sent:
    """A message as its receiver gets it."""

    effect: str
    states: tuple[str, ...]
    manner: str
    to: str
    kind: str
    payload: type[Model]
    answers: tuple[str, ...]
    rule: str


def sent(workflow: Workflow[Any, Any]) -> list[Sent]:
    """Return the messages of *workflow* in the order they are listed."""
    found: dict[Callable[..., Any], list[Effect]] = {}
    for effect in workflow.consequences:
        if issubclass(effect.kind, Outgoing):
            found.setdefault(effect.call, []).append(effect)
    return [_read(call, effects) for call, effects in found.items()]


def _read(call: Callable[..., Any], effects: list[Effect]) -> Sent:
    first = effects[0]
    calls = dict(_calls(call))
    made = calls[first.kind.__name__]
    to, kind = (ast.literal_eval(argument) for argument in made.args[:2])
    (payload,) = (
        found
        for name in calls
        if isinstance(found := _named(call, name), type) and issubclass(found, Model)
    )
    return Sent(
        effect=call.__name__,
        states=tuple(e.source.__name__ for e in effects),
        manner=first.kind.manner,
        to=to,
        kind=kind,
        payload=payload,
        answers=tuple(n.__name__ for n in first.notices),
        rule=first.rule,
    )


def _calls(function: Callable[..., Any]) -> Iterator[tuple[str, ast.Call]]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node


def _named(function: Callable[..., Any], name: str) -> object:
    return getattr(sys.modules[function.__module__], name, None)
