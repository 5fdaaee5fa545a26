"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Moment
from ehealthcard.workflow import PRIVATE, Command, Notice

from .model import About, Level

Said = Annotated[str, Field(min_length=1), PRIVATE]
Number = Annotated[str, Field(min_length=1, max_length=64)]


class Detect(Command):
    """Report what a rule has found (发现); the desk does it."""

    rule: str = Field(min_length=1)
    about: About
    who: str = Field(min_length=1)
    org: str | None = None
    at: Moment
    records: tuple[str, ...] = Field(min_length=1)
    alert: str = Field(pattern="^[0-9a-f]{64}$")
    """Digest of rule and whom it is about."""

    day: str
    """The day it belongs to: one case for each, as long as none is open."""


class Merge(Command):
    """Report that it was found again (归并)."""

    at: Moment
    records: tuple[str, ...] = Field(min_length=1)


class Assess(Command):
    """Say how grave it is (研判)."""

    level: Level
    impact: str = Field(min_length=1)
    data_level: Annotated[int, Field(ge=1, le=5)]
    """Of the data concerned, as GB/T 39725-2020 grades it, from 1 to 5."""


class Warn(Command):
    """Tell the owner; the time to take over begins (预警)."""


class Contain(Command):
    """Freeze the card, block the terminal or suspend the actor's access (遏制)."""

    reason: Said


class Assign(Command):
    """Hand it to somebody who disposes of it (指派)."""

    owner: str = Field(min_length=1)


class Act(Command):
    """Write down what was done (处置)."""

    text: Said


class ConfirmBreach(Command):
    """Say that personal data leaked, was altered or lost (确认安全事件)."""

    kinds: tuple[str, ...] = Field(min_length=1)
    cause: Said
    harm: Said
    endangers_public: bool = False


class RecordNotice(Command):
    """Write down who was told of the breach (登记告知)."""

    authority: Number | None = None
    persons: Number | None = None
    exempt_because: Annotated[str | None, Field(min_length=1), PRIVATE] = None


class Resolve(Command):
    """Name the cause and what shows that it is mended; measures end (处置完成)."""

    root_cause: Said
    evidence: Said


class Verify(Command):
    """Somebody else has tested that it is mended (复核通过)."""


class RejectVerification(Command):
    """Somebody else has tested, and it is not mended (复核不通过)."""

    why: Said


class Dismiss(Command):
    """It was a false alarm; measures end (误报)."""

    why: Said


class TimeUp(Notice):
    """The time to take over, or to dispose, is over."""


class NoticeDue(Notice):
    """The time to tell of a breach is over."""


class BreachTold(Notice):
    """The incident that came from it says which notices were given (通报回写)."""

    authority: Number | None = None
    persons: Number | None = None
    exempt: bool = False
