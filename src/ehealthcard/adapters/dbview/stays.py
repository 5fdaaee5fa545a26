"""What is done about inpatients: taken in, moved, gone (住院事件)."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from ehealthcard.rules.stays import StayStanding
from ehealthcard.services.inpatient_certificate import (
    Admit,
    AdmitEmergency,
    Deceased,
    Deposit,
    Discharged,
    DischargePending,
    OrderDischarge,
    Relocate,
    Settle,
    Transferred,
    inpatient_certificate,
)

from .acting import Act, Hands
from .cleaning import Unfit, Why
from .mapping import EventKind
from .rows import HisEvent

MOST = 50
"""Certificates of one person that are looked at, newest first."""

TRUE = ("1", "Y", "y", "是", "true")


def admit(hands: Hands, event: HisEvent) -> str | None:
    """Take the patient in, with what the HIS has checked."""
    command = Admit(
        number=event.fields["number"],
        ward=event.fields["ward"],
        bed=event.fields["bed"],
        identity_checked=event.get("identity_checked") in TRUE,
        deposit=_deposit(event),
        exemption=event.get("exemption"),
    )
    return _take_in(hands, event, command)


def admit_emergency(hands: Hands, event: HisEvent) -> str | None:
    """Take the patient in at once."""
    command = AdmitEmergency(
        number=event.fields["number"],
        ward=event.fields["ward"],
        bed=event.fields["bed"],
    )
    return _take_in(hands, event, command)


def relocate(hands: Hands, event: HisEvent) -> str | None:
    """Another ward or bed; the bed that the patient has already is no news."""
    stay = _stay(hands, event)
    if isinstance(stay, Why):
        return stay
    if not isinstance(stay.state, StayStanding):
        return Why.NOT_ALLOWED
    ward, bed = event.fields["ward"], event.fields["bed"]
    if (ward, bed) != (stay.state.ward, stay.state.bed):
        command = Relocate(ward=ward, bed=bed)
        hands.do(inpatient_certificate, stay, command, event.digest)
    return None


def order_discharge(hands: Hands, event: HisEvent) -> str | None:
    """A doctor ordered the discharge."""
    stay = _stay(hands, event)
    if isinstance(stay, Why):
        return stay
    if not isinstance(stay.state, DischargePending | Discharged):
        hands.do(inpatient_certificate, stay, OrderDischarge(), event.digest)
    return None


def discharge(hands: Hands, event: HisEvent) -> str | None:
    """The bill is closed; certificate and companion passes end."""
    stay = _stay(hands, event)
    if isinstance(stay, Why):
        return stay
    if isinstance(stay.state, Discharged | Transferred | Deceased):
        return None
    if not isinstance(stay.state, DischargePending):
        key = f"{event.digest}:order"
        stay = hands.do(inpatient_certificate, stay, OrderDischarge(), key)
    hands.do(inpatient_certificate, stay, Settle(), event.digest)
    return None


STAY_ACTS: Mapping[EventKind, Act] = {
    EventKind.ADMISSION: admit,
    EventKind.EMERGENCY_ADMISSION: admit_emergency,
    EventKind.TRANSFER: relocate,
    EventKind.DISCHARGE_ORDERED: order_discharge,
    EventKind.DISCHARGE: discharge,
}


def _take_in(
    hands: Hands, event: HisEvent, command: Admit | AdmitEmergency
) -> str | None:
    card = hands.patient(event)
    if isinstance(card, Why):
        return card
    reference = f"{event.org}:{command.number}"
    taken = hands.related(inpatient_certificate, "admission", reference)
    if taken:
        return None if taken[0].subject == card.subject else Why.ID_REUSED
    known = hands.desk.cases(inpatient_certificate, card, by=hands.by, limit=MOST)
    if any(getattr(c.state, "admission", None) == reference for c in known):
        return None  # it has come and gone
    episode = event.get("episode")
    unused = [
        case
        for case in known
        if type(case.state) not in inpatient_certificate.finals
        and case.state.org == event.org
        and not isinstance(case.state, StayStanding)
        and episode in (None, case.state.prescription.episode)
    ]
    if not unused:
        return Why.CASE_UNKNOWN
    if len(unused) > 1:
        return Why.CASE_AMBIGUOUS
    hands.do(inpatient_certificate, unused[0], command, event.digest)
    return None


def _stay(hands: Hands, event: HisEvent) -> Any | Why:  # noqa: ANN401  # a case
    card = hands.patient(event)
    if isinstance(card, Why):
        return card
    reference = f"{event.org}:{event.fields['number']}"
    found = hands.related(inpatient_certificate, "admission", reference)
    if found:
        return found[0] if found[0].subject == card.subject else Why.ID_REUSED
    known = hands.desk.cases(inpatient_certificate, card, by=hands.by, limit=MOST)
    ended = [c for c in known if getattr(c.state, "admission", None) == reference]
    return ended[0] if ended else Why.CASE_UNKNOWN


def _deposit(event: HisEvent) -> Deposit | None:
    amount, receipt = event.get("deposit"), event.get("receipt")
    if amount is None or receipt is None:
        return None
    try:
        return Deposit(amount=Decimal(amount), receipt=receipt)
    except InvalidOperation:
        raise Unfit(Why.AMOUNT_UNREADABLE, "deposit") from None
