"""Going through bookings when the hospital asks for more than before (补充诊前要求)."""

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.rules.booking import BookingPolicy
from ehealthcard.rules.calendar import day_of
from ehealthcard.services.appointment import Confirmed, Prepare, appointment
from ehealthcard.services.pre_visit_interview import Withdrawn, pre_visit_interview

from .inquiry import NEWEST
from .live import Live
from .migration import Progress
from .office import Office
from .walking import CaseWalk
from .work import Work

BOOKMARK = "visits-prepared"


@attrs.frozen
class VisitPreparation:
    """Asks the holders of confirmed bookings for what today's policy asks for.

    A booking is only ever given what it lacks.
    """

    office: Office

    def step(self, limit: int) -> Progress:
        """Look at no more than *limit* bookings; call again until it is done."""
        walk = CaseWalk(self.office, appointment, Confirmed.__name__, BOOKMARK)
        return walk.step(limit, self._ask)

    def _ask(self, work: Work, live: Live) -> bool:
        live = work.catch_up(live)
        state = live.state
        lacks = self._lacking(work, state) if isinstance(state, Confirmed) else None
        if lacks is None:
            return False
        work.carry_out(live, lacks)
        return True

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
            and not self._interviewed(work, state)
        )
        if hours is None and not interview:
            return None
        return Prepare(survey_hours=hours, interview=interview)

    def _interviewed(self, work: Work, state: Confirmed) -> bool:
        """Whether somebody has invited by hand, and the holder perhaps wanted none."""
        name, service = state.booking.charge, pre_visit_interview.name
        related = work.storage.related("appointment", name)
        if any(event.workflow == service for event in related):
            return True
        every = work.storage.cases_of(
            SubjectId(state.card), service, before=None, limit=NEWEST
        )
        refused = (work.load(e).state for e in every if e.state == Withdrawn.__name__)
        return any(isinstance(r, Withdrawn) and r.appointment == name for r in refused)

    def _policy(self, work: Work) -> BookingPolicy | None:
        packs = work.packs.get(appointment.name) or appointment.policies
        policy = packs.at(day_of(work.now)) if packs else None
        return policy if isinstance(policy, BookingPolicy) else None
