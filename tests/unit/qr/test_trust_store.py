"""What a gate believes: the sum of the bundles it took, and never an older one."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.crypto import Suite
from ehealthcard.errors import (
    BundleGapError,
    BundleRollbackError,
    ForgedBundleError,
    TrustError,
    UnknownKeyError,
)
from ehealthcard.qr import TrustStore
from ehealthcard.qr.bundle import trusted_keys
from ehealthcard.qr.revocation import Revocations

from .bundles import bundle
from .fixed import AT, HOUR, ISSUER, both_suites, ring

A, B, C, D = (f"card {n}..".encode() for n in "ABCD")
NOW = int(AT.timestamp())


def pinned(suite: Suite) -> TrustStore:
    return TrustStore.pin(ring(suite).public())


def contents(found: Revocations) -> set[bytes]:
    """Return which of the four names below are in the list."""
    return {prefix for prefix in (A, B, C, D) if prefix in found}


@both_suites
def test_a_new_store_believes_nobody(suite: Suite) -> None:
    store = pinned(suite)
    assert (ISSUER, suite, 0) == (store.issuer, store.suite, store.sequence)
    assert store.age(AT) is None
    with pytest.raises(UnknownKeyError):
        store.public_key(ring(suite).codes[0].id)


@both_suites
def test_a_whole_bundle_replaces_everything(suite: Suite) -> None:
    keys = ring(suite)
    first = pinned(suite).take(bundle(keys, cards=[A, B], devices=[C]))
    assert ({A, B}, {C}) == (contents(first.cards), contents(first.devices))
    assert timedelta(hours=1) == first.age(AT + HOUR)
    second = first.take(bundle(keys, sequence=5, cards=[D]))
    assert (5, {D}) == (second.sequence, contents(second.cards))
    assert not contents(second.devices)
    assert {A, B} == contents(first.cards)


@both_suites
def test_a_change_adds_and_removes(suite: Suite) -> None:
    keys = ring(suite)
    store = pinned(suite).take(bundle(keys, cards=[A, B], devices=[C, D]))
    store = store.take(
        bundle(
            keys,
            sequence=2,
            base=1,
            cards=[C],
            cards_removed=[A],
            devices=[A],
            devices_removed=[D],
        )
    )
    assert ({B, C}, {C, A}) == (contents(store.cards), contents(store.devices))


@both_suites
def test_a_gate_that_missed_a_change_needs_only_the_next(suite: Suite) -> None:
    keys = ring(suite)
    store = pinned(suite).take(bundle(keys, cards=[A]))
    store = store.take(bundle(keys, sequence=4, base=1, cards=[B], cards_removed=[A]))
    assert (4, {B}) == (store.sequence, contents(store.cards))


@both_suites
def test_a_change_of_a_change_is_a_gap(suite: Suite) -> None:
    """What the desk never makes is not guessed at."""
    keys = ring(suite)
    store = pinned(suite).take(bundle(keys, cards=[A]))
    store = store.take(bundle(keys, sequence=2, base=1, cards=[B]))
    with pytest.raises(BundleGapError):
        store.take(bundle(keys, sequence=3, base=2, cards=[C]))


@both_suites
def test_a_change_of_an_older_whole_bundle_is_a_gap(suite: Suite) -> None:
    keys = ring(suite)
    store = pinned(suite).take(bundle(keys, cards=[A]))
    store = store.take(bundle(keys, sequence=2, cards=[B]))
    with pytest.raises(BundleGapError):
        store.take(bundle(keys, sequence=3, base=1, cards=[C]))


@both_suites
def test_later_changes_of_one_whole_bundle_are_taken_one_after_the_other(
    suite: Suite,
) -> None:
    """So does the desk make them: each holds the changes since the last whole one."""
    keys = ring(suite)
    store = pinned(suite).take(bundle(keys, cards=[A]))
    store = store.take(bundle(keys, sequence=2, base=1, cards_removed=[A], cards=[B]))
    assert {B} == contents(store.cards)
    # Card A was lost again and card B found: nothing but C differs from bundle 1.
    store = store.take(bundle(keys, sequence=3, base=1, cards=[C]))
    assert {A, C} == contents(store.cards)


history = st.lists(st.frozensets(st.sampled_from([A, B, C, D])), min_size=1, max_size=6)


@given(history=history, data=st.data())
def test_no_order_of_bundles_makes_a_gate_forget_a_revocation(
    history: list[frozenset[bytes]], data: st.DataObject
) -> None:
    """Whatever it takes or refuses, it knows what the issuer knew at its sequence."""
    keys, store = ring(Suite.INTL), pinned(Suite.INTL)
    numbers = st.integers(1, len(history))
    for _ in range(data.draw(st.integers(1, 8))):
        sequence = data.draw(numbers)
        base = data.draw(st.integers(0, sequence - 1))
        new, old = history[sequence - 1], history[base - 1] if base else frozenset()
        made = bundle(
            keys,
            sequence=sequence,
            base=base,
            cards=new - old,
            cards_removed=old - new,
            devices=new - old,
            devices_removed=old - new,
        )
        try:
            store = store.take(made)
        except TrustError:
            continue
        assert sequence == store.sequence
        assert history[sequence - 1] == contents(store.cards)
        assert history[sequence - 1] == contents(store.devices)


@both_suites
@pytest.mark.parametrize("sequence", [5, 4, 1, 0, -1])
def test_an_older_bundle_is_a_rollback(suite: Suite, sequence: int) -> None:
    keys = ring(suite)
    store = pinned(suite).take(bundle(keys, sequence=5, cards=[A]))
    with pytest.raises(BundleRollbackError):
        store.take(bundle(keys, sequence=sequence))
    assert (5, {A}) == (store.sequence, contents(store.cards))


@both_suites
@pytest.mark.parametrize("base", [6, 7])
def test_a_change_since_an_unknown_bundle_is_a_gap(suite: Suite, base: int) -> None:
    keys = ring(suite)
    store = pinned(suite).take(bundle(keys, sequence=5))
    with pytest.raises(BundleGapError):
        store.take(bundle(keys, sequence=8, base=base, cards=[A]))
    with pytest.raises(BundleGapError):
        pinned(suite).take(bundle(keys, sequence=8, base=base))


@both_suites
def test_another_issuer_or_suite_is_forged_even_under_the_same_key(
    suite: Suite,
) -> None:
    keys, store = ring(suite), pinned(suite)
    other = {"GM": "INTL", "INTL": "GM"}[suite.name]
    for forged in (
        bundle(keys, issuer="another"),
        bundle(keys, issuer=ISSUER.lower() + " "),
        bundle(keys, suite=other),
        bundle(ring(suite, "stranger")),
        bundle(ring(Suite[other])),
    ):
        with pytest.raises(ForgedBundleError):
            store.take(forged)


@both_suites
def test_a_refused_bundle_changes_nothing(suite: Suite) -> None:
    keys = ring(suite)
    store = pinned(suite).take(bundle(keys, sequence=5, cards=[A]))
    as_it_was = pinned(suite).take(bundle(keys, sequence=5, cards=[A]))
    broken = bundle(keys, sequence=6)[:-1]
    wrong_key = trusted_keys(keys)[0].model_copy(update={"key": "00"})
    for refused in (
        broken,
        bundle(keys, sequence=4),
        bundle(keys, sequence=8, base=7),
        bundle(keys, sequence=6, issuer="another"),
        bundle(keys, sequence=6, trusted=(wrong_key,)),
    ):
        with pytest.raises(TrustError):
            store.take(refused)
        assert as_it_was == store
