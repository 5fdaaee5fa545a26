"""What an inpatient stay tells others, and how people wait for a bed (住院与候床)."""

from collections.abc import Iterable

from ehealthcard.codesets import Labelled
from ehealthcard.models import Moment
from ehealthcard.workflow import Model, State

from .links import AdmissionLink, CardLink

MOST_COMPANIONS = 2
"""Nobody has more companions at once, whatever a ward allows (hospital practice)."""


class StayEnd(Labelled):
    """How a stay ended (离院方式)."""

    DISCHARGED = "discharged", "出院", "discharged"
    TRANSFERRED = "transferred", "转院", "moved to another hospital"
    DIED = "died", "死亡", "died"
    REVOKED = "revoked", "撤销", "the certificate was revoked"


class CareNeed(Labelled):
    """What about the care decides on companions (陪护特殊情形); inferred."""

    DELIRIUM = "delirium", "谵妄", "delirium"
    MATERNITY = "maternity", "产科", "maternity"
    HOSPICE = "hospice", "安宁疗护", "hospice care"
    INTENSIVE = "intensive", "重症监护", "intensive care"
    ISOLATION = "isolation", "隔离", "isolation"


CLOSED_TO_COMPANIONS = (CareNeed.INTENSIVE, CareNeed.ISOLATION)


class Urgency(Labelled):
    """How urgent an admission is (入院紧急程度); the queue goes by it."""

    CRITICAL = "1", "危重", "critical"
    EMERGENCY = "2", "急诊", "emergency"
    ORDINARY = "3", "一般", "ordinary"
    OTHER = "4", "其他", "other"


class StayStanding(State):
    """Somebody who is an inpatient now (在院)."""

    card: CardLink
    admission: AdmissionLink
    org: str
    ward: str
    bed: str
    care: tuple[CareNeed, ...]
    emergency: bool
    """Whether the patient came in as an emergency (急诊入院)."""

    companions: int
    """How many companions the ward allows."""

    companion_order: str | None
    """The doctor who ordered a companion (陪护医嘱)."""


class Waiter(Model):
    """Somebody in the queue for a bed (候床患者); no name and no number."""

    certificate: str
    urgency: Urgency
    since: Moment


def in_rank(waiters: Iterable[Waiter]) -> tuple[Waiter, ...]:
    """Return *waiters* by urgency, then by time, each of them once."""
    known = {w.certificate: w for w in waiters}
    return tuple(
        sorted(known.values(), key=lambda w: (w.urgency, w.since, w.certificate))
    )


def most_companions(allowed: int, care: Iterable[CareNeed]) -> int:
    """Return how many may stay: none in intensive care or isolation, never three."""
    if any(need in CLOSED_TO_COMPANIONS for need in care):
        return 0
    return min(allowed, MOST_COMPANIONS)
