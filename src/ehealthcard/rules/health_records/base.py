"""What a health record says (健康档案内容), in sections that are replaced as a whole.

Name, number and phone of the resident are not among it: they are the card's, sealed in
``identity``. What is here is sealed with the state that holds it.
"""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Kinship
from ehealthcard.models import PRIVATE, Day, Model, Moment
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.regions import Region

from .code import RecordNumber
from .codes import (
    AllergyTo,
    BloodGroup,
    Disability,
    Drinking,
    Education,
    Exercise,
    Exposure,
    FamilyIllness,
    Fuel,
    Illness,
    Kitchen,
    Marriage,
    Occupation,
    Payer,
    Pen,
    ResidentKind,
    Rhesus,
    Smoking,
    Toilet,
    Water,
)

Words = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]


class Residency(Model):
    """Since when somebody lives there (居住情况)."""

    kind: ResidentKind
    region: Region
    """The county."""

    since: Day
    """The first day; of a child, that of the household it was born into."""

    proof: str | None = Field(default=None, max_length=64)
    """The number of the paper that shows it (居住证明)."""


class Head(Model):
    """Whose record it is and who looks after it (档案首页)."""

    doctor: str | None = None
    """Staff number of the responsible doctor (责任医生)."""

    grid: str | None = None
    """The grid cell of the community (网格)."""

    household: str | None = None
    """Number of the household's file (家庭档案编号)."""

    is_head: bool = False
    """Whether the resident is the head of the household (户主)."""

    relation: Kinship | None = None
    """What the resident is to the head of the household."""

    father: RecordNumber | None = None
    """Numbers of the family's records, where they are known."""

    mother: RecordNumber | None = None
    spouse: RecordNumber | None = None


class Personal(Model):
    """About the person (个人情况)."""

    nation: Annotated[str, Field(pattern="^[0-9]{2}$")] | None = None
    """GB/T 3304, two digits."""

    education: Education = Education.UNKNOWN
    occupation: Occupation | None = None
    marriage: Marriage = Marriage.UNSTATED
    payers: tuple[Payer, ...] = ()


class ContactPerson(Model):
    """Whom to call (联系人)."""

    name: Annotated[str, Field(min_length=1, max_length=60), PRIVATE]
    phone: Annotated[str, Field(min_length=3, max_length=24), PRIVATE]
    kinship: Kinship


class Blood(Model):
    """Blood (血型)."""

    group: BloodGroup = BloodGroup.UNKNOWN
    rhesus: Rhesus = Rhesus.UNKNOWN


class Allergy(Model):
    """An allergy to a medicine (药物过敏)."""

    to: AllergyTo
    words: Annotated[Words | None, PRIVATE] = None


class PastIllness(Model):
    """A disease of the past (疾病史)."""

    illness: Illness
    confirmed_on: Day | None = None
    words: Annotated[Words | None, PRIVATE] = None
    sensitive: bool = False
    """Whether it is especially sensitive beyond what its code says, such as HIV."""


class PastEvent(Model):
    """An operation, an injury or a transfusion (手术、外伤、输血)."""

    words: Annotated[Words, PRIVATE]
    on: Day | None = None
    sensitive: bool = False
    """Whether it is especially sensitive, such as the end of a pregnancy."""


class Past(Model):
    """What was (既往史)."""

    illnesses: Annotated[tuple[PastIllness, ...], PRIVATE] = ()
    operations: Annotated[tuple[PastEvent, ...], PRIVATE] = ()
    injuries: Annotated[tuple[PastEvent, ...], PRIVATE] = ()
    transfusions: Annotated[tuple[PastEvent, ...], PRIVATE] = ()


class Relative(Model):
    """What a relative has or had (家族史)."""

    kinship: Kinship
    illnesses: Annotated[tuple[FamilyIllness, ...], PRIVATE] = Field(min_length=1)


class LifeStyle(Model):
    """How somebody lives (生活方式)."""

    smoking: Smoking | None = None
    drinking: Drinking | None = None
    exercise: Exercise | None = None


class Dwelling(Model):
    """How the household lives (生活环境)."""

    kitchen: Kitchen | None = None
    fuel: Fuel | None = None
    water: Water | None = None
    toilet: Toilet | None = None
    pen: Pen | None = None


class BaseInfo(Model):
    """All sections (个人基本信息)."""

    personal: Annotated[Personal, PRIVATE] = Personal()
    contact: Annotated[ContactPerson | None, PRIVATE] = None
    blood: Annotated[Blood, PRIVATE] = Blood()
    allergies: Annotated[tuple[Allergy, ...], PRIVATE] = ()
    exposures: Annotated[tuple[Exposure, ...], PRIVATE] = ()
    past: Annotated[Past, PRIVATE] = Past()
    family: Annotated[tuple[Relative, ...], PRIVATE] = ()
    genetic: Annotated[str, PRIVATE] = Field(default="", max_length=200)
    """Hereditary diseases (遗传病史)."""

    disabilities: Annotated[tuple[Disability, ...], PRIVATE] = ()
    life_style: Annotated[LifeStyle, PRIVATE] = LifeStyle()
    dwelling: Annotated[Dwelling, PRIVATE] = Dwelling()


class BaseChange(Model):
    """Sections that replace those of a record; ``None`` leaves one as it is."""

    personal: Annotated[Personal | None, PRIVATE] = None
    contact: Annotated[ContactPerson | None, PRIVATE] = None
    blood: Annotated[Blood | None, PRIVATE] = None
    allergies: Annotated[tuple[Allergy, ...] | None, PRIVATE] = None
    exposures: Annotated[tuple[Exposure, ...] | None, PRIVATE] = None
    past: Annotated[Past | None, PRIVATE] = None
    family: Annotated[tuple[Relative, ...] | None, PRIVATE] = None
    genetic: Annotated[str | None, PRIVATE] = Field(default=None, max_length=200)
    disabilities: Annotated[tuple[Disability, ...] | None, PRIVATE] = None
    life_style: Annotated[LifeStyle | None, PRIVATE] = None
    dwelling: Annotated[Dwelling | None, PRIVATE] = None

    @property
    def sections(self) -> dict[str, object]:
        """The sections that are given."""
        return {name: value for name, value in self if value is not None}

    def on(self, base: BaseInfo) -> BaseInfo:
        """Return *base* with the sections that are given in the place of its own."""
        return base.model_copy(update=self.sections)


class Built(Model):
    """Who built a record (建档)."""

    org: str
    by: str
    on: Day


class PastNumber(Model):
    """A number that the record had before it moved (原档案编码)."""

    number: RecordNumber
    org: str
    until: Moment


class RecordContent(Model):
    """All that moves along with a resident."""

    head: Annotated[Head, PRIVATE]
    base: Annotated[BaseInfo, PRIVATE]
    residency: Annotated[Residency, PRIVATE]
    built: Built
    consent: Signature
    previous: tuple[PastNumber, ...] = ()
    """Its numbers before this one, oldest first."""
