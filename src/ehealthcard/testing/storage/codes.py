"""Codes: claimed once, used so often, blocked for a term; uses are recorded."""

from datetime import timedelta

import attrs
import pytest

from ehealthcard.errors import ReplayedCodeError, VersionConflictError
from ehealthcard.ports import IssuedText, Storage, UseCount

from .rows import LATER, ME, NOW, YOU, a_use


class CodeContract:
    """Codes and their use."""

    def test_a_code_is_claimed_once(self, storage: Storage) -> None:
        """The second claim is a replay."""
        storage.claim_code(b"k" * 16, until=NOW)

        with pytest.raises(ReplayedCodeError), storage.transaction():
            storage.claim_code(b"k" * 16, until=LATER)
        storage.claim_code(b"l" * 16, until=NOW)

    def test_whether_a_code_was_used_is_known_until_it_is_forgotten(
        self, storage: Storage
    ) -> None:
        """Asking claims nothing."""
        assert not storage.code_used(b"k" * 16)
        storage.claim_code(b"k" * 16, until=NOW)
        assert storage.code_used(b"k" * 16)
        storage.forget_codes(LATER)
        assert not storage.code_used(b"k" * 16)

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

    def test_uses_are_read_in_order_between_two_names(self, storage: Storage) -> None:
        """Page by page, without the two."""
        records = [a_use(f"u{number}") for number in range(1, 6)]
        for record in reversed(records):
            storage.add_use(record)

        assert records[1:3] == list(storage.uses_after("u1", before="u9", limit=2))
        assert records[3:4] == list(storage.uses_after("u3", before="u5", limit=9))
        assert [] == list(storage.uses_after("u5", before="u9", limit=9))

    def test_uses_are_counted_by_day_place_channel_and_step(
        self, storage: Storage
    ) -> None:
        """A Chinese day ends at 16:00 UTC; what was refused is counted apart."""
        late = a_use("u1").at.replace(hour=15, minute=59, second=59)
        at = {"u1": late, "u2": late, "u3": late + timedelta(seconds=1)}
        for name, moment in at.items():
            storage.add_use(attrs.evolve(a_use(name), at=moment))
        storage.add_use(attrs.evolve(a_use("u4"), at=late, outcome="CODE_EXPIRED"))
        storage.add_use(attrs.evolve(a_use("u5"), at=late, org=None, step="010105"))

        day, next_day = late.date(), late.date() + timedelta(days=1)
        assert [
            UseCount(day, "", "0100", "010105", 1, 0),
            UseCount(day, "H1", "0100", "010101", 2, 1),
            UseCount(next_day, "H1", "0100", "010101", 1, 0),
        ] == list(storage.count_uses(after="u", before="v"))
        assert [UseCount(day, "H1", "0100", "010101", 1, 0)] == list(
            storage.count_uses(after="u1", before="u3")
        )

    def test_the_oldest_uses_are_dropped(self, storage: Storage) -> None:
        """So many at a time, and never what is not old."""
        for number in range(1, 6):
            storage.add_use(a_use(f"u{number}"))

        assert 2 == storage.drop_uses("u4", limit=2)
        assert 1 == storage.drop_uses("u4", limit=2)
        assert 0 == storage.drop_uses("u4", limit=2)
        assert ["u5", "u4"] == [use.id for use in storage.uses(limit=9)]
