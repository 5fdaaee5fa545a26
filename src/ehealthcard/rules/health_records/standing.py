"""What a health record tells other services, and who may write in it."""

from typing import ClassVar

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model
from ehealthcard.rules.links import CardLink, HealthFileLink
from ehealthcard.workflow import AnyContext, Rule, State

from .code import RecordNumber

KEEPERS = ("public-health", "family-doctor")
"""Who builds and keeps records at an institution (公共卫生人员、家庭医生)."""

RECORD_OTHER_KEEPER = Rule(
    "RECORD_OTHER_KEEPER",
    "Another institution keeps this record; its own staff act.",
    "该健康档案由其他机构管理，请由管理机构办理。",
)
RECORD_NOT_THERE = Rule(
    "RECORD_NOT_THERE",
    "There is no health record in force; build one first.",
    "该居民没有在档的健康档案，请先建档。",
)
RECORD_NOT_OPEN = Rule(
    "RECORD_NOT_OPEN",
    "The record is not open to the resident and the family; open it first.",
    "健康档案尚未向本人开放，请先申请开放。",
)


class RecordStanding(State):
    """A health record, in force or not (居民健康档案)."""

    in_force: ClassVar[bool] = False

    card: CardLink
    file: HealthFileLink
    """A name that stays the same when the record moves and its number changes."""

    number: RecordNumber
    org: str
    """Who keeps it (管理机构)."""

    org_name: str
    is_open: bool
    """Whether the resident, and the family with a grant, read it online (开放)."""


class RecordSeen(Model):
    """What others must know of the holder's record."""

    card: str
    file: str
    number: RecordNumber
    org: str
    org_name: str
    is_open: bool


def seen(state: State) -> RecordSeen | None:
    """Return what is known of a record in force; ``None`` if *state* is none."""
    if not (isinstance(state, RecordStanding) and state.in_force):
        return None
    return RecordSeen(
        card=state.card,
        file=state.file,
        number=state.number,
        org=state.org,
        org_name=state.org_name,
        is_open=state.is_open,
    )


def require_keeper(ctx: AnyContext, org: str) -> None:
    """Refuse who does not keep records at the institution *org*.

    Raises:
        RuleViolationError: He does not.

    """
    ctx.require(*KEEPERS)
    if ctx.actor.org != org:
        raise RECORD_OTHER_KEEPER.broken()


class MergeProof(Labelled):
    """How it was found that two records are of one person (同一人认定依据)."""

    DOCUMENTS = "documents", "核对身份证件", "documents were compared"
    POLICE = "police", "公安身份核验", "the police register says so"
    IN_PERSON = "in-person", "本人到场确认", "the person was there and said so"
