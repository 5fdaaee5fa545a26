"""What happens to a card, its holder and the codes that lead to it."""

from typing import Annotated, ClassVar

from ehealthcard.codes import Assurance
from ehealthcard.models import PRIVATE, Moment
from ehealthcard.rules.links import (
    CardLink,
    CarerLink,
    CodeBindingLink,
    CodeConflictLink,
    RiskLink,
)
from ehealthcard.workflow import Signal


class CardSuspended(Signal):
    """A card was reported lost (挂失): passes rest, care goes on."""

    card: CardLink


class CardRestored(Signal):
    """A lost card was found (解除挂失)."""

    card: CardLink


class CardCancelled(Signal):
    """A card was cancelled (注销)."""

    whole: ClassVar[bool] = True

    card: CardLink


class CardFrozen(Signal):
    """A card was frozen because of a risk (风险冻结)."""

    card: CardLink


class CardThawed(Signal):
    """The risk is gone: a frozen card is good again (解除冻结)."""

    card: CardLink


class PersonDied(Signal):
    """The holder has died; what must end, ends."""

    external: ClassVar[bool] = True
    whole: ClassVar[bool] = True

    card: CardLink


class AccountClosed(Signal):
    """Somebody's account is over, and with it what it held (账户终止)."""

    carer: CarerLink
    died: bool


class ChildhoodEnded(Signal):
    """A ward is 14: from now on nobody else consents for him (PIPL art. 31)."""

    whole: ClassVar[bool] = True

    card: CardLink


class SeniorCodeBound(Signal):
    """A senior card's number belongs to the health card now (老年证与健康卡关联)."""

    card: CardLink
    issuer: str
    number: str
    edition: int


class SeniorCodeVoided(Signal):
    """An edition of a senior card no longer holds (老年证失效)."""

    card: CardLink
    issuer: str
    number: str
    edition: int


class CodeContested(Signal):
    """Somebody looks into who a code belongs to; until then it rests (码归属核查)."""

    binding: CodeBindingLink
    conflict: str
    """The conflict's own name."""


class CodeClaimDropped(Signal):
    """The code stays with its holder: the other's claim came to nothing."""

    conflict: CodeConflictLink


class CodeClaimUpheld(Signal):
    """The code was not its holder's (裁定解绑)."""

    conflict: CodeConflictLink


class CodeAwarded(Signal):
    """A ruling gave a code to who claimed it (裁定改绑)."""

    anew: ClassVar[bool] = True

    card: CardLink
    name: str
    """The name of the new binding."""

    kind: str
    issuer: str
    value: Annotated[str, PRIVATE]
    assurance: Assurance
    valid_until: Moment | None


class RealNameProved(Signal):
    """The holder was proved anew, well enough to answer a doubt (实名重新核验)."""

    card: CardLink


class CardsMerged(Signal):
    """A card was found to be of a person who has another; it retires (合并)."""

    card: CardLink
    into: str
    """The subject of the card that stays."""


class CardsParted(Signal):
    """Two cards were not of one person; the retired one is back (取消合并)."""

    card: CardLink


class BreachNotified(Signal):
    """Whoever must be told of a breach was told, or need not be (安全事件已通报)."""

    alert: RiskLink
    authority: str | None = None
    """Number of the notice to the authority."""

    persons: str | None = None
    """Number of the notice to the persons."""

    exempt: bool = False
    """Whether the persons need not be told: no harm can come of it."""
