"""What is asked, and what happens."""

from pydantic import Field

from ehealthcard.rules.messages import MessageWanted
from ehealthcard.workflow import Command, Notice


class Raise(Command):
    """Tell the holder, or his guardian, of something."""

    wanted: MessageWanted


class ReportDelivered(Command):
    """The messenger says that it arrived."""


class ReportRead(Command):
    """The messenger says that it was opened."""


class ReportActed(Command):
    """The resident followed it."""


class ReportFailed(Command):
    """The messenger says that it did not arrive after all."""

    code: str = Field(min_length=1)


class ConfirmTold(Command):
    """Staff told it by telephone or in person."""


class Recall(Command):
    """Take it back, as staff."""


class HandedOver(Notice):
    """The messenger took it."""

    provider_id: str = ""


class Refused(Notice):
    """The messenger did not take it."""

    code: str


class MorningCame(Notice):
    """The quiet hours are over."""


class RetryDue(Notice):
    """It is time to try again."""


class TooLate(Notice):
    """It has no use any more."""


class HappeningGone(Notice):
    """What it told of is no longer so."""
