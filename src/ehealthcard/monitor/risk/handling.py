"""How grave each kind of risk is, and what is contained at once (风险分级)."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Model
from ehealthcard.services.foundation.risk_alert import Level


class Handling(Model):
    """How one kind of risk is handled."""

    level: Level
    data_level: Annotated[int, Field(ge=1, le=5)]
    """Of the data concerned (GB/T 39725-2020)."""

    impact: str
    contain: bool = False
    """Whether the desk contains it by itself; only what is red or orange."""


class Graded(Model):
    """The handling of a rule."""

    rule: str
    handling: Handling


def _graded(
    rule: str, level: Level, data_level: int, impact: str, *, contain: bool = False
) -> Graded:
    handling = Handling(
        level=level, data_level=data_level, impact=impact, contain=contain
    )
    return Graded(rule=rule, handling=handling)


DEFAULT = (
    _graded("replayed-code", Level.ORANGE, 4, "a holder's code is used by another"),
    _graded("impossible-travel", Level.YELLOW, 4, "a holder's card is used twice"),
    _graded("many-cards", Level.ORANGE, 4, "cards are collected"),
    _graded("failed-burst", Level.ORANGE, 2, "codes are tried out"),
    _graded("off-hours", Level.YELLOW, 4, "a terminal is used unseen"),
    _graded("bulk-look-up", Level.RED, 4, "many records are read", contain=True),
    _graded("watched-record", Level.ORANGE, 5, "a record is read out of curiosity"),
    _graded("break-glass", Level.BLUE, 5, "a record was read in an emergency"),
    _graded("enumeration", Level.RED, 4, "identities are tried out", contain=True),
    _graded("gate-trust", Level.YELLOW, 2, "a gate decides on stale knowledge"),
    _graded("altered-client", Level.ORANGE, 4, "an altered application is in use"),
    _graded("late-replay", Level.ORANGE, 4, "a holder's code let somebody else in"),
    _graded("late-revoked", Level.YELLOW, 4, "a lost card let somebody in"),
    _graded("late-ignored", Level.ORANGE, 2, "a gate does not obey its trust data"),
    _graded("late-untrusted", Level.YELLOW, 2, "a gate decides on stale knowledge"),
)
"""Inferred. Nothing that a stranger at a gate can bring about is contained by itself:
he could have a holder's card frozen, or a gate closed."""

UNKNOWN = Handling(level=Level.YELLOW, data_level=4, impact="not graded")


class RiskHandling(Model):
    """How a place handles its risks, as data."""

    grades: tuple[Graded, ...] = DEFAULT

    def of(self, rule: str) -> Handling:
        """Return how *rule* is handled; what is not graded is yellow."""
        found = (g.handling for g in self.grades if g.rule == rule)
        return next(found, UNKNOWN)
