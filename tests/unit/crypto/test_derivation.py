"""Derived keys: HKDF-Expand, and no two purposes with one key."""

import pytest
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.crypto import LocalMac, Suite, derive

both_suites = pytest.mark.parametrize("suite", list(Suite))
keys = st.binary(min_size=16, max_size=64)
labels = st.text("abcdefghijklmnopqrstuvwxyz0123456789-/", max_size=20)
contexts = st.lists(st.binary(max_size=40), max_size=4).map(tuple)
purposes = st.tuples(labels, contexts)

Purpose = tuple[str, tuple[bytes, ...]]


def info(label: str, context: tuple[bytes, ...]) -> bytes:
    parts = [bytes([len(part) // 256, len(part) % 256]) + part for part in context]
    return b"ehealthcard/1/" + label.encode() + b"\0" + b"".join(parts)


@both_suites
@given(root=keys, purpose=purposes)
def test_a_derived_key_is_that_of_hkdf_expand(
    suite: Suite, root: bytes, purpose: Purpose
) -> None:
    label, context = purpose
    expected = HKDFExpand(suite.hash, 32, info(label, context)).derive(root)
    assert expected == derive(LocalMac(suite, root), label, *context)


@given(purposes, purposes)
def test_two_purposes_never_meet(first: Purpose, second: Purpose) -> None:
    root = LocalMac(Suite.GM, bytes(32))
    one, other = derive(root, first[0], *first[1]), derive(root, second[0], *second[1])
    assert (first == second) == (one == other)


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_context_cut_in_two_places_is_two_contexts(
    whole: bytes, data: st.DataObject
) -> None:
    root = LocalMac(Suite.INTL, bytes(32))
    cuts = data.draw(st.lists(st.integers(0, len(whole)), min_size=2, max_size=2))
    made = [derive(root, "label", whole[:cut], whole[cut:]) for cut in cuts]
    assert (cuts[0] == cuts[1]) == (made[0] == made[1])
    assert derive(root, "label", whole) not in made


@both_suites
def test_label_and_context_do_not_flow_into_each_other(suite: Suite) -> None:
    root = LocalMac(suite, bytes(32))
    purposes_alike: list[Purpose] = [
        ("ab", ()),
        ("a", (b"b",)),
        ("", (b"ab",)),
        ("ab", (b"",)),
        ("ab", (b"", b"")),
        ("ab", (b"\0\0",)),
        ("a", (b"b\0",)),
        ("a", (b"b", b"")),
        ("a", (b"", b"b")),
        ("a/b", ()),
        ("b", (b"a",)),
    ]
    made = {derive(root, label, *context) for label, context in purposes_alike}
    assert len(purposes_alike) == len(made)


@both_suites
@given(first=keys, second=keys)
def test_another_root_gives_another_key(
    suite: Suite, first: bytes, second: bytes
) -> None:
    one, other = (derive(LocalMac(suite, root), "x", b"y") for root in (first, second))
    alike = first.ljust(64, b"\0") == second.ljust(64, b"\0")  # as HMAC pads its key
    assert alike == (one == other)


def test_the_longest_context_has_65535_bytes() -> None:
    root = LocalMac(Suite.GM, bytes(32))
    longest = bytes(65_535)
    expected = HKDFExpand(Suite.GM.hash, 32, info("x", (longest,))).derive(bytes(32))
    assert expected == derive(root, "x", longest)
