"""What the service speaks of."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Kinship, Labelled
from ehealthcard.models import Day, Moment
from ehealthcard.ports.inquiry import Inquiry
from ehealthcard.ports.patients import patient_of
from ehealthcard.rules.stays import CareNeed, StayStanding, Urgency, Waiter
from ehealthcard.rules.vouchers import ActsAs, Patient
from ehealthcard.workflow import (
    CARD,
    PRIVATE,
    Facts,
    Model,
    Policy,
    State,
    Timeline,
)

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Amount = Annotated[Decimal, Field(gt=0, decimal_places=2)]


class Payer(Labelled):
    """Who pays (医疗费用支付方式, CV07.10); 03 and 08 are recalled."""

    EMPLOYEES = "01", "城镇职工基本医疗保险", "insurance of employees"
    RESIDENTS = "02", "城乡居民基本医疗保险", "insurance of residents"
    RURAL = "03", "新型农村合作医疗", "rural cooperative insurance"
    POVERTY = "04", "贫困救助", "poverty relief"
    COMMERCIAL = "05", "商业医疗保险", "commercial insurance"
    PUBLIC = "06", "全公费", "public funds"
    SELF = "07", "全自费", "the patient"
    SOCIAL = "08", "其他社会保险", "another social insurance"
    OTHER = "99", "其他", "other"


INSURED = (Payer.EMPLOYEES, Payer.RESIDENTS, Payer.RURAL)


class Prescription(Model):
    """What the doctor wrote (住院证内容)."""

    episode: Text
    """The visit that it comes from (门诊号、就诊号)."""

    department: Text
    ward: str | None = None
    diagnosis: Annotated[Text, PRIVATE]
    urgency: Urgency = Urgency.ORDINARY
    planned_on: Day
    order_text: Annotated[str | None, PRIVATE] = None
    mode: str | None = None
    """The way of admission, such as ``outpatient`` or ``referral`` (入院途径)."""

    care: Annotated[tuple[CareNeed, ...], PRIVATE] = ()
    remark: Annotated[str | None, PRIVATE] = None


class Person(Model):
    """Somebody to call (联系人)."""

    name: Annotated[Text, PRIVATE]
    kinship: Kinship
    phone: Annotated[Text, PRIVATE]
    address: Annotated[str | None, PRIVATE] = None


class Address(Model):
    """An address in six levels (六级地址)."""

    province: Annotated[str, PRIVATE]
    city: Annotated[str, PRIVATE]
    county: Annotated[str, PRIVATE]
    town: Annotated[str | None, PRIVATE] = None
    village: Annotated[str | None, PRIVATE] = None
    number: Annotated[str | None, PRIVATE] = None


class Registration(Model):
    """What the ward must know before the stay; name and document are the card's."""

    contact: Person
    payer: Payer
    allergies: Annotated[tuple[Text, ...], PRIVATE]
    """Empty where there are none; it is asked in any case."""

    insurance_number: Annotated[str | None, PRIVATE] = None
    outpatient_number: str | None = None
    record_number: str | None = None
    """The medical record's number (病案号)."""

    admission_times: int | None = Field(default=None, ge=1)
    nationality: Annotated[str | None, PRIVATE] = None
    ethnicity: Annotated[str | None, PRIVATE] = None
    marital: Annotated[str | None, PRIVATE] = None
    """GB/T 2261.2."""

    occupation: Annotated[str | None, PRIVATE] = None
    work_unit: Annotated[str | None, PRIVATE] = None
    current_address: Annotated[Address | None, PRIVATE] = None
    registered_address: Annotated[Address | None, PRIVATE] = None
    guarantor: Annotated[str | None, PRIVATE] = None


class Registered(Model):
    """A registration, and who gave it."""

    data: Annotated[Registration, PRIVATE]
    by: str
    acted_as: ActsAs
    at: Moment


class Deposit(Model):
    """Money paid ahead (预交金)."""

    amount: Amount
    receipt: Text


class Deferred(Labelled):
    """What an emergency brings later (后补项目)."""

    IDENTITY = "identity", "身份核对", "comparing the document"
    DEPOSIT = "deposit", "预交金", "the deposit"
    TEST = "test", "入院检测", "the admission test"
    VOUCHER = "voucher", "医保凭证", "the insurance voucher"


class CertificatePolicy(Policy):
    """What changes with places and years."""

    valid_for: timedelta = timedelta(days=7)
    """How long a certificate waits, from the moment, closed (inferred)."""

    offer_for: timedelta = timedelta(hours=4)
    """How long an offered bed is kept, closed (inferred)."""

    keep_for: timedelta | None = None
    """How long an accepted bed is kept, closed; ``None``: until somebody acts."""

    deposit_required: bool = True
    least_deposit: Decimal = Decimal(0)
    test_within: timedelta | None = None
    """How old the admission test may be; ``None``: none is asked for."""

    longest_leave: timedelta = timedelta(hours=24)
    """How long an inpatient may be away (inferred from the ban on 挂床, YB-15)."""


POLICIES = Timeline(
    (
        CertificatePolicy(
            name="2022-12",
            effective_from=date(2022, 12, 1),
            effective_to=date(2023, 1, 7),
            test_within=timedelta(hours=48),
        ),
        CertificatePolicy(name="2023-01-08+", effective_from=date(2023, 1, 8)),
    )
)


class CertificateFacts(Facts):
    """What must be known of the patient and of who acts."""

    patient: Patient
    episodes: tuple[str, ...] = ()
    """Hospital and visit, ``org:visit``, of the patient's other live certificates."""

    inpatient: bool = False
    """Whether the patient is an inpatient by another certificate."""


class QueueFacts(Facts):
    """Who waits for a bed of the ward."""

    waiters: tuple[Waiter, ...] = ()


def certificate_facts(ask: Inquiry) -> CertificateFacts:
    """Look at the patient, who may act for him, and his other certificates."""
    own = getattr(ask.state, "certificate", None)
    found = ask.related(CARD, ask.subject, "inpatient-certificate")
    live = [s for s in found if is_other(s, own)]
    return CertificateFacts(
        patient=patient_of(ask, ask.subject),
        episodes=tuple(e for s in live if (e := _episode_of(s))),
        inpatient=any(isinstance(s, StayStanding) for s in live),
    )


def is_other(state: State, own: str | None) -> bool:
    """Return whether *state* is that of another certificate that still stands."""
    live = getattr(state, "is_live", False)
    return bool(live) and getattr(state, "certificate", None) != own


def _episode_of(state: State) -> str | None:
    org, written = getattr(state, "org", ""), getattr(state, "prescription", None)
    return f"{org}:{written.episode}" if isinstance(written, Prescription) else None


def queue_facts(ask: Inquiry) -> QueueFacts:
    """Look at everybody who waits for a bed of the same ward."""
    queue = getattr(ask.state, "queue", None)
    if not isinstance(queue, str):
        return QueueFacts()
    found = ask.related("bed-queue", queue, "inpatient-certificate")
    waiters = (getattr(s, "waiter", None) for s in found)
    return QueueFacts(waiters=tuple(w for w in waiters if isinstance(w, Waiter)))
