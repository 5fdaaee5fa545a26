"""What the service speaks of."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.identity import CardStatus
from ehealthcard.models import Day, Model, Moment
from ehealthcard.ports import Inquiry
from ehealthcard.rules.calendar import add_months, day_of, end_of
from ehealthcard.rules.critical import CriticalLimit
from ehealthcard.rules.reporting import ReportKind, ReportSheet
from ehealthcard.workflow import PRIVATE, Facts, Policy, Timeline

from .turnaround import TestGroup, Turnaround, due_after


class Sensitivity(Labelled):
    """What is especially sensitive in a report (特别敏感类别): GB/T 39725 level 5."""

    HIV_CONFIRMATION = "hiv-confirmation", "HIV 确证", "confirmation of HIV"
    HIV = "hiv", "HIV 检测", "another test for HIV"
    SEXUAL = "sexual", "性传播疾病", "sexually transmitted disease"
    GENETIC = "genetic", "遗传基因", "genetics"
    PSYCHIATRIC = "psychiatric", "精神心理", "psychiatry"
    REPRODUCTIVE = "reproductive", "生殖健康", "reproductive health"
    ABUSE = "abuse", "伤害侵害", "abuse"


class Marker(Model):
    """Words that tell by themselves what a test is about, whoever ordered it."""

    sensitivity: Sensitivity
    words: tuple[str, ...] = Field(min_length=1)
    """All of them stand in the name of the test or of one item."""


MARKERS = (
    Marker(sensitivity=Sensitivity.HIV_CONFIRMATION, words=("HIV", "确证")),
    Marker(sensitivity=Sensitivity.HIV_CONFIRMATION, words=("艾滋", "确证")),
    Marker(sensitivity=Sensitivity.HIV_CONFIRMATION, words=("免疫缺陷", "确证")),
    Marker(sensitivity=Sensitivity.HIV, words=("HIV",)),
    Marker(sensitivity=Sensitivity.HIV, words=("艾滋",)),
    Marker(sensitivity=Sensitivity.HIV, words=("免疫缺陷病毒",)),
    Marker(sensitivity=Sensitivity.SEXUAL, words=("梅毒",)),
    Marker(sensitivity=Sensitivity.SEXUAL, words=("淋球菌",)),
)
"""The first that fits decides; inferred, and each hospital's to complete."""


class Delay(Model):
    """How long reports of a kind wait between verification and release."""

    kind: ReportKind
    wait: timedelta


class ReportPolicy(Policy):
    """What changes with places and years; classes and numbers are inferred."""

    withheld: tuple[Sensitivity, ...] = (
        Sensitivity.HIV_CONFIRMATION,
        Sensitivity.GENETIC,
        Sensitivity.PSYCHIATRIC,
    )
    """What is handed over in person only, after a doctor has spoken (HIV art. 39)."""

    markers: tuple[Marker, ...] = MARKERS
    two_persons: tuple[ReportKind, ...] = (ReportKind.PATHOLOGY,)
    """Kinds that two different persons verify (双人审核)."""

    performer_may_sign: bool = True
    """Whether who made the test may be one of those who verify it."""

    delays: tuple[Delay, ...] = ()
    turnarounds: tuple[Turnaround, ...] = ()
    holidays: tuple[Day, ...] = ()
    """Statutory holidays; they are no working days."""

    extra_workdays: tuple[Day, ...] = ()
    """Weekend days that are worked (调休)."""

    critical_limits: tuple[CriticalLimit, ...] = ()
    file_within: timedelta = timedelta(hours=24)
    """How soon results are filed into an inpatient's record (MR-13), closed."""

    outpatient_years: int = Field(default=15, ge=1)
    """How long outpatients' reports are kept at least (MR-13)."""

    inpatient_years: int = Field(default=30, ge=1)
    """The same for inpatients'."""

    def kept_until(self, start: datetime, *, inpatient: bool) -> Moment:
        """Return the last moment of the term, counted from the verification."""
        years = self.inpatient_years if inpatient else self.outpatient_years
        return end_of(add_months(day_of(start), 12 * years))

    def delay_of(self, kind: ReportKind) -> timedelta:
        """Return how long such a report waits."""
        found = (d.wait for d in self.delays if d.kind is kind)
        return next(found, timedelta(0))

    def due(self, group: TestGroup, start: datetime, *, urgent: bool) -> Moment | None:
        """Return by when such a test should be verified; ``None`` if nobody says."""
        closed = (self.holidays, self.extra_workdays)
        return due_after(self.turnarounds, group, start, closed, urgent=urgent)

    def sensitivity_of(self, names: Iterable[str]) -> Sensitivity | None:
        """Return what the names of a test and its items tell by themselves."""
        known = tuple(names)
        for marker in self.markers:
            if any(all(word in name for word in marker.words) for name in known):
                return marker.sensitivity
        return None


POLICIES = Timeline(
    (
        ReportPolicy(
            name="standard",
            effective_from=date(2022, 12, 1),
            turnarounds=(
                Turnaround(group=TestGroup.ROUTINE, within=timedelta(minutes=30)),
                Turnaround(
                    group=TestGroup.CHEMISTRY,
                    within=timedelta(hours=6),
                    urgent=timedelta(hours=2),
                ),
                Turnaround(group=TestGroup.ECG, within=timedelta(minutes=30)),
                Turnaround(group=TestGroup.ULTRASOUND, within=timedelta(minutes=30)),
                Turnaround(group=TestGroup.X_RAY, urgent=timedelta(minutes=30)),
                Turnaround(group=TestGroup.CT, urgent=timedelta(hours=1)),
                Turnaround(group=TestGroup.PATHOLOGY, working_days=4),
            ),
        ),
    )
)
"""Turnaround times as some hospitals publish them; no national rule sets them."""


class OrderFacts(Facts):
    """What must be known before a test is ordered."""

    status: CardStatus | None


def order_facts(ask: Inquiry) -> OrderFacts:
    """Look at the holder's card."""
    holder = ask.holder()
    return OrderFacts(status=holder and holder.status)


class PaperFacts(Facts):
    """What the hospital's paper says."""

    sheet: Annotated[ReportSheet | None, PRIVATE] = None
    """The sheet that the hospital prints; ``None`` if nobody can be asked."""


class HandOverFacts(Facts):
    """Who may be given a report in person."""

    age: int | None
    guardian: str | None


def hand_over_facts(ask: Inquiry) -> HandOverFacts:
    """Look whether the holder has a guardian."""
    holder = ask.holder()
    return HandOverFacts(age=holder and holder.age, guardian=holder and holder.guardian)


class Signed(Model):
    """One signature under a report (审核签名)."""

    by: str
    at: Moment


class Why(Labelled):
    """Why a report is withheld (暂缓发布原因)."""

    CLASS = "class", "限当面发放类别", "of a class that is handed over in person"
    DOCTOR_FIRST = "doctor-first", "须医生先行告知", "a doctor speaks first"


class Recipient(Labelled):
    """Who is given a report in person (领取人)."""

    HOLDER = "holder", "本人", "the holder"
    GUARDIAN = "guardian", "监护人", "a minor's guardian"


class Fault(Labelled):
    """Why a report is taken back (撤回原因)."""

    WRONG_PATIENT = "wrong-patient", "患者错误", "of another patient"
    WRONG_SAMPLE = "wrong-sample", "标本错误", "of another sample"
    OTHER = "other", "其他", "another reason"


class Correction(Model):
    """Why a version came after another (更正)."""

    reason: Annotated[str, PRIVATE]
    by: str
    at: Moment


class LateReport(Model):
    """What the laboratory is told when a report is late."""

    report: str
    department: str
    group: TestGroup
    due_by: Moment


class ResultToFile(Model):
    """What the HIS is told of an inpatient's result."""

    card: str
    report: str
    version: int
    file_by: Moment


class Incident(Model):
    """What the monitor is told of a report that was taken back."""

    card: str
    report: str
    org: str
    version: int
    fault: Fault
    was_released: bool
    views: int
