"""Senior cards in every state, for tests."""

from datetime import date, datetime
from typing import Any

from ehealthcard.codesets import SHANGHAI, Kinship
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.ports import ResidenceReading
from ehealthcard.rules.declaring import Signature
from ehealthcard.services.senior_card import (
    POLICIES,
    Active,
    Apply,
    Approved,
    Cancelled,
    Capacity,
    Ending,
    Living,
    Lost,
    NeedPapers,
    Paper,
    PaperAgent,
    Refusal,
    Rejected,
    Residence,
    Resting,
    Revoked,
    ScanFacts,
    SeniorFacts,
    Submitted,
    Transferred,
    Withdrawn,
    senior_card,
)
from ehealthcard.testing import given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

ISSUER = "11370102MB0000000X"
OFFICE = Actor("office-1", {"senior-office"}, org=ISSUER)
ELSEWHERE = Actor("office-9", {"senior-office"}, org="11330102MB0000000X")
WINDOW = Actor("window-3", {"registrar"}, org="H1")
BUS = Actor("bus-7", {"benefit-provider"}, org="BUS")
CHILD, GUARDIAN, STRANGER = "9" * 32, "8" * 32, "7" * 32
PHOTO, OTHER_PHOTO = "a" * 64, "b" * 64
BORN = date(1952, 6, 1)
PACK = POLICIES.packs[0]


def resident(subject: str) -> Actor:
    return Actor(f"app-{subject[0]}", holder=SubjectId(subject))


HOLDER = resident(SUBJECT)
HERE = Residence(ground=Living.LOCAL, region="370102")
SINCE = Residence(
    ground=Living.RESIDENT, region="370102", since=date(2022, 6, 1), proof="P-1"
)
READING = ResidenceReading(registered_in="370102", photo=PHOTO)
FACTS = SeniorFacts(status=CardStatus.ACTIVE, birth=BORN, guardian=None)
KNOWN = FACTS.model_copy(update={"reading": READING})
SCANNED = ScanFacts(
    status=CardStatus.ACTIVE, scanned=SUBJECT, scanned_at=NOW, scanned_for="BUS"
)
APPLY = Apply(residence=HERE, photo=PHOTO, consent="1", holder_present=True)
PAPER_AGENT = PaperAgent(
    kinship=Kinship.DAUGHTER, name="赵子甲", document="X-1", authority="W-1"
)

SUBMITTED = Submitted(
    card=SUBJECT,
    birth=BORN,
    residence=HERE,
    photo=PHOTO,
    consent=Signature(version="1", accepted_at=NOW),
    capacity=Capacity.HOLDER,
    agent=None,
    applied_by=HOLDER.id,
    applied_at=NOW,
    channel=HOLDER.channel.value,
)
NEED_PAPERS = SUBMITTED.to(
    NeedPapers, missing=(Paper.RESIDENCE,), reason="registers", asked_at=NOW
)
APPROVED = SUBMITTED.to(Approved, approved_by="registry", approved_at=NOW)
REJECTED = Rejected(
    card=SUBJECT,
    reason=Refusal.RESIDENCE,
    explanation="不足六个月",
    rejected_by=OFFICE.id,
    rejected_at=NOW,
)
WITHDRAWN = Withdrawn(card=SUBJECT, withdrawn_at=NOW)
ACTIVE = SUBMITTED.to(
    Active,
    number="SD-000001",
    edition=1,
    issuer=ISSUER,
    issuer_name="历下区老龄办",
    issued_at=NOW,
    edition_at=NOW,
    tier=PACK.tiers[2],
    tier_from=70,
    tier_since=date(2022, 12, 1),
    next_tier_on=date(2032, 6, 1),
)
RESTING = ACTIVE.to(Resting)
LOST = ACTIVE.to(Lost, lost_at=NOW, reported_by=HOLDER.id)
CANCELLED = ACTIVE.to(Cancelled, reason=Ending.DIED, cancelled_at=NOW)
TRANSFERRED = ACTIVE.to(Transferred, to_region="110102", transferred_at=NOW)
REVOKED = ACTIVE.to(
    Revoked, reason="false papers", revoked_by=OFFICE.id, revoked_at=NOW
)


def born(day: date) -> SeniorFacts:
    return FACTS.model_copy(update={"birth": day})


def at(*day: int) -> datetime:
    return datetime(*day, tzinfo=SHANGHAI)  # type: ignore[misc,arg-type]  # the parts of a moment


def when(state: Any, command: Any, by: Actor = OFFICE, **more: Any) -> Any:
    known: dict[str, Any] = {"facts": FACTS} | more
    return given(senior_card, state, by=by, **known).when(command)
