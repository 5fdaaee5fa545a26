"""What each state brings about, and what it hears."""

from ehealthcard.rules.chronic.naming import happening
from ehealthcard.rules.maternal import telling
from ehealthcard.rules.maternal.following import next_moment
from ehealthcard.rules.signals import PersonDied
from ehealthcard.workflow import Claim, Tell, Until

from .commands import DayCame, HolderDied, SchoolAgeCame
from .states import (
    Closed,
    Died,
    Enrolled,
    Frail,
    Lost,
    MovedOut,
    Recovered,
    Referred,
)


def one_case(state: Enrolled | Frail | Recovered | Referred | Lost) -> Claim:
    """A child is looked after once."""
    return Claim(happening("child-health", state.card))


def next_day(state: Enrolled | Frail | Recovered | Referred) -> Until[DayCame] | None:
    """A window opens or ends, or a referral is overdue."""
    moment = next_moment(state)
    return Until(moment, DayCame()) if moment else None


def school_age(
    state: Enrolled | Frail | Recovered | Referred | Lost,
) -> Until[SchoolAgeCame]:
    """The last moment before 78 months."""
    return Until(state.closes_at, SchoolAgeCame())


def remind(state: Enrolled | Frail | Recovered | Referred) -> Tell | None:
    """The family is told that a visit is due."""
    return telling.remind(state)


def remind_extra(state: Enrolled | Frail | Recovered | Referred) -> Tell | None:
    """The family is told that a visit besides the plan is due."""
    return telling.remind_extra(state)


def remind_missed(state: Enrolled | Frail | Recovered | Referred) -> Tell | None:
    """The family is told that a visit did not happen."""
    return telling.remind_missed(state)


def tell_unseen(state: Enrolled | Frail | Recovered | Referred) -> Tell | None:
    """The institution looks for whom it did not see."""
    return telling.unseen(state)


def tell_lost(state: Lost) -> Tell:
    """The institution hears that the child cannot be found."""
    return telling.lost(state, state.lost_at)


def refer(state: Enrolled | Frail | Recovered | Referred | Lost) -> Tell | None:
    """The other institution is told whom to expect (转诊)."""
    return telling.refer(state)


def tell_referral_late(state: Referred) -> Tell | None:
    """Nobody has asked within two weeks what became of a referral."""
    return telling.referral_late(state)


def unsay(state: Closed | MovedOut | Died) -> Tell | None:
    """The family need not come any more (撤回)."""
    return telling.recall(state.reminder)


def on_death(signal: PersonDied) -> HolderDied:
    """The child has died."""
    return HolderDied()
