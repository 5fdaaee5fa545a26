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
    tree = ast.parse(textwrap.dedent(inspect.getsource(call)))
    made = next(c for c in _calls(tree) if _name(c) == first.kind.__name__)
    to, kind = (ast.literal_eval(argument) for argument in made.args[:2])
    payload = _named(call, _name(_payload(tree, made.args[3])))
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


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.expr) -> str:
    named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    return call.func.id if named else ""


def _payload(tree: ast.AST, argument: ast.expr) -> ast.expr:
    """Return the call that makes the payload: the argument, or what it was set to."""
    if not isinstance(argument, ast.Name):
        return argument
    return next(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == argument.id
    )


def _named(function: Callable[..., Any], name: str) -> type[Model]:
    found: type[Model] = getattr(sys.modules[function.__module__], name)
    return found
