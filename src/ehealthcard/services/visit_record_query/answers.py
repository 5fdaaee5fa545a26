"""What is made of the institutions' answers (汇总)."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import attrs

from ehealthcard.models import Model
from ehealthcard.rules.access import Grounds
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.encounters import (
    WHOLE,
    Entry,
    OrgAnswer,
    Outcome,
    Record,
    Visit,
)

from .model import LeftOut, Missing, SealFacts, Source
from .states import Fetching

CLOSE = (Grounds.SELF, Grounds.GUARDIAN, Grounds.BREAK_GLASS)
"""Who sees what is guarded closely."""

SEALED_TITLE = "病历已封存"
SEALED_VISIT: dict[str, Any] = {
    "sealed": True,
    "department": SEALED_TITLE,
    "doctor": None,
    "costs": (),
}
SEALED_RECORD: dict[str, Any] = {"sealed": True, "title": SEALED_TITLE, "text": ""}


class Gathered(Model):
    """All answers together."""

    visits: tuple[Visit, ...]
    records: tuple[Record, ...]
    sources: tuple[Source, ...]
    missing: tuple[Missing, ...]
    left_out: LeftOut


E = TypeVar("E", Visit, Record)


@attrs.define
class Gathering:
    """Puts answers together for one question, and counts what is left out."""

    asked: Fetching
    facts: SealFacts
    sensitive: int = 0
    restricted: int = 0
    sealed: int = 0

    def gather(self, answers: Iterable[OrgAnswer]) -> Gathered:
        """Return what may be shown, newest first, and who is missing."""
        judged = [(answer, judge(answer)) for answer in answers]
        usable = (Outcome.ANSWERED, Outcome.INCOMPLETE)
        heard = [a for a, outcome in judged if outcome in usable]
        found = [a.found for a in heard if a.found]
        every = list(_once(v for f in found for v in f.visits))
        visits = {(v.org, v.id): v for v in every}
        asked = self.asked
        shown = [
            self._shown(v, v, SEALED_VISIT)
            for v in every
            if v.lies_in(asked.first, asked.last)
        ]
        records = [
            self._shown(r, visits.get((r.org, r.visit or ""), r), SEALED_RECORD)
            for r in _once(r for f in found for r in f.records)
            if r.kind in asked.kinds and asked.first <= day_of(r.at) <= asked.last
        ]
        return Gathered(
            visits=tuple(sorted(filter(None, shown), key=_newest)),
            records=tuple(sorted(filter(None, records), key=_latest)),
            sources=tuple(Source(org=a.org, name=a.name) for a in heard),
            missing=tuple(
                Missing(org=a.org, name=a.name, why=outcome)
                for a, outcome in judged
                if outcome not in WHOLE
            ),
            left_out=LeftOut(
                sensitive=self.sensitive,
                restricted=self.restricted,
                sealed=self.sealed,
            ),
        )

    def _shown(self, entry: E, visit: Entry, without: dict[str, Any]) -> E | None:
        """Return *entry* as it may be shown; what its visit is, it is too."""
        if (entry.sensitive or visit.sensitive) and not self.asked.sensitive:
            self.sensitive += 1
            return None
        guarded = entry.restricted or visit.restricted
        if guarded and self.asked.grounds not in CLOSE:
            self.restricted += 1
            return None
        if not (entry.sealed or visit.sealed or self._is_sealed(entry, visit)):
            return entry
        self.sealed += 1
        return entry.model_copy(update=without)

    def _is_sealed(self, entry: Entry, visit: Entry) -> bool:
        names = {(entry.org, entry.id), (visit.org, visit.id)}
        return any((s.org, s.record) in names for s in self.facts.seals)


def judge(answer: OrgAnswer) -> Outcome:
    """Return how good an answer is: of the right patient, and whole."""
    found = answer.found
    if answer.outcome is not Outcome.ANSWERED:
        return answer.outcome
    if found is None:
        return Outcome.FAILED
    entries: tuple[Entry, ...] = (*found.visits, *found.records)
    if any(_is_foreign(entry, answer) for entry in entries):
        return Outcome.FOREIGN
    return Outcome.INCOMPLETE if len(entries) < found.total else Outcome.ANSWERED


def _is_foreign(entry: Entry, answer: OrgAnswer) -> bool:
    mine = not answer.patients or entry.patient in answer.patients
    return entry.org != answer.org or not mine


def _once(entries: Iterable[E]) -> Iterator[E]:
    """Yield each entry once: merged numbers may bring the same one twice."""
    seen = set[tuple[str, str]]()
    for entry in entries:
        name = (entry.org, entry.id)
        if name not in seen:
            seen.add(name)
            yield entry


def _newest(visit: Visit) -> tuple[float, str]:
    return -visit.started_at.timestamp(), visit.id


def _latest(record: Record) -> tuple[float, str]:
    return -record.at.timestamp(), record.id
