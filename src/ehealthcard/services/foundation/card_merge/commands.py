"""What is asked of a merge (合并指令)."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import PRIVATE
from ehealthcard.workflow import Command, Notice

from .model import Ground


class Propose(Command):
    """Say that two cards may be of one person (提出合并)."""

    other: Annotated[str, Field(min_length=1, max_length=64)]
    ground: Ground
    score: float | None = Field(default=None, ge=0, le=1)
    differs: tuple[str, ...] = ()
    note: Annotated[str, PRIVATE, Field(max_length=500)] = ""


class Second(Command):
    """Agree, as the first reviewer (初审)."""


class Merge(Command):
    """Agree, as the second reviewer; the desk does it (复审并合并)."""

    moved: tuple[str, ...]


class Reject(Command):
    """Say that they are two people (驳回)."""

    why: Annotated[str, PRIVATE, Field(min_length=1, max_length=500)]


class AskToPart(Command):
    """Say that the merge was wrong (申请拆分)."""

    why: Annotated[str, PRIVATE, Field(min_length=1, max_length=500)]


class KeepTogether(Command):
    """Say that the merge was right after all (维持合并)."""


class Part(Command):
    """Agree that it was wrong; the desk does it (拆分)."""

    returned: tuple[str, ...]


class CardEnded(Notice):
    """One of the cards was cancelled."""
