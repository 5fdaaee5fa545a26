"""A case while it is being worked on, and what its state brings about."""

from datetime import datetime
from typing import Any

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.workflow import (
    CARD,
    Claim,
    Effect,
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


@attrs.frozen
class Live:
    """A case while it is being worked on."""

    workflow: AnyWorkflow
    case: str
    subject: SubjectId
    policy: Policy | None
    version: int = 0
    state: State | None = None


@attrs.frozen
class Consequences:
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
    if state is None:
        return frozenset()
    values = (value for _, value, _ in w.bring_about(None, state))
    return frozenset(v.name for v in values if isinstance(v, Claim))


def known_by_of(w: AnyWorkflow, state: State | None) -> frozenset[KnownBy]:
    """Return the codes by which a state is known."""
    if state is None or not any(e.kind is KnownBy for e in w.consequences):
        return frozenset()
    values = (value for _, value, _ in w.bring_about(None, state))
    return frozenset(v for v in values if isinstance(v, KnownBy))


def consequences_of(w: AnyWorkflow, before: State | None, state: State) -> Consequences:
    """Return what a state brings about, against what was true before."""
    found: list[tuple[Effect, Any, bool]] = list(w.bring_about(before, state))
    fresh = [(e, v) for e, v, new in found if new]
    return Consequences(
        due=min((v.last for _, v, _ in found if isinstance(v, Until)), default=None),
        claims=frozenset(v.name for _, v, _ in found if isinstance(v, Claim)),
        messages=tuple(
            (e.call.__name__, v) for e, v in fresh if isinstance(v, Outgoing)
        ),
        signals=tuple(v for _, v in fresh if isinstance(v, Signal)),
        erase=any(isinstance(v, Erase) for _, v in fresh),
    )
