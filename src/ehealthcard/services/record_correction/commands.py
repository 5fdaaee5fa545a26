"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import PRIVATE
from ehealthcard.rules.health_records.base import BaseChange
from ehealthcard.workflow import Command, Notice

from .model import Section

Said = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class RequestCorrection(Command):
    """Say what is wrong (申请更正)."""

    section: Section
    wrong: Annotated[Said, PRIVATE]
    wanted: Annotated[Said, PRIVATE]


class Accept(Command):
    """Correct it (同意更正)."""

    change: Annotated[BaseChange, PRIVATE]
    """How the sections read from now on."""

    note: Annotated[str, Field(max_length=500), PRIVATE] = ""


class Reject(Command):
    """Do not correct it, and say why (不予更正)."""

    reason: Annotated[Said, PRIVATE]


class Withdraw(Command):
    """Take it back (撤回申请)."""


class AnswerPassed(Notice):
    """The institution has not answered in time."""


class RecordGone(Notice):
    """The record was cancelled."""
