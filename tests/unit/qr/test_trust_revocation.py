"""Revocation lists: a set of 8-byte prefixes, small and fast."""

import random
import sys
from array import array
from statistics import median
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.errors import MalformedBundleError
from ehealthcard.qr import RevocationList
from ehealthcard.qr.revocation import Revocations

MILLION = 1_000_000
MEGABYTES_8 = 8 * 1024 * 1024

prefixes = st.binary(min_size=8, max_size=8) | st.integers(0, 20).map(
    lambda n: n.to_bytes(8, "big")
)
sets = st.frozensets(prefixes, max_size=40)


def contents(found: RevocationList) -> set[bytes]:
    data = found.to_bytes()
    return {data[n : n + 8] for n in range(0, len(data), 8)}


@pytest.fixture(scope="module")
def million() -> RevocationList:
    numbers = random.Random(1).sample(range(1 << 62), MILLION)  # noqa: S311
    return RevocationList(array("Q", sorted(numbers)))


@given(members=sets, other=prefixes)
def test_it_has_what_was_put_in_and_nothing_else(
    members: frozenset[bytes], other: bytes
) -> None:
    found = RevocationList.of(members)
    assert all(member in found for member in members)
    assert (other in members) == (other in found)
    assert len(members) == len(found)


@given(members=st.lists(prefixes))
def test_order_and_repeats_do_not_matter(members: list[bytes]) -> None:
    expected = RevocationList.of(sorted(set(members)))
    assert expected == RevocationList.of(members + members[::-1])


@given(members=sets)
def test_its_bytes_are_the_sorted_prefixes(members: frozenset[bytes]) -> None:
    data = RevocationList.of(members).to_bytes()
    assert b"".join(sorted(members)) == data
    assert RevocationList.of(members) == RevocationList.from_bytes(data)
    assert data == RevocationList.of(members).to_bytes()


@given(whole=sets, added=sets, removed=sets, other=prefixes)
def test_changes_add_to_the_whole_and_remove_from_it(
    whole: frozenset[bytes],
    added: frozenset[bytes],
    removed: frozenset[bytes],
    other: bytes,
) -> None:
    found = Revocations(*map(RevocationList.of, (whole, added, removed)))
    for prefix in whole | added | removed | {other}:
        expected = prefix in added or (prefix in whole and prefix not in removed)
        assert expected == (prefix in found)


@given(newer=sets, older=sets)
def test_the_difference_is_what_the_other_has_not(
    newer: frozenset[bytes], older: frozenset[bytes]
) -> None:
    one, two = RevocationList.of(newer), RevocationList.of(older)
    assert newer - older == contents(one.since(two))


@given(newer=sets, older=sets)
def test_differences_both_ways_lead_from_one_to_the_other(
    newer: frozenset[bytes], older: frozenset[bytes]
) -> None:
    one, two = RevocationList.of(newer), RevocationList.of(older)
    found = Revocations(two, one.since(two), two.since(one))
    assert newer == {prefix for prefix in newer | older if prefix in found}
    assert len(newer) == len(found)


@given(members=st.lists(prefixes, max_size=8))
def test_bytes_out_of_order_or_repeated_are_refused(members: list[bytes]) -> None:
    data = b"".join(members)
    if sorted(set(members)) == members:
        assert data == RevocationList.from_bytes(data).to_bytes()
    else:
        with pytest.raises(MalformedBundleError):
            RevocationList.from_bytes(data)


@given(data=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = RevocationList.from_bytes(data)
    except MalformedBundleError:
        return
    assert data == found.to_bytes()


@pytest.mark.parametrize("length", [1, 7, 9, 15])
def test_half_a_prefix_is_refused(length: int) -> None:
    with pytest.raises(MalformedBundleError):
        RevocationList.from_bytes(bytes(length))


def test_lowest_and_highest_prefix_are_found() -> None:
    found = RevocationList.of([bytes(8), b"\xff" * 8])
    assert [bytes(8), b"\xff" * 8] == sorted(contents(found))
    assert bytes(8) in found
    assert b"\xff" * 8 in found
    assert b"\0" * 7 + b"\1" not in found
    assert b"\xff" * 8 not in RevocationList()


def test_a_million_prefixes_take_eight_megabytes(million: RevocationList) -> None:
    data = million.to_bytes()
    assert 8 * MILLION == len(data)
    assert sys.getsizeof(RevocationList.from_bytes(data).prefixes) <= MEGABYTES_8


def test_a_look_up_among_a_million_takes_under_five_microseconds(
    million: RevocationList,
) -> None:
    changes = RevocationList.of(b"%08d" % n for n in range(10_000))
    known = Revocations(million, changes, changes)
    chance = random.Random(2)  # noqa: S311
    wanted = [chance.randbytes(8) for _ in range(1000)]
    spent = list[float]()
    for _ in range(15):
        start = process_time()
        for prefix in wanted:
            _ = prefix in known
        spent.append(process_time() - start)
    assert median(spent) / len(wanted) < 5e-6
