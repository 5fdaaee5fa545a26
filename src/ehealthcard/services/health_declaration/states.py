"""Where a declaration may be."""

from typing import Annotated

from ehealthcard.models import Moment
from ehealthcard.rules.declaring import Declarant, Signature
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.questionnaire import Answers
from ehealthcard.rules.standing import DeclarationStanding
from ehealthcard.workflow import PRIVATE, State

from .model import Use, Visit


class Draft(State):
    """Begun, not yet submitted (草稿)."""

    card: CardLink
    declarant: Declarant
    visit: Visit
    answers: Annotated[Answers, PRIVATE]
    consent: Signature
    discard_after: Moment


class Valid(DeclarationStanding):
    """In force for 24 hours (有效); the two below say how."""

    card: CardLink
    visit: Visit
    consent: Signature
    channel: str
    uses: tuple[Use, ...] = ()


class ValidClear(Valid):
    """In force, nothing found (有效，无异常)."""

    attention: bool = False


class ValidAttention(Valid):
    """In force, something calls for attention (有效，需关注)."""

    attention: bool = True
    reasons: tuple[str, ...]
    kept: bool = False
    """Whether it led to isolation and must be kept."""


class Expired(State):
    """24 hours have passed (已失效)."""

    submitted_at: Moment
    attention: bool
    uses: tuple[Use, ...]


class Superseded(State):
    """A newer declaration is in force (已被新申报替代)."""

    submitted_at: Moment
    attention: bool
    uses: tuple[Use, ...]


class Withdrawn(State):
    """Taken back by the holder; the answers are gone (已撤回)."""

    reason: str


class Voided(State):
    """Found to be false by staff (已作废)."""

    card: CardLink
    reason: str
    voided_by: str


class Discarded(State):
    """A draft that nobody submitted; its content is gone (草稿已删除)."""
