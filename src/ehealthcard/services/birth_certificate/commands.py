"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Day
from ehealthcard.ports import Address
from ehealthcard.rules.birth.identifier import CreditCode
from ehealthcard.rules.birth.newborn import Newborn
from ehealthcard.workflow import PRIVATE, Command, Notice

from .model import (
    Agent,
    Name,
    Paper,
    Parent,
    RejectReason,
    ReplaceCause,
    RevokeCause,
    Stated,
    Text,
)


class Apply(Command):
    """Ask for the certificate of one child (申请首次签发)."""

    org: str = Field(min_length=1)
    """Code of the institution in which the child was born, or that certifies it."""

    org_name: str = Field(min_length=1, max_length=40)
    delivery: str | None = Field(default=None, min_length=1, max_length=64)
    child: int = Field(default=1, ge=1, le=9)
    stated: Annotated[Stated | None, PRIVATE] = None
    """What a clerk transcribes where no record can be read."""

    name: Annotated[Name | None, PRIVATE] = None
    """The child's whole name; it may follow."""

    mother: Annotated[Parent, PRIVATE]
    father: Annotated[Parent | None, PRIVATE] = None
    papers: Annotated[tuple[Paper, ...], PRIVATE] = ()
    agent: Annotated[Agent | None, PRIVATE] = None
    mother_present: bool = False
    """At a window: whether she is there."""

    consent: str = Field(min_length=1)
    """Version of the consent to the use of the data (PIPL art. 29)."""


class Match(Command):
    """Look at the delivery record again (比对分娩登记)."""


class Supplement(Command):
    """Bring what was missing (补充证明)."""

    papers: Annotated[tuple[Paper, ...], PRIVATE] = Field(min_length=1)


class Correct(Command):
    """Say something else, before it is final (更正申请信息)."""

    name: Annotated[Name | None, PRIVATE] = None
    mother: Annotated[Parent | None, PRIVATE] = None
    father: Annotated[Parent | None, PRIVATE] = None


class Check(Command):
    """The first of two persons finds it right (初审)."""

    other_surname: bool = False
    """Whether a surname of neither parent is lawful here (民法典 art. 1015)."""


class Approve(Command):
    """The second one does (复核)."""


class Reject(Command):
    """Turn it down, and say why (不予签发)."""

    reason: RejectReason
    explanation: Annotated[Text, PRIVATE]


class Withdraw(Command):
    """Take the application back (撤回申请)."""


class Confirm(Command):
    """Confirm what will be printed; the name is final (确认打印内容)."""

    signed: str | None = Field(default=None, min_length=1, max_length=64)
    """At a window: the number of the signed preview."""


class Print(Command):
    """Print it on a blank (打印签发)."""

    number: str = Field(min_length=1, max_length=20)
    """The blank's number."""

    issuer_code: CreditCode | None = None
    """The institution's social credit code, for the electronic licence."""


class Mail(Command):
    """Send it (邮寄到家)."""

    to: Annotated[Address, PRIVATE]


class PickUp(Command):
    """Somebody comes for it (自取)."""

    receiver: Annotated[Name, PRIVATE]
    authority: str | None = Field(default=None, min_length=1, max_length=64)
    """The number of the power of attorney of who is not the mother."""


class NoteDelivered(Command):
    """The carrier has delivered it (妥投)."""

    receiver: Annotated[Name, PRIVATE]


class NoteReturned(Command):
    """The carrier brings it back (退回)."""

    reason: Text


class RegisterHousehold(Command):
    """The police have entered the child (户口登记)."""

    station: str = Field(min_length=1, max_length=64)
    """Code of the police station."""

    registered_on: Day


class AskReplacement(Command):
    """Ask for another certificate in exchange (申请换发)."""

    cause: ReplaceCause
    original_returned: bool
    papers: Annotated[tuple[Paper, ...], PRIVATE] = ()
    name: Annotated[Name | None, PRIVATE] = None
    mother: Annotated[Parent | None, PRIVATE] = None
    father: Annotated[Parent | None, PRIVATE] = None
    newborn: Annotated[Newborn | None, PRIVATE] = None


class AskReissue(Command):
    """Ask for another certificate because it is lost (申请补发)."""

    papers: Annotated[tuple[Paper, ...], PRIVATE] = Field(min_length=1)


class GrantRenewal(Command):
    """Let it be made anew (同意换发或补发)."""


class RefuseRenewal(Command):
    """Leave it as it is (不同意换发或补发)."""

    reason: Text


class Revoke(Command):
    """Take it away (撤销)."""

    cause: RevokeCause
    explanation: Annotated[Text, PRIVATE]


class EvidenceTimePassed(Notice):
    """The time for missing papers is over."""


class ParcelTaken(Notice):
    """The carrier has it."""

    tracking: str


class ParcelRefused(Notice):
    """The carrier does not take it."""

    code: str
