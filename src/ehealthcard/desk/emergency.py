"""The 120 line at work (急救专线): authorise with one key, dial, push at once."""

from collections.abc import Sequence
from typing import Any

import attrs

from ehealthcard.identity import Card, SubjectId
from ehealthcard.monitor.access.deciding import Reason, denied
from ehealthcard.ports.emergency import DESTINATION
from ehealthcard.rules.emergency import Contact, Location, Scope
from ehealthcard.services.emergency_call import (
    BreakGlass,
    Dial,
    EmergencyCall,
    EmergencyCallCommand,
    NamePatient,
    emergency_call,
)
from ehealthcard.services.emergency_call.commands import Patient
from ehealthcard.services.emergency_call.intake import CENTRE
from ehealthcard.services.emergency_consent import (
    EmergencyConsent,
    Grant,
    Revoke,
    emergency_consent,
)
from ehealthcard.workflow import Actor

from .case import Case
from .casework import Casework
from .desk import ServiceDesk
from .immediate import ImmediateDelivery

Call = Case[EmergencyCall]
Consent = Case[EmergencyConsent]


@attrs.frozen
class EmergencyLine:
    """What an app's emergency button and a centre's switchboard do.

    Telephone numbers are found by a keyed digest; no number is ever stored as a link.

    Args:
        desk: The desk; its ``ports.emergency`` is the centre.
        org: Code of the emergency centre.

    """

    desk: ServiceDesk
    org: str

    def line_of(self, phone: str) -> str:
        """Return the keyed digest by which a number is found."""
        digits = phone.removeprefix("+86").removeprefix("+")
        tag = self.desk.office.keys.lookup.tag(b"phone-line/" + digits.encode())
        return tag.hex()

    def authorise(
        self,
        card: Card,
        *,
        by: Actor,
        consent: str,
        phone: str,
        scope: tuple[Scope, ...] = tuple(Scope),
        contacts: tuple[Contact, ...] = (),
    ) -> Consent:
        """Authorise with one key (一键授权), anew after a revocation.

        Raises:
            RuleViolationError: There is no consent, or *by* may not give it.
            AccessDeniedError: *by* has nothing to do with the card.
            NotAllowedError: It is authorised already; use ``Update``.
            CardError: The card is not active.

        """
        command = Grant(
            consent=consent,
            scope=scope,
            contacts=contacts,
            phone=phone,
            line=self.line_of(phone),
        )
        if known := self._consent(card, by):
            return self.desk.execute(emergency_consent, known, command, by=by)
        return self.desk.start(emergency_consent, card, command, by=by)

    def revoke(self, card: Card, *, by: Actor) -> Consent | None:
        """Take the authorisation back; ``None`` if there never was one.

        Raises:
            RuleViolationError: *by* may not.
            NotAllowedError: It is revoked already.

        """
        known = self._consent(card, by)
        if known is None:
            return None
        return self.desk.execute(emergency_consent, known, Revoke(), by=by)

    def dial(
        self,
        phone: str,
        *,
        by: Actor,
        card: Card | None = None,
        location: Location | None = None,
        patient: Patient = "unknown",
        key: str | None = None,
    ) -> Call:
        """Take a call and, where it may, push the data set before returning.

        Args:
            phone: The number that calls.
            by: The switchboard or the app.
            card: From an app's button: whose it is. A plain call has only its number.
            location: Where the caller is.
            patient: Whether the caller is the patient, if that was said.
            key: Idempotency key: the same call again is the same case.

        Raises:
            StorageError: It could not be written; nothing was.

        """
        command = Dial(
            org=self.org,
            phone=phone,
            line=self.line_of(phone),
            location=location,
            patient=patient,
        )
        call = self.desk.start(emergency_call, card, command, by=by, key=key)
        return self._push(call)

    def open_calls(self, phone: str, *, by: Actor) -> Sequence[Call]:
        """Return the calls from this number that are not over, oldest first.

        Two about one incident are merged (``Merge``).

        Raises:
            AccessDeniedError: *by* is nobody of the centre.

        """
        if by.roles.isdisjoint(CENTRE):
            raise denied(Reason.NOT_HERE)
        events = self.desk.storage.related("phone-line", self.line_of(phone))
        return [
            Casework(self.desk.office).case(emergency_call, event.case)
            for event in events
            if event.workflow == emergency_call.name
        ]

    def name_patient(self, call: Call, holder: SubjectId | None, *, by: Actor) -> Call:
        """Say whose card the patient's is, and push its data set.

        Raises:
            RuleViolationError: *by* is nobody of the centre.

        """
        return self._do(call, NamePatient(holder=holder), by)

    def break_glass(
        self, call: Call, holder: SubjectId, *, reason: str, by: Actor
    ) -> Call:
        """Push the smallest set without consent, to save a life; it is reviewed.

        Raises:
            RuleViolationError: *by* is nobody of the centre.
            CardNotFoundError: There is no such card.

        """
        return self._do(call, BreakGlass(holder=holder, reason=reason), by)

    def _do(self, call: Call, command: EmergencyCallCommand, by: Actor) -> Call:
        done = self.desk.execute(emergency_call, call, command, by=by)
        return self._push(done)

    def _push(self, call: Call) -> Call:
        centre = self.desk.ports.emergency
        ports: dict[str, Any] = {DESTINATION: centre} if centre else {}
        return ImmediateDelivery(self.desk, ports).attempt(emergency_call, call)

    def _consent(self, card: Card, by: Actor) -> Consent | None:
        found = self.desk.cases(emergency_consent, card, by=by, limit=1)
        return found[0] if found else None
