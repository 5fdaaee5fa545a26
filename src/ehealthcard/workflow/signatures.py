"""Reading what a signature says."""

import inspect
import types
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

from ehealthcard.errors import DefinitionError

from .effects import Claim, Erase, KnownBy, Outgoing, Until
from .vocabulary import Command, Context, Facts, Notice, Signal, State

Source = type[State] | None


@attrs.frozen
class Edge:
    """One arrow of the diagram."""

    source: Source
    command: type[Command]
    target: type[State]
    rule: str
    """The function's docstring, first line: what the docs show."""

    function: str
    facts: type[Facts] | None
    policy: type | None


@attrs.frozen
class Effect:
    """What one state class brings about."""

    source: type[State]
    kind: type[Any]
    notices: tuple[type[Notice], ...]
    rule: str
    call: Callable[[Any], Any]

    def notice(self, which: int, data: dict[str, Any], key: str) -> Notice:
        """Return the notice that an answer becomes.

        One with a field ``answers`` is told the key of the message it answers, so that
        a rule knows a late answer from the one it waits for.

        Raises:
            InvalidInputError: The answer lacks something, or has too much.

        """
        kind = self.notices[which]
        known = {"answers": key} if "answers" in kind.model_fields else {}
        return kind.from_data(data | known)


@attrs.frozen
class Reaction:
    """Which notice a signal becomes."""

    signal: type[Signal]
    notice: type[Notice]
    rule: str
    call: Callable[[Any], Any]


@attrs.frozen
class FactSource:
    """Who gathers which facts."""

    facts: type[Facts]
    call: Callable[[Any], Any]


def read_transition(function: Callable[..., State]) -> Iterator[Edge]:
    """Yield every arrow of ``(state, command, ctx: Context[...]) -> target``.

    A ``TypeVar`` for both state and target says: stays as it is.

    Raises:
        DefinitionError: The signature has another form.

    """
    hints = _hints(function, ["state", "command", "ctx"])
    if (get_origin(hints["ctx"]) or hints["ctx"]) is not Context:
        raise DefinitionError(_name(function) + "ctx must be a Context.")
    facts, policy = (*map(_given, get_args(hints["ctx"])), None, None)[:2]
    stays = isinstance(hints["return"], TypeVar)
    if stays and hints["return"] is not hints["state"]:
        raise DefinitionError(_name(function) + "state and target differ.")
    for source in _members(hints["state"]):
        for command in _members(hints["command"]):
            for target in (source,) if stays else _members(hints["return"]):
                yield Edge(
                    _given(source),
                    command,
                    target,
                    _rule(function),
                    _name(function),
                    facts,
                    policy,
                )


def read_effect(function: Callable[..., Any]) -> Iterator[Effect]:
    """Yield the effect of ``(state) -> Until | Ask | Order | ... | a Signal``.

    Raises:
        DefinitionError: The signature has another form.

    """
    hints = _hints(function, ["state"])
    found = [h for h in _members(hints["return"]) if h is not type(None)]
    kind: type[Any] = get_origin(found[0]) or found[0]
    if len(found) != 1 or not _is_effect(kind):
        raise DefinitionError(_name(function) + "returns no effect.")
    for source in _members(hints["state"]):
        yield Effect(source, kind, get_args(found[0]), _rule(function), function)


def read_reaction(function: Callable[..., Any]) -> Reaction:
    """Return what ``(signal) -> notice`` says.

    Raises:
        DefinitionError: The signature has another form.

    """
    hints = _hints(function, ["signal"])
    return Reaction(hints["signal"], hints["return"], _rule(function), function)


def read_source(function: Callable[..., Any]) -> FactSource:
    """Return what ``(ask) -> facts`` says.

    Raises:
        DefinitionError: The signature has another form.

    """
    hints = _hints(function, ["ask"])
    if not issubclass(hints["return"], Facts):
        raise DefinitionError(_name(function) + "returns no facts.")
    return FactSource(hints["return"], function)


def _hints(function: Callable[..., Any], expected: list[str]) -> dict[str, Any]:
    hints = get_type_hints(function)
    names = list(inspect.signature(function).parameters)
    if names != expected or set(hints) != {*expected, "return"}:
        raise DefinitionError(
            _name(function) + f"write it with ({', '.join(expected)}) -> ..."
        )
    return hints


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__name__}: "


def _rule(function: Callable[..., Any]) -> str:
    return (inspect.getdoc(function) or "").partition("\n")[0]


def _is_effect(kind: type[Any]) -> bool:
    return issubclass(kind, (Until, Outgoing, Claim, Erase, KnownBy, Signal))


def _given(hint: Any) -> Any:  # noqa: ANN401  # a hint is anything
    return None if hint is type(None) else hint


def _members(hint: Any) -> tuple[Any, ...]:  # noqa: ANN401  # a hint is anything
    """Return the classes of a union, or those a ``TypeVar`` may stand for."""
    if isinstance(hint, TypeVar):
        return hint.__constraints__
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
