"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.rules.regions import Region
from ehealthcard.workflow import PRIVATE, Command, Notice

from .model import Digest, Paper, PaperAgent, Refusal, Residence, Text
from .tiers import Benefit


class Apply(Command):
    """Ask for a senior card (申请老年证)."""

    residence: Annotated[Residence, PRIVATE]
    photo: Digest | None = None
    """Hash of a photo that the application keeps; the register may have one."""

    consent: str = Field(min_length=1)
    """Version of the text that was agreed to: photo and home are looked up."""

    holder_present: bool = False
    """At a window: whether the holder is there."""

    agent: Annotated[PaperAgent | None, PRIVATE] = None
    """At a window: who comes in the holder's stead, with a signed authority."""


class AutoVerify(Command):
    """Look the holder up in the registers again (自动核验)."""


class Approve(Command):
    """Find the application right, having looked at the papers (人工核验通过)."""

    photo: Digest | None = None
    """Of a photo that was taken at the window."""


class AskPapers(Command):
    """Ask for what is missing (要求补正)."""

    missing: tuple[Paper, ...] = Field(min_length=1)
    reason: Text


class SupplyPapers(Command):
    """Bring what was missing (补正材料)."""

    residence: Annotated[Residence | None, PRIVATE] = None
    photo: Digest | None = None


class Reject(Command):
    """Turn it down, and say why (不予办理)."""

    reason: Refusal
    explanation: Annotated[Text, PRIVATE]


class Withdraw(Command):
    """Take the application back (撤回申请)."""


class Issue(Command):
    """Give it out (核发)."""

    number: str = Field(min_length=1, max_length=32)
    """The senior card's number (老年证号)."""

    issuer_name: str = Field(min_length=1, max_length=40)


class Present(Command):
    """Use it for a benefit (出示使用)."""

    benefit: Benefit
    use: str | None = None
    """The use-card record of the scan of the holder's code."""

    number: str | None = None
    """Without a scan: what stands on the card."""

    edition: int | None = None


class ReportLost(Command):
    """Report it as lost (挂失)."""


class Reissue(Command):
    """Give out another copy (补发、换发): for a lost or worn one, or at a new tier."""


class Update(Command):
    """Correct what has changed (信息变更); name and document are the card's own."""

    residence: Annotated[Residence | None, PRIVATE] = None
    photo: Digest | None = None


class ReportDeath(Command):
    """The office learns of the holder's death (死亡注销)."""


class GiveUp(Command):
    """The holder no longer wants it (申请注销)."""


class MoveOut(Command):
    """The holder has moved to another region (转出)."""

    to: Region


class Revoke(Command):
    """Take it away: it was got or used by fraud (撤销)."""

    reason: Text


class BirthdayCame(Notice):
    """The holder has reached the next tier's age."""


class HealthCardRests(Notice):
    """The health card was reported lost."""


class HealthCardFound(Notice):
    """The health card was found."""


class HealthCardEnded(Notice):
    """The health card was cancelled."""


class HolderDied(Notice):
    """The holder has died."""
