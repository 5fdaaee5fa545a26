"""What the service speaks of."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Kinship, Labelled
from ehealthcard.models import Day, Model, Moment
from ehealthcard.rules.calendar import add_months
from ehealthcard.rules.regions import NATION, Region
from ehealthcard.workflow import PRIVATE, Policy, Timeline

from .tiers import Benefit, Tier

Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Text = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]


class Living(Labelled):
    """On what ground somebody belongs to a place (户籍或常住)."""

    LOCAL = "local", "本地户籍", "registered there"
    RESIDENT = "resident", "外埠常住", "lives there without being registered"


class Residence(Model):
    """Where an applicant belongs (户籍或居住地)."""

    ground: Living
    region: Region
    """The county, six digits of GB/T 2260."""

    since: Day | None = None
    """For residents: the first day of living there."""

    proof: str | None = Field(default=None, max_length=64)
    """For residents: the number of the permit or certificate (居住证明)."""


class Paper(Labelled):
    """What may be missing (待补材料)."""

    RESIDENCE = "residence", "户籍或居住证明", "proof of residence"
    PHOTO = "photo", "照片", "a photo"
    IDENTITY = "identity", "身份证件", "an identity document"
    AUTHORITY = "authority", "委托书", "a power of attorney"


class Refusal(Labelled):
    """Why an application is turned down (不予办理原因)."""

    RESIDENCE = "residence", "不符合居住条件", "does not live here as required"
    IDENTITY = "identity", "身份信息不符", "the identity does not fit"
    FALSE_PAPERS = "false-papers", "材料虚假", "papers are false"
    HELD_ELSEWHERE = "held-elsewhere", "已在外地办理", "holds one from elsewhere"
    OTHER = "other", "其他", "another reason"


class Capacity(Labelled):
    """Who applied (申请方式)."""

    HOLDER = "holder", "本人", "the holder"
    GUARDIAN = "guardian", "监护人", "the guardian"
    AGENT = "agent", "代办人", "an agent who was asked"
    WINDOW = "window", "窗口", "a window, for somebody who is there or has signed"


class PaperAgent(Model):
    """Who comes to a window with a signed power of attorney (现场代办人)."""

    kinship: Kinship
    name: Annotated[str, PRIVATE, Field(min_length=1)]
    document: Annotated[str, PRIVATE, Field(min_length=1)]
    authority: str = Field(min_length=1, max_length=64)
    """The number of the power of attorney (委托书)."""


class BenefitUse(Model):
    """One use (优待记录)."""

    benefit: Benefit
    at: Moment
    by: str
    org: str | None
    use: str | None
    """The scan that it rests on; ``None`` where somebody read the card."""


class Fraud(Model):
    """What the monitor is told of a revoked card."""

    card: str
    number: str
    reason: str
    by: str


class SeniorPolicy(Policy):
    """What changes with provinces and years."""

    region: Region = NATION
    """The area whose people get the card here; wider areas end in zeros."""

    from_age: int = Field(default=60, ge=0)
    """老年人权益保障法 art. 2."""

    resident_months: int = Field(default=6, ge=0)
    """How long somebody who is not registered here has lived here; local rules."""

    tiers: tuple[Tier, ...] = Field(min_length=1)
    number_form: str = "^[0-9A-Z-]{4,32}$"
    """What numbers look like; no national form is known."""

    photo_required: bool = True
    scan_within: timedelta = timedelta(minutes=10)
    """How long ago the code was scanned that a use rests on; inferred, closed."""

    def settled(self, residence: Residence, day: date) -> bool:
        """Whether somebody has lived there long enough on *day*, the last included."""
        if residence.ground is Living.LOCAL:
            return True
        since = residence.since
        return since is not None and add_months(since, self.resident_months) <= day


_FIRST = (Benefit.PRIORITY_CARE,)
_CHECK = (*_FIRST, Benefit.CHECK_UP)
_OLD = (*_CHECK, Benefit.ALLOWANCE)
NATIONAL_TIERS = (
    Tier(age=60, benefits=_FIRST),
    Tier(age=65, benefits=_CHECK),
    Tier(age=70, benefits=_CHECK),
    Tier(age=80, benefits=_OLD),
    Tier(age=90, benefits=_OLD),
    Tier(age=100, benefits=_OLD),
)
POLICIES = Timeline(
    (
        SeniorPolicy(
            name="national", effective_from=date(2018, 12, 29), tiers=NATIONAL_TIERS
        ),
    )
)
"""From the law as amended in 2018; check-ups from 65 are basic public health, and
allowances from 80 are paid by most provinces. A province uses its own."""

_BUS = (*_CHECK, Benefit.BUS_FREE)
SHANDONG = SeniorPolicy(
    name="shandong",
    effective_from=date(2018, 12, 29),
    region="370000",
    tiers=(
        Tier(age=60, benefits=(*_FIRST, Benefit.PARK_HALF)),
        Tier(age=65, benefits=(*_BUS, Benefit.PARK_HALF)),
        Tier(age=70, benefits=(*_BUS, Benefit.PARK_FREE)),
        Tier(age=80, benefits=(*_BUS, Benefit.PARK_FREE, Benefit.ALLOWANCE)),
    ),
)
"""山东: buses free from 65, parks at half price from 60 and free from 70."""

ZHEJIANG = SeniorPolicy(
    name="zhejiang",
    effective_from=date(2018, 12, 29),
    region="330000",
    tiers=(
        Tier(age=60, benefits=_FIRST),
        Tier(age=65, benefits=_CHECK),
        Tier(age=70, benefits=_CHECK),
        Tier(age=80, benefits=_OLD),
        Tier(age=100, benefits=(*_OLD, Benefit.CENTENARIAN)),
    ),
)
"""浙江: priority from registration to admission at 70, a subsidy from 100 on. The law
gives the priority at 60 already, so that nothing is added to it at 70."""
