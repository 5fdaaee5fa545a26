"""Private data at rest: one data key per subject (信封加密).

Each subject's key is wrapped by the ring's data key; everything about the subject is
sealed with it and bound to its place. Destroying the wrapped key erases the subject.
"""

from threading import Lock

import attrs

from ehealthcard.crypto import KeyRing, LocalSeal, new_secret
from ehealthcard.errors import (
    DecryptionError,
    StoredDataError,
    StoredDataTooNewError,
    SubjectErasedError,
)
from ehealthcard.identity import PERSON_VERSION, Person, SubjectId
from ehealthcard.ports import Storage, SubjectRow

CACHED = 1024


def written_by(version: int, place: str) -> str:
    """Return *place* for data of this version, so that neither can be exchanged.

    The first version is not named: data was sealed before there were versions.
    """
    return place if version == 1 else f"{place}/{version}"


_PERSON = written_by(PERSON_VERSION, "person")


@attrs.frozen
class Safe:
    """A subject's data key at work."""

    subject: SubjectId
    _seal: LocalSeal = attrs.field(repr=False)

    def seal(self, data: bytes, place: str) -> bytes:
        """Seal *data* so that it opens only at this *place*."""
        return self._seal.seal(data, self._bound(place))

    def unseal(self, sealed: bytes, place: str) -> bytes:
        """Open what was sealed for this *place*.

        Raises:
            StoredDataError: It was altered or moved.

        """
        try:
            return self._seal.unseal(sealed, self._bound(place))
        except DecryptionError:
            raise StoredDataError from None

    def _bound(self, place: str) -> bytes:
        return f"{self.subject}/{place}".encode()


@attrs.define(eq=False)
class Vault:
    """All subjects' data keys, unwrapped as needed."""

    storage: Storage
    keys: KeyRing
    _known: dict[bytes, Safe] = attrs.field(
        factory=dict[bytes, Safe], init=False, repr=False
    )
    """By their wrapped keys; the one that has been there longest makes room."""

    _lock: Lock = attrs.field(factory=Lock, init=False, repr=False)

    def open(self, subject: SubjectId) -> Safe:
        """Return the safe of *subject*.

        Raises:
            SubjectErasedError: The subject was erased.
            StoredDataError: There is none, or its key is not of this ring.

        """
        row = self.storage.subject(subject)
        if row is not None:
            return self._safe(row)
        erased = self.storage.tombstone(subject)
        raise SubjectErasedError if erased else StoredDataError

    def create(self, subject: SubjectId, person: Person | None = None) -> Safe:
        """Store a new subject and return its safe."""
        secret = new_secret()
        generation, wrapping = next(iter(self.keys.data.items()))
        wrapped = wrapping.seal(secret, _wrap(subject))
        safe = Safe(subject, LocalSeal(self.keys.suite, secret))
        sealed = safe.seal(person.to_json(), _PERSON) if person else b""
        self.storage.add_subject(
            SubjectRow(subject, wrapped, generation, sealed, PERSON_VERSION)
        )
        return safe

    def person(self, subject: SubjectId) -> Person | None:
        """Return who *subject* is; ``None`` if that is not known.

        Raises:
            StoredDataTooNewError: Newer software has written it.
            StoredDataError: Its key is not of this ring.

        """
        row = self.storage.subject(subject)
        if row is None or not row.person:
            return None
        version = row.schema_version
        data = self._safe(row).unseal(row.person, written_by(version, "person"))
        return Person.from_stored(data, version)

    def put_person(self, subject: SubjectId, person: Person) -> None:
        """Replace what is known of *subject*.

        Raises:
            StoredDataTooNewError: Newer software knows more of it.
            StoredDataError: There is no such subject.

        """
        row = self.storage.subject(subject)
        if row is None:
            raise StoredDataError
        if row.schema_version > PERSON_VERSION:
            found = row.schema_version
            raise StoredDataTooNewError(found=found, known=PERSON_VERSION)
        sealed = self._safe(row).seal(person.to_json(), _PERSON)
        self.storage.put_subject(
            attrs.evolve(row, person=sealed, schema_version=PERSON_VERSION)
        )

    def rewrapped(self, row: SubjectRow) -> SubjectRow:
        """Return *row* with its data key wrapped by the newest generation.

        Raises:
            StoredDataError: Its key is not of this ring.

        """
        try:
            old = self.keys.data[row.generation]
            secret = old.unseal(row.wrapped_key, _wrap(row.subject))
        except (KeyError, DecryptionError):
            raise StoredDataError from None
        generation, wrapping = next(iter(self.keys.data.items()))
        wrapped = wrapping.seal(secret, _wrap(row.subject))
        return attrs.evolve(row, wrapped_key=wrapped, generation=generation)

    def _safe(self, row: SubjectRow) -> Safe:
        """Unwrap the key of *row*; the row is read afresh, so erasing takes effect."""
        if (known := self._known.get(row.wrapped_key)) is not None:
            return known
        try:
            wrapping = self.keys.data[row.generation]
            secret = wrapping.unseal(row.wrapped_key, _wrap(row.subject))
        except (KeyError, DecryptionError):
            raise StoredDataError from None
        safe = Safe(row.subject, LocalSeal(self.keys.suite, secret))
        with self._lock:
            self._known[row.wrapped_key] = safe
            if len(self._known) > CACHED:
                del self._known[next(iter(self._known))]
        return safe


def _wrap(subject: SubjectId) -> bytes:
    return f"data-key/{subject}".encode()
