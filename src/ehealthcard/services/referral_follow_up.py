"""What became of a referral (转诊随访, guide §4.5.1).

Within two weeks the institution that referred asks by itself what became of it
(2周内主动随访转诊情况, national public-health norms, hypertension). It begins on the
day behind the issue and ends at 24:00 of its last day (民法典 art. 201-203). It stands
also for who did not go: that patient needs it most. It ends with the patient's life.

It is a machine of its own because the referral may be over by then.
"""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import PRIVATE, Moment
from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.links import CardLink, ReferralLink
from ehealthcard.rules.messages import MessageKind, MessageWanted, Variables
from ehealthcard.rules.referring import ReferralRemembered
from ehealthcard.rules.signals import PersonDied, ReferralDropped, ReferralIssued
from ehealthcard.workflow import (
    Command,
    Context,
    Model,
    Notice,
    Policy,
    Rule,
    State,
    Tell,
    Timeline,
    Title,
    Until,
    Workflow,
)

STAFF = ("doctor", "family-doctor", "nurse")
FOLLOW_UP_OTHER_INSTITUTION = Rule(
    "FOLLOW_UP_OTHER_INSTITUTION",
    "The institution that referred follows up; let its staff do it.",
    "请由转出机构人员随访。",
)


class ReferralFollowUpPolicy(Policy):
    """What changes with places and years."""

    days: int = Field(default=14, ge=1)
    """Days from the issue, closed (2周内)."""


POLICIES = Timeline(
    (ReferralFollowUpPolicy(name="standard", effective_from=date(2022, 12, 1)),)
)


class Outcome(Labelled):
    """What was found (随访结果); the codes are the project's own."""

    SEEN = "1", "已就诊", "seen by the receiving side"
    ADMITTED = "2", "已住院", "in hospital there"
    RETURNED = "3", "已转回", "back in primary care"
    NOT_GONE = "4", "未就诊", "did not go"
    LOST = "5", "失访", "could not be reached"


class Pending(ReferralRemembered):
    """What is known until it is done."""

    card: CardLink
    origin: str
    """Code of the institution that referred, and follows up."""

    due_by: Moment

    def institutions(self) -> tuple[str, ...]:
        """Return who referred, and follows up."""
        return (self.origin,)


class Due(Pending):
    """To be done (待随访)."""


class Overdue(Pending):
    """Not done in time; still to be done (随访超期)."""


class Done(State):
    """Done (已随访)."""

    card: CardLink
    referral: ReferralLink
    origin: str
    due_by: Moment
    late: bool
    outcome: Outcome
    note: Annotated[str | None, PRIVATE]
    by: str
    at: Moment


class Ended(State):
    """The patient has died (已终止)."""

    card: CardLink
    referral: ReferralLink
    origin: str


class Record(Command):
    """Write down what became of the referral (登记随访)."""

    outcome: Outcome
    note: Annotated[str | None, PRIVATE] = None


class Open(Notice):
    """A referral was issued."""

    number: str
    origin: str
    illness: str
    issued_at: Moment


class DuePassed(Notice):
    """The fortnight is over."""


class Dropped(Notice):
    """The referral led to no care."""


class HolderDied(Notice):
    """The patient has died."""


class OverdueNote(Model):
    """What a superior at home hears."""

    card: CardLink
    referral: str
    origin: str
    due_by: Moment


def open_due(
    state: None, command: Open, ctx: Context[None, ReferralFollowUpPolicy]
) -> Due:
    """Due from the issue of the form; 14 days, the last moment included."""
    last = day_of(command.issued_at) + timedelta(days=ctx.policy.days)
    return Due(
        card=ctx.subject,
        referral=command.number,
        illness=command.illness,
        issued_at=command.issued_at,
        origin=command.origin,
        due_by=end_of(last),
    )


def record(state: Due | Overdue, command: Record, ctx: Context) -> Done:
    """The institution that referred asks, in time or late."""
    ctx.require(*STAFF)
    if ctx.actor.org != state.origin:
        raise FOLLOW_UP_OTHER_INSTITUTION.broken()
    return state.to(
        Done,
        late=isinstance(state, Overdue),
        outcome=command.outcome,
        note=command.note,
        by=ctx.actor.id,
        at=ctx.now,
    )


def fall_due(state: Due, command: DuePassed, ctx: Context) -> Overdue:
    """Nobody asked in time; a superior hears of it."""
    return state.to(Overdue)


def drop_due(state: Due, command: Dropped, ctx: Context) -> Due:
    """The referral led to no care; the patient is asked about all the same."""
    return state.model_copy(update={"dropped": True})


def drop_overdue(state: Overdue, command: Dropped, ctx: Context) -> Overdue:
    """The same where it is late."""
    return state.model_copy(update={"dropped": True})


def end(state: Due | Overdue, command: HolderDied, ctx: Context) -> Ended:
    """Nobody is left to ask about."""
    return state.to(Ended)


def due_ends(state: Due) -> Until[DuePassed]:
    """The last moment of the fortnight."""
    return Until(state.due_by, DuePassed())


def tell_overdue(state: Overdue) -> Tell:
    """A superior at home hears of it."""
    note = OverdueNote(
        card=state.card,
        referral=state.referral,
        origin=state.origin,
        due_by=state.due_by,
    )
    return Tell("his", "referral-follow-up-overdue", f"{state.referral}:14d", note)


def message_due(state: Due) -> Tell:
    """The patient hears by when somebody will ask."""
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.FOLLOW_UP,
        event=f"referral-follow-up:{state.referral}",
        variables=Variables(org=state.origin[:40]),
        expires_at=state.due_by,
    )
    return Tell("notifier", "message", told.event, told)


def on_issued(signal: ReferralIssued) -> Open:
    """A referral was issued."""
    said = dict(signal)
    del said["card"]
    return Open(**said)


def on_dropped(signal: ReferralDropped) -> Dropped:
    """It led to no care."""
    return Dropped()


def on_death(signal: PersonDied) -> HolderDied:
    """The patient has died."""
    return HolderDied()


ReferralFollowUp = Due | Overdue | Done | Ended
ReferralFollowUpCommand = Record | Open | DuePassed | Dropped | HolderDied

referral_follow_up: Workflow[ReferralFollowUp, ReferralFollowUpCommand] = Workflow(
    "referral-follow-up",
    Title("转诊随访", "Following a referral up", "4.5.1"),
    transitions=(open_due, record, fall_due, drop_due, drop_overdue, end),
    effects=(due_ends, tell_overdue, message_due),
    reactions=(on_issued, on_dropped, on_death),
    policies=POLICIES,
)
