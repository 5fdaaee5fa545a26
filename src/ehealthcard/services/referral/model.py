"""What the service speaks of."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled, Sex
from ehealthcard.identity import CardStatus
from ehealthcard.models import PRIVATE, Day, Model, Moment
from ehealthcard.ports import SlotOffer
from ehealthcard.rules.calendar import day_of, end_of, working_day_after
from ehealthcard.rules.declaring import Declarant, Signature
from ehealthcard.rules.referring import Urgency
from ehealthcard.workflow import Facts, Policy, Timeline

from .forms import Target


class Partner(Model):
    """A department that takes referrals (转诊协作机构)."""

    org: str
    department: str | None = None
    """``None``: every department of the institution."""

    places: int | None = Field(default=None, ge=0)
    """How many accepted patients may be on their way at once; ``None``: not limited."""

    def takes(self, target: Target) -> bool:
        """Whether *target* is meant."""
        return self.org == target.org and self.department in (None, target.department)


class ReferralPolicy(Policy):
    """What changes with places and years; the times are inferred."""

    review_days: int = Field(default=1, ge=1)
    """Working days to review an application, closed."""

    emergency_answer: timedelta = timedelta(minutes=30)
    """How long the receiving side has in an emergency, closed."""

    answer_days: int = Field(default=2, ge=1)
    """Working days it has otherwise, closed."""

    valid_days: int = Field(default=7, ge=0)
    """Days to come after acceptance, closed; a later appointment counts."""

    form_days: int = Field(default=30, ge=1)
    """Days that a form waits to be sent."""

    form_within: timedelta = timedelta(hours=24)
    """How soon the form of an emergency that came without one follows."""

    duplicate_days: int = Field(default=7, ge=0)
    """Within so many days the same diagnosis is not referred again."""

    scan_within: timedelta = timedelta(minutes=10)
    """How old the scan of an arrival may be."""

    two_persons: bool = False
    """Whether a draft is approved by another doctor than its writer."""

    partners: tuple[Partner, ...] = ()
    """Who takes referrals; nobody named: everybody does."""

    holidays: tuple[Day, ...] = ()
    """Statutory holidays; they are no working days."""

    extra_workdays: tuple[Day, ...] = ()
    """Weekend days that are worked (调休)."""

    def review_by(self, now: datetime) -> datetime:
        """Return the last moment to review."""
        return self._worked(now, self.review_days)

    def answer_by(self, urgency: Urgency, now: datetime) -> datetime:
        """Return the last moment to answer."""
        if urgency is Urgency.EMERGENCY:
            return now + self.emergency_answer
        return self._worked(now, self.answer_days)

    def _worked(self, now: datetime, count: int) -> datetime:
        closed = (self.holidays, self.extra_workdays)
        return end_of(working_day_after(day_of(now), count, *closed))

    def places_of(self, target: Target) -> int | None:
        """Return how many places there are; ``None`` if nobody says."""
        found = (p.places for p in self.partners if p.takes(target))
        return min((p for p in found if p is not None), default=None)

    def knows(self, target: Target) -> bool:
        """Whether *target* takes referrals."""
        return not self.partners or any(p.takes(target) for p in self.partners)


POLICIES = Timeline(
    (ReferralPolicy(name="standard", effective_from=date(2022, 12, 1)),)
)


class ConsentBy(Labelled):
    """Who consented (同意人)."""

    PATIENT = "patient", "患者本人", "the patient"
    GUARDIAN = "guardian", "监护人", "the guardian"


class Consent(Model):
    """A consent of its own to the referral and to passing data on (PIPL art. 29)."""

    version: str = Field(min_length=1)
    """Of the text that was agreed to."""

    by: ConsentBy = ConsentBy.PATIENT
    sensitive: bool = False
    """Whether it covers what is especially sensitive."""


class Given(Model):
    """A consent with its time."""

    signature: Signature
    by: ConsentBy
    sensitive: bool


class Attachment(Model):
    """A picture or paper that goes along (附件); kept where documents are kept."""

    id: str = Field(min_length=1)
    title: Annotated[str, PRIVATE]


class Wish(Model):
    """What is asked for, before the form is written (转诊申请)."""

    condition: Annotated[str, Field(min_length=1), PRIVATE]
    """The condition in words (病情描述)."""

    attachments: Annotated[tuple[Attachment, ...], PRIVATE] = ()
    consent: Given | None
    declarant: Declarant | None
    """Who applied; ``None`` where a doctor began."""

    written_by: str
    at: Moment
    previous: str | None = None
    """The referral that this one goes on from (续转)."""


class Arrangement(Model):
    """What the receiving side offers (接收安排)."""

    phone: str = Field(min_length=1)
    at: Moment | None = None
    """The time of the appointment."""

    slot: str | None = None
    """A slot kept for referrals; the appointment is opened on it."""

    bed: str | None = None
    ward: str | None = None
    doctor: str | None = None


class Reservation(Model):
    """A slot that is asked for at the appointments (转诊号源预约)."""

    key: str
    slot: str
    by: str
    """Staff number of who asked."""

    org: str
    appointment: str | None = None
    """The appointment's case; ``None`` until it is confirmed."""

    refusal: str | None = None
    """Why it did not come about."""


class Recent(Model):
    """An earlier referral of the patient."""

    number: str
    illness: str
    issued_at: Moment
    target: str | None = None
    """Code of the institution that has the patient in its care."""


class ReferralFacts(Facts):
    """What must be known of the patient before somebody refers him."""

    status: CardStatus | None
    age: int | None
    sex: Sex
    guardian: str | None
    by_court: bool = False
    """Whether it is an adult's, by a court order."""

    delegated: bool = False
    """Whether who acts does so by the patient's grant."""

    viewer: CardStatus | None = None
    """The card of whoever acts in the patient's stead."""

    recent: tuple[Recent, ...] = ()
    """Referrals that are not over yet, or that wait for their follow-up."""

    offer: SlotOffer | None = None
    is_silent: bool = False
    """Whether the schedule could not be asked."""

    expected: int = 0
    """Accepted patients on their way to the same department."""

    scanned: Moment | None = None
    """When this patient's card was scanned here; ``None``: no such scan."""


def illness_of(card: str, diagnosis: str) -> str:
    """Return a digest of patient and diagnosis; it tells neither."""
    return _digest(card, "illness", diagnosis)


def number_of(card: str, origin: str, now: datetime) -> str:
    """Return a number for one referral: its day and a digest."""
    made = _digest(card, "referral", origin, f"{now.timestamp():.6f}")
    return f"ZZ{day_of(now):%Y%m%d}{made[:16].upper()}"


def target_of(target: Target) -> str:
    """Return the name of a department by which referrals to it are found."""
    return f"{target.org}:{target.department}"


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:32]
