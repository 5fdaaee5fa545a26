"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.rules.declaring import Declarant
from ehealthcard.workflow import PRIVATE, Command, Notice

from .forms import FormDraft, ReturnForm, Target
from .model import Arrangement, Attachment, Consent

Condition = Annotated[str, Field(min_length=1), PRIVATE]


class Apply(Command):
    """Ask to be referred (申请转诊)."""

    origin: str = Field(min_length=1)
    """Code of the home institution, which decides."""

    condition: Condition
    attachments: Annotated[tuple[Attachment, ...], PRIVATE] = ()
    consent: Consent | None = None
    """Left out by a delegate: the patient agrees himself."""

    declarant: Declarant = Declarant()


class Agree(Command):
    """Consent to a referral that somebody else began (同意转诊)."""

    consent: Consent


class Initiate(Command):
    """Begin a referral for a patient (发起转诊)."""

    condition: Condition
    attachments: Annotated[tuple[Attachment, ...], PRIVATE] = ()
    consent: Consent | None = None
    previous: str | None = None
    """The number of the referral that this one goes on from (续转)."""


class AcceptReview(Command):
    """Begin to look at an application (受理审核)."""


class Decline(Command):
    """Say that no referral is needed (无需转诊)."""

    advice: Annotated[str, Field(min_length=1), PRIVATE]
    """What to do at home or here instead."""


class Approve(Command):
    """Issue the form (开具转诊单)."""

    form: FormDraft


class Send(Command):
    """Send it to the receiving side (发送)."""

    slot: str | None = Field(default=None, min_length=1)
    """A slot to book there, such as one kept for referrals (直接预约转诊号源)."""


class Retarget(Command):
    """Choose another target (改选转入机构)."""

    target: Target


class Accept(Command):
    """Take the patient (接收)."""

    arrangement: Arrangement


class Refuse(Command):
    """Do not take the patient (拒收); never in an emergency."""

    reason: Annotated[str, Field(min_length=1), PRIVATE]
    """拒收原因."""


class DeclineTarget(Command):
    """The patient does not want to go there (患者不同意转入机构)."""

    reason: Annotated[str, Field(min_length=1), PRIVATE]


class Arrive(Command):
    """The patient is there (到诊)."""

    scan: str | None = None
    """The use-card record of the card's scan, where it was scanned."""


class TakeInEmergency(Command):
    """An emergency comes without a form (急诊绿色通道)."""

    origin: str = Field(min_length=1)
    """Code of the institution that the patient comes from; it owes the form."""

    condition: Condition
    scan: str | None = None


class SupplyForm(Command):
    """Write the form of an emergency that came without one (补开转诊单)."""

    form: FormDraft


class Cancel(Command):
    """Call it off on an institution's side (取消)."""

    reason: str = Field(min_length=1)


class Withdraw(Command):
    """Take it back (撤回)."""


class Finish(Command):
    """The care is over (诊疗结束)."""

    result: Annotated[str, Field(min_length=1), PRIVATE]


class ReferBack(Command):
    """Send the patient back to primary care (下转)."""

    form: ReturnForm


class AcceptBack(Command):
    """Take the patient over (接收下转)."""


class Close(Command):
    """Primary care goes on (结案)."""


class SlotBooked(Notice):
    """The appointment is there."""

    answers: str
    appointment: str


class SlotRefused(Notice):
    """The appointment did not come about."""

    answers: str
    code: str


class ReviewPassed(Notice):
    """The time to review is over."""


class AnswerPassed(Notice):
    """The time to answer is over."""


class ValidityPassed(Notice):
    """The time to come, or to use the form, is over."""


class FormPassed(Notice):
    """The time to supply the form is over."""


class HolderDied(Notice):
    """The patient has died."""


class CardEnded(Notice):
    """The patient's card was cancelled."""
