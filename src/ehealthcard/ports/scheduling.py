"""The HIS's slots (号源): read while somebody waits, taken through the outbox."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Protocol

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model, Moment
from ehealthcard.rules.visits import VisitKind

from .outside import Answer

Yuan = Annotated[Decimal, Field(ge=0, decimal_places=2, max_digits=12)]
"""An amount of money (元), in yuan and fen."""


class SlotStanding(Labelled):
    """What has become of a slot (号源状态), in the digits of a HIS in production."""

    FREE = "0", "可预约", "free"
    BOOKED = "2", "已预约", "booked"
    TICKETED = "4", "已取号", "ticketed"
    VOID = "9", "已作废", "void"
    SUSPENDED = "S", "已停诊", "suspended"
    """Not a digit of that HIS: 停诊 is a column of its own there."""


class Fees(Model):
    """What a visit costs."""

    registration: Yuan = Decimal(0)
    """挂号费."""

    consultation: Yuan = Decimal(0)
    """诊疗费."""

    expert: Yuan = Decimal(0)
    """专家费."""

    @property
    def total(self) -> Decimal:
        """All of it, in yuan."""
        return self.registration + self.consultation + self.expert


class Slot(Model):
    """One place in one time slice of one session (号源)."""

    id: str
    org: str
    """Code of the institution."""

    org_name: str | None = Field(default=None, max_length=40)
    """What patients know the institution by; its code is shown where none is given."""

    kind: VisitKind
    department: str
    """Code of the department (科室代码)."""

    doctor: str | None
    """Staff number; ``None`` for a department's or a machine's slot."""

    title: str | None
    """The doctor's level (职称), as the HIS writes it."""

    is_expert: bool
    session: str
    """The half day of the doctor or machine; one 停诊 ends all its slots."""

    period: Annotated[str, Field(pattern="^[12]$")]
    """``1`` before noon (上午), ``2`` after (下午)."""

    starts_at: Moment
    ends_at: Moment
    fees: Fees
    for_referral: bool = False
    """Kept for patients that primary care refers (预留转诊号)."""

    needs_preparation: bool = False
    """Whether the holder must confirm fasting or other preparation (检查准备)."""

    uses_contrast: bool = False
    """Whether contrast medium is given (增强检查)."""


class SlotOffer(Model):
    """A slot and what has become of it."""

    slot: Slot
    standing: SlotStanding


class SlotAct(Model):
    """One act on a slot; *key* names the booking, however often it is repeated."""

    key: str = Field(min_length=1)
    slot: str
    card: str
    """The holder's subject; the adapter knows its patient number."""

    order: str | None = None
    """The order (申请单) that an examination or treatment rests on."""


class Scheduling(Protocol):
    """The owner of the slots.

    Taking one is a single conditional write there. An answer of ``Accepted`` carries
    ``{"number": n}``, the number within the session (序号), where the HIS counts; it is
    the same again for the same key. Every act may come again under the same key and
    has the effect of once. Whatever raises ``OutsideUnavailableError`` has certainly
    not been done; what may have been done is ``Unclear``. A refusal for a reason of
    the HIS's own, such as a patient who is not registered there, has a code of the
    adapter's own.
    """

    def slots(
        self, *, org: str, department: str, first: date, last: date
    ) -> list[SlotOffer]:
        """Return a department's slots from *first* to *last*, both included, by time.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...

    def slot(self, slot_id: str, /) -> SlotOffer | None:
        """Return one slot; ``None`` if there is none of this name.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...

    def try_acquire(self, act: SlotAct, /) -> Answer:
        """Take a free slot (号源 0→2); of many at once, one is accepted.

        Rejected with ``SLOT_TAKEN``, ``SLOT_SUSPENDED``, ``SLOT_UNKNOWN``,
        ``ORDER_UNPAID``, or ``KEY_RELEASED`` after a release of the same key.
        """
        ...

    def confirm(self, act: SlotAct, /) -> Answer:
        """Give the ticket out (取号, 2→4); rejected with ``SLOT_NOT_HELD``."""
        ...

    def release(self, act: SlotAct, /) -> Answer:
        """Give the slot back: 2→0, and 4→9, which nobody gets again.

        A key that holds nothing is accepted too, and acquires nothing from then on.
        """
        ...

    def query(self, act: SlotAct, /) -> Answer:
        """Say whether the key holds its slot; rejected with ``SLOT_NOT_HELD``."""
        ...
