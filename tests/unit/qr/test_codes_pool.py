"""Codes fetched ahead: each is shown once, the first to end first."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.crypto import Suite
from ehealthcard.qr import CodePool, PooledCode, verify_code
from ehealthcard.qr.types import Form

from .fixed import AT, MINUTE, SECOND, make, parsed, ring


def code(minutes: int) -> PooledCode:
    return PooledCode(f"code {minutes}", AT + minutes * MINUTE)


def taken(pool: CodePool, now: datetime) -> str | None:
    found = pool.take(now)
    return found.text if found else None


def test_a_new_pool_is_empty_and_low() -> None:
    pool = CodePool()
    assert len(pool) == 0
    assert pool.is_low(AT)
    assert pool.take(AT) is None


def test_what_ends_first_is_shown_first_and_once() -> None:
    pool = CodePool()
    pool.fill([code(30), code(10)])
    pool.fill([code(20)])
    shown = [taken(pool, AT) for _ in range(4)]
    assert ["code 10", "code 20", "code 30", None] == shown


def test_a_code_is_shown_up_to_its_last_moment() -> None:
    pool = CodePool()
    pool.fill([code(10), code(20)])
    assert taken(pool, AT + 10 * MINUTE) == "code 10"
    pool.fill([code(10)])
    assert taken(pool, AT + 10 * MINUTE + SECOND) == "code 20"


def test_more_is_asked_for_while_some_are_left() -> None:
    pool = CodePool(low_water=2)
    pool.fill(code(n) for n in range(10, 14))
    assert not pool.is_low(AT)
    pool.take(AT)
    assert len(pool) == 3
    assert not pool.is_low(AT)
    pool.take(AT)
    assert len(pool) == 2
    assert pool.is_low(AT)


def test_codes_that_ended_are_no_stock() -> None:
    pool = CodePool(low_water=1)
    pool.fill([code(10), code(20), code(30)])
    assert not pool.is_low(AT + 20 * MINUTE)
    assert pool.is_low(AT + 20 * MINUTE + SECOND)
    assert len(pool) == 1


def test_a_low_water_of_nothing_asks_only_when_empty() -> None:
    pool = CodePool(low_water=0)
    pool.fill([code(10)])
    assert not pool.is_low(AT)
    pool.take(AT)
    assert pool.is_low(AT)


def test_a_pool_shows_no_code_in_its_repr() -> None:
    pool = CodePool()
    pool.fill([code(10)])
    assert repr(pool) == "CodePool(low_water=3)"
    assert "code" not in repr(code(10)).removeprefix("PooledCode")


def test_what_is_taken_is_still_believed() -> None:
    keys, pool = ring(Suite.INTL), CodePool()
    for n in range(5):
        at, nonce = AT + n * MINUTE, n.to_bytes(8, "big")
        text = make(Form.SIGNED, keys, at=at, nonce=nonce)
        pool.fill([PooledCode(text, at + MINUTE)])
    for n in range(5):
        found = pool.take(AT + n * MINUTE + SECOND)
        assert found is not None
        moment = AT + n * MINUTE + SECOND
        verified = verify_code(parsed(found.text), keys=keys, at=moment)
        assert found.expires_at == verified.expires_at


@given(
    ends=st.lists(st.integers(-100, 100), unique=True),
    nows=st.lists(st.integers(-100, 100)).map(sorted),
    low=st.integers(0, 5),
)
def test_no_walk_shows_a_code_twice_or_too_late(
    ends: list[int], nows: list[int], low: int
) -> None:
    pool, shown = CodePool(low), list[PooledCode]()
    pool.fill(code(n) for n in ends)
    for n in nows:
        now = AT + timedelta(minutes=n)
        left = {c for c in map(code, ends) if c.expires_at >= now} - set(shown)
        assert (len(left) <= low) == pool.is_low(now)
        found = pool.take(now)
        expected = min(left, key=lambda c: c.expires_at, default=None)
        assert expected == found
        shown += [found] if found else []
