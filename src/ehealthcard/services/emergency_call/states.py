"""How far a call has come."""

from typing import Annotated

from ehealthcard.models import Day, Moment
from ehealthcard.rules.emergency import EmergencyDataSet, Location, Phone, PhoneLine
from ehealthcard.rules.links import MaybeCardLink
from ehealthcard.rules.mews import Mews
from ehealthcard.rules.vitals import Vitals
from ehealthcard.workflow import PRIVATE, State

from .commands import Criterion, Patient
from .model import Diversion, GlassBroken, Info, Refusal, Signed


class Call(State):
    """What is known of every call that is not over."""

    org: str
    reference: str
    """The case's own subject; names the call in messages."""

    caller: str
    """The actor that dialled: it may cancel and relocate its own call."""

    phone: Annotated[Phone, PRIVATE]
    line: PhoneLine
    patient: Patient
    location: Annotated[Location | None, PRIVATE]
    location_stale: bool
    """Whether the location was too old when it came in: ask the caller."""

    dialled_at: Moment
    holder: MaybeCardLink
    """The patient's card, where it is known."""

    candidates: tuple[str, ...]
    """Whose cards the number belongs to; the dispatcher picks."""

    payload: Annotated[EmergencyDataSet | None, PRIVATE]
    push: int
    """How many data sets this call has had."""

    info: Info
    glass: GlassBroken | None = None
    dropped_at: Moment | None = None


class Calling(Call):
    """The call is there, and a data set is on its way (呼叫中)."""

    answer_by: Moment


class InfoDelivered(Call):
    """The centre has the data set (信息已送达)."""


class InfoUnavailable(Call):
    """The plain call goes on without data (信息不可用)."""


class Handled(Call):
    """A call that the centre has taken on."""

    number: str
    category: str
    accepted_at: Moment
    overdue: bool = False


class Accepted(Handled):
    """Taken on, no vehicle sent yet (已受理)."""

    dispatch_by: Moment | None


class Dispatched(Handled):
    """A vehicle is on its way (已派车)."""

    vehicle: str
    dispatched_at: Moment


class WithPatient(Dispatched):
    """The crew is with the patient."""

    vitals: Vitals
    mews: Mews
    met_at: Moment


class OnScene(WithPatient):
    """At the scene (在现场)."""


class Transporting(WithPatient):
    """On the way to a hospital (转运中)."""

    hospital: str
    criteria: tuple[Criterion, ...]
    departed_at: Moment
    diversions: tuple[Diversion, ...] = ()


class AtHospital(Transporting):
    """At the emergency department, which may not refuse (已到院)."""

    arrived_at: Moment
    signed: tuple[Signed, ...] = ()
    refusals: tuple[Refusal, ...] = ()


class HandedOver(AtHospital):
    """Both sides signed the sheet (已交接)."""

    handed_over_at: Moment
    record_by: Moment
    recorded_at: Moment | None = None
    record_overdue: bool = False


class Ended(State):
    """What stays of a call that is over; access to its data set has ended."""

    org: str
    reference: str
    number: str | None
    holder: str | None
    info: Info
    glass: GlassBroken | None
    chargeable: bool
    """Whether the vehicle's way is to be paid (北京市院前条例 art. 34)."""

    note: Annotated[str, PRIVATE]
    ended_at: Moment
    retain_until: Day
    """Recording and dispatch record are kept at least until then."""


class ClosedAdvice(Ended):
    """Advice was enough (已指导)."""


class FalseCall(Ended):
    """A false call (恶意呼救)."""


class Merged(Ended):
    """Goes on in another case (已合并)."""


class Cancelled(Ended):
    """Cancelled before a vehicle was sent: free (已取消)."""


class CancelledChargeable(Ended):
    """Cancelled after a vehicle was sent: its way is paid (已取消，应付费)."""


class ClosedOnScene(Ended):
    """Ended at the scene (现场结束)."""


class Closed(Ended):
    """All is settled (已结案)."""


class ReviewPending(Ended):
    """Over, but an access without consent is not reviewed yet (待审查)."""

    ended_as: str
    review_by: Moment
    review_overdue: bool = False


class Reviewed(Ended):
    """Over, and the access without consent is reviewed (已审查)."""

    ended_as: str
