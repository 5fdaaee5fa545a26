"""An inpatient with three companions, about to be discharged."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ehealthcard import Card, Case, ServiceDesk
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.stays import Urgency
from ehealthcard.services.companion_pass import Apply, Approve, companion_pass
from ehealthcard.services.inpatient_certificate import (
    Admit,
    OrderDischarge,
    Prescribe,
    Prescription,
    SetCompanions,
    Settle,
    inpatient_certificate,
)
from tests.integration.conftest import applicant
from tests.integration.test_inpatients import (
    COMPANION,
    DEPOSIT,
    DOCTOR,
    NURSE,
    OFFICE,
    REGISTER,
)

from .place import WINDOW

STAY = "H1:Z-1"


def discharging(desk: ServiceDesk) -> Callable[[], object]:
    """A discharge: the passes of three companions end with the stay, or none does."""
    patient, *others = (
        desk.register(applicant(seed), by=WINDOW) for seed in range(1, 5)
    )
    stay = _stay(desk, patient)
    first = _approved(desk, others[0])
    _approved(desk, others[1])
    _apply(desk, others[2], replaces=first.state.pass_id)
    ordered = desk.execute(inpatient_certificate, stay, OrderDischarge(), by=DOCTOR)
    return lambda: desk.execute(inpatient_certificate, ordered, Settle(), by=OFFICE)


def _stay(desk: ServiceDesk, patient: Card) -> Case[Any]:
    written = Prescription(
        episode="O-1",
        department="03",
        ward="W-3",
        diagnosis="made up",
        urgency=Urgency.ORDINARY,
        planned_on=day_of(desk.clock()) + timedelta(days=1),
    )
    prescribe = Prescribe(org="H1", prescription=written, has_seen_patient=True)
    stay: Case[Any] = desk.start(inpatient_certificate, patient, prescribe, by=DOCTOR)
    admit = Admit(number="Z-1", bed="12", identity_checked=True, deposit=DEPOSIT)
    allow = SetCompanions(most=2, reason="delirium")
    for command, by in ((REGISTER, OFFICE), (admit, OFFICE), (allow, NURSE)):
        stay = desk.execute(inpatient_certificate, stay, command, by=by)
    return stay


def _apply(desk: ServiceDesk, card: Card, **more: Any) -> Case[Any]:
    ask = Apply(admission=STAY, companion=COMPANION, consent="v1", **more)
    return desk.start(companion_pass, card, ask, by=NURSE)


def _approved(desk: ServiceDesk, card: Card) -> Case[Any]:
    return desk.execute(companion_pass, _apply(desk, card), Approve(), by=NURSE)
