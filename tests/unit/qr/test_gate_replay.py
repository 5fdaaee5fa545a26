"""Remembering used codes: never too short, and never without end."""

from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.qr.replay import ReplayMemory

SPAN = 100.0
KEYS = [bytes([n]) * 16 for n in range(5)]
START = 1_700_000_000.0

steps = st.floats(-2, 10) | st.floats(90, 110) | st.floats(0, 350)
walks = st.lists(st.tuples(steps, st.sampled_from(KEYS), st.booleans()), max_size=60)


def test_a_new_memory_is_empty() -> None:
    memory = ReplayMemory(SPAN)
    assert len(memory) == 0
    assert not memory.seen(KEYS[0], START)


def test_looking_is_not_noting() -> None:
    memory = ReplayMemory(SPAN)
    assert not memory.seen(KEYS[0], START)
    assert not memory.seen(KEYS[0], START)
    memory.note(KEYS[0], START)
    assert memory.seen(KEYS[0], START)
    assert not memory.seen(KEYS[1], START)


def test_what_was_noted_just_before_a_turn_lives_a_whole_span_more() -> None:
    memory = ReplayMemory(SPAN)
    memory.note(KEYS[0], START)
    memory.note(KEYS[1], START + SPAN - 0.5)
    memory.note(KEYS[2], START + SPAN)
    assert memory.seen(KEYS[1], START + 2 * SPAN - 0.5)
    assert not memory.seen(KEYS[1], START + 3 * SPAN)


@given(walk=walks)
def test_within_a_span_nothing_is_forgotten(
    walk: list[tuple[float, bytes, bool]],
) -> None:
    memory, noted, now = ReplayMemory(SPAN), dict[bytes, float](), START
    for step, key, use in walk:
        now += step
        if key in noted and now - noted[key] < SPAN:
            assert memory.seen(key, now)
        if key not in noted:
            assert not memory.seen(key, now)
        if use:
            memory.note(key, now)
            noted[key] = now


@given(walk=walks)
def test_after_three_spans_everything_is_forgotten(
    walk: list[tuple[float, bytes, bool]],
) -> None:
    memory, noted, now = ReplayMemory(SPAN), dict[bytes, float](), START
    for step, key, use in walk:
        now += step
        if key in noted and now - noted[key] > 3 * SPAN + 2:
            assert not memory.seen(key, now)
        if use:
            memory.note(key, now)
            noted[key] = now


def test_a_busy_gate_remembers_two_spans_and_no_more() -> None:
    memory, per_second = ReplayMemory(SPAN), 20
    for n in range(2000 * per_second):
        memory.note(n.to_bytes(16, "big"), START + n / per_second)
        assert len(memory) <= 2 * SPAN * per_second
