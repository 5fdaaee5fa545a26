"""Whatever is held before a gate, it answers and never raises."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.crypto import Suite
from ehealthcard.qr import Tier, Verdict, base45, issue_code
from ehealthcard.qr.types import Form

from .fixed import AT, CARD, HOSPITAL, NONCE, both_suites, make, parsed, ring
from .gates import gate, said

ALPHABET = base45.ALPHABET.decode()
MOMENTS = st.datetimes(
    datetime(1970, 1, 2),  # noqa: DTZ001  # the zone comes below
    datetime(9999, 12, 30),  # noqa: DTZ001  # the zone comes below
    timezones=st.just(UTC),
)


def real(suite: Suite) -> list[str]:
    keys = ring(suite)
    nationals = (Tier.NATIONAL, Tier.STATIC, Tier.TEMPORARY)
    return [
        *(make(form, keys) for form in Form),
        *(make(form, keys, audience=HOSPITAL) for form in Form),
        *(issue_code(CARD, keys=keys, tier=t, nonce=NONCE, at=AT) for t in nationals),
    ]


REAL = {suite: real(suite) for suite in Suite}


@st.composite
def mutations(draw: st.DrawFn, text: str) -> str:
    """Return *text* after up to three accidents."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 8)))
        put = draw(
            st.sampled_from(["", text[start:end] * 2, text[:9], "\n", "é", "\ud800"])
            | st.text(ALPHABET, max_size=8)
            | st.text(max_size=3)
        )
        text = text[:start] + put + text[end:]
    return text


@both_suites
@given(text=st.text(max_size=400), at=MOMENTS)
def test_any_text_is_denied(suite: Suite, text: str, at: datetime) -> None:
    decision = gate(suite).check(text, at)
    assert decision.verdict is Verdict.DENY
    assert said(decision)


@both_suites
@settings(deadline=None)
@given(data=st.data())
def test_a_mutated_code_is_denied(suite: Suite, data: st.DataObject) -> None:
    genuine = data.draw(st.sampled_from(REAL[suite]))
    text = data.draw(mutations(genuine))
    decision = gate(suite, audience=HOSPITAL).check(text, AT)
    if text not in REAL[suite]:
        assert decision.verdict is Verdict.DENY
    assert said(decision)


@both_suites
@settings(deadline=None)
@given(data=st.data())
def test_a_code_of_mutated_bytes_is_denied(suite: Suite, data: st.DataObject) -> None:
    genuine = parsed(data.draw(st.sampled_from(REAL[suite][:4]))).payload
    payload = bytearray(genuine)
    for _ in range(data.draw(st.integers(1, 4))):
        payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(
            st.integers(0, 255)
        )
    text = "EHC1:" + base45.encode(bytes(payload))
    decision = gate(suite).check(text, AT)
    assert (bytes(payload) == genuine) == (decision.verdict is not Verdict.DENY)
    assert said(decision)


@both_suites
@given(text=st.text(max_size=5), at=MOMENTS, later=st.timedeltas())
def test_no_order_of_moments_makes_a_gate_raise(
    suite: Suite, text: str, at: datetime, later: timedelta
) -> None:
    entrance = gate(suite)
    for moment in (at, AT, at + max(min(later, timedelta(days=1)), -timedelta(days=1))):
        assert entrance.check(text, moment).verdict is Verdict.DENY


@pytest.mark.parametrize("text", [100_000 * "E", "EHC1:" + 100_000 * "0", "\0" * 9999])
def test_a_flood_of_characters_is_denied_at_once(text: str) -> None:
    assert said(gate(Suite.INTL).check(text, AT)).startswith("deny CODE_")


def test_the_first_and_last_moments_of_all_are_answered() -> None:
    first = datetime(1, 1, 1, tzinfo=UTC)
    for at in (first, datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)):
        decision = gate(Suite.INTL).check(REAL[Suite.INTL][1], at)
        assert decision.verdict is Verdict.DENY
