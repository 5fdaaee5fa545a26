"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Day
from ehealthcard.rules.encounters import OrgAnswer, RecordKind
from ehealthcard.rules.reporting import Digest
from ehealthcard.workflow import PRIVATE, Command, Notice

from .model import Stale

Said = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class Ask(Command):
    """Ask for the holder's records (申请查询)."""

    kinds: tuple[RecordKind, ...] = Field(default=tuple(RecordKind), min_length=1)
    """Visits and their costs come along with any of them."""

    first: Day
    last: Day
    """The period, both days included; appointments may lie ahead."""

    purpose: Said
    """What for (查询目的)."""

    sensitive: bool = False
    """Whether to ask for what is especially sensitive, too; needs a second proof."""


class BreakGlass(Command):
    """Ask as a doctor, without the holder, for a stated reason (紧急访问)."""

    kinds: tuple[RecordKind, ...] = Field(default=tuple(RecordKind), min_length=1)
    first: Day
    last: Day
    reason: Said
    """Why it cannot wait; it is reviewed afterwards."""


class Authorise(Command):
    """Go ahead, now that the session is proved strongly enough (授权)."""


class Deny(Command):
    """Refuse it, and say why (拒绝) (PIPL art. 50)."""

    reason: Said


class Collect(Command):
    """What the institutions answered (汇总应答); the desk sends it."""

    answers: Annotated[tuple[OrgAnswer, ...], PRIVATE] = Field(min_length=1)


class Export(Command):
    """A sealed file was made (导出)."""

    content_sha256: Digest
    file_sha256: Digest
    watermark: str = Field(min_length=1)


class Dispute(Command):
    """Say that a record is wrong (申请更正, PIPL art. 46)."""

    org: str
    record: str
    wrong: Annotated[Said, PRIVATE]
    wanted: Annotated[Said, PRIVATE]


class AcceptCorrection(Command):
    """The source institution will correct it (同意更正)."""

    note: str = ""


class RejectCorrection(Command):
    """The source institution will not, and says why (拒绝更正)."""

    reason: Said


class TimePassed(Notice):
    """What it waited for has not come, or it was kept for long enough."""


class BecameStale(Notice):
    """What came does not hold any more."""

    why: Stale


class SourceSilent(Notice):
    """The institution has not answered in time."""
