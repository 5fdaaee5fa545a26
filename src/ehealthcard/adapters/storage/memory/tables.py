"""Dictionaries that can take their changes back."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from threading import RLock
from types import FunctionType
from typing import Any, TypeVar

import attrs

from ehealthcard.adapters.storage.texts import refuse_unstorable
from ehealthcard.identity import CardId, SubjectId
from ehealthcard.ports import (
    AuditEntry,
    BindingRow,
    CardRow,
    IssuedText,
    Message,
    Receipt,
    SubjectRow,
    Tombstone,
    UseRecord,
)
from ehealthcard.workflow import Event

C = TypeVar("C", bound=type)
K = TypeVar("K")
V = TypeVar("V")
Link = tuple[str, str]


class Journal:
    """How to take back what the running transaction has changed."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], object]] | None = None

    def note(self, undo: Callable[[], object]) -> None:
        """Remember *undo*, if a transaction is running."""
        if self._steps is not None:
            self._steps.append(undo)

    @contextmanager
    def all_or_nothing(self) -> Generator[None]:
        """Take everything back if an exception leaves the block."""
        if self._steps is not None:
            raise RuntimeError("Transactions do not nest.")
        steps = self._steps = []
        try:
            yield
        except BaseException:
            self._steps = None
            while steps:
                steps.pop()()
            raise
        finally:
            self._steps = None


class Table(dict[K, V]):
    """A dictionary whose changes are journalled."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self._journal = journal

    def put(self, key: K, value: V) -> None:
        """Set *key*."""
        if key in self:
            old = self[key]
            self._journal.note(lambda: self.__setitem__(key, old))
        else:
            self._journal.note(lambda: self.pop(key))
        self[key] = value

    def drop(self, key: K) -> None:
        """Remove *key* if it is there."""
        if key in self:
            old = self.pop(key)
            self._journal.note(lambda: self.__setitem__(key, old))


def serialised(cls: C) -> C:
    """Make every public method of *cls* see its texts, and wait for its tables."""
    for name, member in list(vars(cls).items()):
        if isinstance(member, FunctionType) and not name.startswith("_"):
            setattr(cls, name, _locked(member))
    return cls


def _locked(method: FunctionType) -> Callable[..., object]:
    @wraps(method)
    def waiting(self: Any, *args: object, **kwargs: object) -> object:  # noqa: ANN401
        refuse_unstorable((*args, *kwargs.values()))
        with self._t.lock:
            return method(self, *args, **kwargs)

    return waiting


@attrs.frozen
class Head:
    """What is true of a case now."""

    version: int
    due: datetime | None
    links: frozenset[Link]


class Tables:
    """Everything in memory."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.journal = Journal()
        self.subjects: Table[SubjectId, SubjectRow] = Table(self.journal)
        self.tombstones: Table[SubjectId, Tombstone] = Table(self.journal)
        self.cards: Table[CardId, CardRow] = Table(self.journal)
        self.events: Table[tuple[str, int], Event] = Table(self.journal)
        self.heads: Table[str, Head] = Table(self.journal)
        self.audit: Table[tuple[int, int], AuditEntry] = Table(self.journal)
        self.chains: Table[int, int] = Table(self.journal)
        self.links: Table[Link, frozenset[str]] = Table(self.journal)
        self.claims: Table[str, str] = Table(self.journal)
        self.receipts: Table[str, tuple[Receipt, str, int]] = Table(self.journal)
        self.outbox: Table[str, Message] = Table(self.journal)
        self.used: Table[bytes, datetime] = Table(self.journal)
        self.texts: Table[bytes, IssuedText] = Table(self.journal)
        self.devices: Table[bytes, datetime] = Table(self.journal)
        self.uses: Table[str, UseRecord] = Table(self.journal)
        self.bindings: Table[bytes, BindingRow] = Table(self.journal)
        self.bound: Table[SubjectId, frozenset[bytes]] = Table(self.journal)
        self.counters: Table[str, int] = Table(self.journal)
        self.attempts: Table[bytes, tuple[datetime, ...]] = Table(self.journal)
        self.bookmarks: Table[str, str] = Table(self.journal)

    def last(self, case: str) -> Event | None:
        """Return the newest event of *case*."""
        head = self.heads.get(case)
        return self.events[case, head.version] if head else None
