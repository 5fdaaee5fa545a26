"""Which booked examinations machines are told of, and as what (检查预约转工作列表)."""

from collections.abc import Callable, Mapping

import attrs

from ehealthcard.adapters.dicom import short_number, study_uid
from ehealthcard.desk import ServiceDesk
from ehealthcard.identity import SubjectId
from ehealthcard.ports import (
    ImagedPatient,
    Message,
    ScheduledExamination,
    SlotAct,
    Station,
    VisitKind,
)
from ehealthcard.services.appointment import Booking, appointment
from ehealthcard.workflow import Actor, State

StationOf = Callable[[Booking], Station | None]
"""Says which machine carries a booking out; ``None``: none that has a worklist."""

OURS = "ehealthcard"
"""Who gave the number out where the hospital's own is not known."""


@attrs.frozen
class StationsByDepartment:
    """One machine for each department (科室), the simplest map.

    Args:
        stations: By the department's code.

    """

    stations: Mapping[str, Station]

    def __call__(self, booking: Booking) -> Station | None:
        """See :data:`StationOf`."""
        return self.stations.get(booking.slot.department)


@attrs.frozen
class DeskExaminations:
    """Reads what a message about a slot means from the case that sent it.

    Patient ID is the hospital's own number where the desk's index of patients has one,
    and the subject otherwise. The accession number is the order's where it has at most
    16 characters, and a digest of it otherwise.

    Args:
        desk: The desk whose appointments they are.
        station_of: Which machine carries a booking out.
        by: Who reads: staff that is ``worklist-keeper`` too.
        names: What an item is called, by its code in the HIS; the code otherwise.

    """

    desk: ServiceDesk
    station_of: StationOf
    by: Actor
    names: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def __call__(self, message: Message, act: SlotAct) -> ScheduledExamination | None:
        """See :data:`ehealthcard.adapters.dicom.Examined`.

        Raises:
            AccessDeniedError: ``by`` may not read it.
            OutsideUnavailableError: The index of patients did not answer.

        """
        state = self.desk.case(appointment, message.case, by=self.by).state
        booking = _booked(state, act.key)
        if booking is None or booking.slot.kind is not VisitKind.EXAMINATION:
            return None
        station = self.station_of(booking)
        patient = self._patient(message.subject, booking.slot.org)
        if station is None or patient is None:
            return None
        is_there = message.kind == "confirm"  # the ticket was given out
        return self._examination(booking, station, patient, is_there=is_there)

    def _examination(
        self,
        booking: Booking,
        station: Station,
        patient: ImagedPatient,
        *,
        is_there: bool,
    ) -> ScheduledExamination:
        wanted, slot = booking.examination, booking.slot
        item = wanted.item if wanted else "?"
        return ScheduledExamination(
            study=study_uid(booking.key),
            step=short_number(f"step:{booking.key}"),
            accession=short_number(booking.order or booking.key),
            patient=patient,
            station=station,
            starts_at=slot.starts_at,
            item=item,
            description=self.names.get(item, item),
            body_part=wanted.body_part if wanted else None,
            with_contrast=slot.uses_contrast,
            is_there=is_there,
        )

    def _patient(self, subject: SubjectId, org: str) -> ImagedPatient | None:
        person = self.desk.people.named(subject, by=self.by)
        if person is None:
            return None
        index = self.desk.ports.patients
        known = index.numbers(subject) if index else ()
        numbers = [n.number for n in known if n.org == org]
        return ImagedPatient(
            number=numbers[0] if numbers else subject,
            issuer=org if numbers else OURS,
            name=person.name,
            birth_date=person.birth_date,
            sex=person.sex,
        )


def _booked(state: State, key: str) -> Booking | None:
    """Return the booking of a state that an act is about: its own, or the new one."""
    held = (getattr(state, name, None) for name in ("booking", "new"))
    bookings = (one for one in held if isinstance(one, Booking))
    return next((one for one in bookings if one.key == key), None)
