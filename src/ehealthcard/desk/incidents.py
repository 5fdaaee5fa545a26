"""Incidents at work (安全事件处置): opened, also from an alert, and their notices."""

from datetime import datetime

import attrs

from ehealthcard.errors import NotAllowedError
from ehealthcard.services.foundation.incident import (
    Addressee,
    Contact,
    Graded,
    Incident,
    IncidentCommand,
    NoticeText,
    Open,
    incident,
    notice_to,
)
from ehealthcard.services.foundation.risk_alert import Incident as Breached
from ehealthcard.services.foundation.risk_alert import RiskAlert, risk_alert
from ehealthcard.workflow import Actor

from .case import Case
from .desk import ServiceDesk


@attrs.frozen
class IncidentOffice:
    """The incidents of an institution.

    Args:
        desk: The desk.
        contact: Whom notices say to ask.

    """

    desk: ServiceDesk
    contact: Contact

    def open(
        self, number: str, org: str, discovered_at: datetime, *, by: Actor
    ) -> Case[Incident]:
        """Open an incident that no alert has found.

        Args:
            number: Its number in the house; notices quote it.
            org: The institution.
            discovered_at: When it became known.
            by: Who opens it.

        Raises:
            AccessDeniedError: *by* has no right at all.
            RuleViolationError: *by* lacks the role ``incident-officer``, the moment is
                still to come, or the number is taken (``CLAIM_TAKEN``).

        """
        command = Open(incident=number, org=org, discovered_at=discovered_at)
        return self.desk.start(incident, None, command, by=by)

    def open_from(
        self, alert: Case[RiskAlert], number: str, org: str, *, by: Actor
    ) -> Case[Incident]:
        """Open the incident of a risk alert whose breach was confirmed.

        Its clocks begin with the confirmation; the notices that are recorded here count
        in the alert too.

        Raises:
            AccessDeniedError: *by* may not see the alert.
            NotAllowedError: No breach of it was confirmed.
            RuleViolationError: *by* lacks the role ``incident-officer``, or the alert
                has an open incident already (``CLAIM_TAKEN``).

        """
        state = self.desk.case(risk_alert, alert.id, by=by).state
        if not isinstance(state, Breached):
            raise NotAllowedError(
                workflow=incident.name, command="Open", state=type(state).__name__
            )
        command = Open(
            incident=number,
            org=org,
            discovered_at=state.breach.confirmed_at,
            alert=state.alert,
        )
        return self.desk.start(incident, None, command, by=by)

    def do(
        self, case: Case[Incident], command: IncidentCommand, *, by: Actor
    ) -> Case[Incident]:
        """Carry out a command.

        Raises:
            AccessDeniedError: *by* has no right at all.
            VersionConflictError: *case* is not the newest; reload and look again.
            NotAllowedError: The present state has no arrow for the command.
            RuleViolationError: A rule forbids it; the error's ``rule`` says which.

        """
        return self.desk.execute(incident, case, command, by=by)

    def notice(self, case: Case[Incident], to: Addressee, *, by: Actor) -> NoticeText:
        """Return the notice to somebody, as far as the incident is known now.

        Read it, send it, and record its number with ``RecordNotice``.

        Raises:
            AccessDeniedError: *by* may not see the incident.
            NotAllowedError: It was not assessed yet, or was none.

        """
        state = self.desk.case(incident, case.id, by=by).state
        if not isinstance(state, Graded):
            raise NotAllowedError(
                workflow=incident.name, command="notice", state=type(state).__name__
            )
        return notice_to(to, state, self.contact)
