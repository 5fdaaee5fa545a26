"""How far a merge has come (合并进度)."""

from typing import Annotated

from ehealthcard.models import PRIVATE, Moment
from ehealthcard.rules.links import CardLink, RetiredCardLink, SurvivingCardLink
from ehealthcard.workflow import State

from .model import Ground


class Pair(State):
    """What is known of every pair."""

    card: CardLink
    """The card that is to stay."""

    other: CardLink
    """The card that is to retire."""

    ground: Ground
    score: float | None
    """How alike they are, from 0 to 1; see the index that said so."""

    differs: tuple[str, ...]
    """What contradicts it: ``birth_date``, ``sex``."""

    note: Annotated[str, PRIVATE]
    proposed_by: str
    proposed_at: Moment


class Proposed(Pair):
    """Somebody thinks so (已提出)."""


class Seconded(Pair):
    """One reviewer thinks so, too (初审通过)."""

    first: str
    first_at: Moment


class Merged(Seconded):
    """Two reviewers think so: the other card retires (已合并)."""

    survivor: SurvivingCardLink
    retired: RetiredCardLink
    second: str
    merged_at: Moment
    moved: tuple[str, ...]
    """The names of the bindings that went over."""

    answers: bool
    """Whether codes of the retired card lead to the one that stays."""


class PartingAsked(Merged):
    """A reviewer thinks that it was wrong; until another does, it holds (待拆分)."""

    asked_by: str
    asked_at: Moment
    why: Annotated[str, PRIVATE]


class Parted(Pair):
    """Undone: both cards are there again (已拆分)."""

    asked_by: str
    parted_by: str
    parted_at: Moment
    returned: tuple[str, ...]
    """The names of the bindings that went back."""


class Rejected(Pair):
    """They are two people (不予合并)."""

    rejected_by: str
    rejected_at: Moment
    why: Annotated[str, PRIVATE]


class Lapsed(Pair):
    """One of the cards was cancelled meanwhile (已失效)."""

    lapsed_at: Moment
