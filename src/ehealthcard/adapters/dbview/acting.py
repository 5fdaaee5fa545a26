"""What is done about an event: commands on cases, and signals.

An act returns ``None`` once it is done, or was so already; or the reason why not.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import attrs

from ehealthcard.errors import InvalidCardIdError, InvalidDocumentError
from ehealthcard.identity import Card, CardId, IdDocument
from ehealthcard.ports import Clock, Storage
from ehealthcard.rules.signals import (
    PatientIndexChanged,
    PersonDied,
    SessionSuspended,
)
from ehealthcard.services import appointment as visits
from ehealthcard.services import report as reports
from ehealthcard.workflow import Actor, Command, Signal, State, Workflow

from .cleaning import Why
from .mapping import EventKind
from .rows import HisEvent

MOST = 50
"""Bookings of one person that are looked at, newest first."""


class Desk(Protocol):
    """What of a :class:`ehealthcard.ServiceDesk` is used."""

    @property
    def storage(self) -> Storage:
        """Where everything is kept."""
        ...

    @property
    def clock(self) -> Clock:
        """Who tells the time."""
        ...

    def execute(
        self,
        workflow: Workflow[Any, Any],
        case: Any,  # noqa: ANN401  # the desk's own
        command: Any,  # noqa: ANN401  # the same
        *,
        by: Actor,
        key: str | None = None,
        on_newest: bool = False,
    ) -> Any:  # noqa: ANN401  # the same
        """Carry out a command."""
        ...

    def case(self, workflow: Workflow[Any, Any], case_id: str, *, by: Actor) -> Any:  # noqa: ANN401  # the same
        """Return a case."""
        ...

    def cases(
        self,
        workflow: Workflow[Any, Any],
        card: Card,
        *,
        by: Actor,
        before: str | None = None,
        limit: int = 20,
    ) -> Sequence[Any]:
        """Return a card's cases."""
        ...

    def announce(self, signal: Signal) -> int:
        """Let every case concerned know."""
        ...

    def card(self, card_id: CardId, *, by: Actor) -> Card:
        """Return a card."""
        ...

    def find(self, document: IdDocument, *, by: Actor) -> Card | None:
        """Return the card of a document."""
        ...


@attrs.frozen
class Hands:
    """The desk, and as whom it is asked."""

    desk: Desk
    by: Actor

    def patient(self, event: HisEvent) -> Card | Why:
        """Return the card that the row names, or why there is none."""
        number, document = event.get("card"), event.get("document")
        try:
            if number:
                return self.desk.card(CardId(number.upper()), by=self.by)
            found = self.desk.find(
                IdDocument(event.document_kind, document or ""), by=self.by
            )
        except (InvalidCardIdError, InvalidDocumentError):
            return Why.CARD_UNREADABLE
        return found or Why.PATIENT_UNKNOWN

    def do(
        self,
        workflow: Workflow[Any, Any],
        case: Any,  # noqa: ANN401  # the desk's own
        command: Command,
        key: str,
    ) -> Any:  # noqa: ANN401  # the same
        """Carry out a command once, whoever has moved the case meanwhile."""
        return self.desk.execute(
            workflow, case, command, by=self.by, key=key, on_newest=True
        )

    def related(self, workflow: Workflow[Any, Any], kind: str, value: str) -> list[Any]:
        """Return the open cases of a service with this link."""
        events = self.desk.storage.related(kind, value)
        mine = [e.case for e in events if e.workflow == workflow.name]
        return [self.desk.case(workflow, case, by=self.by) for case in mine]


Act = Callable[[Hands, HisEvent], str | None]


def die(hands: Hands, event: HisEvent) -> str | None:
    """Appointments, tasks, passes and stays end; once more changes nothing."""
    card = hands.patient(event)
    if isinstance(card, Why):
        return card
    hands.desk.announce(PersonDied(card=card.subject))
    return None


def change_index(hands: Hands, event: HisEvent) -> str | None:
    """What is known of the holder's HIS numbers is asked for again."""
    card = hands.patient(event)
    if isinstance(card, Why):
        return card
    hands.desk.announce(PatientIndexChanged(card=card.subject))
    return None


def suspend_session(hands: Hands, event: HisEvent) -> str | None:
    """Every booking in the session is moved."""
    session = event.fields["session"]
    hands.desk.announce(SessionSuspended(session=session))
    return None


def check_in(hands: Hands, event: HisEvent) -> str | None:
    """The holder of a booking is at the counter; it is known by its key at the HIS."""
    card = hands.patient(event)
    if isinstance(card, Why):
        return card
    known = hands.desk.cases(visits.appointment, card, by=hands.by, limit=MOST)
    key = event.fields["appointment"]
    found = [c for c in known if _key_of(c.state) == key]
    if not found:
        return Why.CASE_UNKNOWN
    if isinstance(found[0].state, visits.Confirmed):
        hands.do(visits.appointment, found[0], visits.CheckIn(), event.digest)
        return None
    here = visits.CheckedIn | visits.InConsult
    return None if isinstance(found[0].state, here) else Why.NOT_ALLOWED


def begin_report(hands: Hands, event: HisEvent) -> str | None:
    """A sample was collected, or an examination has begun."""
    found = _report(hands, event)
    if isinstance(found, Why):
        return found
    if not isinstance(found.state, reports.Ordered):
        return None
    hands.do(reports.report, found, reports.Begin(), event.digest)
    return None


def release_report(hands: Hands, event: HisEvent) -> str | None:
    """The paper is there; the rules for its release hold as ever."""
    found = _report(hands, event)
    if isinstance(found, Why):
        return found
    if isinstance(found.state, reports.Released | reports.Amended):
        return None
    command = reports.Release(paper=event.get("paper"))
    hands.do(reports.report, found, command, event.digest)
    return None


ACTS: Mapping[EventKind, Act] = {
    EventKind.DEATH: die,
    EventKind.INDEX_CHANGED: change_index,
    EventKind.SESSION_SUSPENDED: suspend_session,
    EventKind.REGISTRATION: check_in,
    EventKind.REPORT_BEGUN: begin_report,
    EventKind.REPORT_READY: release_report,
}


def _key_of(state: State) -> str | None:
    booking = getattr(state, "booking", None)
    return booking.key if isinstance(booking, visits.Booking) else None


def _report(hands: Hands, event: HisEvent) -> Any | Why:  # noqa: ANN401  # a case
    """Return the report with this number, if it is this patient's."""
    card = hands.patient(event)
    if isinstance(card, Why):
        return card
    reference = f"{event.org}:{event.fields['report']}"
    found = hands.related(reports.report, "report", reference)
    if not found:
        return Why.CASE_UNKNOWN
    mine = [case for case in found if case.subject == card.subject]
    return mine[0] if mine else Why.ID_REUSED
