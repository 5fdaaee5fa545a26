"""What the rules remember, in bounded memory (风险识别窗口)."""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Generic, Protocol, TypeVar

import attrs

from .policy import DAY, Hours, RiskPolicy, Site, Surroundings

K = TypeVar("K")
V = TypeVar("V")
EVIDENCE = 10
"""How many records a finding names at most."""


class Recent(Generic[K, V]):
    """A table of the entries that were set last; the oldest goes when it is full."""

    def __init__(self, most: int) -> None:
        self._most, self._rows = most, OrderedDict[K, V]()

    def __len__(self) -> int:
        return len(self._rows)

    def values(self) -> Iterable[V]:
        """Return everything, the longest unused first."""
        return self._rows.values()

    def get(self, key: K) -> V | None:
        """Return what was set last."""
        return self._rows.get(key)

    def put(self, key: K, value: V) -> None:
        """Set it; it is the newest entry now."""
        self._rows[key] = value
        self._rows.move_to_end(key)
        if len(self._rows) > self._most:
            self._rows.popitem(last=False)


class _Marked(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def at(self) -> datetime: ...


class Window:
    """How many different things each key has had within a span.

    Args:
        span: The span, closed.
        count: From how many on it is worth knowing; not many more are kept.
        most: How many keys are kept.

    """

    def __init__(self, span: timedelta, count: int, most: int) -> None:
        self.span, self._count = span, count
        self._keys = Recent[str, OrderedDict[str, _Marked]](most)

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def largest(self) -> int:
        """How many things the fullest key has."""
        return max((len(rows) for rows in self._keys.values()), default=0)

    def add(self, key: str, what: str, by: _Marked) -> tuple[str, ...]:
        """Note *what*; return the newest records if there are enough of them."""
        rows = self._keys.get(key)
        if rows is None:
            rows = OrderedDict[str, _Marked]()
        rows[what] = by
        rows.move_to_end(what)
        self._keys.put(key, rows)
        oldest, most = by.at - self.span, self._count + EVIDENCE
        while len(rows) > most or next(iter(rows.values())).at < oldest:
            rows.popitem(last=False)
        if len(rows) < self._count:
            return ()
        return tuple(r.id for r in list(rows.values())[-EVIDENCE:])


@attrs.frozen
class Seen:
    """An accepted scan as it is remembered."""

    id: str
    at: datetime
    terminal: str
    org: str | None


class Memory:
    """Everything the rules remember, and what they know of the world."""

    def __init__(self, policy: RiskPolicy, around: Surroundings) -> None:
        p, most = policy, policy.most_keys
        self.policy = policy
        self.last_scan = Recent[str, Seen](most)
        """By holder."""

        self.known = Recent[tuple[str, str], datetime](most)
        """By holder and institution: the last accepted scan there."""

        self.desk_cards = Window(p.cards_span, p.cards_at_desk + 1, most)
        self.gate_cards = Window(p.cards_span, p.cards_at_gate + 1, most)
        self.account_cards = Window(p.accounts_span, p.cards_of_account + 1, most)
        self.failed = Window(p.failed_span, p.failed, most)
        self.closed = Window(p.closed_span, p.closed, most)
        self.looks = Window(p.looks_span, p.looks + 1, most)
        self.registrations = Window(p.registrations_span, p.registrations, most)
        self.sites: dict[str, Site] = {site.org: site for site in around.sites}
        self._open: dict[tuple[str, str | None], list[_Open]] = {}
        for hours in around.hours:
            spans = self._open.setdefault((hours.org, hours.place), [])
            spans.append(_Open.of(hours, policy.closed_grace))
        self.watched = {w.subject: w.why for w in around.watched}

    def is_known(self, subject: str, org: str | None, at: datetime) -> bool:
        """Whether the holder was scanned at the institution a short while ago."""
        seen = self.known.get((subject, org)) if org else None
        return seen is not None and at - seen <= self.policy.known_for

    def is_closed(self, org: str | None, place: str | None, now: time) -> bool:
        """Whether a place is closed, and has been or will be for a while."""
        if org is None:
            return False
        spans = self._open.get((org, place)) or self._open.get((org, None), [])
        return bool(spans) and not any(now in span for span in spans)


@attrs.frozen
class _Open:
    """A daily span in which scans are usual, with the grace on both sides."""

    begins: timedelta
    """Since midnight; the evening before if negative."""

    lasts: timedelta

    @classmethod
    def of(cls, hours: Hours, grace: timedelta) -> "_Open":
        """Return the span of *hours*, over midnight if they close before they open."""
        opens, closes = _since_midnight(hours.opens), _since_midnight(hours.closes)
        lasts = (closes - opens) % DAY or DAY
        return cls(opens - grace, lasts + 2 * grace)

    def __contains__(self, now: time) -> bool:
        return (_since_midnight(now) - self.begins) % DAY <= self.lasts


def _since_midnight(moment: time) -> timedelta:
    return timedelta(
        hours=moment.hour,
        minutes=moment.minute,
        seconds=moment.second,
        microseconds=moment.microsecond,
    )
