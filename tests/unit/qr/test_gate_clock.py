"""A clock that never runs backwards, and what happens when it did."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ehealthcard.adapters.gate import MemoryJournal
from ehealthcard.crypto import Suite
from ehealthcard.errors import TimeZoneMissingError
from ehealthcard.qr import Gate
from ehealthcard.qr.types import Form

from .bundles import bundle
from .fixed import AT, DAY, HOUR, MINUTE, SECOND, both_suites, make, ring
from .gates import gate, said


def shown(entrance: Gate, at: datetime, n: int = 0) -> str:
    """Let somebody show a fresh code at *at*."""
    nonce = n.to_bytes(8, "big")
    return said(
        entrance.check(make(Form.SIGNED, ring(Suite.INTL), at=at, nonce=nonce), at)
    )


@both_suites
def test_a_clock_that_jumped_and_came_back_must_be_confirmed(suite: Suite) -> None:
    keys, entrance = ring(suite), gate(suite)
    codes = [make(Form.SIGNED, keys, nonce=n.to_bytes(8, "big")) for n in range(3)]
    assert said(entrance.check(codes[0], AT)) == "accept OK"
    assert said(entrance.check(codes[1], AT + DAY)) == "deny CODE_EXPIRED"
    for later in (SECOND, MINUTE, HOUR):
        refused = said(entrance.check(codes[1], AT + later))
        assert refused == "deny GATE_CLOCK_BACKWARDS"
    entrance.confirm_clock()
    assert said(entrance.check(codes[2], AT + 2 * SECOND)) == "accept OK"
    assert said(entrance.check(codes[2], AT + 3 * SECOND)) == "deny CODE_REPLAYED"


def test_a_restart_does_not_replace_the_confirmation() -> None:
    journal = MemoryJournal()
    entrance = gate(Suite.INTL, journal=journal)
    assert shown(entrance, AT + HOUR) == "accept OK"
    again = Gate(entrance.trust, journal)
    assert shown(again, AT, 1) == "deny GATE_CLOCK_BACKWARDS"
    again.confirm_clock()
    assert not journal.entries()
    assert shown(again, AT, 2) == "accept OK"


def test_time_service_may_set_a_clock_back_by_two_seconds() -> None:
    entrance = gate(Suite.INTL)
    assert shown(entrance, AT + MINUTE) == "accept OK"
    assert shown(entrance, AT + MINUTE - 2 * SECOND, 1) == "accept OK"
    late = AT + MINUTE - 2 * SECOND - timedelta(milliseconds=1)
    assert shown(entrance, late, 2) == "deny GATE_CLOCK_BACKWARDS"


def test_small_steps_back_do_not_add_up() -> None:
    entrance = gate(Suite.INTL)
    assert shown(entrance, AT + MINUTE) == "accept OK"
    assert shown(entrance, AT + MINUTE - SECOND, 1) == "accept OK"
    assert shown(entrance, AT + MINUTE - 2 * SECOND, 2) == "accept OK"
    assert shown(entrance, AT + MINUTE - 3 * SECOND, 3) == "deny GATE_CLOCK_BACKWARDS"


def test_any_scan_shows_the_gate_what_time_it_is() -> None:
    entrance = gate(Suite.INTL)
    assert said(entrance.check("nonsense", AT + HOUR)) == "deny CODE_UNRECOGNISED"
    assert shown(entrance, AT) == "deny GATE_CLOCK_BACKWARDS"


@both_suites
def test_a_bundle_from_the_future_shows_that_the_clock_is_slow(suite: Suite) -> None:
    keys, entrance = ring(suite), gate(suite)
    entrance.take(bundle(keys, sequence=2, made=AT + HOUR))
    text = make(Form.SIGNED, keys)
    assert said(entrance.check(text, AT)) == "deny GATE_CLOCK_BACKWARDS"
    entrance.confirm_clock()
    assert said(entrance.check(text, AT)) == "deny GATE_CLOCK_BACKWARDS"
    at = AT + HOUR
    for off, expected in ((6, "deny GATE_CLOCK_BACKWARDS"), (5, "accept OK")):
        now = at - off * SECOND
        found = said(entrance.check(make(Form.SIGNED, keys, at=now), now))
        assert expected == found


def test_the_age_of_trust_is_told_even_when_it_lies_ahead() -> None:
    entrance = gate(Suite.INTL)
    decision = entrance.check("nonsense", AT - MINUTE)
    assert said(decision) == "deny GATE_CLOCK_BACKWARDS"
    assert timedelta(minutes=-1) == decision.trust_age


def test_time_zones_make_no_difference() -> None:
    entrance = gate(Suite.INTL)
    beijing = timezone(timedelta(hours=8))
    assert shown(entrance, (AT + SECOND).astimezone(beijing)) == "accept OK"
    assert shown(entrance, (AT + 2 * SECOND).astimezone(UTC), 1) == "accept OK"


@pytest.mark.parametrize("text", ["nonsense", make(Form.SIGNED, ring(Suite.INTL))])
def test_a_moment_without_time_zone_is_the_callers_mistake(text: str) -> None:
    with pytest.raises(TimeZoneMissingError) as refusal:
        gate(Suite.INTL).check(text, AT.replace(tzinfo=None))
    assert {"what": "at"} == refusal.value.facts
