"""A step of a check, and how it went (自检结果)."""

from enum import Enum

import attrs

NOBODY = "0" * 64


class Outcome(Enum):
    """How a step went."""

    GOOD = "ok"
    SKIPPED = "skipped"
    WRONG = "wrong"


@attrs.frozen
class Step:
    """One step."""

    name: str
    outcome: Outcome
    setting: str = ""
    """Which setting to look at, where it went wrong."""

    said: str = ""
