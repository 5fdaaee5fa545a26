"""A case while it is being worked on, and what its state brings about."""

from datetime import datetime
from typing import Any, NamedTuple

from ehealthcard.identity import SubjectId
from ehealthcard.workflow import (
    CARD,
    Claim,
    Erase,
    KnownBy,
    Outgoing,
    Policy,
    Signal,
    State,
    Until,
    Workflow,
    links,
)

AnyWorkflow = Workflow[Any, Any]


class Live(NamedTuple):
    """A case while it is being worked on."""

    workflow: AnyWorkflow
    case: str
    subject: SubjectId
    policy: Policy | None
    version: int = 0
    state: State | None = None


class Consequences(NamedTuple):
    """What a state brings about, sorted by kind."""

    due: datetime | None
    claims: frozenset[str]
    messages: tuple[tuple[str, Outgoing], ...]
    signals: tuple[Signal, ...]
    erase: bool


def links_of(live: Live) -> frozenset[tuple[str, str]]:
    """Return the links of a case, its holder's card among them."""
    assert live.state is not None  # noqa: S101  # only cases with a state are linked
    return links(live.state) | {(CARD, live.subject)}


def claims_of(w: AnyWorkflow, state: State | None) -> frozenset[str]:
    """Return what a state claims."""
    if state is None or Claim not in w.kinds:
        return frozenset()
    values = (value for _, value, _ in w.bring_about(None, state))
    return frozenset(v.name for v in values if isinstance(v, Claim))


def known_by_of(w: AnyWorkflow, state: State | None) -> frozenset[KnownBy]:
    """Return the codes by which a state is known."""
    if state is None or KnownBy not in w.kinds:
        return frozenset()
    values = (value for _, value, _ in w.bring_about(None, state))
    return frozenset(v for v in values if isinstance(v, KnownBy))


def consequences_of(w: AnyWorkflow, before: State | None, state: State) -> Consequences:
    """Return what a state brings about, against what was true before."""
    ends, claims = list[datetime](), set[str]()
    messages, signals = list[tuple[str, Outgoing]](), list[Signal]()
    erase = False
    for effect, value, is_new in w.bring_about(before, state):
        if isinstance(value, Until):
            ends.append(value.last)
        elif isinstance(value, Claim):
            claims.add(value.name)
        elif not is_new:
            continue
        elif isinstance(value, Outgoing):
            messages.append((effect.call.__name__, value))
        elif isinstance(value, Signal):
            signals.append(value)
        elif isinstance(value, Erase):
            erase = True
    return Consequences(
        due=min(ends, default=None),
        claims=frozenset(claims),
        messages=tuple(messages),
        signals=tuple(signals),
        erase=erase,
    )
