"""What the machine speaks of."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model, Moment
from ehealthcard.workflow import PRIVATE, AppName, AppVersion, Policy, Timeline

Span = Annotated[timedelta, Field(gt=timedelta())]
Word = Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Said = Annotated[str, Field(min_length=1, max_length=500), PRIVATE]
"""What somebody has written; it is kept sealed and sent to nobody."""


class ClientKind(Labelled):
    """What a client application is (客户端形态, guide chapter 2)."""

    APP = "app", "移动应用（APP）", "app"
    MINI_PROGRAM = "mini-program", "小程序", "mini program"
    SERVICE_ACCOUNT = "service-account", "服务号（H5）", "service account"
    TERMINAL = "terminal", "终端程序", "program of a terminal"


class Severity(Labelled):
    """How grave a defect is (缺陷等级), as recalled from GB/T 30279-2020."""

    CRITICAL = "critical", "超危", "critical"
    HIGH = "high", "高危", "high"
    MEDIUM = "medium", "中危", "medium"
    LOW = "low", "低危", "low"


class Cause(Labelled):
    """Why a build is limited (受限原因)."""

    DEFECT = "defect", "存在缺陷", "a defect"
    OVERDUE = "overdue", "自查逾期", "its inspection is overdue"
    UNMENDED = "unmended", "缺陷逾期未修复", "a defect was not mended in time"
    DECIDED = "decided", "管理人员限制", "the keeper's decision"


class Defect(Model):
    """A known defect and who mended it (缺陷与修复记录)."""

    number: Word
    """Its number in the house or in a public register, such as a CVE number."""

    severity: Severity
    what: Said
    found_by: str
    found_at: Moment
    mended_by: str | None = None
    mended_at: Moment | None = None
    how: Annotated[str | None, PRIVATE] = None
    mended_in: AppVersion | None = None
    """The later version that mends it; this one keeps it. ``None``: mended for this
    version too, such as at the server."""

    @property
    def is_open(self) -> bool:
        """Whether this build still has it."""
        return self.mended_at is None or self.mended_in is not None


class Inspection(Model):
    """One self-inspection (自查记录): what was looked at and found in order."""

    by: str
    at: Moment
    digests: tuple[str, ...]
    permissions: tuple[str, ...]
    checklist: Word
    """Which list of questions was gone through, such as ``2026-1``."""


class BuildStanding(Model):
    """What the monitor and the keeper are told of a build; it names no person."""

    app: AppName
    version: AppVersion
    kind: ClientKind
    cause: Cause | None
    replaced_by: AppVersion | None
    at: Moment


class ClientAppPolicy(Policy):
    """What changes with places and years; every number is inferred."""

    inspect_every: Span = timedelta(days=90)
    """How long a self-inspection holds."""

    high_within: Span = timedelta(days=7)
    medium_within: Span = timedelta(days=30)
    low_within: Span = timedelta(days=90)
    """How long a defect may stay; with a critical one the build is limited at once."""

    def within(self, severity: Severity) -> timedelta:
        """Return how long a defect may stay."""
        return {
            Severity.CRITICAL: timedelta(),
            Severity.HIGH: self.high_within,
            Severity.MEDIUM: self.medium_within,
            Severity.LOW: self.low_within,
        }[severity]


POLICIES = Timeline(
    (ClientAppPolicy(name="standard", effective_from=date(2022, 12, 1)),)
)
