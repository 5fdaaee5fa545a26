"""What is asked, and what happens."""

from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.identity import SubjectId
from ehealthcard.rules.epidemiology import Celsius
from ehealthcard.workflow import PRIVATE, Command, Notice

Method = Literal["gate", "pillar", "handheld", "window"]
"""闸机、扫码墩、手持终端、人工窗口."""


class Present(Command):
    """Come to the entrance (到达入口); with a card or without."""

    org: str = Field(min_length=1)
    """Code of the institution."""

    place: str = Field(min_length=1)
    """Which entrance."""

    method: Method = "gate"
    companions: tuple[str, ...] = ()
    """Cases of those who come along."""


class Identify(Command):
    """The code was scanned and found good (扫码通过)."""

    use: str
    """The use-card record of the scan."""


class RejectCode(Command):
    """The code was scanned and refused (扫码不通过)."""

    use: str


class IdentifyManually(Command):
    """Staff read the document of somebody without a phone (人工通道)."""

    holder: SubjectId


class BypassEmergency(Command):
    """A life is in danger, or an ambulance arrives: in at once (急救优先)."""

    reason: Literal["life-threatening", "ambulance"]


class BindIdentity(Command):
    """Say later who came in as an emergency (补录身份)."""

    holder: SubjectId


class Assess(Command):
    """Decide whether to let the holder in, or where to lead him (准入判定)."""

    temperature: Annotated[Celsius | None, PRIVATE] = None


class AdmitReviewed(Command):
    """Staff looked and let the holder in (复核放行)."""

    reason: str = Field(min_length=1)


class DivertReviewed(Command):
    """Staff looked and lead the holder elsewhere (复核分流)."""

    reason: str = Field(min_length=1)


class ScanAgain(Command):
    """The same holder is scanned on the way in once more (再次扫码)."""


class ScanOut(Command):
    """The holder leaves (离开)."""


class DeclarationArrived(Notice):
    """The missing declaration was submitted."""


class DayEnded(Notice):
    """Midnight has passed."""
