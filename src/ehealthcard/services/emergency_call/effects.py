"""What each state brings about."""

from ehealthcard.models import Moment
from ehealthcard.rules.emergency import EmergencyDataSet
from ehealthcard.workflow import Model, Order, Tell, Until

from .commands import (
    DispatchOverdue,
    InfoAccepted,
    InfoOverdue,
    InfoRefused,
    RecordOverdue,
    ReviewOverdue,
)
from .model import Refusal
from .states import (
    Accepted,
    AtHospital,
    Calling,
    Dispatched,
    FalseCall,
    HandedOver,
    InfoDelivered,
    InfoUnavailable,
    OnScene,
    ReviewPending,
    Transporting,
)


class PreNotice(Model):
    """What the receiving emergency department is told ahead (院前预警)."""

    number: str
    hospital: str
    mews: int | None
    departed_at: Moment
    data: EmergencyDataSet | None
    """By the same consent; ``None`` where there is none."""


class CallNote(Model):
    """What the monitor is told: no person, no number."""

    org: str
    number: str | None
    refusals: tuple[Refusal, ...] = ()


def send_info(
    state: Calling
    | InfoDelivered
    | InfoUnavailable
    | Accepted
    | Dispatched
    | OnScene
    | Transporting
    | AtHospital
    | HandedOver,
) -> Order[InfoAccepted, InfoRefused] | None:
    """The data set goes to the centre, once per data set, until it is answered."""
    if state.payload is None:
        return None
    key = f"{state.reference}:{state.push}"
    told = EmergencyDataSet(**dict(state.payload))
    return Order("emergency-centre", "emergency-data-set", key, told)


def answer_ends(state: Calling) -> Until[InfoOverdue]:
    """A silent centre delays nothing."""
    return Until(state.answer_by, InfoOverdue())


def dispatch_ends(state: Accepted) -> Until[DispatchOverdue] | None:
    """A vehicle is sent within a minute of taking the call on."""
    if state.overdue or state.dispatch_by is None:
        return None
    return Until(state.dispatch_by, DispatchOverdue())


def record_ends(state: HandedOver) -> Until[RecordOverdue] | None:
    """The rescue record is complete within six hours."""
    if state.recorded_at is not None or state.record_overdue:
        return None
    return Until(state.record_by, RecordOverdue())


def review_ends(state: ReviewPending) -> Until[ReviewOverdue] | None:
    """An access without consent is reviewed in time."""
    if state.review_overdue:
        return None
    return Until(state.review_by, ReviewOverdue())


def tell_hospital(state: Transporting) -> Tell:
    """The emergency department makes ready, anew after each diversion."""
    told = PreNotice(
        number=state.number,
        hospital=state.hospital,
        mews=state.mews.score,
        departed_at=state.departed_at,
        data=state.payload,
    )
    key = f"{state.reference}:{len(state.diversions)}:{state.push}:{state.mews.score}"
    return Tell("his", "ambulance-pre-notice", key, told)


def tell_overdue(state: Accepted) -> Tell | None:
    """The monitor hears of a late dispatch."""
    if not state.overdue:
        return None
    told = CallNote(org=state.org, number=state.number)
    return Tell("monitor", "dispatch-overdue", state.reference, told)


def tell_refusal(state: AtHospital | HandedOver) -> Tell | None:
    """The monitor hears of a hospital that would not take a patient in."""
    if not state.refusals:
        return None
    told = CallNote(org=state.org, number=state.number, refusals=state.refusals)
    key = f"{state.reference}:{len(state.refusals)}"
    return Tell("monitor", "emergency-refused", key, told)


def tell_false_call(state: FalseCall) -> Tell:
    """The police are asked to look into a false call (上海市急救条例 art. 62)."""
    told = CallNote(org=state.org, number=state.number)
    return Tell("monitor", "false-emergency-call", state.reference, told)


def tell_review(state: ReviewPending) -> Tell:
    """The monitor hears that an access waits for its review, and when it is late."""
    late = ":overdue" if state.review_overdue else ""
    key = f"{state.reference}{late}"
    told = CallNote(org=state.org, number=state.number)
    return Tell("monitor", "break-glass-review", key, told)
