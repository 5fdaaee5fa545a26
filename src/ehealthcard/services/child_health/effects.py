"""What each state brings about, and what it hears."""

from ehealthcard.rules.chronic.naming import happening
from ehealthcard.rules.maternal import telling
from ehealthcard.rules.maternal.following import next_moment
from ehealthcard.rules.maternal.telling import (
    MchReferralLate,
    MchReferralWanted,
    PatientLost,
    VisitUnseen,
)
from ehealthcard.rules.messages import MessageRecalled, MessageWanted
from ehealthcard.rules.signals import NewbornKnown, PersonDied
from ehealthcard.workflow import Claim, Tell, Until

from .commands import BirthCertified, DayCame, HolderDied, SchoolAgeCame
from .states import (
    Closed,
    Died,
    Enrolled,
    Frail,
    Lost,
    MovedOut,
    Proposed,
    Recovered,
    Referred,
)


def one_case(
    state: Proposed | Enrolled | Frail | Recovered | Referred | Lost,
) -> Claim:
    """A child is looked after once."""
    return Claim(happening("child-health", state.card))


def next_day(state: Enrolled | Frail | Recovered | Referred) -> Until[DayCame] | None:
    """A window opens or ends, or a referral is overdue."""
    moment = next_moment(state)
    return Until(moment, DayCame()) if moment else None


def ask_by(state: Proposed) -> Until[DayCame] | None:
    """Staff ask the family by then."""
    return None if state.overdue else Until(state.enrol_by, DayCame())


def school_age(
    state: Proposed | Enrolled | Frail | Recovered | Referred | Lost,
) -> Until[SchoolAgeCame]:
    """The last moment before 78 months."""
    return Until(state.closes_at, SchoolAgeCame())


def remind(state: Enrolled | Frail | Recovered | Referred) -> Tell | None:
    """The family is told that a visit is due."""
    said = telling.due_said(state)
    if said is None:
        return None
    told = MessageWanted(**said)
    return Tell("notifier", "message", told.event, told)


def remind_extra(state: Enrolled | Frail | Recovered | Referred) -> Tell | None:
    """The family is told that a visit besides the plan is due."""
    said = telling.extra_said(state)
    if said is None:
        return None
    told = MessageWanted(**said)
    return Tell("notifier", "message", told.event, told)


def remind_missed(state: Enrolled | Frail | Recovered | Referred) -> Tell | None:
    """The family is told that a visit did not happen."""
    said = telling.missed_said(state)
    if said is None:
        return None
    told = MessageWanted(**said)
    return Tell("notifier", "message", told.event, told)


def tell_unseen(state: Enrolled | Frail | Recovered | Referred) -> Tell | None:
    """The institution looks for whom it did not see."""
    said = telling.unseen_said(state)
    if said is None:
        return None
    told = VisitUnseen(**said)
    return Tell("his", "mch-unseen", told.key, told)


def tell_lost(state: Lost) -> Tell:
    """The institution hears that the child cannot be found."""
    told = PatientLost(**telling.lost_said(state, state.lost_at))
    return Tell("his", "mch-lost", told.key, told)


def refer(state: Enrolled | Frail | Recovered | Referred | Lost) -> Tell | None:
    """The other institution is told whom to expect (转诊)."""
    said = telling.referral_said(state)
    if said is None:
        return None
    told = MchReferralWanted(**said)
    return Tell("his", "mch-referral", told.key, told)


def tell_referral_late(state: Referred) -> Tell | None:
    """Nobody has asked within two weeks what became of a referral."""
    said = telling.late_said(state)
    if said is None:
        return None
    told = MchReferralLate(**said)
    return Tell("his", "mch-referral-late", told.key, told)


def unsay(state: Closed | MovedOut | Died) -> Tell | None:
    """The family need not come any more (撤回)."""
    if state.reminder is None:
        return None
    told = MessageRecalled(event=state.reminder)
    return Tell("notifier", "recall", f"{state.reminder}:recall", told)


def on_death(signal: PersonDied) -> HolderDied:
    """The child has died."""
    return HolderDied()


def on_known(signal: NewbornKnown) -> BirthCertified:
    """The child is certified and has a card: it is proposed, once."""
    return BirthCertified(
        born_on=signal.born_on, org=signal.org, org_name=signal.org_name
    )
