"""What is asked of who has booked, before the visit (就诊前准备).

The guide has residents fill in the interview between a registration and the visit
(§4.3.1, 在预约挂号后就诊前), and the epidemiological survey before the visit (§4.3.3).
Which visits that concerns is each hospital's own: data of its booking policy.
"""

from datetime import date
from hashlib import sha256
from typing import Annotated, Self

from pydantic import Field

from ehealthcard.workflow import Model

from .visits import VisitKind

Hours = Annotated[int, Field(ge=1, le=24 * 60)]
ANSWERS_HOLD = 24
"""Hours that answers to a survey hold (inferred); what is asked earlier ages."""


class Preparation(Model):
    """What some of a hospital's visits need beforehand."""

    departments: tuple[str, ...] = ()
    """Codes of the departments that it is said of; none named: all."""

    kinds: tuple[VisitKind, ...] = ()
    """Kinds of visit that it is said of; none named: all."""

    survey_hours: Hours | None = None
    """From how many hours before the visit on the survey is asked for (流调); ``None``:
    a booking asks for none."""

    surveyed: bool = False
    """Whether who checks in has a survey in force that is not suspect."""

    interview: bool = False
    """Whether who has booked is invited to the interview (预诊); a hospital without a
    question bank invites nobody."""

    def covers(self, department: str, kind: VisitKind) -> bool:
        """Return whether it is said of such a visit."""
        return (not self.departments or department in self.departments) and (
            not self.kinds or kind in self.kinds
        )


NOTHING = Preparation()
GUIDE = (
    Preparation(
        kinds=(VisitKind.REGISTRATION,), survey_hours=ANSWERS_HOLD, interview=True
    ),
    Preparation(survey_hours=ANSWERS_HOLD),
)
"""As the guide says: the interview follows a registration (挂号), the survey comes
before every visit; nobody is kept from checking in for want of it."""


class Reminder(Model):
    """Which message about a preparation stands; another day's is another message."""

    number: int = Field(default=1, ge=1)
    """Of the newest message."""

    taken_back: int | None = None
    """Number of the message that was taken back last."""

    @property
    def rests(self) -> bool:
        """Whether none stands: the visit is called off, or will not be."""
        return self.taken_back == self.number

    def resting(self) -> Self:
        """Return it with the newest message taken back."""
        return self.model_copy(update={"taken_back": self.number})

    def moved(self) -> Self:
        """Return it with a new message in the stead of the newest."""
        told = {"number": self.number + 1, "taken_back": self.number}
        return self.model_copy(update=told)

    def repeated(self) -> Self:
        """Return it with a new message; the one before was true."""
        return self.model_copy(update={"number": self.number + 1})

    def event(self, what: str, appointment: str) -> str:
        """Return a name for the newest message; it tells nobody whose it is."""
        return _named(what, appointment, self.number)

    def untold(self, what: str, appointment: str) -> str | None:
        """Return the name of the message that was taken back last, if one was."""
        if self.taken_back is None:
            return None
        return _named(what, appointment, self.taken_back)


def survey_day(card: str, org: str, day: date) -> str:
    """Return the name under which the survey of a holder's day is found (流调日)."""
    said = f"{card}:{org}:{day.isoformat()}"
    return sha256(said.encode()).hexdigest()[:32]


def _named(what: str, appointment: str, number: int) -> str:
    digest = sha256(appointment.encode()).hexdigest()
    return f"{what}:{digest[:32]}:{number}"
