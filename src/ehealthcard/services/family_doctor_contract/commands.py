"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.workflow import PRIVATE, Command, Notice

from .model import Contact, EndReason, Pack, Population, Team


class Request(Command):
    """Ask a team to sign (申请签约)."""

    team: Team
    contact: Contact
    populations: Annotated[tuple[Population, ...], Field(min_length=1), PRIVATE]
    packs: tuple[Pack, ...] = Field(min_length=1)
    months: int
    auto_renew: bool = False
    duties: str | None = None
    agreement: str = Field(min_length=1)
    """Version of the agreement's text (协议书版本)."""

    has_read: bool
    """协议书已阅."""


class Accept(Command):
    """Sign for the team (签约)."""

    has_read: bool
    """协议书已阅."""


class Decline(Command):
    """Do not sign (拒绝签约)."""

    reason: Annotated[str, Field(min_length=1), PRIVATE]


class Withdraw(Command):
    """Take the request back (撤回申请)."""


class Renew(Command):
    """Go on for another term (续约)."""

    months: int
    has_read: bool


class ChangeTeam(Command):
    """Leave for another team (改签)."""

    team: str = Field(min_length=1)
    """The team that the resident goes to; it is asked with a request of its own."""


class Terminate(Command):
    """End it before its term (解约)."""

    reason: EndReason
    note: Annotated[str | None, PRIVATE] = None
    refund: bool = False


class Perform(Command):
    """Note a service that was given (履约)."""

    item: str = Field(min_length=1)


class AnswerPassed(Notice):
    """The team did not answer in time."""


class ReminderDue(Notice):
    """The end is near."""


class TermPassed(Notice):
    """The term is over."""


class HolderDied(Notice):
    """The resident has died."""
