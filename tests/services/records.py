"""Health records in every state, for tests."""

from datetime import date, timedelta
from typing import Any

from ehealthcard.codesets import Kinship
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.rules.access import AccessFacts, GrantScope, GrantSeen
from ehealthcard.rules.calendar import end_of
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.health_records.base import (
    Allergy,
    BaseChange,
    BaseInfo,
    Blood,
    Built,
    ContactPerson,
    Head,
    Past,
    PastEvent,
    PastIllness,
    RecordContent,
    Relative,
    Residency,
)
from ehealthcard.rules.health_records.codes import (
    AllergyTo,
    BloodGroup,
    CancelReason,
    Disability,
    FamilyIllness,
    Illness,
    ResidentKind,
    Rhesus,
)
from ehealthcard.rules.health_records.standing import MergeProof, RecordSeen
from ehealthcard.services.health_record import (
    Active,
    Archived,
    Build,
    BuildFacts,
    Cancelled,
    Merged,
    MergeFacts,
    Move,
    MovedOut,
    Moving,
    ReadFacts,
    health_record,
)
from ehealthcard.testing import given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

ORG, ELSEWHERE, NUMBER = "C1", "C2", "11010100100100001"
TODAY = date(2022, 12, 1)
STRONG = "strong-auth"
GUARDIAN, DELEGATE, NEIGHBOUR = "9" * 32, "8" * 32, "7" * 32
KEEPER = Actor("keeper-1", {"public-health"}, org=ORG)
RECEIVER = Actor("keeper-2", {"public-health"}, org=ELSEWHERE)
DOCTOR = Actor("doctor-9", {"doctor"}, org="H1")


def resident(subject: str, *roles: str) -> Actor:
    return Actor(f"app-{subject[0]}", roles, holder=SubjectId(subject))


HOLDER = resident(SUBJECT)
ADULT = AccessFacts(
    status=CardStatus.ACTIVE, age=40, guardian=None, viewer=CardStatus.ACTIVE
)
CHILD = ADULT.model_copy(update={"age": 5, "guardian": GUARDIAN})
GRANT = GrantSeen(
    delegate=DELEGATE,
    scopes=(GrantScope.HEALTH_RECORD,),
    sensitive=False,
    by_guardian=False,
    until=NOW,
)
SHARED = ADULT.model_copy(update={"grants": (GRANT,)})
READS = ReadFacts(access=ADULT)
BUILDS = BuildFacts(status=CardStatus.ACTIVE, age=40)

HOME = Residency(
    kind=ResidentKind.REGISTERED, region="110101", since=date(2022, 6, 1), proof="P-1"
)
AWAY = Residency(
    kind=ResidentKind.UNREGISTERED, region="330102", since=TODAY, proof="P-2"
)
BASE = BaseInfo(
    contact=ContactPerson(name="某人", phone="13900000000", kinship=Kinship.SPOUSE),
    blood=Blood(group=BloodGroup.A, rhesus=Rhesus.POSITIVE),
    allergies=(Allergy(to=AllergyTo.PENICILLIN),),
    past=Past(
        illnesses=(
            PastIllness(illness=Illness.HYPERTENSION),
            PastIllness(illness=Illness.MENTAL),
            PastIllness(illness=Illness.OTHER, sensitive=True),
        ),
        operations=(PastEvent(words="阑尾切除"),),
        transfusions=(PastEvent(words="某次", sensitive=True),),
    ),
    family=(
        Relative(
            kinship=Kinship.PARENT,
            illnesses=(FamilyIllness.DIABETES, FamilyIllness.MENTAL),
        ),
        Relative(kinship=Kinship.SIBLING, illnesses=(FamilyIllness.MENTAL,)),
    ),
    genetic="某病",
    disabilities=(Disability.SIGHT, Disability.MENTAL),
)
HEAD = Head(doctor="doctor-1", household="F-1", is_head=True)
CONSENT = Signature(version="1", accepted_at=NOW)
CONTENT = RecordContent(
    head=HEAD,
    base=BASE,
    residency=HOME,
    built=Built(org=ORG, by=KEEPER.id, on=TODAY),
    consent=CONSENT,
)
CHANGE = BaseChange(allergies=())
BUILD = Build(
    number=NUMBER,
    org_name="社区中心",
    residency=HOME,
    head=HEAD,
    base=BASE,
    consent="1",
)
CLOSED = Active(
    card=SUBJECT,
    file=NUMBER,
    number=NUMBER,
    village=NUMBER[:12],
    first_village=NUMBER[:12],
    org=ORG,
    org_name="社区中心",
    is_open=False,
    content=CONTENT,
)
ACTIVE = CLOSED.model_copy(update={"is_open": True})
MOVE = Move(
    to=ELSEWHERE, to_name="新区中心", reason="搬家", asked_by=KEEPER.id, asked_at=NOW
)
MOVING = ACTIVE.to(Moving, move=MOVE, answer_by=end_of(TODAY + timedelta(days=30)))
MOVED_OUT = ACTIVE.to(
    MovedOut,
    new_number="33010200110100007",
    receiver=ELSEWHERE,
    receiver_name="新区中心",
    confirmed_by=RECEIVER.id,
    moved_at=NOW,
)
CANCELLED = ACTIVE.to(
    Cancelled,
    reason=CancelReason.LOST,
    note="三次未联系上",
    cancelled_by=KEEPER.id,
    cancelled_at=NOW,
    kept_until=end_of(date(2037, 12, 1)),
)
ARCHIVED = CANCELLED.to(Archived)
OTHER_FILE = "11010100100100002"
MERGED = ACTIVE.to(
    Merged,
    into=OTHER_FILE,
    proof=MergeProof.DOCUMENTS,
    merged_by=KEEPER.id,
    merged_at=NOW,
)
SEEN = RecordSeen(
    card=SUBJECT,
    file=NUMBER,
    number=NUMBER,
    org=ORG,
    org_name="社区中心",
    is_open=True,
)
OTHER = SEEN.model_copy(
    update={"card": "6" * 32, "file": OTHER_FILE, "number": OTHER_FILE}
)
MERGES = MergeFacts(into=OTHER, same_birth=True, same_sex=True)


def facts_for(command: Any) -> Any:
    kinds = {"Build": BUILDS, "Read": READS, "Merge": MERGES}
    return kinds.get(type(command).__name__, ADULT)


def when(state: Any, command: Any, by: Actor = KEEPER, **more: Any) -> Any:
    known: dict[str, Any] = {"facts": facts_for(command)} | more
    return given(health_record, state, by=by, **known).when(command)
