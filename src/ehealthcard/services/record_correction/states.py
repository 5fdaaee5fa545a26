"""Where a request may be."""

from typing import Annotated

from ehealthcard.models import PRIVATE, Moment
from ehealthcard.rules.health_records.base import BaseChange
from ehealthcard.rules.links import CardLink
from ehealthcard.workflow import State

from .model import Section


class Known(State):
    """What is known of every request."""

    card: CardLink
    section: Section
    asked_by: str
    asked_at: Moment


class Requested(Known):
    """To be decided (待处理)."""

    org: str
    """Who kept the record when it was asked."""

    wrong: Annotated[str, PRIVATE]
    wanted: Annotated[str, PRIVATE]
    answer_by: Moment
    overdue: bool = False


class Accepted(Known):
    """Written into the record (已更正)."""

    file: str
    change: Annotated[BaseChange, PRIVATE]
    wrong: Annotated[str, PRIVATE]
    note: Annotated[str, PRIVATE]
    decided_by: str
    decided_at: Moment


class Rejected(Known):
    """Not corrected, and it was said why (不予更正)."""

    wrong: Annotated[str, PRIVATE]
    reason: Annotated[str, PRIVATE]
    decided_by: str
    decided_at: Moment


class Withdrawn(Known):
    """Taken back by who asked (已撤回)."""

    withdrawn_at: Moment


class Lapsed(Known):
    """The record was cancelled meanwhile (随档案终止)."""

    lapsed_at: Moment
