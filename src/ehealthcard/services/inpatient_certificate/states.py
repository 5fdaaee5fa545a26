"""Where a certificate may be."""

from typing import Annotated, ClassVar

from ehealthcard.models import Moment
from ehealthcard.rules.links import (
    BedQueueLink,
    CardLink,
)
from ehealthcard.rules.stays import StayStanding, Waiter
from ehealthcard.rules.ward_tests import WardTest
from ehealthcard.workflow import PRIVATE, Model, State

from .model import Deferred, Deposit, Prescription
from .model import Registered as Registering


class GivenUp(Model):
    """A bed that was not taken, and who is next (床位顺延)."""

    ward: str
    bed: str
    at: Moment
    """When it was offered."""


class Written(State):
    """What is known of every certificate."""

    is_live: ClassVar[bool] = True
    """Whether it stands for a stay to come, or one that goes on."""

    card: CardLink
    certificate: str
    """Its own name; one that is written anew has another."""

    org: str
    prescription: Annotated[Prescription, PRIVATE]
    doctor: str
    issued_at: Moment


class Issued(Written):
    """A doctor wrote it (已开具)."""

    valid_until: Moment


class Prepared(Written):
    """What is known once the patient applied."""

    registered: Annotated[Registering, PRIVATE]
    deposits: tuple[Deposit, ...] = ()
    exemption: str | None = None
    """Why no deposit is needed (减免、担保、绿色通道)."""

    test: Annotated[WardTest | None, PRIVATE] = None
    identity_checked_by: str | None = None


class Registered(Prepared):
    """The patient applied (已登记)."""

    valid_until: Moment


class WaitingBed(Prepared):
    """No bed is free (候床)."""

    ward: str
    queue: BedQueueLink
    since: Moment
    declined: tuple[str, ...] = ()
    """Beds that were offered to him and that he did not want."""

    given_up: GivenUp | None = None
    """The last of them."""

    @property
    def waiter(self) -> Waiter:
        """What others know of him in the queue."""
        return Waiter(
            certificate=self.certificate,
            urgency=self.prescription.urgency,
            since=self.since,
        )


class Offered(Prepared):
    """What is known of everybody for whom a bed is kept."""

    ward: str
    bed: str
    since: Moment
    offered_at: Moment
    declined: tuple[str, ...] = ()
    instead_of: str | None = None
    """The certificate that it was offered to before."""


class BedOffered(Offered):
    """A bed is kept for him for a while (已通知床位)."""

    until: Moment


class BedReserved(Offered):
    """He takes the bed (已预留床位)."""

    keep_until: Moment | None = None


class Lapsed(Written):
    """Not used in time; the doctor issues anew (已失效)."""

    is_live: ClassVar[bool] = False


class Forfeited(Written):
    """The offered bed was not taken in time (已放弃，过时不予留床)."""

    is_live: ClassVar[bool] = False
    deposits: tuple[Deposit, ...] = ()
    given_up: GivenUp


class Cancelled(Written):
    """Called off before the stay (已取消)."""

    is_live: ClassVar[bool] = False
    deposits: tuple[Deposit, ...] = ()
    reason: str
    given_up: GivenUp | None = None


class Staying(Written, StayStanding):
    """What is known of everybody who is an inpatient."""

    registered: Annotated[Registering | None, PRIVATE] = None
    deposits: tuple[Deposit, ...] = ()
    exemption: str | None = None
    test: Annotated[WardTest | None, PRIVATE] = None
    identity_checked_by: str | None = None
    deferred: tuple[Deferred, ...] = ()
    """What is still to be brought."""

    admitted_at: Moment
    move: int = 0
    """How often he was moved."""

    placed_at: Moment
    """Since when he lies in this bed."""

    his_refused: str | None = None
    """What the HIS said to the last placement, where it did not take it."""

    leaves: int = 0
    """How often he was on leave."""

    back_at: Moment | None = None
    """When he came back from the last one."""


class Admitted(Staying):
    """In hospital (在院)."""


class OnLeave(Staying):
    """Away with a doctor's leave (请假外出)."""

    left_at: Moment
    back_by: Moment
    overdue: bool = False


class DischargePending(Staying):
    """The doctor ordered the discharge; the bill is open (待结算出院)."""

    ordered_at: Moment
    unsettled: str | None = None
    """Why the HIS could not close the bill."""


class Gone(Written):
    """What is known of every stay that is over."""

    is_live: ClassVar[bool] = False
    admission: str
    ward: str
    bed: str
    admitted_at: Moment
    ended_at: Moment


class Discharged(Gone):
    """Paid and gone (已出院)."""


class Transferred(Gone):
    """Moved to another hospital (已转院)."""

    destination: str


class Deceased(Gone):
    """Died during the stay (已死亡)."""


class Revoked(Gone):
    """Issued for a wrong patient or a false identity (已撤销)."""

    reason: str
    revoked_by: str
