"""What the service speaks of."""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Day, Model
from ehealthcard.rules.chronic.codes import Disease, ReferralReason, VisitMode
from ehealthcard.rules.chronic.elder import SelfCareResult
from ehealthcard.rules.chronic.forms import (
    DiabetesForm,
    HypertensionForm,
    ReferralTo,
)
from ehealthcard.rules.chronic.intervention import Decision, Findings
from ehealthcard.workflow import PRIVATE

FilledForm = Annotated[
    HypertensionForm | DiabetesForm, Field(discriminator="disease", repr=False)
]


class Pace(Labelled):
    """Why the next visit is when it is (随访安排)."""

    REGULAR = "regular", "常规随访", "a regular visit"
    INTENSIFIED = "intensified", "两周内随访", "within two weeks"
    AFTER_REFERRAL = "after-referral", "转诊后随访", "behind a referral"


class Outcome(Labelled):
    """What became of a referral (转诊结局)."""

    RETURNED = "returned", "已转回", "came back"
    STAYING = "staying", "上级机构继续治疗", "is treated there"
    NOT_SEEN = "not-seen", "未就诊", "did not go"


class LastVisit(Model):
    """The last visit, and what was decided (末次随访)."""

    on: Day
    mode: VisitMode
    form: FilledForm
    findings: Annotated[Findings, PRIVATE]
    decision: Annotated[Decision, PRIVATE]
    by: str
    """The doctor or nurse (随访医生)."""


class ReferralMade(Model):
    """A referral and what became of it (转诊)."""

    reasons: Annotated[tuple[ReferralReason, ...], PRIVATE]
    to: ReferralTo | None
    on: Day
    number: int
    """1 for the first one in this case."""

    outcome: Annotated[Outcome | None, PRIVATE] = None
    not_seen: int = 0
    """How often the patient had not gone."""


class Exam(Model):
    """An annual examination (年度健康体检)."""

    on: Day
    summary: Annotated[str, PRIVATE]
    by: str


class SelfCareSeen(Model):
    """An assessment of self-care (生活自理能力评估)."""

    on: Day
    result: Annotated[SelfCareResult, PRIVATE]
    by: str


class ReferralAsked(Model):
    """What is said of a patient who is referred: who treats must know."""

    card: str
    org: str
    to: ReferralTo | None
    disease: Annotated[Disease, PRIVATE]
    reasons: Annotated[tuple[ReferralReason, ...], PRIVATE]
    visit: Annotated[LastVisit | None, PRIVATE]


class ReferralWanted(ReferralAsked):
    """What the HIS is told, and whether it can wait."""

    urgent: bool


class PatientUnseen(Model):
    """What the institution is told of somebody who was not seen."""

    card: str
    org: str
    due_on: Day
    lost: bool
    """Whether several contacts were in vain (暂时失访)."""


class ToEnrol(Model):
    """What the institution is told of somebody who may be taken into care."""

    card: str
    org: str
    confirmed_on: Day
