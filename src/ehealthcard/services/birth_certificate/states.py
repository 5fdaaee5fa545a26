"""Where a birth certificate may be."""

from typing import Annotated

from ehealthcard.models import Moment
from ehealthcard.ports import Address
from ehealthcard.rules.birth.evidence import Requirement
from ehealthcard.rules.birth.newborn import Newborn, Place
from ehealthcard.rules.birth.numbers import Edition
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.links import BirthNumberLink, CardLink
from ehealthcard.workflow import PRIVATE, State

from .model import (
    Agent,
    Capacity,
    Household,
    Paper,
    Parent,
    Part,
    PastNumber,
    RejectReason,
    Renewal,
    RevokeCause,
)


class Asked(State):
    """What is known of every application; the card is the mother's."""

    card: CardLink
    org: str
    org_name: str
    delivery: str | None
    """The number of the delivery record; ``None`` where a clerk transcribed it."""

    child: int
    """Which of the children of this delivery, from 1."""

    name: Annotated[str | None, PRIVATE]
    mother: Annotated[Parent, PRIVATE]
    father: Annotated[Parent | None, PRIVATE]
    papers: Annotated[tuple[Paper, ...], PRIVATE]
    capacity: Capacity
    agent: Annotated[Agent | None, PRIVATE]
    consent: Signature
    applied_by: str
    applied_at: Moment


class Submitted(Asked):
    """Asked for; the delivery record could not be read yet (已提交)."""


class Judged(Asked):
    """What is known as soon as the birth is."""

    newborn: Annotated[Newborn, PRIVATE]
    place: Place
    midwife: str
    matched: bool
    """Whether the mother's card is the one that the delivery is recorded under."""

    needs: tuple[Requirement, ...]
    """What has to be shown, all of it."""


class NeedEvidence(Judged):
    """Something has to be proved first (待补充证明)."""

    until: Moment


class UnderReview(Judged):
    """Complete; somebody looks at it (审核中)."""


class Checked(Judged):
    """One person has found it right (初审通过)."""

    checked_by: str
    checked_at: Moment


class Approved(Checked):
    """A second one has as well; the mother sees what will be printed (待确认)."""

    approved_by: str
    approved_at: Moment


class Confirmed(Approved):
    """The mother has confirmed it; the name is final (已确认)."""

    confirmed_by: str
    confirmed_at: Moment


class Rejected(State):
    """Turned down (不予签发)."""

    card: CardLink
    org: str
    reason: RejectReason
    explanation: Annotated[str, PRIVATE]
    rejected_by: str
    rejected_at: Moment


class Closed(State):
    """What was missing never came (逾期未补，终止)."""

    card: CardLink
    org: str
    closed_at: Moment


class Withdrawn(State):
    """Taken back; what was said in it is gone (已撤回)."""

    card: CardLink
    org: str
    withdrawn_at: Moment


class Held(Confirmed):
    """What is known of every certificate that was printed."""

    number: BirthNumberLink
    edition: Edition
    printed_by: str
    issued_at: Moment
    parts: tuple[Part, ...]
    licence: str | None
    """The identifier of the electronic licence (GB/T 36904)."""

    warnings: tuple[str, ...]
    past: tuple[PastNumber, ...] = ()
    household: Household | None = None
    mailings: int = 0
    tracking: str | None = None
    """The carrier's number of the last parcel (运单号)."""

    received_by: Annotated[str | None, PRIVATE] = None
    """Who took it last."""

    delivered_at: Moment | None = None


class Issued(Held):
    """Printed; it waits at the institution (已签发)."""

    mail_refused: str | None = None
    """Why the carrier did not take it."""


class Posting(Held):
    """Being handed to the carrier (交寄中)."""

    address: Annotated[Address, PRIVATE]


class InTransit(Held):
    """On its way (邮寄中)."""


class Returned(Held):
    """Back at the institution (退回)."""

    return_reason: str


class Delivered(Held):
    """With the mother, or who came for it (已送达)."""


class Registered(Held):
    """The police have entered the child and taken the counterfoil (已登记户口)."""


class RenewalAsked(Held):
    """To be replaced or issued anew; somebody looks at it (换发补发审核中)."""

    renewal: Renewal
    wanted_name: Annotated[str | None, PRIVATE] = None
    wanted_mother: Annotated[Parent | None, PRIVATE] = None
    wanted_father: Annotated[Parent | None, PRIVATE] = None
    wanted_newborn: Annotated[Newborn | None, PRIVATE] = None


class RenewalGranted(Held):
    """To be printed on another blank (待重新打印)."""

    renewal: Renewal
    granted_by: str
    granted_at: Moment


class Revoked(State):
    """Taken away (已撤销)."""

    card: CardLink
    org: str
    number: str
    licence: str | None
    registered: bool
    cause: RevokeCause
    explanation: Annotated[str, PRIVATE]
    revoked_by: str
    revoked_at: Moment


Live = (
    Issued
    | Posting
    | InTransit
    | Returned
    | Delivered
    | Registered
    | RenewalAsked
    | RenewalGranted
)
"""A certificate that was printed and not revoked."""
