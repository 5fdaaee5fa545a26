"""Codes that lead to somebody: one holder each, found by digest, given back."""

from datetime import timedelta

import attrs
import pytest

from ehealthcard.errors import ClaimTakenError
from ehealthcard.ports import BindingRow, Storage

from .rows import LATER, ME, NOW, YOU

_ONE, _TWO = b"\x01" * 32, b"\xfe" * 32


class BindingContract:
    """Codes by their digests."""

    def test_a_bound_code_is_found_by_its_digest(self, storage: Storage) -> None:
        """To the microsecond, with and without an end."""
        mine = BindingRow(_ONE, ME, "c1", NOW, LATER)
        yours = BindingRow(_TWO, YOU, "c2", NOW, None, disputed=True)
        storage.bind(mine)
        storage.bind(yours)

        assert mine == storage.binding(_ONE)
        assert yours == storage.binding(_TWO)
        assert storage.binding(b"\x02" * 32) is None

    def test_a_code_leads_to_one_subject_only(self, storage: Storage) -> None:
        """A second binding is refused, and what was written with it is not there."""
        storage.bind(BindingRow(_ONE, ME, "c1", NOW))

        with pytest.raises(ClaimTakenError), storage.transaction():
            _bind(storage, (_TWO, "c2"), (_ONE, "c3"))
        assert BindingRow(_ONE, ME, "c1", NOW) == storage.binding(_ONE)
        assert storage.binding(_TWO) is None

    def test_only_the_case_that_holds_a_code_gives_it_back(
        self, storage: Storage
    ) -> None:
        """Then another may have it, in the same transaction as well."""
        row = BindingRow(_ONE, ME, "c1", NOW)
        storage.bind(row)
        storage.unbind(_ONE, "c9")
        storage.unbind(_TWO, "c1")
        assert row == storage.binding(_ONE)

        other = attrs.evolve(row, subject=YOU, case="c2")
        with storage.transaction():
            storage.unbind(_ONE, "c1")
            storage.bind(other)
        assert other == storage.binding(_ONE)
        assert list(storage.bindings_of(ME)) == []

    def test_somebody_s_codes_are_found_in_order(self, storage: Storage) -> None:
        """Of their cases; nobody else's are among them."""
        rows = [BindingRow(bytes([n]) * 32, ME, f"c{n}", NOW) for n in (3, 1, 2)]
        for row in rows:
            storage.bind(row)
        storage.bind(BindingRow(_TWO, YOU, "c4", NOW))

        assert ["c1", "c2", "c3"] == [row.case for row in storage.bindings_of(ME)]

    def test_a_binding_is_taken_back_with_its_transaction(
        self, storage: Storage
    ) -> None:
        """Nothing is half bound."""
        row = BindingRow(_ONE, ME, "c1", NOW)
        storage.bind(row)
        with pytest.raises(ClaimTakenError), storage.transaction():
            _swap(storage)

        assert [row] == list(storage.bindings_of(ME))

    def test_a_row_leads_from_its_first_to_its_last_moment(self) -> None:
        """Both included, and never while it is disputed."""
        row, tick = BindingRow(_ONE, ME, "c1", NOW, LATER), timedelta(microseconds=1)

        assert [False, True, True, False] == [
            row.leads(at) for at in (NOW - tick, NOW, LATER, LATER + tick)
        ]
        assert not attrs.evolve(row, disputed=True).leads(NOW)
        assert attrs.evolve(row, until=None).leads(NOW + timedelta(days=40_000))


def _bind(storage: Storage, *rows: tuple[bytes, str]) -> None:
    for digest, case in rows:
        storage.bind(BindingRow(digest, YOU, case, NOW))


def _swap(storage: Storage) -> None:
    """Give one code back and take two others, of which one is the same."""
    storage.unbind(_ONE, "c1")
    _bind(storage, (_TWO, "c2"), (_TWO, "c3"))
