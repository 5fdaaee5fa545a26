"""How long a message waits for its next attempt (重试等待)."""

from datetime import timedelta
from random import SystemRandom

from ehealthcard.errors import OutsideBusyError, OutsideUnavailableError

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=1)


def told_wait(error: OutsideUnavailableError) -> timedelta:
    """Return for how long the other system wants to be left alone, an hour at most."""
    if not isinstance(error, OutsideBusyError):
        return timedelta()
    longest = int(LONGEST_WAIT.total_seconds())
    return timedelta(seconds=max(0, min(error.retry_after, longest)))


def next_wait(attempts: int, told: timedelta = timedelta()) -> timedelta:
    """Return a while that doubles with each attempt, and is no shorter than *told*.

    It varies, so that not all come back at once.
    """
    chance = SystemRandom()
    longest = min(FIRST_WAIT * 2**attempts, LONGEST_WAIT)
    own = longest * chance.uniform(0.5, 1)
    return own if own >= told else told + FIRST_WAIT * chance.random()
