"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Moment
from ehealthcard.rules.declaring import Declarant
from ehealthcard.rules.epidemiology import Celsius
from ehealthcard.rules.questionnaire import Answers
from ehealthcard.workflow import PRIVATE, Command, Notice

from .model import Use, Visit


class Create(Command):
    """Begin a draft (新建草稿)."""

    consent: str = Field(min_length=1)
    """Version of the separate consent to the use of health data (PIPL art. 29)."""

    declarant: Declarant = Declarant()
    visit: Visit = Visit()


class Save(Command):
    """Keep what has been answered so far (暂存)."""

    answers: Annotated[Answers, PRIVATE]


class Submit(Command):
    """Declare (提交申报). From a draft, what is not given is taken from the draft."""

    answers: Annotated[Answers, PRIVATE]
    commitment: str | None = None
    """Version of the commitment (承诺书) that was accepted."""

    consent: str | None = None
    """Version of the separate consent that was given (PIPL art. 29)."""

    declarant: Declarant | None = None
    visit: Visit | None = None


class Discard(Command):
    """Throw the draft away (放弃草稿)."""


class Escalate(Command):
    """New risk was seen, such as a fever at the gate (上调风险)."""

    reason: str = Field(min_length=1)
    temperature: Annotated[Celsius | None, PRIVATE] = None


class Withdraw(Command):
    """Take the declaration back (撤回)."""

    reason: str = Field(min_length=1)


class Void(Command):
    """Declare it false (作废); truthful answers are a duty (传染病防治法 art. 12)."""

    reason: str = Field(min_length=1)


class DraftOld(Notice):
    """Nobody came back to the draft."""


class DayPassed(Notice):
    """24 hours are over."""


class Replaced(Notice):
    """The holder declared anew."""

    newer: Moment


class Used(Notice):
    """The holder entered somewhere with it."""

    use: Use


class RiskSeen(Notice):
    """The holder was diverted at an entrance."""

    reasons: tuple[str, ...]
