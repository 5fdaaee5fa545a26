"""What a busy server says about when to come back."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.adapters.retry_after import is_busy, retry_after, turned_away
from ehealthcard.errors import OutsideBusyError, OutsideUnavailableError

THEN = "Sun, 06 Nov 1994 08:49:37 GMT"


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("9" * 5000, 9_999_999_999),
        ("Sun, 06 Nov 1994 08:50:37 GMT", 60),
        ("Sunday, 06-Nov-94 08:50:37 GMT", 60),
        ("Sun Nov  6 08:50:37 1994", 60),
        ("Sun, 06 Nov 1994 08:49:36 GMT", 0),
        ("Sun, 06 Nov 1994 16:50:37 +0800", 60),
        ("", 0),
        ("-5", 0),
        ("1.5", 0),
        ("１２", 0),
        ("soon", 0),
        ("Sun, 06 Nov 99999999999999999999 08:50:37 GMT", 0),
        ("Sun, 99 Nov 1994 08:50:37 GMT", 0),
    ],
)
def test_seconds_and_dates_are_read_by_the_server_s_clock(
    told: str, seconds: int
) -> None:
    assert seconds == retry_after({"Retry-After": told, "Date": THEN})


def test_without_a_clock_of_the_server_s_ours_serves() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(minutes=5), usegmt=True)
    for date in ({}, {"Date": "?"}):
        assert 298 <= retry_after({"Retry-After": later, **date}) <= 300


def test_the_names_of_headers_have_no_case() -> None:
    headers = httpx.Headers([("retry-after", "3")])
    error = turned_away(headers)

    assert isinstance(error, OutsideBusyError)
    assert 3 == error.retry_after
    assert is_busy(503, headers)


def test_a_server_that_does_not_say_when_is_only_unavailable() -> None:
    error = turned_away({})

    assert type(error) is OutsideUnavailableError
    assert is_busy(429, {})
    assert not is_busy(503, {})
    assert not is_busy(502, {"Retry-After": "3"})


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ [\d:]+ .*"))
def test_whatever_it_says_is_a_number_of_seconds(told: str) -> None:
    assert retry_after({"Retry-After": told, "Date": told}) >= 0
