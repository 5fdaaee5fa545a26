"""Where a critical value may be."""

from typing import Annotated

from ehealthcard.models import Moment
from ehealthcard.rules.critical import CriticalFinding
from ehealthcard.rules.links import CardLink, ReportLink
from ehealthcard.workflow import PRIVATE, State

from .model import Handling


class Known(State):
    """What is known of every critical value."""

    card: CardLink
    reference: ReportLink
    """The report, ``org:number``."""

    version: int
    org: str
    department: str
    publisher: str
    """Who published it (发布人)."""

    findings: Annotated[tuple[CriticalFinding, ...], PRIVATE]
    raised_at: Moment


class Raised(Known):
    """To be acknowledged (已发布)."""

    respond_by: Moment


class Escalated(Known):
    """Nobody acknowledged in time; a superior was told (已升级)."""

    level: int
    """How far up it went, from 1."""

    told: str
    """Who was told last."""

    respond_by: Moment | None
    """``None`` at the top: it waits there."""


class Acknowledged(Known):
    """The ward or the family doctor knows (已确认)."""

    acknowledged_by: str
    acknowledged_at: Moment
    escalations: int
    handle_by: Moment
    overdue: bool = False


class Handled(Known):
    """Something was done about it (已处理)."""

    acknowledged_by: str
    acknowledged_at: Moment
    escalations: int
    handling: Handling


class Voided(State):
    """The report was taken back (已作废)."""

    card: CardLink
    reference: ReportLink
    raised_at: Moment
    voided_at: Moment
