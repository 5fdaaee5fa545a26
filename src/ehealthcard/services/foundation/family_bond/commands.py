"""What may be asked, and what happens by itself (命令与通知)."""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Kinship, Labelled
from ehealthcard.models import PRIVATE, Moment
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.family import EndReason, ProofKind
from ehealthcard.workflow import Command, Notice

Reference = Annotated[str | None, PRIVATE, Field(min_length=1, max_length=64)]


class Opening(Command):
    """What every bond begins with."""

    carer: str = Field(min_length=1)
    """The subject of whoever is to care for the card."""

    kinship: Kinship
    """What the carer is to the card's holder (GB/T 4761)."""


class AskGuardianship(Opening):
    """Ask for a minor's card; a window looks at the proof (申请监护)."""


class AskDelegation(Opening):
    """Ask a holder to be let care for his card (申请代管)."""

    scopes: tuple[GrantScope, ...] = Field(min_length=1)
    until: Moment
    """The last moment that is asked for."""


class Delegate(Opening):
    """Let somebody care for the card (授权代管)."""

    scopes: tuple[GrantScope, ...] = Field(min_length=1)
    until: Moment
    """The last moment."""

    consent: str = Field(min_length=1)
    """Version of the text that was agreed to."""

    sensitive: bool = False
    """Whether that includes what is especially sensitive (PIPL art. 29)."""

    holder_seen: bool = False
    """At a window: whether the holder, or a minor's guardian, was there or signed."""

    proof: ProofKind | None = None
    """At a window: what shows the relation."""

    reference: Reference = None
    """Number of that paper."""


class Guard(Opening):
    """Enter a minor's guardian at a window that has seen the proof (登记监护)."""

    proof: ProofKind
    reference: Reference = None


class GuardAdult(Opening):
    """Enter an adult's guardian, by a court order (登记成年监护)."""

    proof: ProofKind
    reference: Reference = None
    until: Moment | None = None
    """The last moment, where the order has one."""


class Enter(Opening):
    """A child was registered with a guardian; the desk does it (随卡登记监护)."""


class Prove(Command):
    """The proof was seen at a window (核验证明材料)."""

    proof: ProofKind
    reference: Reference = None


class Accept(Command):
    """Agree to what somebody asked for (同意)."""

    consent: str = Field(min_length=1)
    """Version of the text that was agreed to."""

    holder_seen: bool = False
    """At a window: whether the holder was there or has signed."""


class Revoke(Command):
    """End it, or take back what was asked (解除); one step, no reason asked."""


class Change(Command):
    """Other scopes, or another end (变更授权)."""

    scopes: tuple[GrantScope, ...] = Field(min_length=1)
    until: Moment
    consent: str = Field(min_length=1)
    sensitive: bool = False
    holder_seen: bool = False


class DismissalGround(Labelled):
    """Why a guardianship ends before its time (监护终止原因)."""

    COURT = "court", "人民法院撤销或变更", "a court ended or changed it"
    ADOPTED = "adopted", "收养", "the child was adopted"
    RECOVERED = "recovered", "恢复民事行为能力", "a court found full capacity again"
    MISTAKE = "mistake", "登记有误", "it was entered by mistake"


class Dismiss(Command):
    """End a guardianship at a window (终止监护, 民法典 art. 36 and 39)."""

    ground: DismissalGround
    reference: Reference = None


class TakeOver(Command):
    """Of age: take one's card over (成年移交)."""

    holder_seen: bool = False
    """At a window: whether the holder was there."""


class Provide(Command):
    """Somebody has seen to it that the ward has a guardian (监护已落实)."""

    note: str = Field(min_length=1)
    """Without anything private: it stays."""


class TurnedFourteen(Notice):
    """The ward is 14."""


class TurnedEighteen(Notice):
    """The ward is 18."""


class TermPassed(Notice):
    """The last moment is over."""


class CarerGone(Notice):
    """The carer's account has ended."""

    died: bool


class HolderGone(Notice):
    """The holder's card was cancelled, or the holder has died."""

    reason: EndReason
