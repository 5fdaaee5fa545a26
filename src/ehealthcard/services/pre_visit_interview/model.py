"""What the service speaks of."""

from datetime import date
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled, Sex
from ehealthcard.identity import CardStatus
from ehealthcard.models import Moment
from ehealthcard.rules.declaring import Declarant, Signature
from ehealthcard.rules.interview import (
    Advice,
    Allergy,
    AllergyRead,
    BankVersion,
    QuestionSet,
    Warned,
)
from ehealthcard.rules.visits import Visit, VisitStage
from ehealthcard.workflow import PRIVATE, Facts, Model, Policy, Timeline

ADULT, ELDER = 18, 60


class Unfilled(Labelled):
    """Why there is no report (未填原因)."""

    VISIT_BEGUN = "visit-begun", "就诊开始时未填", "the consultation began without one"
    DAY_PASSED = "day-passed", "就诊日已过", "the day of the visit is over"


class Ended(Labelled):
    """Why there will be none (取消原因)."""

    NO_VISIT = "no-visit", "预约已取消", "the appointment was cancelled or missed"
    DEPARTMENT = "department", "已改约其他科室", "the visit is in another department"


class Respondent(Model):
    """Who answers (填写人): the patient, or the proxy of a minor or an elder."""

    declarant: Declarant
    holder: Annotated[str | None, PRIVATE] = None
    """The subject of the proxy, where known."""


class Opening(Model):
    """One doctor's look at the report (查阅记录)."""

    by: str
    at: Moment
    covering: bool
    """Whether it was a colleague of the department."""


class Filing(Model):
    """What became of the text in the record (归档结果)."""

    attempt: int = Field(default=1, ge=1)
    reference: str | None = None
    """The record's own name for it."""

    refusal: str | None = None


class InterviewPolicy(Policy):
    """What changes with places and years."""

    elder_from: int = Field(default=ELDER, ge=0)
    """From this age on others may answer (老年人权益保障法 art. 2)."""

    general_department: str | None = "general"
    """Whose list is taken where a department has none; ``None``: no interview."""

    department_covers: bool = True
    """Whether colleagues of the department open a report (同科室代诊)."""

    adopted_years: int | None = Field(default=15, ge=15)
    """Years that what entered the record is kept; ``None``: without end.

    Outpatient records are kept for 15 years at least (互联网诊疗监管细则 2022).
    """

    log_years: int | None = Field(default=3, ge=1)
    """Years that a report which did not enter the record is kept (3 years for the log
    of internet consultations, ibid.); ``None``: without end."""

    harmful_in_pregnancy: tuple[str, ...] = ()
    """Items that pregnancy forbids, by the beginning of their code in the HIS."""


POLICIES = Timeline((InterviewPolicy(name="2022-12", effective_from=date(2022, 1, 1)),))


class InterviewFacts(Facts):
    """What the rules must know of holder, appointment, questions and record."""

    status: CardStatus | None
    age: int | None
    sex: Sex | None
    guardian: str | None
    """The subject of the registered guardian."""

    stands_in: bool = False
    """Whether who acts may declare in the holder's stead (授权代办)."""

    began: bool = False
    """Whether who acts has begun it, or booked the visit that it is to begin for."""

    visit: Visit | None = None
    """The appointment; ``None``: there is none that is open."""

    stage: VisitStage = VisitStage.ENDED
    questions: QuestionSet | None = None
    is_silent: bool = False
    """Whether the question bank could not be asked."""

    recorded: Annotated[tuple[Allergy, ...], PRIVATE] = ()
    read: AllergyRead = AllergyRead.ABSENT


class FlagFound(Model):
    """What the department is told of a red flag, so that somebody acts."""

    card: str
    appointment: str
    org: str
    department: str
    advice: Advice
    flags: Annotated[tuple[str, ...], PRIVATE]


class Announced(Model):
    """What the doctor's desk is told: that there is a report, or that there is none."""

    card: str
    appointment: str
    org: str
    department: str
    doctor: str | None
    shown: str
    """What the doctor sees: ``已填``, ``部分填写``, ``未填`` or ``已撤回``."""

    mark: str = ""
    """``未经临床审核`` where the questions were never reviewed."""

    flagged: bool = False


class ExaminationWarned(Model):
    """What the desk of an examination is told before it begins."""

    card: str
    appointment: str
    examination: str
    warnings: Annotated[tuple[Warned, ...], PRIVATE]


class SignedText(Model):
    """What enters the record: a doctor's text and nothing else (医师法 art. 24)."""

    card: str
    appointment: str
    org: str
    department: str
    text: Annotated[str, PRIVATE]
    signed_by: str
    signature: Annotated[str, PRIVATE]
    signed_at: Moment
    edited: bool
    """Whether the doctor wrote it anew."""

    bank: BankVersion
    """Which questions it rests on, and whether a clinician ever reviewed them."""


class PicturesUnwanted(Model):
    """Pictures that the file store must destroy; nobody refers to them any more."""

    card: str
    references: Annotated[tuple[str, ...], PRIVATE] = Field(min_length=1)


class Consent(Model):
    """Consent to the use of health data (单独同意, PIPL art. 29)."""

    given: Signature
    by: str
    """The account that gave it."""
