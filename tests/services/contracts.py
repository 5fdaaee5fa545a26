"""Family doctor contracts in every state, for tests."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.services.family_doctor_contract import (
    Accept,
    Contact,
    ContractFacts,
    Decline,
    HolderDied,
    Pack,
    PackItem,
    PackKind,
    Population,
    Request,
    Team,
    TermPassed,
    Withdraw,
    family_doctor_contract,
)
from ehealthcard.testing import given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

ORG = "C1"
GUARDIAN, NEIGHBOUR = "9" * 32, "7" * 32
DOCTOR = Actor("gp-1", {"family-doctor"}, org=ORG)
HOLDER = Actor("app-1", holder=SUBJECT)
PARENT = Actor("app-9", holder=SubjectId(GUARDIAN))
TEAM = Team(
    id="T1",
    org=ORG,
    org_name="社区中心",
    leader="gp-1",
    doctor="gp-1",
    nurse="n-1",
    phones=("057100000000",),
)
PACK = Pack(
    kind=PackKind.BASIC,
    name="基础包",
    items=(
        PackItem(code="BP", name="血压测量", times=2, price=Decimal("0.00")),
        PackItem(code="EX", name="年度体检", times=1, price=Decimal("30.00")),
    ),
)
REQUEST = Request(
    team=TEAM,
    contact=Contact(area="330100001", phone="13900000000"),
    populations=(Population.HYPERTENSION,),
    packs=(PACK,),
    months=12,
    agreement="2018-1",
    has_read=True,
)
FACTS = ContractFacts(
    status=CardStatus.ACTIVE, age=60, guardian=None, viewer=CardStatus.ACTIVE
)
MINOR = FACTS.model_copy(update={"age": 17, "guardian": GUARDIAN})


def when(  # noqa: PLR0917  # a test table
    state: Any,
    command: Any,
    by: Actor = DOCTOR,
    facts: Any = FACTS,
    now: datetime = NOW,
    policy: Any = None,
) -> Any:
    case = given(
        family_doctor_contract, state, by=by, facts=facts, now=now, policy=policy
    )
    return case.when(command)


PENDING = when(None, REQUEST, HOLDER)
ACTIVE = when(PENDING, Accept(has_read=True))
DECLINED = when(PENDING, Decline(reason="made-up"))
LAPSED = when(PENDING, Withdraw(), HOLDER)
TERMINATED = when(ACTIVE, HolderDied())
EXPIRED = when(ACTIVE, TermPassed())
REMINDED = ACTIVE.model_copy(update={"reminded": True})
