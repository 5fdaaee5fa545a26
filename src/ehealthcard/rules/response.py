"""How soon each level must be seen (响应时限); sources disagree, so it is data."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.workflow import Model

from .grading import Level

MOMENT = timedelta(microseconds=1)


class Response(Model):
    """How long a level may wait; *closed* says whether the last moment is in time.

    "≤15 min" is closed, "<30 min" is not (民法典 art. 1259).
    """

    within: timedelta
    closed: bool = False

    def last(self, since: datetime) -> datetime:
        """Return the last moment that is in time; at once means the moment itself."""
        if self.closed or not self.within:
            return since + self.within
        return since + self.within - MOMENT


class ResponseProfile(Model):
    """One source's times."""

    name: str
    standing: Literal["documented", "recalled"]
    levels: Annotated[tuple[Response, ...], Field(min_length=4, max_length=4)]
    """Of level I to IV."""

    def of(self, level: Level) -> Response:
        """Return how long *level* may wait."""
        return self.levels[int(level) - 1]


def _profile(
    name: str, standing: Literal["documented", "recalled"], *minutes: int, closed: int
) -> ResponseProfile:
    levels = tuple(
        Response(within=timedelta(minutes=m), closed=m <= closed) for m in minutes
    )
    return ResponseProfile(name=name, standing=standing, levels=levels)


FOUR_LEVEL = _profile("four-level", "documented", 0, 15, 30, 60, closed=15)
"""At once, ≤15 min, <30 min, <1 h: a published four-level hospital rule."""

HOSPITAL = _profile("hospital", "documented", 0, 10, 30, 60, closed=0)
"""At once, <10, <30 and <60 min: a hospital's rule; its fifth level is left out."""

CONSENSUS_2018 = _profile("consensus-2018", "recalled", 0, 10, 30, 240, closed=0)
"""At once, <10, <30 and <240 min; the last two are recalled, not re-read."""
