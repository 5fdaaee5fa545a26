"""A carrier that keeps what it was given (模拟邮寄)."""

import attrs

from ehealthcard.ports import Accepted, Answer, Parcel, Rejected

from .faults import Faults


@attrs.define
class SimulatedCourier:
    """See :class:`ehealthcard.ports.Courier`.

    Args:
        faults: How it fails.
        refuses: Places that it does not go to.

    """

    faults: Faults = attrs.field(factory=Faults)
    refuses: set[str] = attrs.field(factory=set[str])
    parcels: dict[str, Parcel] = attrs.field(
        factory=dict[str, Parcel], init=False, repr=False
    )
    """What it has, by tracking number."""

    _numbers: dict[str, str] = attrs.field(
        factory=dict[str, str], init=False, repr=False
    )

    def send(self, parcel: Parcel, /) -> Answer:
        """See :class:`ehealthcard.ports.Courier`."""
        return self.faults.act(lambda: self._take(parcel))

    def _take(self, parcel: Parcel) -> Answer:
        if parcel.to.place in self.refuses:
            return Rejected(code="NO_SUCH_PLACE")
        fresh = f"EM{len(self._numbers) + 1:09d}CN"
        tracking = self._numbers.setdefault(parcel.key, fresh)
        self.parcels.setdefault(tracking, parcel)
        return Accepted(data={"tracking": tracking})
