"""Where a senior card may be."""

from typing import Annotated

from ehealthcard.codesets import Labelled
from ehealthcard.models import Day, Moment
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.standing import SeniorStanding
from ehealthcard.workflow import PRIVATE, State

from .model import BenefitUse, Capacity, Digest, Paper, PaperAgent, Refusal, Residence
from .tiers import Tier


class Applied(State):
    """What is known of every application."""

    card: CardLink
    birth: Annotated[Day, PRIVATE]
    residence: Annotated[Residence, PRIVATE]
    photo: Digest | None
    consent: Signature
    capacity: Capacity
    agent: Annotated[PaperAgent | None, PRIVATE]
    applied_by: str
    applied_at: Moment
    channel: str


class Submitted(Applied):
    """Asked for; somebody looks at it (已提交)."""


class NeedPapers(Applied):
    """Something is missing (待补正)."""

    missing: tuple[Paper, ...]
    reason: str
    asked_at: Moment


class Approved(Applied):
    """Found right, not yet given out (已审核)."""

    approved_by: str
    """``registry`` where the registers said so by themselves."""

    approved_at: Moment


class Rejected(State):
    """Turned down (不予办理)."""

    card: CardLink
    reason: Refusal
    explanation: Annotated[str, PRIVATE]
    rejected_by: str
    rejected_at: Moment


class Withdrawn(State):
    """Taken back; what was said in it is gone (已撤回)."""

    card: CardLink
    withdrawn_at: Moment


class Held(SeniorStanding):
    """What is known of every senior card that was given out.

    It is good for long (长期有效): only what is below ends it.
    """

    card: CardLink
    birth: Annotated[Day, PRIVATE]
    residence: Annotated[Residence, PRIVATE]
    photo: Digest | None
    issuer: str
    issuer_name: str
    issued_at: Moment
    tier: Tier
    tier_since: Day
    next_tier_on: Day | None
    """The birthday that leads to the next tier."""

    edition_at: Moment
    """Since when there is this copy."""

    uses: int = 0
    recent: Annotated[tuple[BenefitUse, ...], PRIVATE] = ()
    """The newest, as long as a scan counts; all of them are the case's history."""

    def institutions(self) -> tuple[str, ...]:
        """Return who gave it out."""
        return (self.issuer,)


class Active(Held):
    """Good for use (有效)."""


class Resting(Held):
    """The health card is lost, and its code with it (随健康卡挂失)."""


class Lost(Held):
    """Reported as lost (已挂失); another copy takes its place."""

    lost_at: Moment
    reported_by: str


class Ending(Labelled):
    """Why it was cancelled (注销原因)."""

    DIED = "died", "死亡", "the holder has died"
    CARD_ENDED = "card-ended", "健康卡注销", "the health card was cancelled"
    GIVEN_UP = "given-up", "本人申请", "the holder gave it up"


class Cancelled(State):
    """Over (已注销)."""

    card: CardLink
    number: str | None
    """``None`` where it was never given out."""

    issuer: str
    edition: int
    reason: Ending
    cancelled_at: Moment


class Transferred(State):
    """The holder has moved away with it (已转出)."""

    card: CardLink
    number: str
    issuer: str
    edition: int
    to_region: str
    transferred_at: Moment


class Revoked(State):
    """Taken away (已撤销)."""

    card: CardLink
    number: str
    issuer: str
    edition: int
    reason: str
    revoked_by: str
    revoked_at: Moment
