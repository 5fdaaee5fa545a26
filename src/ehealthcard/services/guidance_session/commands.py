"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.rules.declaring import Declarant
from ehealthcard.rules.guidance import Intake
from ehealthcard.workflow import PRIVATE, Command, Notice


class Start(Command):
    """Begin a session (开始导诊)."""

    org: str = Field(min_length=1)
    """Code of the institution whose departments are meant."""

    consent: str | None = None
    """Version of the separate consent (单独同意) that was given; it also tells of the
    automated recommendation and of the right to a person (PIPL art. 24, 29)."""

    declarant: Declarant = Declarant()


class Answer(Command):
    """Tell symptoms, history or status, at once or bit by bit (作答)."""

    told: Annotated[Intake, PRIVATE]


class RaiseRedFlag(Command):
    """Say that this is an emergency, as staff who see the patient (危急征象)."""

    reason: Annotated[str, Field(min_length=1, max_length=200), PRIVATE]


class Finish(Command):
    """That is all; recommend (完成作答)."""


class AskForPerson(Command):
    """Be helped by a person instead of the machine (转人工) (PIPL art. 24)."""


class Book(Command):
    """Choose a slot of a recommended department (预约推荐号源)."""

    slot: str = Field(min_length=1)


class Dismiss(Command):
    """Leave it at that (关闭)."""


class Acknowledge(Command):
    """Confirm that the emergency advice was seen (确认急诊提示)."""


class Withdraw(Command):
    """Take the consent back (撤回同意); what was told is erased (PIPL art. 15, 47)."""


class TimePassed(Notice):
    """The session is over."""


class AppointmentOpened(Notice):
    """The appointment is there."""

    appointment: str
    """Its case."""


class BookingRefused(Notice):
    """The appointments said no."""

    code: str
