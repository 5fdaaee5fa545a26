"""Referrals in every state, for tests."""

from datetime import datetime, timedelta
from typing import Any

from ehealthcard.codesets import SHANGHAI, Sex
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.rules.referring import Direction, Indication, Urgency
from ehealthcard.services.referral import (
    Accept,
    AcceptReview,
    Apply,
    Approve,
    Arrangement,
    Arrive,
    Cancelled,
    Consent,
    Decline,
    Escalated,
    Expired,
    Finding,
    Finish,
    FormDraft,
    Initiate,
    NoShow,
    PatientDetails,
    ReferBack,
    ReferralFacts,
    Refuse,
    Reservation,
    ReturnForm,
    Send,
    TakeInEmergency,
    Target,
    Withdrawn,
    referral,
)
from ehealthcard.services.referral.commands import AcceptBack, Close
from ehealthcard.testing import given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

HOME, THERE, ELSEWHERE = "C1", "H1", "H2"
GUARDIAN, NEIGHBOUR = "9" * 32, "7" * 32
GP = Actor("gp-1", {"family-doctor"}, org=HOME)
SPECIALIST = Actor("doctor-9", {"doctor"}, org=THERE)
DOOR = Actor("nurse-9", {"nurse"}, org=THERE)
HOLDER = Actor("app-1", holder=SUBJECT)
FACTS = ReferralFacts(
    status=CardStatus.ACTIVE,
    age=60,
    sex=Sex.FEMALE,
    guardian=None,
    viewer=CardStatus.ACTIVE,
)
CHILD = FACTS.model_copy(update={"age": 5, "guardian": GUARDIAN})
TARGET = Target(org=THERE, org_name="一院", department="03.03")
CONSENT = Consent(version="1")
APPLY = Apply(origin=HOME, condition="made-up", consent=CONSENT)
INITIATE = Initiate(condition="made-up", consent=CONSENT)
FORM = FormDraft(
    direction=Direction.UP,
    target=TARGET,
    patient=PatientDetails(record_number="11010100100100001"),
    diagnosis="I10",
    impression="made-up",
    history="made-up",
    examinations=(Finding(item="K", result="3.1"),),
    indications=(Indication.LOW_POTASSIUM,),
    insurance_filing=True,
    phone="057100000000",
)
URGENT = FORM.model_copy(
    update={
        "urgency": Urgency.EMERGENCY,
        "indications": (Indication.OTHER_EMERGENCY,),
        "reason": "made-up",
    }
)
RETURN = ReturnForm(
    diagnosis="made-up",
    results="made-up",
    treatment="made-up",
    plan="made-up",
    rehabilitation="made-up",
    grounds=(Indication.STABLE, Indication.PLAN_CLEAR),
    phone="057100000000",
)
OFFER = Arrangement(
    phone="057111111111", at=NOW + timedelta(days=2), bed="12", ward="W3"
)


def resident(subject: str) -> Actor:
    return Actor(f"app-{subject[0]}", holder=SubjectId(subject))


def at(day: str, hour: str = "08:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}:00").replace(tzinfo=SHANGHAI)


def when(  # noqa: PLR0917  # a test table
    state: Any,
    command: Any,
    by: Actor = GP,
    facts: Any = FACTS,
    now: datetime = NOW,
    policy: Any = None,
) -> Any:
    case = given(referral, state, by=by, facts=facts, now=now, policy=policy)
    return case.when(command)


APPLIED = when(None, APPLY, HOLDER)
REVIEWED = when(APPLIED, AcceptReview())
DECLINED = when(REVIEWED, Decline(advice="made-up"))
DRAFT = when(None, INITIATE)
ISSUED = when(DRAFT, Approve(form=FORM))
SENT = when(ISSUED, Send())
SLOT = Reservation(key=f"{SENT.number}:1:S-1", slot="S-1", by="gp-1", org=HOME)
SLOTTED = SENT.model_copy(update={"slot": SLOT})
ESCALATED = SLOTTED.to(Escalated)
REFUSED = when(SLOTTED, Refuse(reason="made-up"), SPECIALIST)
ACCEPTED = when(SLOTTED, Accept(arrangement=OFFER), SPECIALIST)
NO_SHOW = ACCEPTED.to(NoShow, left=ACCEPTED.slot)
EXPIRED = ISSUED.to(Expired)
CANCELLED = SLOTTED.to(
    Cancelled,
    reason="made-up",
    by="gp-1",
    cancelled_at=NOW,
    org=THERE,
    left=SLOTTED.slot,
)
WITHDRAWN = SLOTTED.to(
    Withdrawn, by="app-1", withdrawn_at=NOW, org=THERE, left=SLOTTED.slot
)
CARED = when(ACCEPTED, Arrive(), DOOR)
TAKE_IN = TakeInEmergency(origin=HOME, condition="made-up")
UNPAPERED = when(None, TAKE_IN, DOOR)
OWING = UNPAPERED.model_copy(update={"form_overdue": True})
COMPLETED = when(CARED, Finish(result="made-up"), SPECIALIST)
BACK_ISSUED = when(CARED, ReferBack(form=RETURN), SPECIALIST)
BACK_ACCEPTED = when(BACK_ISSUED, AcceptBack())
CLOSED = when(BACK_ACCEPTED, Close())
URGENT_ISSUED = when(DRAFT, Approve(form=URGENT))
URGENT_SENT = when(URGENT_ISSUED, Send())
URGENT_ACCEPTED = when(URGENT_SENT, Accept(arrangement=OFFER), SPECIALIST)
