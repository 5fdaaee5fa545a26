"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.rules.reporting import Digest, Named, ReportContent, ReportKind, Sample
from ehealthcard.workflow import PRIVATE, Command, Notice

from .model import Fault, Recipient, Sensitivity
from .turnaround import TestGroup

Reason = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]


class Order(Command):
    """Order a test (开具申请)."""

    report: str = Field(min_length=1, max_length=28)
    """The number that the report will have."""

    org: str = Field(min_length=1, max_length=22)
    """Code of the institution."""

    org_name: str = Field(min_length=1, max_length=40)
    department: Named
    order: Named
    """The number of the order (申请单号)."""

    kind: ReportKind
    group: TestGroup = TestGroup.OTHER
    test: Named
    urgent: bool = False
    inpatient: bool = False
    """Whether the patient is inside (住院患者)."""

    sensitivity: Sensitivity | None = None
    """What is especially sensitive in it; the names of the items may tell, too."""


class Begin(Command):
    """The sample was collected, or the examination was begun (采集、检查开始)."""

    sample: Sample | None = None


class RecordPreliminary(Command):
    """Write down what was found, before it is verified (初步报告)."""

    content: Annotated[ReportContent, PRIVATE]


class Verify(Command):
    """Sign it (审核), as an authorised signer."""

    content: Annotated[ReportContent | None, PRIVATE] = None
    """What was found; if not said, what was written down before."""

    paper: Digest | None = None
    """For the second signature under an amendment: see :class:`Release`."""


class SendBack(Command):
    """Do not sign it as it is (退回)."""

    reason: Reason


class Release(Command):
    """Let the patient read it online (发布)."""

    paper: Digest | None = None
    """SHA-256 or SM3 of the rendered paper, where the print server says so."""


class Withhold(Command):
    """Keep it from going online (暂缓发布)."""


class Disclose(Command):
    """Write down that a doctor has spoken with the patient (告知)."""


class HandOut(Command):
    """Give it to the patient in person (当面发放)."""

    to: Recipient = Recipient.HOLDER
    identity_checked: bool
    """Whether the document of whoever fetches it was looked at."""


class View(Command):
    """Read it (查看).

    Looks commute: execute it with ``on_newest=True``, so that two who read at the same
    moment do not get into each other's way.
    """


class Download(Command):
    """Take a copy (下载)."""


class Amend(Command):
    """Correct it (更正); the version before stays in the history."""

    content: Annotated[ReportContent, PRIVATE]
    reason: Annotated[Reason, PRIVATE]
    paper: Digest | None = None
    """Of the newer paper; see :class:`Release`."""


class DropAmendment(Command):
    """Let the old version stand (放弃更正)."""


class Retract(Command):
    """Take it back as a whole (撤回)."""

    fault: Fault
    reason: Reason


class Cancel(Command):
    """Give the order up (取消申请)."""

    reason: Reason


class TurnaroundPassed(Notice):
    """It should have been verified by now."""


class TermPassed(Notice):
    """It has been kept for as long as it must be."""
