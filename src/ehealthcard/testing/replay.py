"""What every replay cache and every limiter must do.

Needs pytest. Inherit and provide the fixture ``cache``, or ``limiter``: one that admits
three attempts an hour. Both start empty.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ehealthcard.errors import RateLimitedError, ReplayedCodeError
from ehealthcard.ports import Limiter, ReplayCache

HOUR = timedelta(hours=1)
CALLERS = 8


class ReplayContract:
    """A replay cache."""

    def test_a_code_is_claimed_once(self, cache: ReplayCache) -> None:
        """And another code is another code."""
        cache.claim(b"a" * 16, keep=HOUR)

        with pytest.raises(ReplayedCodeError):
            cache.claim(b"a" * 16, keep=HOUR)
        cache.claim(b"b" * 16, keep=HOUR)

    def test_a_refused_claim_does_not_shorten_the_first(
        self, cache: ReplayCache
    ) -> None:
        """However short the refused one is."""
        cache.claim(b"a" * 16, keep=HOUR)

        for _ in range(3):
            with pytest.raises(ReplayedCodeError):
                cache.claim(b"a" * 16, keep=timedelta(microseconds=1))

    def test_any_bytes_are_a_key(self, cache: ReplayCache) -> None:
        """Zeros, line ends and all that is no text."""
        keys = [bytes(16), b"\r\n" * 8, b"\xff" * 16, b"\xff" * 15 + b"\xfe"]

        for key in keys:
            cache.claim(key, keep=HOUR)
        for key in keys:
            with pytest.raises(ReplayedCodeError):
                cache.claim(key, keep=HOUR)

    def test_of_many_at_once_one_gets_through(self, cache: ReplayCache) -> None:
        """For each of several codes."""

        def won(number: int) -> bool:
            try:
                cache.claim(bytes([number // CALLERS]) * 16, keep=HOUR)
            except ReplayedCodeError:
                return False
            return True

        with ThreadPoolExecutor(CALLERS) as pool:
            results = list(pool.map(won, range(10 * CALLERS)))

        assert 10 == sum(results)


class LimiterContract:
    """A limiter of three attempts an hour."""

    def test_so_many_attempts_and_no_more(self, limiter: Limiter) -> None:
        """The fourth has to wait, and so has the fifth."""
        for _ in range(3):
            limiter.admit("door-1")

        for _ in range(2):
            with pytest.raises(RateLimitedError) as caught:
                limiter.admit("door-1")
            assert 0 < caught.value.retry_after <= HOUR.total_seconds()

    def test_names_are_counted_apart(self, limiter: Limiter) -> None:
        """One that has to wait keeps nobody else waiting."""
        for _ in range(3):
            limiter.admit("door-1")

        limiter.admit("door-2")
        with pytest.raises(RateLimitedError):
            limiter.admit("door-1")

    def test_of_many_at_once_so_many_get_through(self, limiter: Limiter) -> None:
        """Not one more."""

        def admitted(_: int) -> bool:
            try:
                limiter.admit("door-1")
            except RateLimitedError:
                return False
            return True

        with ThreadPoolExecutor(CALLERS) as pool:
            results = list(pool.map(admitted, range(3 * CALLERS)))

        assert 3 == sum(results)
