"""What the service speaks of."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import PRIVATE, Model, Moment
from ehealthcard.rules.recognition import AREAS, Area, region_of
from ehealthcard.rules.regions import Region
from ehealthcard.rules.reporting import ReportImage, ReportItem, ReportKind
from ehealthcard.workflow import Policy, Timeline

Text = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
Yuan = Annotated[Decimal, Field(ge=0, decimal_places=2, max_digits=12)]


class Why(Labelled):
    """Why something is examined again (重复检查检验原因).

    The first six are the national cases; the rest are regions' own.
    """

    CHANGED = "1", "病情变化，结果与临床表现、诊断不符", "the condition changed"
    FAST = "2", "结果在疾病发展过程中变化快", "the result changes fast"
    MAJOR = "3", "项目意义重大（如手术、输血前）", "before something of consequence"
    EMERGENCY = "4", "急诊、急救", "an emergency"
    EXPERTISE = "5", "司法、伤残、病退鉴定", "a legal or medical assessment"
    OTHER = "6", "其他确需复查的情形", "another need"
    NOT_RECOGNISABLE = "N", "不符合互认条件", "not open to recognition here"
    ASKED_FOR = "P", "患者或家属要求", "the patient asks for it"
    QUALITY = "Q", "室间质评不合格", "the laboratory failed its assessment"
    OUTDATED = "A", "结果时间过久", "the result is too old"


SIX = (Why.CHANGED, Why.FAST, Why.MAJOR, Why.EMERGENCY, Why.EXPERTISE, Why.OTHER)
"""In which cases the national rules let somebody examine again."""


class Source(Labelled):
    """Where an offered report comes from (报告来源)."""

    PLATFORM = "platform", "平台报告", "the report of this desk"
    UPLOAD = "upload", "患者上传", "uploaded by the patient"


class Obstacle(Labelled):
    """Why a result is not open to recognition (不能互认原因)."""

    KIND = "kind", "类别不在互认范围", "of a kind that is not recognised"
    NOT_LISTED = "not-listed", "项目不在互认清单", "not on the list"
    NO_MARK = "no-mark", "无互认标识", "without a mark"
    OUT_OF_SCOPE = "out-of-scope", "互认区域不含本机构", "its mark does not hold here"
    TOO_OLD = "too-old", "超过互认时限", "too old"
    PLACE_UNKNOWN = "place-unknown", "本机构区划未知", "nobody knows where this is"


class Offence(Labelled):
    """What is wrong with an upload (上传核验不符)."""

    SIGNATURE = "signature", "签名无效", "its signature does not hold"
    INSTITUTION = "institution", "出具机构不符", "the institution never made it"
    PATIENT = "patient", "患者不符", "it is another patient's"


class Result(Model):
    """What is recognised: data, never a diagnosis (不含诊断结论)."""

    items: Annotated[tuple[ReportItem, ...], PRIVATE] = ()
    images: Annotated[tuple[ReportImage, ...], PRIVATE] = ()

    @property
    def marks(self) -> tuple[str | None, ...]:
        """The marks of all of it."""
        images = (i.hr_mark for i in self.images)
        return (*(i.hr_mark for i in self.items), *images)


class ListedItem(Model):
    """An item that is recognised (互认项目清单)."""

    code: str
    """The item's code, or the modality of an image."""

    max_age: timedelta | None = None
    """How old a result may be, closed; ``None``: the policy's."""


class Place(Model):
    """Where an institution is, if its code does not say so."""

    org: str
    region: Region


class SuppressedOrder(Model):
    """What the HIS is told: an order is not needed, or is needed after all."""

    card: str
    org: str
    encounter: str
    order: str
    reference: str


class FakeReport(Model):
    """What the monitor is told of a false upload."""

    card: str
    org: str
    report: str
    offences: tuple[Offence, ...]
    uploaded_by: str


class RecognitionPolicy(Policy):
    """What changes with regions and years.

    No national number says how old a result may be, so none is set. The list is open
    where it is ``None``: then the marks alone decide.
    """

    kinds: tuple[ReportKind, ...] = (ReportKind.LABORATORY, ReportKind.EXAMINATION)
    """检查检验结果互认管理办法 art. 2."""

    listed: tuple[ListedItem, ...] | None = None
    max_age: timedelta | None = None
    areas: tuple[Area, ...] = AREAS
    places: tuple[Place, ...] = ()
    local_reasons: tuple[Why, ...] = ()
    """A region's own reasons, such as Inner Mongolia's."""

    longest: timedelta = timedelta(days=30)
    """How long an authorisation lasts at most; inferred."""

    def place(self, org: str) -> Region | None:
        """Return where *org* is."""
        known = (p.region for p in self.places if p.org == org)
        return next(known, None) or region_of(org)

    def reasons(self) -> tuple[Why, ...]:
        """Return why something may be examined again."""
        return (*SIX, Why.NOT_RECOGNISABLE, *self.local_reasons)

    def good_until(self, code: str, made_at: datetime) -> Moment | None:
        """Return the last moment at which such a result is fresh enough."""
        ages = (x.max_age for x in self.listed or () if x.code == code)
        age = next(ages, None) or self.max_age
        return made_at + age if age is not None else None


POLICIES = Timeline(
    (RecognitionPolicy(name="HR-2022", effective_from=date(2022, 3, 1)),)
)
