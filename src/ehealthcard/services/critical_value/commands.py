"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.rules.critical import CriticalFinding
from ehealthcard.workflow import PRIVATE, Command, Notice


class Raise(Command):
    """Publish one before the report is final (发布危急值)."""

    org: str = Field(min_length=1, max_length=22)
    report: str = Field(min_length=1, max_length=28)
    department: str = Field(min_length=1)
    findings: Annotated[tuple[CriticalFinding, ...], PRIVATE]


class Acknowledge(Command):
    """Say that one knows (确认)."""


class Handle(Command):
    """Write down what was done (处理)."""

    handling: Annotated[str, Field(min_length=1, pattern=r"\S"), PRIVATE]


class Found(Notice):
    """A verified report holds a critical value."""

    reference: str
    version: int
    org: str
    department: str
    publisher: str
    findings: Annotated[tuple[CriticalFinding, ...], PRIVATE]


class ResponsePassed(Notice):
    """Nobody acknowledged in time."""


class HandlingPassed(Notice):
    """Nothing was written down in time."""


class ReportGone(Notice):
    """The report was taken back."""
