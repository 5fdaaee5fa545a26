"""Who may be meant, by name, birth date and sex (人口学检索).

Personal data is sealed at rest, so a database cannot be searched by it. Where a place
needs such a search, a worker reads the roll of holders (``desk.people.roll``) into this
index and keeps it up to date.

Its limits: it holds names and birth dates **in the clear in this process**, about half
a kilobyte for each holder, so run it only where that is allowed and for as many as the
memory holds. It is as fresh as its last reading: who was registered, corrected or
erased since is not, or still, in it (the desk leaves out who was erased). It looks at
people of the same birth date and at those whose names begin alike in sound, so somebody
whose birth date and initials are both wrong is not found. A score is likeness, not
identity: a person decides.

A score is the mean of what was given: the name counts 6, the birth date 3, the sex 1.
A name is compared by characters and by sound (sound alone counts nine tenths); a birth
date with one digit wrong, or day and month exchanged, counts seven tenths, another not
at all. The weights are this project's own, not learnt from data.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from threading import Lock

import attrs

from ehealthcard.codesets import Sex
from ehealthcard.extras import needs
from ehealthcard.identity import Person, SubjectId
from ehealthcard.ports import Demographics, PersonMatch

with needs("index"):
    from rapidfuzz.distance import JaroWinkler, Levenshtein

from .pinyin import plain, spellings

NAME, BIRTH, SEX = 6, 3, 1
BY_SOUND, NEARLY = 0.9, 0.7
FLOOR = 0.75


@attrs.frozen
class _Entry:
    name: str = attrs.field(repr=False)
    sounds: tuple[str, ...] = attrs.field(repr=False)
    initials: frozenset[str] = attrs.field(repr=False)
    birth: date | None = attrs.field(repr=False)
    sex: Sex

    @classmethod
    def of(cls, name: str, birth: date | None, sex: Sex) -> "_Entry":
        spelt = spellings(name)
        return cls(
            plain(name),
            tuple("".join(s) for s in spelt),
            frozenset(s[0][:1] for s in spelt),
            birth,
            sex,
        )


class PeopleIndex:
    """See :class:`ehealthcard.ports.DemographicSearch`; see above for its limits.

    Args:
        floor: Who scores less is not returned.

    """

    def __init__(self, *, floor: float = FLOOR) -> None:
        self._floor = floor
        self._entries: dict[SubjectId, _Entry] = {}
        self._born: defaultdict[date | None, set[SubjectId]] = defaultdict(set)
        self._begin: defaultdict[str, set[SubjectId]] = defaultdict(set)
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, people: Iterable[tuple[SubjectId, Person | None]]) -> None:
        """Enter holders, or correct them; ``None`` takes one out."""
        with self._lock:
            for subject, person in people:
                self._drop(subject)
                if person is not None:
                    entry = _Entry.of(person.name, person.birth_date, person.sex)
                    self._entries[subject] = entry
                    self._born[entry.birth].add(subject)
                    for initial in entry.initials:
                        self._begin[initial].add(subject)

    def search(
        self, wanted: Demographics, /, *, limit: int = 10
    ) -> Sequence[PersonMatch]:
        """See :class:`ehealthcard.ports.DemographicSearch`."""
        asked = _Entry.of(wanted.name, wanted.birth_date, wanted.sex)
        with self._lock:
            near = [(s, self._entries[s]) for s in self._near(asked)]
        scored = (PersonMatch(s, _score(asked, entry)) for s, entry in near)
        found = [match for match in scored if match.score >= self._floor]
        return sorted(found, key=lambda m: (-m.score, m.subject))[:limit]

    def _near(self, asked: _Entry) -> Iterator[SubjectId]:
        """Yield who is looked at."""
        found: set[SubjectId] = set()
        if asked.birth is not None:
            found |= self._born.get(asked.birth, set())
        for initial in asked.initials:
            found |= self._begin.get(initial, set())
        yield from found

    def _drop(self, subject: SubjectId) -> None:
        entry = self._entries.pop(subject, None)
        if entry is not None:
            self._born[entry.birth].discard(subject)
            for initial in entry.initials:
                self._begin[initial].discard(subject)


def _score(asked: _Entry, entry: _Entry) -> float:
    parts = [(NAME, _name(asked, entry))]
    if asked.birth is not None:
        parts.append((BIRTH, _birth(asked.birth, entry.birth)))
    if asked.sex in (Sex.MALE, Sex.FEMALE):
        parts.append((SEX, float(asked.sex is entry.sex)))
    total = sum(weight for weight, _ in parts)
    return round(sum(weight * value for weight, value in parts) / total, 4)


def _name(asked: _Entry, entry: _Entry) -> float:
    written = JaroWinkler.similarity(asked.name, entry.name)
    heard = max(
        JaroWinkler.similarity(one, two) for one in asked.sounds for two in entry.sounds
    )
    return max(written, BY_SOUND * heard)


def _birth(asked: date, born: date | None) -> float:
    if born is None:
        return 0.0
    if asked == born:
        return 1.0
    exchanged = (asked.year, asked.month, asked.day) == (
        born.year,
        born.day,
        born.month,
    )
    one_off = Levenshtein.distance(f"{asked:%Y%m%d}", f"{born:%Y%m%d}") == 1
    return NEARLY if exchanged or one_off else 0.0
