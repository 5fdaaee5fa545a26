"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.rules.epidemiology import Celsius
from ehealthcard.rules.questionnaire import Answers
from ehealthcard.rules.stays import CareNeed, StayEnd
from ehealthcard.rules.ward_tests import WardTest
from ehealthcard.workflow import PRIVATE, Command, Notice

from .model import CompanionData, Hindrance, RevokeReason, Text


class Apply(Command):
    """Ask for a pass (申请陪护证); the case is the companion's."""

    admission: str = Field(pattern=r"^[^:\s]+:\S+$")
    """Hospital and registration number of the stay, ``org:number`` (住院登记号)."""

    companion: CompanionData
    consent: str | None = Field(default=None, min_length=1)
    """Version of the text that the patient agreed to, where who applies may say so."""

    test: Annotated[WardTest | None, PRIVATE] = None
    answers: Annotated[Answers | None, PRIVATE] = None
    """The epidemic questions, where the hospital asks them."""

    replaces: str | None = None
    """The pass of the companion whose place is taken over (更换陪护人)."""

    second: str | None = Field(default=None, min_length=1)
    """Why the ward lets a second companion in; only the ward may say so."""


class AgreeTo(Command):
    """Say that the patient wants this companion (同意陪护)."""

    version: Text


class SubmitTest(Command):
    """Hand in a test (提交检测报告)."""

    test: Annotated[WardTest, PRIVATE]


class IssueTemporary(Command):
    """Let the companion of an emergency in for a day (发放临时陪护证)."""


class Approve(Command):
    """Let the companion in, as the ward (病区审核通过)."""

    order_doctor: str | None = None
    """The doctor who ordered a companion (陪护医嘱)."""


class Reject(Command):
    """Do not, as the ward (病区不予通过)."""

    reason: Text


class Upgrade(Command):
    """Make a temporary pass a full one (转为正式陪护证)."""


class ScanIn(Command):
    """Come into the ward (进入病区)."""

    ward: Text
    temperature: Annotated[Celsius | None, PRIVATE] = None


class ScanOut(Command):
    """Leave the ward (离开病区)."""

    ward: Text


class Suspend(Command):
    """Take it out of use for a while (暂停)."""

    reason: Hindrance


class Clear(Command):
    """Nothing speaks against it any more (解除暂停)."""

    test: Annotated[WardTest | None, PRIVATE] = None


class Replace(Command):
    """Let another companion take over (更换陪护人)."""

    successor: Text
    """The pass of the new companion."""


class Revoke(Command):
    """Take it away (收回)."""

    reason: RevokeReason


class Withdraw(Command):
    """Give it up, or take the consent back (撤回)."""


class Renew(Command):
    """Go on (续期)."""


class LiftExclusion(Command):
    """Let somebody apply again (解除限制)."""


class StayOver(Notice):
    """The patient's stay is over."""

    how: StayEnd


class PatientMoved(Notice):
    """The patient lies elsewhere."""

    ward: str
    bed: str
    care: Annotated[tuple[CareNeed, ...], PRIVATE]


class SeatFreed(Notice):
    """The companion before has gone."""

    seat: int


class CardLost(Notice):
    """The companion's card was reported lost."""


class CardFound(Notice):
    """It was found."""


class HolderGone(Notice):
    """The companion's card was cancelled, or the companion has died."""


class ValidityEnded(Notice):
    """The pass has run out."""


class RetestDue(Notice):
    """The test is too old."""


class EndingSoon(Notice):
    """The pass will run out soon."""


class ExclusionEnded(Notice):
    """The exclusion is over."""
