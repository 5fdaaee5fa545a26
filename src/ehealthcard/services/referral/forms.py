"""The two papers of a referral: the way there and the way back (转诊单、回转单).

The fields are those of the national form (存根与转出单) and of a HIS in production. A
name is on the paper only if the doctor's system gives it: otherwise whoever prints
fills it in from the card.
"""

from typing import Annotated, Self

from pydantic import Field

from ehealthcard.codesets import Sex
from ehealthcard.models import PRIVATE, Day, Model, Moment
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.referring import (
    BloodPressureFindings,
    BusinessKind,
    Direction,
    Indication,
    Payer,
    Urgency,
    VisitType,
)

Text = Annotated[str, Field(min_length=1), PRIVATE]
MaybeText = Annotated[str | None, PRIVATE]
MASKED = "＊"
"""Stands in lists for what only clinicians read there."""


class Target(Model):
    """Where the patient is referred to (转入单位)."""

    org: str = Field(min_length=1)
    """Code of the institution."""

    org_name: str = Field(min_length=1, max_length=40)
    department: str = Field(min_length=1)
    """Code of the department there (转入科室)."""

    doctor: str | None = None
    """Staff number of the receiving doctor (接诊医生)."""


class Finding(Model):
    """An examination and what came out (检验、检查项目及结果)."""

    item: str = Field(min_length=1)
    result: Text


class PatientDetails(Model):
    """What the form says of the patient besides sex and age."""

    name: MaybeText = None
    record_number: MaybeText = None
    """Number of the health record (健康档案号)."""

    address: MaybeText = None
    phone: MaybeText = None


class FormDraft(Model):
    """What the doctor writes on the referral form (转诊单)."""

    direction: Direction
    urgency: Urgency = Urgency.ROUTINE
    business: BusinessKind = BusinessKind.OUTPATIENT
    visit: VisitType = VisitType.OUTPATIENT
    target: Target
    patient: PatientDetails = PatientDetails()
    diagnosis: Text
    """Code of the diagnosis (疾病编码); the same one twice in a week is a duplicate."""

    impression: Text
    """初步印象."""

    history: Text
    """主要现病史（转出原因）."""

    past_history: MaybeText = None
    """主要既往史."""

    treatment: MaybeText = None
    """治疗经过."""

    examinations: Annotated[tuple[Finding, ...], PRIVATE] = ()
    notes: MaybeText = None
    """转诊注意事项."""

    rehabilitation: MaybeText = None
    """康复措施指导; on the way down 建议康复内容."""

    outcome: MaybeText = None
    """治疗结果, on the way down."""

    discharge_summary: MaybeText = None
    """出院小结, on the way down."""

    payer: Payer = Payer.INSURANCE
    insurance_filing: bool = False
    """Whether it is to be filed with the insurance (转诊备案); without a referral it
    may pay less."""

    indications: Annotated[tuple[Indication, ...], PRIVATE] = ()
    reason: MaybeText = None
    """In words, where an indication says "other"."""

    findings: Annotated[BloodPressureFindings | None, PRIVATE] = None
    """Of high blood pressure; what they indicate is added to the indications."""

    infectious: Annotated[bool, PRIVATE] = False
    record_copy: str | None = Field(default=None, min_length=1)
    """Reference of the record's copy, which goes along with an infectious patient."""

    sensitive_history: MaybeText = None
    """What is especially sensitive; the consent must cover it (PIPL art. 29)."""

    phone: str = Field(min_length=1)
    """The referring doctor's telephone."""


class ReferralForm(FormDraft):
    """The form as it was issued (转诊单); it does not change any more."""

    number: str
    """转诊单号."""

    on: Day
    """The day of issue; on the way down 下转日期."""

    issued_at: Moment
    sex: Sex
    age: int | None
    origin: str
    """Code of the referring institution (转出单位)."""

    doctor: str
    """Who signed: the referring doctor's staff number (转诊医生签字)."""

    consent: Signature | None
    """``None`` in an emergency (PIPL art. 13)."""

    def masked(self) -> Self:
        """Return what a list shows to somebody who is no clinician."""
        texts = dict.fromkeys(("diagnosis", "impression", "history"), MASKED)
        more = ("past_history", "treatment", "notes", "rehabilitation", "outcome")
        papers = ("discharge_summary", "reason", "findings", "sensitive_history")
        gone = dict.fromkeys((*more, *papers))
        lists = {"examinations": (), "indications": (), "infectious": False}
        person = {"patient": PatientDetails()}
        return self.model_copy(update=texts | gone | lists | person)


class ReturnForm(Model):
    """The way back (回转单), as the treating doctor writes it."""

    diagnosis: Text
    """诊断结果."""

    inpatient_number: MaybeText = None
    """住院病案号."""

    results: Text
    """主要检查结果."""

    treatment: Text
    """治疗经过."""

    plan: Text
    """下一步治疗方案."""

    rehabilitation: Text
    """康复建议（建议康复内容）."""

    outcome: MaybeText = None
    """治疗结果."""

    discharge_summary: MaybeText = None
    """出院小结."""

    grounds: Annotated[tuple[Indication, ...], PRIVATE]
    """Why primary care can go on; *stable* and *plan clear* among them."""

    phone: str = Field(min_length=1)
    """The doctor's telephone."""


class SignedReturn(ReturnForm):
    """The return form with who signed it."""

    doctor: str
    org: str
    on: Day
    """下转日期."""

    def masked(self) -> Self:
        """Return what a list shows to somebody who is no clinician."""
        names = ("diagnosis", "results", "treatment", "plan", "rehabilitation")
        texts = dict.fromkeys(names, MASKED)
        gone = dict.fromkeys(("inpatient_number", "outcome", "discharge_summary"))
        return self.model_copy(update=texts | gone | {"grounds": ()})
