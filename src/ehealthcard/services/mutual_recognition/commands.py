"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import PRIVATE, Moment
from ehealthcard.rules.reporting import Digest, ReportSheet
from ehealthcard.workflow import Command, Notice

from .model import Offence, Text, Why, Yuan


class Offer(Command):
    """Show a report of this desk to other institutions (出示报告)."""

    reference: str = Field(min_length=3)
    """The report, ``org:number``."""

    items: tuple[str, ...] = ()
    """Codes of the items; all of them if none is named."""

    receiver: str = Field(min_length=1, max_length=22)
    """The institution whose doctors may look."""

    until: Moment
    """The last moment of that."""

    consent: str = Field(min_length=1)
    """Version of the text that was agreed to (单独同意)."""


class Upload(Command):
    """Bring a report from elsewhere (上传报告); it is verified first."""

    org: str = Field(min_length=1, max_length=22)
    sheet: Annotated[ReportSheet, PRIVATE]
    made_at: Moment
    """When it was verified by its institution."""

    digest: Digest
    """Of the sheet, as its institution signed it."""

    receiver: str = Field(min_length=1, max_length=22)
    until: Moment
    consent: str = Field(min_length=1)


class Confirm(Command):
    """Signature, institution and patient are right (核验通过)."""


class Fail(Command):
    """One of them is not (核验不通过)."""

    offences: tuple[Offence, ...] = Field(min_length=1)


class View(Command):
    """Look at it, while the patient is being treated (调阅)."""

    encounter: str = Field(min_length=1, max_length=64)
    """The number of the visit at the doctor's institution."""


class Recognise(Command):
    """Take the result as one's own institution's (互认)."""

    applying: tuple[Why, ...] = ()
    """Which of the six cases apply; with any of them it is no recognition."""

    order: str | None = Field(default=None, max_length=64)
    """The order that is not needed now."""

    saved: Yuan
    """What examining again would have cost here, in yuan."""


class Reorder(Command):
    """Examine again all the same (重新检查检验)."""

    why: Why | None = None
    explanation: Annotated[Text | None, PRIVATE] = None
    """What the patient was told."""

    order: str | None = Field(default=None, max_length=64)


class Doubt(Command):
    """Take a recognition back (撤销互认)."""

    reason: Annotated[Text, PRIVATE]


class RevokeAuthorisation(Command):
    """No longer let anybody look (撤回授权)."""


class TermPassed(Notice):
    """The authorisation is over."""


class SourceGone(Notice):
    """The report was taken back by who made it."""
