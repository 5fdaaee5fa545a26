"""What a rule has found (风险发现)."""

from datetime import datetime
from enum import Enum

import attrs


class About(Enum):
    """What a finding is about."""

    CARD = "card"
    TERMINAL = "terminal"
    ACTOR = "actor"
    """An account or a member of staff."""


@attrs.frozen
class Finding:
    """Something that a person should look at."""

    rule: str
    about: About
    who: str
    """The holder's random name, the terminal's name or the actor's."""

    at: datetime
    org: str | None
    records: tuple[str, ...]
    """The use-card records that show it, the newest last."""
