"""A stay in hospital, from the doctor's certificate to the door (住院一次).

A doctor issues the inpatient certificate; the husband, who has the family voucher,
registers it; a bed is awaited, offered and taken; a daughter gets the companion pass
and goes through the ward's gate; the discharge ends her pass in the same transaction.
Everybody is made up, and the hospital is simulated.

Run it: ``python examples/inpatient_stay.py [DATABASE]``. The database is one of
SQLAlchemy's URLs; without it a SQLite file in a folder of its own is used and removed.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from _story import Stage, name, told_on

from ehealthcard import Actor, Card, Case, Terminal
from ehealthcard.adapters.inpatients import InpatientPort
from ehealthcard.adapters.simulator import SimulatedInpatients
from ehealthcard.codesets import Kinship
from ehealthcard.desk import BedManager, WardGate
from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.stays import Urgency
from ehealthcard.services import companion_pass as companion
from ehealthcard.services import inpatient_certificate as stays
from ehealthcard.services.family_voucher import Give, family_voucher

ORG, WARD = "H1", "W-3"
DOCTOR = Actor("doctor-1", {"doctor"}, org=ORG)
NURSE = Actor("nurse-1", {"nurse"}, org=ORG)
OFFICE = Actor("office-1", {"registrar"}, org=ORG)
GATE = Terminal("gate-9", {"terminal"}, org=ORG, place=WARD)
CERTIFICATE, PASS = stays.inpatient_certificate, companion.companion_pass


def prescribed(stage: Stage, card: Card, episode: str, urgency: Urgency) -> Case[Any]:
    """A doctor who has seen the patient issues the certificate."""
    written = stays.Prescription(
        episode=episode,
        department="03",
        ward=WARD,
        diagnosis="J18.9",
        urgency=urgency,
        planned_on=stage.clock.now.date() + timedelta(days=1),
    )
    command = stays.Prescribe(org=ORG, prescription=written, has_seen_patient=True)
    try:
        stage.desk.start(CERTIFICATE, card, command, by=NURSE)
    except RuleViolationError as error:
        print(f"{episode} by a nurse: {error.code}")
    return stage.desk.start(CERTIFICATE, card, command, by=DOCTOR)


def registration() -> stays.Registration:
    """Return what is filled in before the stay."""
    contact = stays.Person(name="家属", kinship=Kinship.SPOUSE, phone="13900000000")
    return stays.Registration(contact=contact, payer=stays.Payer.SELF, allergies=())


def registered(stage: Stage, case: Case[Any], card: Card, husband: Card) -> None:
    """The husband registers it, once he has the family voucher."""
    register = stays.Register(registration=registration())
    try:
        stage.do(CERTIFICATE, case, register, stage.app(husband))
    except RuleViolationError as error:
        print("a husband without a voucher:", error.code)
    give = Give(
        delegate=husband.subject,
        kinship=Kinship.SPOUSE,
        until=stage.clock.now + timedelta(days=30),
        consent="2026-1",
    )
    stage.desk.start(family_voucher, card, give, by=stage.app(card))
    done = stage.do(CERTIFICATE, case, register, stage.app(husband))
    print("with the voucher:", name(done.state))


def bedded(stage: Stage, case: Case[Any], other: Case[Any], card: Card) -> None:
    """Two wait for the bed; who is more urgent does not answer, and it goes on."""
    register = stays.Register(registration=registration())
    stage.do(CERTIFICATE, other, register, OFFICE)
    for one in (case, other):
        stage.do(CERTIFICATE, one, stays.Queue(), NURSE)
    try:
        stage.do(CERTIFICATE, case, stays.OfferBed(bed="12"), NURSE)
    except RuleViolationError as error:
        print("not the first in rank:", error.code)
    stage.do(CERTIFICATE, other, stays.OfferBed(bed="12"), NURSE)
    stage.turn(days=1)
    print("who did not answer:", name(stage.now(CERTIFICATE, other)))
    print("the next in rank:", name(stage.now(CERTIFICATE, case)))
    taken = stage.do(CERTIFICATE, case, stays.Accept(), stage.app(card))
    print("taken:", name(taken.state))
    deposit = stays.Deposit(amount=Decimal("2000.00"), receipt="R-1")
    admit = stays.Admit(number="Z-1", identity_checked=True, deposit=deposit)
    admitted: Case[Any] = stage.do(CERTIFICATE, case, admit, OFFICE)
    print("admitted:", name(admitted.state), admitted.state.bed)


def accompanied(stage: Stage, card: Card, daughter: Card) -> Case[Any]:
    """The daughter gets the pass; it is the code of her own card."""
    data = companion.CompanionData(kinship=Kinship.DAUGHTER, phone="13900000001")
    ask = companion.Apply(admission=f"{ORG}:Z-1", companion=data)
    case: Case[Any] = stage.desk.start(PASS, daughter, ask, by=stage.app(card))
    print("pass asked for:", name(case.state))
    case = stage.do(PASS, case, companion.Approve(), NURSE)
    print("pass:", name(case.state), case.state.ward)
    return case


def through_the_gate(stage: Stage, daughter: Card, card: Card) -> None:
    """In and out by the card's code, one record each."""
    gate = WardGate(stage.desk, GATE, WARD)

    def shown(who: Card) -> str:
        stage.turn(minutes=2)
        return stage.desk.show(who.id, by=stage.app(who)).text

    entered = gate.enter(shown(daughter), temperature=Decimal("36.6"))
    print("through the gate, inside:", entered.state.inside)
    left = gate.leave(shown(daughter))
    print("and out, inside:", bool(left and left.state.inside))
    try:
        gate.leave(shown(card))
    except RuleViolationError as error:
        print("the patient without leave:", error.code)


def discharged(stage: Stage, case: Case[Any], beside: Case[Any], who: Card) -> None:
    """One transaction ends the stay and the pass."""
    stage.do(CERTIFICATE, case, stays.OrderDischarge(), DOCTOR)
    last = stage.desk.history(CERTIFICATE, case, by=OFFICE)[-1]
    ended = stage.desk.history(PASS, beside, by=OFFICE)[-1]
    print("stay:", last.state_name, "pass:", ended.state_name)
    print("same moment and cause:", ended.cause == f"{case.id}-{last.version}")
    text = stage.desk.show(who.id, by=stage.app(who)).text
    try:
        WardGate(stage.desk, GATE, WARD).enter(text)
    except RuleViolationError as error:
        print("at the gate again:", error.code)


def tell(database: str) -> None:
    """Tell the story."""
    stage, his = Stage(database), SimulatedInpatients()
    stage.receivers |= {
        "his": InpatientPort(his, stage.others),
        "beds": BedManager(stage.desk),
    }
    card, husband, daughter, neighbour = (stage.person(n) for n in range(1, 5))
    case = prescribed(stage, card, "O-1", Urgency.ORDINARY)
    registered(stage, case, card, husband)
    other = prescribed(stage, neighbour, "O-2", Urgency.EMERGENCY)
    bedded(stage, case, other, card)
    beside = accompanied(stage, card, daughter)
    through_the_gate(stage, daughter, card)
    discharged(stage, case, beside, daughter)
    print(f"beds taken {len(his.beds)}, on the gate's list {len(his.gate_list)}")
    health = stage.desk.health()
    print(f"undelivered {health.undelivered}, dead letters {health.dead_letters}")
    stage.desk.storage.close()


if __name__ == "__main__":
    told_on(tell)
