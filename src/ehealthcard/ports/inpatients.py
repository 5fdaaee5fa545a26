"""What the HIS's inpatient system is asked and told (住院系统), destination ``his``.

The HIS owns beds and stays. Every act may come again under the same key and has the
effect of once.
"""

from decimal import Decimal
from typing import Protocol

from pydantic import Field

from ehealthcard.models import Model, Moment
from ehealthcard.rules.stays import StayEnd

from .outside import Answer


class BedAct(Model):
    """A bed is held for somebody, or no longer (留床、退床)."""

    key: str = Field(min_length=1)
    certificate: str
    """Who holds it; a release by another one changes nothing."""

    card: str
    org: str
    ward: str
    bed: str
    instead_of: str | None = None
    """The certificate that held it until now, where it is passed on."""


class PlacementAct(Model):
    """An inpatient lies here now (入院、转床)."""

    key: str = Field(min_length=1)
    certificate: str
    card: str
    admission: str
    org: str
    ward: str
    bed: str
    move: int
    """0 for the admission itself, then counted up."""

    at: Moment


class DischargeAct(Model):
    """A doctor ordered the discharge; the bill is to be closed (出院结算)."""

    key: str = Field(min_length=1)
    card: str
    admission: str
    org: str
    ordered_at: Moment


class StayNote(Model):
    """What else the ward's screens show of a stay: a leave, its end, the stay's end."""

    key: str = Field(min_length=1)
    card: str
    admission: str
    org: str
    how: StayEnd | None = None
    at: Moment


class DepositBack(Model):
    """A deposit goes back (退预交金)."""

    key: str = Field(min_length=1)
    card: str
    org: str
    amount: Decimal
    receipts: tuple[str, ...]


class GateEntry(Model):
    """A companion is on the gate's list, or no longer (门禁名单)."""

    key: str = Field(min_length=1)
    pass_id: str
    card: str
    """The companion's subject."""

    admission: str
    org: str
    ward: str
    until: Moment | None = None
    """The last moment of it; ``None`` where it ends now."""


class Inpatients(Protocol):
    """The HIS's inpatient system.

    Whatever raises ``OutsideUnavailableError`` has certainly not been done; what may
    have been done is ``Unclear``.
    """

    def hold(self, act: BedAct, /) -> Answer:
        """Hold a bed. Rejected with ``BED_UNKNOWN`` or ``BED_TAKEN``."""
        ...

    def release(self, act: BedAct, /) -> Answer:
        """Let a bed go, if this certificate holds it."""
        ...

    def place(self, act: PlacementAct, /) -> Answer:
        """Write down where a patient lies. Rejected as ``hold``."""
        ...

    def discharge(self, act: DischargeAct, /) -> Answer | None:
        """Close the bill. Rejected with a code such as ``UNPAID``.

        ``None`` means that the answer comes by call-back, once it is paid.
        """
        ...

    def note(self, kind: str, note: StayNote, /) -> Answer:
        """Show that a patient is on leave, back or gone; who is gone frees the bed."""
        ...

    def give_back(self, back: DepositBack, /) -> Answer:
        """Give a deposit back."""
        ...

    def gate(self, entry: GateEntry, /) -> Answer:
        """Put a companion on the gate's list, or take one off."""
        ...
