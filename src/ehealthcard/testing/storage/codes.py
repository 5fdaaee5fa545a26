"""Codes: claimed once, used so often, blocked for a term; uses are recorded."""

from datetime import timedelta

import attrs
import pytest

from ehealthcard.errors import ReplayedCodeError, VersionConflictError
from ehealthcard.ports import IssuedText, Storage

from .rows import LATER, ME, NOW, YOU, a_use


class CodeContract:
    """Codes and their use."""

    def test_a_code_is_claimed_once(self, storage: Storage) -> None:
        """The second claim is a replay."""
        storage.claim_code(b"k" * 16, until=NOW)

        with pytest.raises(ReplayedCodeError), storage.transaction():
            storage.claim_code(b"k" * 16, until=LATER)
        storage.claim_code(b"l" * 16, until=NOW)

    def test_what_has_ended_is_forgotten(self, storage: Storage) -> None:
        """And only that."""
        storage.claim_code(b"a" * 16, until=NOW)
        storage.remember_text(IssuedText(b"b" * 16, ME, NOW, 1))
        storage.revoke_device(b"c" * 8, until=NOW)

        assert storage.forget_codes(NOW) == 0
        assert storage.forget_codes(LATER) == 3
        storage.claim_code(b"a" * 16, until=NOW)
        assert storage.text(b"b" * 16) is None

    def test_an_issued_text_has_so_many_uses(self, storage: Storage) -> None:
        """Each use is taken off, and the last one ends it."""
        text = IssuedText(b"d" * 16, ME, NOW, 2)
        storage.remember_text(text)

        assert text == storage.use_text(b"d" * 16)
        assert attrs.evolve(text, uses=1) == storage.use_text(b"d" * 16)
        assert storage.use_text(b"d" * 16) is None
        assert attrs.evolve(text, uses=0) == storage.text(b"d" * 16)
        assert storage.use_text(b"e" * 16) is None

    def test_a_name_that_is_taken_is_our_own_error(self, storage: Storage) -> None:
        """Whoever comes second is told so."""
        storage.remember_text(IssuedText(b"d" * 16, ME, NOW, 1))
        storage.add_use(a_use("u1"))

        with pytest.raises(VersionConflictError):
            storage.remember_text(IssuedText(b"d" * 16, YOU, NOW, 1))
        with pytest.raises(VersionConflictError):
            storage.add_use(a_use("u1", YOU))

    def test_a_phone_is_blocked_for_a_term(self, storage: Storage) -> None:
        """To its last moment; blocking it again is no error."""
        storage.revoke_device(b"p" * 8, until=NOW)
        storage.revoke_device(b"p" * 8, until=LATER)

        assert [b"p" * 8] == list(storage.revoked_devices(LATER))
        after = LATER + timedelta(microseconds=1)
        assert list(storage.revoked_devices(after)) == []

    def test_uses_come_back_newest_first(self, storage: Storage) -> None:
        """Of one subject, or of all."""
        records = [a_use("u1"), a_use("u2", YOU), a_use("u3"), a_use("u4", None)]
        for record in records:
            storage.add_use(record)

        assert records[::-1] == list(storage.uses(limit=9))
        assert [records[2], records[0]] == list(storage.uses(subject=ME, limit=9))
        assert records[1] == storage.use("u2")
        assert storage.use("u5") is None
        assert [records[3]] == list(storage.uses(limit=1))
