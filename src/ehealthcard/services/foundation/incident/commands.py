"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Moment
from ehealthcard.workflow import Command, Notice

from .model import Addressee, Count, Grade, IncidentFacts, Number, Said


class Open(Command):
    """Say that something happened (立案)."""

    incident: Number
    org: Annotated[str, Field(min_length=1, max_length=32)]
    discovered_at: Moment
    alert: Annotated[str | None, Field(pattern="^[0-9a-f]{64}$")] = None
    """The digest of the risk alert that it came from."""


class Assess(Command):
    """Say what is known and how grave it is; again when more is known (定级)."""

    facts: IncidentFacts
    grade: Grade


class RecordNotice(Command):
    """Write down that somebody was told (登记报告、告知)."""

    to: Addressee
    number: Number
    """Number of the notice or of its receipt."""

    told_at: Moment
    count: Count | None = None
    """Of persons: how many were told."""


class ExemptPersons(Command):
    """Say why the persons need not be told: no harm can come of it (免于告知)."""

    why: Said


class RequirePersons(Command):
    """The authority wants the persons told all the same (主管部门要求告知)."""

    number: Number
    """Number of its letter."""

    due: Moment


class Conclude(Command):
    """Say that it is over, why it happened and what mends it (处置结束)."""

    cause: Said
    remedy: Said


class FileSummary(Command):
    """Write down that the summary was handed in (报送总结)."""

    to: Addressee
    number: Number
    told_at: Moment


class Close(Command):
    """Another person has looked at it (结案)."""


class Dismiss(Command):
    """It was none (撤销)."""

    why: Said


class AssessmentOverdue(Notice):
    """Nobody has said in time how grave it is."""


class NoticeOverdue(Notice):
    """A term of the law has passed."""
