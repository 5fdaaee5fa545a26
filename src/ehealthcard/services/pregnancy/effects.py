"""What each state brings about, and what it hears."""

from ehealthcard.rules.calendar import end_of
from ehealthcard.rules.chronic.naming import happening
from ehealthcard.rules.maternal import telling
from ehealthcard.rules.maternal.following import next_moment
from ehealthcard.rules.maternal.newborn import newborn_risks
from ehealthcard.rules.maternal.telling import (
    MchReferralLate,
    MchReferralWanted,
    PatientLost,
    VisitUnseen,
)
from ehealthcard.rules.messages import MessageRecalled, MessageWanted
from ehealthcard.rules.schedule import due_date, postpartum
from ehealthcard.rules.signals import NewbornCertified, PersonDied
from ehealthcard.workflow import Claim, Tell, Until

from .commands import ChildCertified, DayCame, HolderDied
from .model import BirthUnknown, MotherDischarged
from .states import (
    Closed,
    Delivered,
    Died,
    HighRisk,
    Lost,
    Managed,
    Miscarried,
    MovedOut,
    Postpartum,
    Referred,
    Registered,
    Terminated,
)


def one_pregnancy(
    state: Registered | Managed | HighRisk | Delivered | Postpartum | Referred | Lost,
) -> Claim:
    """One pregnancy of a holder is looked after at a time."""
    return Claim(happening("pregnancy", state.card))


def next_day(state: Registered | Managed | HighRisk) -> Until[DayCame] | None:
    """A window opens or ends, or a referral or the birth is overdue."""
    moments = [next_moment(state), None if state.overdue else end_of(state.birth_by)]
    first = min((m for m in moments if m), default=None)
    return Until(first, DayCame()) if first else None


def next_day_after(
    state: Delivered | Postpartum | Referred,
) -> Until[DayCame] | None:
    """The same behind the birth."""
    moment = next_moment(state)
    return Until(moment, DayCame()) if moment else None


def remind(
    state: Registered | Managed | HighRisk | Postpartum,
) -> Tell | None:
    """She is told that a visit is due."""
    said = telling.due_said(state)
    if said is None:
        return None
    told = MessageWanted(**said)
    return Tell("notifier", "message", told.event, told)


def remind_extra(state: Managed | HighRisk) -> Tell | None:
    """She is told that a visit besides the five is due."""
    said = telling.extra_said(state)
    if said is None:
        return None
    told = MessageWanted(**said)
    return Tell("notifier", "message", told.event, told)


def remind_missed(
    state: Registered | Managed | HighRisk | Postpartum,
) -> Tell | None:
    """She is told that a visit did not happen."""
    said = telling.missed_said(state)
    if said is None:
        return None
    told = MessageWanted(**said)
    return Tell("notifier", "message", told.event, told)


def tell_unseen(
    state: Registered | Managed | HighRisk | Delivered | Postpartum,
) -> Tell | None:
    """The institution looks for whom it did not see."""
    said = telling.unseen_said(state)
    if said is None:
        return None
    told = VisitUnseen(**said)
    return Tell("his", "mch-unseen", told.key, told)


def tell_lost(state: Lost) -> Tell:
    """The institution hears that she cannot be found."""
    told = PatientLost(**telling.lost_said(state, state.lost_at))
    return Tell("his", "mch-lost", told.key, told)


def refer(
    state: Managed | HighRisk | Delivered | Postpartum | Referred | Lost,
) -> Tell | None:
    """The other institution is told whom to expect (转诊)."""
    said = telling.referral_said(state)
    if said is None:
        return None
    told = MchReferralWanted(**said)
    return Tell("his", "mch-referral", told.key, told)


def tell_referral_late(
    state: Managed | HighRisk | Delivered | Postpartum | Referred,
) -> Tell | None:
    """Nobody has asked within two weeks what became of a referral."""
    said = telling.late_said(state)
    if said is None:
        return None
    told = MchReferralLate(**said)
    return Tell("his", "mch-referral-late", told.key, told)


def tell_birth_unknown(state: Registered | Managed | HighRisk) -> Tell | None:
    """The child should have been born: the institution asks."""
    if not state.overdue:
        return None
    due_on = due_date(state.note.lmp)
    told = BirthUnknown(card=state.card, org=state.org, due_on=due_on)
    key = happening("pregnancy-overdue", state.card, due_on)
    return Tell("his", "pregnancy-birth-unknown", key, told)


def tell_discharged(state: Postpartum | Lost) -> Tell | None:
    """The institution at home hears whom it visits within a week."""
    birth, discharged_on = state.delivery, state.discharged_on
    if birth is None or discharged_on is None:
        return None
    home = postpartum(birth.on, discharged_on)[0]
    alive = [child for child in birth.children if child.alive]
    told = MotherDischarged(
        card=state.card,
        org=state.org,
        discharged_on=discharged_on,
        visit_by=home.closes_on,
        newborns=len(alive),
        at_risk=sum(bool(newborn_risks(child)) for child in alive),
    )
    key = happening("pregnancy-discharged", state.card, birth.on)
    return Tell("his", "pregnancy-discharged", key, told)


def unsay(
    state: Closed | Miscarried | Terminated | MovedOut | Died,
) -> Tell | None:
    """She need not come any more (撤回)."""
    if state.reminder is None:
        return None
    told = MessageRecalled(event=state.reminder)
    return Tell("notifier", "recall", f"{state.reminder}:recall", told)


def on_death(signal: PersonDied) -> HolderDied:
    """The holder has died."""
    return HolderDied()


def on_certified(signal: NewbornCertified) -> ChildCertified:
    """A child of hers is certified: its own care may begin (§4.6.2, §4.6.3)."""
    return ChildCertified()
