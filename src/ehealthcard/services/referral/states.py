"""Where a referral may be."""

from typing import Annotated, Self

from ehealthcard.models import Moment
from ehealthcard.rules.chronic.standing import sees_values
from ehealthcard.rules.links import CardLink, ReferralLink, ReferralTargetLink
from ehealthcard.rules.referring import Urgency
from ehealthcard.workflow import PRIVATE, Actor, State

from .forms import MASKED, ReferralForm, SignedReturn
from .model import Arrangement, Reservation, Wish


class Known(State):
    """What is known of every referral."""

    card: CardLink
    number: ReferralLink
    """转诊单号."""

    origin: str
    """Code of the referring institution (转出单位)."""

    wish: Wish

    def institutions(self) -> tuple[str, ...]:
        """Return who referred, and who cares."""
        return (self.origin, *super().institutions())

    def shown_to(self, actor: Actor) -> Self:
        """Return it without what the papers say, unless to a clinician or at home."""
        if sees_values(actor):
            return self
        papers = {name: getattr(self, name, None) for name in ("form", "back")}
        masked = {name: paper.masked() for name, paper in papers.items() if paper}
        words = {n: MASKED for n in ("advice", "result") if hasattr(self, n)}
        return self.model_copy(update=masked | words)

    def without_sensitive(self) -> Self:
        """Return it without the history that a consent of its own covers."""
        form = getattr(self, "form", None)
        if not isinstance(form, ReferralForm):
            return self
        plain = form.model_copy(update={"sensitive_history": None})
        return self.model_copy(update={"form": plain})


class Asked(Known):
    """What is known until it is decided."""

    review_by: Moment
    late: bool = False
    """Whether the time to review it is over."""


class Applied(Asked):
    """The patient has applied (已申请)."""


class UnderReview(Asked):
    """A doctor of the home institution looks at it (审核中)."""

    reviewer: str


class Declined(Known):
    """Not needed; the patient was advised (无需转诊)."""

    advice: Annotated[str, PRIVATE]
    reviewer: str
    declined_at: Moment


class Draft(Known):
    """A doctor has begun it (草稿)."""


class Formed(Known):
    """What is known once the form is there."""

    form: ReferralForm
    illness: str
    attempt: int
    """How often it was sent, or is about to be, from 1."""

    left: Reservation | None = None
    """The slot that is not needed any more."""

    @property
    def is_emergency(self) -> bool:
        """Whether it cannot be refused."""
        return self.form.urgency is Urgency.EMERGENCY


class Issued(Formed):
    """The form is there and not sent (已开具)."""

    expires_at: Moment


class Directed(Formed):
    """What is known while a department is concerned."""

    receiver: ReferralTargetLink
    slot: Reservation | None = None

    def institutions(self) -> tuple[str, ...]:
        """Return who referred, and who is to receive."""
        return (*super().institutions(), self.receiver.partition(":")[0])


class Sent(Directed):
    """The receiving side has it (已发送)."""

    sent_at: Moment
    answer_by: Moment


class Escalated(Directed):
    """Nobody answered in time; a superior was told (已升级)."""

    sent_at: Moment
    answer_by: Moment


class Refused(Formed):
    """Not taken: another target may be chosen (已拒收)."""

    reason: Annotated[str, PRIVATE]
    by: str
    by_patient: bool
    refused_at: Moment
    expires_at: Moment


class Accepted(Directed):
    """The patient may come (已接收)."""

    arrangement: Arrangement
    accepted_by: str
    accepted_at: Moment
    valid_until: Moment


class NoShow(Formed):
    """The patient did not come in time (未到诊)."""

    valid_until: Moment


class Cancelled(Known):
    """Called off without the patient's doing (已取消)."""

    reason: str
    """``DIED``, ``CARD_CANCELLED`` or what staff wrote."""

    by: str
    cancelled_at: Moment
    left: Reservation | None = None
    org: str | None = None
    """Code of the institution that was to receive; ``None`` before there was one."""


class Withdrawn(Known):
    """Taken back by the patient (已撤回)."""

    by: str
    withdrawn_at: Moment
    left: Reservation | None = None
    org: str | None = None
    """Code of the institution that has the form; ``None`` before it was sent."""


class Expired(Formed):
    """The form was not used in time (已过期)."""

    expires_at: Moment


class InCare(Known):
    """The patient is there (接诊中)."""

    form: ReferralForm | None
    """``None``: an emergency that came without one (急诊绿色通道)."""

    org: str
    """Code of the institution that cares."""

    arrived_at: Moment
    received_by: str
    scan: str | None
    """The use-card record of the scan at arrival."""

    left: Reservation | None = None
    form_by: Moment | None = None
    """By when the form follows, where there was none."""

    form_overdue: bool = False


class Completed(Known):
    """The care is over, and the origin knows (已完成)."""

    form: ReferralForm
    org: str
    result: Annotated[str, PRIVATE]
    finished_by: str
    finished_at: Moment


class BackIssued(Known):
    """On the way back (已开具回转单)."""

    form: ReferralForm
    org: str
    back: SignedReturn
    issued_at: Moment


class BackAccepted(Known):
    """Primary care has taken over (回转已接收)."""

    form: ReferralForm
    org: str
    back: SignedReturn
    taken_by: str
    taken_at: Moment


class Closed(Known):
    """Over (已结案)."""

    reason: str
    """``RETURNED`` or ``DIED``."""

    by: str
    closed_at: Moment
