"""One transaction, done again if others were faster."""

from collections.abc import Callable
from random import SystemRandom
from time import sleep
from typing import TypeVar

from ehealthcard.errors import TransactionConflictError
from ehealthcard.ports import SILENT, Storage, Telemetry
from ehealthcard.ports.telemetry import RETRIES

T = TypeVar("T")
ATTEMPTS = 30
FIRST_PAUSE, LONGEST_PAUSE = 0.001, 1.0
"""Seconds between attempts; the pause doubles, and is random so that two part."""


def atomically(
    storage: Storage, act: Callable[[], T], telemetry: Telemetry = SILENT
) -> T:
    """Carry out *act* in one transaction; do it all again if others were faster.

    *act* begins from nothing each time and keeps nothing from the time before.

    Raises:
        TransactionConflictError: Others were faster again and again.

    """
    for attempt in range(ATTEMPTS - 1):
        try:
            with storage.transaction():
                return act()
        except TransactionConflictError:
            telemetry.count(RETRIES)
            longest = min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE)
            sleep(SystemRandom().uniform(0, longest))
    with storage.transaction():
        return act()
