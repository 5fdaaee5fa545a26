"""What is asked, and what happens."""

from pydantic import Field

from ehealthcard.models import Day
from ehealthcard.workflow import Command, Notice


class Clear(Command):
    """Uphold an appeal (申诉成立)."""

    reason: str = Field(min_length=1)


class Missed(Notice):
    """An appointment was missed."""

    card: str
    on: Day


class Dropped(Notice):
    """An appointment was cancelled, or a ticket given back."""

    card: str
    on: Day
    ticketed: bool


class BlockEnded(Notice):
    """The block is over."""


class Died(Notice):
    """The holder has died."""
