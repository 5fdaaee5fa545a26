"""What a contract brings about."""

from ehealthcard.models import Day, Model
from ehealthcard.rules.calendar import end_of
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.messages import MessageKind, MessageWanted, Variables
from ehealthcard.rules.signals import PersonDied
from ehealthcard.workflow import Claim, Tell, Until

from .commands import AnswerPassed, HolderDied, ReminderDue, TermPassed
from .model import EndReason, OpenItem, Pack
from .states import Active, Declined, Expired, Lapsed, Pending, Terminated


class TasksWanted(Model):
    """What the team is to do in a term (履约任务)."""

    card: CardLink
    contract: str
    org: str
    team: str
    packs: tuple[Pack, ...]
    begins: Day
    ends: Day


class TasksClosed(Model):
    """What the team need not do any more."""

    card: CardLink
    contract: str
    org: str
    team: str
    reason: EndReason | None
    """``None`` where the term is over."""

    refund: bool
    left: tuple[OpenItem, ...]


def answer_ends(state: Pending) -> Until[AnswerPassed]:
    """The time of the team to answer, its last moment included."""
    return Until(state.answer_by, AnswerPassed())


def reminder(state: Active) -> Until[ReminderDue] | None:
    """30 days before the end (inferred)."""
    return None if state.reminded else Until(state.remind_at, ReminderDue())


def term_ends(state: Active) -> Until[TermPassed]:
    """24:00 of the last day."""
    return Until(end_of(state.ends), TermPassed())


def one_doctor(state: Active) -> Claim:
    """One family doctor at a time."""
    return Claim(f"family-doctor:{state.card}")


def one_request(state: Pending) -> Claim:
    """One request at a time."""
    return Claim(f"family-doctor-request:{state.card}")


def order_tasks(state: Active) -> Tell:
    """The packs become the team's tasks, anew in each term."""
    terms = state.terms
    told = TasksWanted(
        card=state.card,
        contract=terms.number,
        org=terms.team.org,
        team=terms.team.id,
        packs=terms.packs,
        begins=state.begins,
        ends=state.ends,
    )
    return Tell("his", "contract-tasks", f"{terms.number}:{state.renewals}", told)


def close_tasks(state: Terminated | Expired) -> Tell:
    """What is open is closed; money goes back by the terms."""
    terms = state.terms
    early = state if isinstance(state, Terminated) else None
    told = TasksClosed(
        card=state.card,
        contract=terms.number,
        org=terms.team.org,
        team=terms.team.id,
        reason=early.reason if early else None,
        refund=early is not None and early.refund,
        left=state.left,
    )
    return Tell("his", "contract-closed", f"{terms.number}:closed", told)


def message_reminder(state: Active) -> Tell | None:
    """The resident hears by when to renew or to choose another team."""
    if not state.reminded:
        return None
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.FOLLOW_UP,
        event=f"contract:{state.terms.number[:36]}:{state.renewals}:ends",
        variables=Variables(org=state.terms.team.org_name, day=state.ends),
        expires_at=end_of(state.ends),
    )
    return Tell("notifier", "message", told.event, told)


def message_answer(state: Active | Declined) -> Tell:
    """The resident hears that the team has answered, or that a new term has begun."""
    round_ = f"{state.renewals}:signed" if isinstance(state, Active) else "declined"
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.FOLLOW_UP,
        event=f"contract:{state.terms.number[:36]}:{round_}",
        variables=Variables(org=state.terms.team.org_name),
    )
    return Tell("notifier", "message", told.event, told)


def message_withdrawn(state: Lapsed) -> Tell | None:
    """The resident hears that the request was taken back, perhaps by a delegate."""
    if state.reason != "WITHDRAWN":
        return None
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.FOLLOW_UP,
        event=f"contract:{state.terms.number[:36]}:withdrawn",
        variables=Variables(org=state.terms.team.org_name),
    )
    return Tell("notifier", "message", told.event, told)


def on_death(signal: PersonDied) -> HolderDied:
    """The resident has died."""
    return HolderDied()
