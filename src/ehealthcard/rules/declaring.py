"""Who answers for a card holder, and what he puts his name to (申报人与承诺).

The holder himself; in special cases family or friends (特殊情况可由家人/朋友代为申报,
guide §4.1.1), who say why and who they are; below 14 the guardian (PIPL art. 31).
"""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Kinship, Labelled
from ehealthcard.models import Moment
from ehealthcard.workflow import PRIVATE, Actor, Model, Rule

GUARDED_BELOW = 14
"""Below this age a guardian answers (PIPL art. 31)."""

COMMITMENT_REQUIRED = Rule(
    "COMMITMENT_REQUIRED",
    "The commitment to answer truthfully was not accepted; show it and ask.",
    "尚未签署如实申报承诺书，请阅读并确认承诺书。",
)
PROXY_REASON_REQUIRED = Rule(
    "PROXY_REASON_REQUIRED",
    "Who declares for somebody else says why; add the reason.",
    "代他人申报须说明原因，请填写代申报原因。",
)
PROXY_KINSHIP_REQUIRED = Rule(
    "PROXY_KINSHIP_REQUIRED",
    "A family member says what relation it is; add the kinship.",
    "家人代申报须填写与本人的家庭关系。",
)
PROXY_IDENTITY_REQUIRED = Rule(
    "PROXY_IDENTITY_REQUIRED",
    "Who declares for somebody else gives name and document or phone; add them.",
    "代申报人须提供姓名及证件号码或联系电话，请补充。",
)
GUARDIAN_CONSENT_REQUIRED = Rule(
    "GUARDIAN_CONSENT_REQUIRED",
    "For a child under 14 the guardian declares; let the guardian do it.",
    "未满十四周岁须由监护人申报并同意，请由监护人办理。",
)


class Relation(Labelled):
    """Who declares (申报人): 特殊情况可由家人/朋友代为申报, guide §4.1.1."""

    SELF = "self", "本人", "the holder"
    FAMILY = "family", "家人", "a family member"
    FRIEND = "friend", "朋友", "a friend"
    GUARDIAN = "guardian", "监护人", "the guardian"


class Declarant(Model):
    """Who fills in the declaration."""

    relation: Relation = Relation.SELF
    kinship: Kinship | None = None
    """For family: what the declarant is to the holder (GB/T 4761)."""

    name: Annotated[str | None, PRIVATE] = None
    document: Annotated[str | None, PRIVATE] = None
    phone: Annotated[str | None, PRIVATE] = None
    reason: str | None = None
    """Why the holder does not declare himself."""


class Signature(Model):
    """A text that was accepted: the personal commitment (个人承诺), or the consent."""

    version: str = Field(min_length=1)
    accepted_at: Moment


def require_declarant(
    declarant: Declarant,
    actor: Actor,
    *,
    age: int | None,
    guardian: str | None,
    stands_in: bool = False,
) -> None:
    """Refuse who may not answer for the holder.

    Args:
        declarant: Who answers.
        actor: Who acts; its ``holder``, where known, is the person behind it.
        age: The holder's age in whole years; ``None`` for somebody unknown.
        guardian: The subject of the holder's registered guardian.
        stands_in: Whether the actor has the holder's, or a minor's guardian's, grant to
            declare: he says no more than that he is family or a friend.

    Raises:
        RuleViolationError: He may not; the rule says what is missing.

    """
    family = declarant.relation in (Relation.FAMILY, Relation.FRIEND)
    if stands_in and family and actor.holder != guardian:
        return
    if age is not None and age < GUARDED_BELOW:
        known = None in (guardian, actor.holder) or actor.holder == guardian
        if declarant.relation is not Relation.GUARDIAN or not known:
            raise GUARDIAN_CONSENT_REQUIRED.broken()
    elif family:
        _require_proxy(declarant, actor)


def _require_proxy(declarant: Declarant, actor: Actor) -> None:
    if not (declarant.reason or "").strip():
        raise PROXY_REASON_REQUIRED.broken()
    if declarant.relation is Relation.FAMILY and declarant.kinship is None:
        raise PROXY_KINSHIP_REQUIRED.broken()
    named = declarant.name and (declarant.document or declarant.phone)
    if not named and actor.holder is None:
        raise PROXY_IDENTITY_REQUIRED.broken()
