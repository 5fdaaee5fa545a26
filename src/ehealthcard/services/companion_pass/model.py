"""What the service speaks of."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.codesets import SHANGHAI, Kinship, Labelled
from ehealthcard.identity import CardStatus
from ehealthcard.models import Moment
from ehealthcard.rules.epidemiology import EXPOSURE_DAYS, FEVER
from ehealthcard.rules.stays import CareNeed
from ehealthcard.rules.vouchers import ActsAs, Patient
from ehealthcard.rules.ward_tests import WardTest
from ehealthcard.workflow import PRIVATE, Facts, Model, Policy, Timeline

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Seat = Annotated[int, Field(ge=1, le=2)]


class Hindrance(Labelled):
    """Why a pass rests (暂停原因)."""

    FEVER = "fever", "发热", "a fever"
    SYMPTOM = "symptom", "有症状", "symptoms"
    TEST = "test", "检测过期或阳性", "an old or positive test"
    CARD_LOST = "card-lost", "健康卡挂失", "the card was reported lost"
    WARD_CLOSED = "ward-closed", "病区不允许陪护", "intensive care or isolation"


class RevokeReason(Labelled):
    """Why a ward takes a pass away (收回原因)."""

    LENT = "lent", "转借他人", "lent to somebody else"
    MISCONDUCT = "misconduct", "违反病区管理规定", "misbehaviour"
    NOT_NEEDED = "not-needed", "无需陪护", "no companion is needed"
    FALSE_STATEMENT = "false-statement", "提供虚假信息", "false statements"


MISUSES = (RevokeReason.LENT, RevokeReason.MISCONDUCT, RevokeReason.FALSE_STATEMENT)


class CompanionData(Model):
    """What the ward must know of a companion; name and document are the card's."""

    kinship: Kinship
    """What the companion is to the patient (GB/T 4761)."""

    phone: Annotated[Text, PRIVATE]
    photo: Annotated[str | None, PRIVATE] = None
    """Where the photograph is kept (照片), for whoever compares faces."""


class Consent(Model):
    """The patient wants this companion (患者同意)."""

    version: Text
    by: str
    acted_as: ActsAs
    at: Moment


class Passage(Model):
    """One way through the ward's gate (出入记录)."""

    direction: Literal["in", "out"]
    at: Moment
    ward: str
    by: str
    """The gate, or who stood there."""


class PassPolicy(Policy):
    """What changes with places and years; hospital practice, no national number."""

    valid_for: timedelta = timedelta(days=7)
    """How long an approved pass holds, closed (inferred)."""

    temporary_for: timedelta = timedelta(hours=24)
    """How long a temporary one does, closed."""

    test_within: timedelta | None = None
    """How old a new companion's test may be; ``None``: none is asked for."""

    retest_every: timedelta | None = None
    """How long a test lasts while the pass is used; ``None``: as long as the pass."""

    exposure_days: int | None = None
    """Days back that an exposure counts, closed; ``None``: never."""

    fever: Decimal = FEVER
    order_required: bool = False
    """Whether a doctor orders a companion (陪护医嘱)."""

    curfew_from: time | None = None
    curfew_until: time | None = None
    """When nobody comes in; from the first to just before the second moment."""

    remind_before: timedelta = timedelta(hours=24)
    excluded_for: timedelta = timedelta(days=30)
    """How long a misused pass keeps its holder out (inferred)."""

    def is_curfew(self, now: Moment) -> bool:
        """Return whether nobody comes in at this hour."""
        first, last = self.curfew_from, self.curfew_until
        if first is None or last is None:
            return False
        clock = now.astimezone(SHANGHAI).time()
        if first <= last:
            return first <= clock < last
        return clock >= first or clock < last


POLICIES = Timeline(
    (
        PassPolicy(
            name="2022-12",
            effective_from=date(2022, 12, 1),
            effective_to=date(2023, 1, 7),
            test_within=timedelta(hours=24),
            exposure_days=EXPOSURE_DAYS,
        ),
        PassPolicy(name="2023-01-08+", effective_from=date(2023, 1, 8)),
    )
)


class StaySeen(Model):
    """The patient's stay, as far as a companion is concerned."""

    org: str
    ward: str
    bed: str
    emergency: bool
    companions: int
    care: Annotated[tuple[CareNeed, ...], PRIVATE] = ()
    order: str | None = None


class SeatTaken(Model):
    """A place at the bedside that somebody has."""

    pass_id: str
    seat: Seat


class SuccessorSeen(Model):
    """Who has applied in the stead of this companion."""

    pass_id: str
    test: Annotated[WardTest | None, PRIVATE] = None
    card: CardStatus | None = None


class PassFacts(Facts):
    """What must be known of patient, companion and bedside."""

    patient: Patient | None
    """``None``: nobody is an inpatient under this number."""

    stay: StaySeen | None
    companion: CardStatus | None
    seats: tuple[SeatTaken, ...] = ()
    elsewhere: bool = False
    """Whether the companion has another live pass, or has applied for one."""

    excluded: bool = False
    inpatient: bool = False
    """Whether the companion is an inpatient himself."""

    successors: tuple[SuccessorSeen, ...] = ()


class GateFacts(Facts):
    """What a gate must know."""

    status: CardStatus | None


class CompanionSent(Model):
    """What the fever clinic is told."""

    card: str
    org: str
    ward: str
    at: Moment


class PassMisused(Model):
    """What the monitor is told."""

    card: str
    pass_id: str
    org: str
    reason: RevokeReason
