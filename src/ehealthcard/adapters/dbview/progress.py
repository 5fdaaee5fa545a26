"""How far a view has been read, in the storage's bookmarks: a restart forgets nothing.

Kept are the watermark, the digests of the rows within the overlap, and what was set
aside: a row's key and the reason, never its content. One poller works on a mapping at a
time.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import attrs

from ehealthcard.ports import Storage

from .mapping import Watermark
from .rows import Mark

LONGEST = 128
"""Characters of a bookmark's place."""


@attrs.frozen
class Aside:
    """A row that was set aside, for a person to look at (搁置的行)."""

    number: int
    """Its number in the list."""

    reason: str
    column: str
    key: tuple[str, ...]
    """What names the row; empty where that is too long to be kept."""

    generation: str
    """Tells it from a later row with the same key."""


@attrs.define
class Progress:
    """The place of one mapping.

    Args:
        storage: Where the bookmarks are.
        name: The mapping's.
        by: How it knows new rows.

    """

    storage: Storage = attrs.field(repr=False)
    name: str
    by: Watermark
    mark: Mark | None = attrs.field(default=None, init=False)
    first: int = attrs.field(default=1, init=False)
    last: int = attrs.field(default=0, init=False)
    asides: int = attrs.field(default=0, init=False)
    seen: dict[str, int] = attrs.field(factory=dict[str, int], init=False, repr=False)
    """Digests of the rows within the overlap, and their places."""

    def __attrs_post_init__(self) -> None:
        told = self.storage.bookmark(self._at())
        if told is None:
            return
        mark, first, last, asides = json.loads(told)
        self.mark = self._read(mark)
        self.first, self.last, self.asides = first, last, asides
        for place in range(first, last + 1):
            if digest := self.storage.bookmark(self._at("s", place)):
                self.seen[digest.partition(" ")[0]] = place

    @property
    def since(self) -> Mark | None:
        """From where on to read: the watermark, and the overlap before it."""
        return None if self.mark is None else self._before(self.mark)

    def done(self, digest: str, mark: Mark, now: datetime) -> None:
        """Note that a row has been dealt with; the mark never runs ahead of *now*."""
        self._see(digest, mark)
        if isinstance(mark, datetime):
            mark = min(mark, now)
        if self.mark is None or self._after(mark, self.mark):
            self.mark = mark
        self._forget()
        self._save()

    def set_aside(
        self, reason: str, column: str, key: tuple[str, ...], generation: str
    ) -> Aside:
        """Put a row on the list; :meth:`done` follows."""
        self.asides += 1
        named = json.dumps(key, ensure_ascii=False)
        kept = key if len(named) <= LONGEST else ()
        told = json.dumps([reason, column[:40], generation], ensure_ascii=False)
        self.storage.set_bookmark(
            self._at("k", self.asides), named if kept else json.dumps(kept)
        )
        self.storage.set_bookmark(self._at("a", self.asides), told)
        self._save()
        return Aside(self.asides, reason, column[:40], kept, generation)

    def listed(self) -> Iterator[Aside]:
        """Yield what waits for a person, oldest first."""
        for number in range(1, self.asides + 1):
            told = self.storage.bookmark(self._at("a", number))
            key = self.storage.bookmark(self._at("k", number))
            if told and key:
                reason, column, generation = json.loads(told)
                named = tuple(json.loads(key))
                yield Aside(number, reason, column, named, generation)

    def drop(self, number: int) -> None:
        """Take a row off the list; unknown numbers are ignored."""
        for kind in ("a", "k"):
            self.storage.set_bookmark(self._at(kind, number), None)

    def _see(self, digest: str, mark: Mark) -> None:
        self.last += 1
        self.seen[digest] = self.last
        told = mark.isoformat() if isinstance(mark, datetime) else str(mark)
        self.storage.set_bookmark(self._at("s", self.last), f"{digest} {told}")

    def _forget(self) -> None:
        """Let go of rows before the overlap; those ahead of the clock stay."""
        if self.mark is None:
            return
        for place in range(self.first, self.last + 1):
            told = self.storage.bookmark(self._at("s", place)) or ""
            digest, _, written = told.partition(" ")
            mark = self._read(written)
            ahead = mark is not None and self._after(mark, self.mark)
            if mark is not None and not ahead:
                limit = self._before(self.mark)
                if not self._after(limit, mark):
                    break
            self.storage.set_bookmark(self._at("s", place), None)
            self.seen.pop(digest, None)
            self.first = place + 1
            if ahead and mark is not None:
                self._see(digest, mark)

    def _save(self) -> None:
        mark = self.mark
        told = mark.isoformat() if isinstance(mark, datetime) else mark
        state = json.dumps([told, self.first, self.last, self.asides])
        self.storage.set_bookmark(self._at(), state)

    def _read(self, told: str | int | None) -> Mark | None:
        if told is None or told == "":
            return None
        if self.by.holds == "number":
            return int(told)
        return datetime.fromisoformat(str(told))

    def _before(self, mark: Mark) -> Mark:
        if isinstance(mark, datetime):
            return mark - min(self.by.overlap, timedelta(days=1))
        return mark - self.by.overlap_numbers

    def _after(self, one: Mark, other: Mark) -> bool:
        if isinstance(one, datetime) and isinstance(other, datetime):
            return one > other
        return int(str(one)) > int(str(other))

    def _at(self, kind: str = "", number: int = 0) -> str:
        return f"view/{self.name}/{kind}{number}" if kind else f"view/{self.name}"
