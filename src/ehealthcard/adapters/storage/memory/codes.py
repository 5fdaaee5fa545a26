"""Codes and their use in memory."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime

import attrs

from ehealthcard.errors import ReplayedCodeError, VersionConflictError
from ehealthcard.identity import SubjectId
from ehealthcard.ports import IssuedText, UseCount, UseRecord
from ehealthcard.rules.calendar import day_of

from .tables import Tables, serialised


@serialised
class MemoryCodes:
    """See :class:`ehealthcard.ports.CodeStore`."""

    _t: Tables

    def claim_code(self, key: bytes, /, *, until: datetime) -> None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        if key in self._t.used:
            raise ReplayedCodeError
        self._t.used.put(key, until)

    def code_used(self, key: bytes, /) -> bool:
        """See :class:`ehealthcard.ports.CodeStore`."""
        return key in self._t.used

    def forget_codes(self, before: datetime, /) -> int:
        """See :class:`ehealthcard.ports.CodeStore`."""
        old = [k for k, until in self._t.used.items() if until < before]
        ended = [d for d, text in self._t.texts.items() if text.until < before]
        free = [d for d, until in self._t.devices.items() if until < before]
        for key in old:
            self._t.used.drop(key)
        for digest in ended:
            self._t.texts.drop(digest)
        for device in free:
            self._t.devices.drop(device)
        return len(old) + len(ended) + len(free)

    def remember_text(self, text: IssuedText, /) -> None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        if text.digest in self._t.texts:
            raise VersionConflictError
        self._t.texts.put(text.digest, text)

    def use_text(self, digest: bytes, /) -> IssuedText | None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        text = self._t.texts.get(digest)
        if text is None or text.uses < 1:
            return None
        self._t.texts.put(digest, attrs.evolve(text, uses=text.uses - 1))
        return text

    def text(self, digest: bytes, /) -> IssuedText | None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        return self._t.texts.get(digest)

    def revoke_device(self, device_id: bytes, /, *, until: datetime) -> None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        self._t.devices.put(device_id, until)

    def revoked_devices(self, at: datetime, /) -> Sequence[bytes]:
        """See :class:`ehealthcard.ports.CodeStore`."""
        return sorted(d for d, until in self._t.devices.items() if until >= at)

    def add_use(self, record: UseRecord, /) -> None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        if record.id in self._t.uses:
            raise VersionConflictError
        self._t.uses.put(record.id, record)

    def use(self, record_id: str, /) -> UseRecord | None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        return self._t.uses.get(record_id)

    def uses(
        self, *, subject: SubjectId | None = None, limit: int
    ) -> Sequence[UseRecord]:
        """See :class:`ehealthcard.ports.CodeStore`."""
        newest = sorted(self._t.uses.values(), key=lambda r: r.id, reverse=True)
        return [r for r in newest if subject in (None, r.subject)][:limit]

    def uses_after(
        self, after: str, /, *, before: str, limit: int
    ) -> Sequence[UseRecord]:
        """See :class:`ehealthcard.ports.CodeStore`."""
        return sorted(self._between(after, before), key=lambda r: r.id)[:limit]

    def count_uses(self, *, after: str, before: str) -> Sequence[UseCount]:
        """See :class:`ehealthcard.ports.CodeStore`."""
        good, bad = Counter[_Group](), Counter[_Group]()
        for r in self._between(after, before):
            group = (day_of(r.at), r.org or "", r.channel, r.step)
            (good if r.outcome == "OK" else bad)[group] += 1
        return sorted(UseCount(*g, good[g], bad[g]) for g in good | bad)

    def drop_uses(self, before: str, /, *, limit: int) -> int:
        """See :class:`ehealthcard.ports.CodeStore`."""
        old = sorted(name for name in self._t.uses if name < before)[:limit]
        for name in old:
            self._t.uses.drop(name)
        return len(old)

    def _between(self, after: str, before: str) -> Iterator[UseRecord]:
        return (r for r in self._t.uses.values() if after < r.id < before)


_Group = tuple[date, str, str, str]
