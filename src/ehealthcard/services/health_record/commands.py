"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Day
from ehealthcard.rules.health_records.base import (
    BaseChange,
    BaseInfo,
    Head,
    RecordContent,
    Residency,
)
from ehealthcard.rules.health_records.code import RecordNumber
from ehealthcard.rules.health_records.codes import CancelReason
from ehealthcard.rules.health_records.standing import MergeProof
from ehealthcard.workflow import PRIVATE, Command, Notice

Named = Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S")]
Said = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class Build(Command):
    """Build a record (建档)."""

    number: str = Field(min_length=1, max_length=17)
    """Seventeen digits, as the place and the order of building give them."""

    org_name: Named
    residency: Annotated[Residency, PRIVATE]
    head: Annotated[Head, PRIVATE] = Head()
    base: Annotated[BaseInfo, PRIVATE] = BaseInfo()
    consent: str = Field(min_length=1)
    """Version of the text that the resident has agreed to (自愿建档知情同意)."""

    by_guardian: bool = False
    """Whether the guardian has agreed; for minors."""


class Update(Command):
    """Write in the record what the institution has learnt (更新档案)."""

    change: Annotated[BaseChange, PRIVATE] = BaseChange()
    head: Annotated[Head | None, PRIVATE] = None


class OpenToSelf(Command):
    """Let the record be read online by the resident and the family (向本人开放)."""


class CloseToSelf(Command):
    """End that (关闭开放)."""


class Read(Command):
    """Look at the record (调阅)."""

    sensitive: bool = False
    """Whether to see what is especially sensitive, too; needs a second proof."""


class MoveOut(Command):
    """Ask another institution to keep it from now on (申请迁出)."""

    to: str = Field(min_length=1, max_length=22)
    to_name: Named
    reason: Said


class ConfirmMove(Command):
    """Take it over (确认迁入)."""

    number: str = Field(min_length=1, max_length=17)
    """Its number at the new place; the old one if that is the same village."""

    residency: Annotated[Residency, PRIVATE]
    doctor: str | None = None
    """Staff number of the new responsible doctor."""


class ReturnMove(Command):
    """Do not take it over (退回)."""

    reason: Said


class Cancel(Command):
    """Cancel the record (注销档案)."""

    reason: CancelReason
    note: Annotated[str, Field(max_length=500), PRIVATE] = ""
    died_on: Annotated[Day | None, PRIVATE] = None


class Restore(Command):
    """Undo a cancellation that was wrong (恢复档案)."""

    reason: Said


class Merge(Command):
    """Make it part of another record of the same person (合并档案)."""

    into: str = Field(min_length=1)
    """The file of the record that goes on."""

    proof: MergeProof


class Unmerge(Command):
    """Undo a merger (取消合并)."""

    reason: Said


class MovedIn(Notice):
    """A record comes from another institution."""

    card: str
    file: str
    number: RecordNumber
    org: str
    org_name: str
    is_open: bool
    content: Annotated[RecordContent, PRIVATE]


class Corrected(Notice):
    """The institution agreed to a correction."""

    change: Annotated[BaseChange, PRIVATE]


class MoveLapsed(Notice):
    """The receiving institution has not answered in time."""


class TermPassed(Notice):
    """A cancelled record was kept for long enough."""


class HolderDied(Notice):
    """The holder has died."""


class OwnerDied(Notice):
    """The holder of a record that was merged into this one has died."""
