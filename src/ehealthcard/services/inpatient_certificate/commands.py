"""What is asked, and what happens."""

from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.models import Moment
from ehealthcard.rules.stays import MOST_COMPANIONS, CareNeed
from ehealthcard.rules.ward_tests import WardTest
from ehealthcard.workflow import PRIVATE, Command, Notice

from .model import Deposit, Prescription, Registration, Text


class Prescribe(Command):
    """Write a certificate (开具住院证)."""

    org: Text
    prescription: Annotated[Prescription, PRIVATE]
    has_seen_patient: bool
    """The doctor examined the patient himself (医师法 art. 24)."""


class Register(Command):
    """Apply with it (办理住院登记)."""

    registration: Annotated[Registration, PRIVATE]


class Queue(Command):
    """Wait, as no bed is free (进入候床)."""

    ward: str | None = None
    """The ward, where it is not that of the certificate."""


class OfferBed(Command):
    """Offer a bed (通知床位)."""

    bed: Text
    out_of_turn: str | None = Field(default=None, min_length=1)
    """Why somebody gets it who is not first, such as a single room for isolation."""

    instead_of: str | None = None
    """The certificate of who was offered it before and did not take it."""


class Accept(Command):
    """Take the bed (接受床位)."""


class Decline(Command):
    """Do not take it, and wait on (谢绝床位)."""


class Supply(Command):
    """Bring what is needed for the admission, before or after it (补充材料)."""

    identity_checked: bool = False
    deposit: Deposit | None = None
    exemption: str | None = Field(default=None, min_length=1)
    test: Annotated[WardTest | None, PRIVATE] = None
    voucher_shown: bool = False


class Admit(Command):
    """Take the patient in (办理入院)."""

    number: Text
    """The stay's number from the HIS (住院号、住院登记号)."""

    ward: str | None = None
    bed: str | None = None
    identity_checked: bool = False
    deposit: Deposit | None = None
    exemption: str | None = Field(default=None, min_length=1)
    test: Annotated[WardTest | None, PRIVATE] = None
    voucher_shown: bool = False
    """Whether an insured patient showed his own voucher (医保凭证, YB-17)."""


class AdmitEmergency(Command):
    """Take the patient in at once; the rest is brought later (急诊入院)."""

    number: Text
    ward: Text
    bed: Text


class GrantLeave(Command):
    """Let the patient out for a while (准假)."""

    back_by: Moment


class Return(Command):
    """Back from leave (销假)."""


class Relocate(Command):
    """Move the patient to another ward or bed (转科、转床)."""

    ward: Text
    bed: Text
    care: Annotated[tuple[CareNeed, ...] | None, PRIVATE] = None
    """What the care is from now on; ``None``: as before."""


class SetCompanions(Command):
    """Say how many companions may stay (陪护人数)."""

    most: int = Field(ge=0, le=MOST_COMPANIONS)
    reason: Text
    ordered_by: str | None = None
    """The doctor who ordered a companion (陪护医嘱)."""


class OrderDischarge(Command):
    """Order the discharge (开具出院医嘱)."""


class WithdrawDischarge(Command):
    """Take that order back (撤销出院医嘱)."""


class Settle(Command):
    """The bill is closed, the patient goes (结算出院)."""


class Transfer(Command):
    """Move the patient to another hospital (转院)."""

    destination: Text


class Cancel(Command):
    """Call it off before the stay (取消)."""

    reason: Text


class Revoke(Command):
    """Take the certificate away (撤销)."""

    reason: Literal["wrong-patient", "false-identity"]


class ValidityEnded(Notice):
    """The certificate was not used in time."""


class OfferEnded(Notice):
    """Nobody answered the offer in time."""


class KeepEnded(Notice):
    """Nobody came to the reserved bed in time."""


class LeaveEnded(Notice):
    """The leave is over."""


class BedHeld(Notice):
    """The HIS keeps the bed."""


class BedRefused(Notice):
    """The HIS does not keep it."""

    code: str


class Placed(Notice):
    """The HIS wrote down where the patient lies."""


class NotPlaced(Notice):
    """The HIS did not."""

    code: str


class BillClosed(Notice):
    """The HIS closed the bill."""


class BillOpen(Notice):
    """The HIS could not close it."""

    code: str


class Died(Notice):
    """The patient has died."""


class CardEnded(Notice):
    """The patient's card was cancelled."""
