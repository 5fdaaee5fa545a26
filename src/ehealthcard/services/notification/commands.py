"""What is asked, and what happens."""

from pydantic import Field

from ehealthcard.rules.messages import MessageWanted
from ehealthcard.workflow import Command, Notice


class Raise(Command):
    """Tell the holder, or his guardian, of something (发起通知)."""

    wanted: MessageWanted


class ReportDelivered(Command):
    """The messenger says that it arrived (回报送达)."""


class ReportRead(Command):
    """The messenger says that it was opened (回报已读)."""


class ReportActed(Command):
    """The resident followed it (回报已办)."""


class ReportFailed(Command):
    """The messenger says that it did not arrive after all (回报失败)."""

    code: str = Field(min_length=1)


class ConfirmTold(Command):
    """Staff told it by telephone or in person (确认已告知)."""


class Recall(Command):
    """Take it back, as staff (撤回通知)."""


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
