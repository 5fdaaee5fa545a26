"""Going through bookings when the hospital asks for more than before (补充诊前要求)."""

import logging
from collections.abc import Callable

import attrs

from ehealthcard.errors import EHealthCardError, StorageUnavailableError
from ehealthcard.ports.telemetry import PASSED_OVER
from ehealthcard.rules.booking import BookingPolicy
from ehealthcard.rules.calendar import day_of
from ehealthcard.services.appointment import Confirmed, Prepare, appointment
from ehealthcard.services.pre_visit_interview import pre_visit_interview
from ehealthcard.workflow import Event

from .migration import Progress
from .office import Office
from .work import Work

BOOKMARK = "visits-prepared"

LOG = logging.getLogger("ehealthcard.preparing")


@attrs.frozen
class VisitPreparation:
    """Asks the holders of confirmed bookings for what today's policy asks for.

    Newest booking first, each in a transaction of its own, from a bookmark: it may stop
    anywhere and goes on later. A booking is only ever given what it lacks.
    """

    office: Office

    def step(self, limit: int) -> Progress:
        """Look at no more than *limit* bookings; call again until it is done."""
        office, storage = self.office, self.office.storage
        events = storage.cases_in(
            appointment.name,
            Confirmed.__name__,
            before=storage.bookmark(BOOKMARK),
            limit=limit,
        )
        moved = sum(self._asked(event) for event in events)
        done = len(events) < limit
        place = None if done else events[-1].case
        office.atomically(lambda: storage.set_bookmark(BOOKMARK, place))
        return Progress(moved, done=done)

    def _asked(self, event: Event) -> bool:
        """Whether a booking lacked something; what cannot be read is passed over."""
        try:
            return self.office.atomically(self._asking(event.case))
        except StorageUnavailableError:
            raise
        except EHealthCardError as error:
            LOG.warning("%s was not asked: %s", event.case, error.code)
            self.office.telemetry.count(PASSED_OVER, outcome=error.code)
            return False

    def _asking(self, case: str) -> Callable[[], bool]:
        def ask() -> bool:
            event, work = self.office.storage.last(case), self.office.work()
            if event is None or event.state != Confirmed.__name__:
                return False
            live = work.catch_up(work.load(event))
            if not isinstance(live.state, Confirmed):
                return False
            lacks = self._lacking(work, live.state)
            if lacks is None:
                return False
            work.carry_out(live, lacks)
            return True

        return ask

    def _lacking(self, work: Work, state: Confirmed) -> Prepare | None:
        """Return what the policy of today asks for, and the booking did not."""
        booking, policy = state.booking, self._policy(work)
        slot = booking.slot
        if policy is None or slot.starts_at <= work.now:
            return None
        asks = policy.prepares(slot.department, slot.kind)
        hours = asks.survey_hours if booking.survey_hours is None else None
        interview = (
            asks.interview
            and not booking.interview
            and self.office.ports.questions is not None
            and not self._interviewed(booking.charge)
        )
        if hours is None and not interview:
            return None
        return Prepare(survey_hours=hours, interview=interview)

    def _interviewed(self, name: str) -> bool:
        """Whether somebody has invited to an interview for this visit by hand."""
        related = self.office.storage.related("appointment", name)
        return any(event.workflow == pre_visit_interview.name for event in related)

    def _policy(self, work: Work) -> BookingPolicy | None:
        packs = work.packs.get(appointment.name) or appointment.policies
        policy = packs.at(day_of(work.now)) if packs else None
        return policy if isinstance(policy, BookingPolicy) else None
