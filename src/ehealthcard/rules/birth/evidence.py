"""What has to be shown before a birth is certified (签发所需证明材料).

Collected from provincial rules: late applications, a mother who was admitted under
another identity, births outside of an institution, an unknown father, an agent.
"""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model

from .newborn import Place


class Evidence(Labelled):
    """A paper that proves something (证明材料)."""

    EXPLANATION = "explanation", "逾期申领情况说明", "why it comes late"
    DNA = "dna", "亲子鉴定意见书", "an expert opinion on parentage (DNA)"
    POLICE_PROOF = "police-proof", "公安机关身份证明", "proof of identity by the police"
    KINSHIP = "kinship", "亲子关系声明", "a signed declaration of kinship"
    NO_FATHER = "no-father", "母亲不提供父亲信息的声明", "the mother's on no father"
    MOTHER_DIED = "mother-died", "母亲死亡证明", "proof of the mother's death"
    LOST = "lost", "遗失声明", "a signed statement of loss"
    COURT = "court", "生效法律文书", "a judgement"


class Requirement(Model):
    """One thing to be proved, by any of some papers."""

    reason: str
    """``LATE``, ``VERY_LATE``, ``MISMATCH``, ``OUTSIDE``, ``NO_FATHER`` or another
    code."""

    any_of: Annotated[tuple[Evidence, ...], Field(min_length=1)]


class Circumstances(Model):
    """What the requirements follow from."""

    place: Place
    matched: bool
    """Whether the mother's card is the one that the delivery is recorded under."""

    vouched: bool = False
    """Whether no record could be read and the institution transcribed its own."""

    father: bool
    """Whether the father is named."""

    mother_died: bool = False


def required(
    seen: Circumstances, late: tuple[Requirement, ...]
) -> tuple[Requirement, ...]:
    """Return what has to be shown.

    Args:
        seen: How it is.
        late: What lateness asks for, from the policy of the place.

    """
    needs = list(late)
    if seen.place in (Place.HOME, Place.OTHER):
        needs.append(Requirement(reason="OUTSIDE", any_of=(Evidence.KINSHIP,)))
        needs.append(Requirement(reason="OUTSIDE", any_of=(Evidence.DNA,)))
    elif not seen.matched and not seen.vouched:
        either = (Evidence.POLICE_PROOF, Evidence.DNA)
        needs.append(Requirement(reason="MISMATCH", any_of=either))
    if not seen.father:
        needs.append(Requirement(reason="NO_FATHER", any_of=(Evidence.NO_FATHER,)))
    if seen.mother_died:
        needs.append(Requirement(reason="MOTHER_DIED", any_of=(Evidence.MOTHER_DIED,)))
    return tuple(dict.fromkeys(needs))


def missing(
    needs: tuple[Requirement, ...], shown: tuple[Evidence, ...]
) -> tuple[Requirement, ...]:
    """Return what of *needs* is not met by what was *shown*."""
    return tuple(n for n in needs if not set(n.any_of) & set(shown))
