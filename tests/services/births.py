"""Birth certificates in every state, for tests; everybody is made up."""

from datetime import datetime
from typing import Any

from ehealthcard.codesets import SHANGHAI, IdKind, Sex
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.ports import Address, DeliveryRecord
from ehealthcard.rules.birth.blanks import VoidReason
from ehealthcard.rules.birth.evidence import Evidence, Requirement
from ehealthcard.rules.birth.newborn import Newborn, Place
from ehealthcard.rules.birth.numbers import Edition
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.declaring import Signature
from ehealthcard.services.birth_certificate import (
    Agent,
    Apply,
    Approved,
    BirthFacts,
    Capacity,
    Checked,
    Closed,
    Confirmed,
    Delivered,
    Household,
    InTransit,
    Issued,
    NeedEvidence,
    Paper,
    Parent,
    Part,
    PastNumber,
    Posting,
    PrintFacts,
    Registered,
    Rejected,
    RejectReason,
    RenewalAsked,
    RenewalGranted,
    ReplaceCause,
    Returned,
    RevokeCause,
    Revoked,
    Stated,
    Submitted,
    UnderReview,
    Withdrawn,
    birth_certificate,
)
from ehealthcard.services.birth_certificate.model import Renewal
from ehealthcard.testing import given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

ORG, NAME = "H33010000001", "模拟医院"
CLERK = Actor("clerk-1", {"birth-clerk"}, org=ORG)
REVIEWER = Actor("reviewer-1", {"birth-reviewer"}, org=ORG)
SECOND = Actor("reviewer-2", {"birth-reviewer"}, org=ORG)
ELSEWHERE = Actor("clerk-9", {"birth-clerk", "birth-reviewer"}, org="H9")
AUTHORITY = Actor("county-1", {"birth-authority"}, org="A330102")
POLICE = Actor("police-1", {"police"}, org="P330102")
COURIER = Actor("courier-1", {"courier"})
MOTHER = Actor("app-5", holder=SubjectId(SUBJECT))
STRANGER = Actor("app-7", holder=SubjectId("7" * 32))

BORN = datetime(2022, 11, 15, 4, 36, tzinfo=SHANGHAI)
CHILD = Newborn(order=1, sex=Sex.FEMALE, born_at=BORN, weeks=39, weight=3250, length=50)
TWIN = CHILD.model_copy(update={"order": 2, "sex": Sex.MALE, "weight": 2980})
RECORD = DeliveryRecord(
    org=ORG,
    org_name=NAME,
    number="D-1",
    region="330102",
    place=Place.HOSPITAL,
    midwife="midwife-3",
    mother="A" * 64,
    newborns=(CHILD, TWIN),
)
PARENT = Parent(name="赵一", kind=IdKind.RESIDENT_ID, document="X-1")
FATHER = Parent(name="钱二", kind=IdKind.RESIDENT_ID, document="X-2")
FACTS = BirthFacts(status=CardStatus.ACTIVE, record=RECORD, matched=True)
UNMATCHED = FACTS.model_copy(update={"matched": False})
SILENT = BirthFacts(status=CardStatus.ACTIVE, silent=True)
NOTHING = BirthFacts(status=CardStatus.ACTIVE)
BLANK = PrintFacts(edition=Edition.SIXTH)
APPLY = Apply(
    org=ORG,
    org_name=NAME,
    delivery="D-1",
    name="赵小宝",
    mother=PARENT,
    father=FATHER,
    mother_present=True,
    consent="1",
)
STATED = Stated(newborn=CHILD, place=Place.HOSPITAL, midwife="midwife-3")
AGENT = Agent(name="孙三", document="X-3", authority="W-1")
ADDRESS = Address(recipient="赵一", phone="13900000000", place="某市某区某路1号")


def paper(kind: Evidence) -> Paper:
    return Paper(kind=kind, number=f"N-{kind.value}")


DNA, LOST = paper(Evidence.DNA), paper(Evidence.LOST)
SUBMITTED = Submitted(
    card=SUBJECT,
    org=ORG,
    org_name=NAME,
    delivery="D-1",
    child=1,
    name="赵小宝",
    mother=PARENT,
    father=FATHER,
    papers=(),
    capacity=Capacity.MOTHER,
    agent=None,
    consent=Signature(version="1", accepted_at=NOW),
    applied_by=CLERK.id,
    applied_at=NOW,
)
UNDER_REVIEW = SUBMITTED.to(
    UnderReview,
    newborn=CHILD,
    place=Place.HOSPITAL,
    midwife="midwife-3",
    matched=True,
    needs=(),
)
MISMATCH = Requirement(reason="MISMATCH", any_of=(Evidence.POLICE_PROOF, Evidence.DNA))
NEED_EVIDENCE = UNDER_REVIEW.to(
    NeedEvidence,
    matched=False,
    needs=(MISMATCH,),
    until=datetime(2023, 1, 31, tzinfo=SHANGHAI),
)
CHECKED = UNDER_REVIEW.to(Checked, checked_by=REVIEWER.id, checked_at=NOW)
APPROVED = CHECKED.to(Approved, approved_by=SECOND.id, approved_at=NOW)
CONFIRMED = APPROVED.to(Confirmed, confirmed_by=MOTHER.id, confirmed_at=NOW)
REJECTED = Rejected(
    card=SUBJECT,
    org=ORG,
    reason=RejectReason.FALSE,
    explanation="材料虚假",
    rejected_by=REVIEWER.id,
    rejected_at=NOW,
)
CLOSED = Closed(card=SUBJECT, org=ORG, closed_at=NOW)
WITHDRAWN = Withdrawn(card=SUBJECT, org=ORG, withdrawn_at=NOW)
TYPE, CODE = "11100000000000000X001", "12330000000000000X"
ISSUED = CONFIRMED.to(
    Issued,
    number="W330000001",
    edition=Edition.SIXTH,
    printed_by=CLERK.id,
    issued_at=NOW,
    parts=tuple(Part),
    licence=None,
    warnings=(),
)
POSTING = ISSUED.to(Posting, address=ADDRESS, mailings=1)
IN_TRANSIT = ISSUED.to(InTransit, mailings=1, tracking="EM1")
RETURNED = IN_TRANSIT.to(Returned, return_reason="nobody there")
DELIVERED = IN_TRANSIT.to(Delivered, received_by="赵一", delivered_at=NOW)
HOUSEHOLD = Household(
    number="W330000001",
    station="P330102",
    registered_on=day_of(NOW),
    noted_by=POLICE.id,
)
REGISTERED = DELIVERED.to(Registered, household=HOUSEHOLD)


def renewal(state: Any, cause: ReplaceCause | None) -> RenewalAsked:
    asked = Renewal(
        lost=cause is None,
        cause=cause,
        asked_by=CLERK.id,
        asked_at=NOW,
        came_from=type(state).__name__,
    )
    found: RenewalAsked = state.to(RenewalAsked, renewal=asked)
    return found


RENEWAL_ASKED = renewal(DELIVERED, ReplaceCause.CUT)
REISSUE_ASKED = renewal(REGISTERED, None)
RENEWAL_GRANTED = RENEWAL_ASKED.to(
    RenewalGranted, granted_by=REVIEWER.id, granted_at=NOW
)
REISSUE_GRANTED = REISSUE_ASKED.to(
    RenewalGranted, granted_by=AUTHORITY.id, granted_at=NOW
)
PAST = PastNumber(
    number="W330000001",
    edition=Edition.SIXTH,
    licence=None,
    reason=VoidReason.REPLACED,
    voided_at=NOW,
    voided_by=CLERK.id,
)
REVOKED = Revoked(
    card=SUBJECT,
    org=ORG,
    number="W330000001",
    licence=None,
    registered=True,
    cause=RevokeCause.FRAUD,
    explanation="冒名",
    revoked_by=AUTHORITY.id,
    revoked_at=NOW,
)
LIVE = (
    ISSUED,
    POSTING,
    IN_TRANSIT,
    RETURNED,
    DELIVERED,
    REGISTERED,
    RENEWAL_ASKED,
    RENEWAL_GRANTED,
)


def born(moment: datetime, **more: Any) -> BirthFacts:
    """Return facts of a child that was born then."""
    child = CHILD.model_copy(update={"born_at": moment, **more})
    record = RECORD.model_copy(update={"newborns": (child,)})
    return FACTS.model_copy(update={"record": record})


def when(state: Any, command: Any, by: Actor = CLERK, **more: Any) -> Any:
    known: dict[str, Any] = {"facts": FACTS} | more
    return given(birth_certificate, state, by=by, **known).when(command)
