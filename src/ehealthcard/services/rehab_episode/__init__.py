"""Community rehabilitation (社区康复, guide §4.6.6).

A patient comes from a hospital, is assessed by 13 items, trains after a plan, writes a
log each day and is assessed again, until it is over, or he is referred up, lost or
dead. A bad value in a log alarms the doctor; so do three days without a log.

The items, scores and codes are those of a HIS in production. Inferred, and policy: the
three days. The limits of an alarm are those of chronic care (180/110, 16.7 and 3.9).
That 16.7 and 3.9 alarm themselves (at or above, at or below) is recalled; a system in
production alarms above and below them only. After the reminder no more days are counted
until somebody logs again.

Not built: follow-up appointments (随访预约登记); opening the referral up or taking a
patient on by itself when a referral comes down; orders and reminders of the doctor as
a list; alarms by SpO2, temperature or pain.
"""

from ehealthcard.models import Model
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.signals import PersonDied
from ehealthcard.workflow import Claim, Tell, Title, Until, Workflow

from .commands import (
    AcknowledgeAlarm,
    Assess,
    BeginTraining,
    Conclude,
    DayPassed,
    HolderDied,
    LogDay,
    LoseTouch,
    MakePlan,
    TakeOn,
    TransferUp,
)
from .model import POLICIES, rehab_facts
from .states import (
    Assessed,
    Concluded,
    Died,
    Lost,
    Planned,
    Reassessed,
    ReferredIn,
    Training,
    Transferred,
)
from .transitions import (
    acknowledge,
    assess,
    begin,
    conclude,
    die,
    log_day,
    lose,
    make_plan,
    reassess,
    skip_day,
    take_on,
    transfer,
)


class RehabNote(Model):
    """What the doctor hears."""

    card: CardLink
    org: str
    what: str
    """``ALARM`` or ``NO_LOG``."""


def day_ends(state: Training) -> Until[DayPassed] | None:
    """Each day to log ends at 24:00; after the reminder nothing is counted."""
    if state.skipped >= state.most_skipped:
        return None
    return Until(state.log_by, DayPassed())


def alarm_doctor(state: Training) -> Tell | None:
    """The doctor hears of a bad value, and looks at the log for it."""
    if state.alarm is None:
        return None
    note = RehabNote(card=state.card, org=state.org, what="ALARM")
    key = f"rehab:{state.card}:{state.alarm.on}:alarm"
    return Tell("his", "rehab-note", key, note)


def remind_doctor(state: Training) -> Tell | None:
    """The doctor hears that nobody logs."""
    if state.skipped < state.most_skipped:
        return None
    note = RehabNote(card=state.card, org=state.org, what="NO_LOG")
    key = f"rehab:{state.card}:{state.log_by.date()}:no-log"
    return Tell("his", "rehab-note", key, note)


def one_episode(
    state: ReferredIn | Assessed | Planned | Training | Reassessed,
) -> Claim:
    """One episode at a time."""
    return Claim(f"rehab:{state.card}")


def on_death(signal: PersonDied) -> HolderDied:
    """The patient has died."""
    return HolderDied()


RehabEpisode = (
    ReferredIn
    | Assessed
    | Planned
    | Training
    | Reassessed
    | Concluded
    | Transferred
    | Lost
    | Died
)
RehabEpisodeCommand = (
    TakeOn
    | Assess
    | MakePlan
    | BeginTraining
    | LogDay
    | AcknowledgeAlarm
    | Conclude
    | TransferUp
    | LoseTouch
    | DayPassed
    | HolderDied
)

rehab_episode: Workflow[RehabEpisode, RehabEpisodeCommand] = Workflow(
    "rehab-episode",
    Title("社区康复", "Community rehabilitation", "4.6.6"),
    transitions=(
        take_on,
        assess,
        reassess,
        make_plan,
        begin,
        log_day,
        skip_day,
        acknowledge,
        conclude,
        transfer,
        lose,
        die,
    ),
    effects=(day_ends, alarm_doctor, remind_doctor, one_episode),
    reactions=(on_death,),
    sources=(rehab_facts,),
    policies=POLICIES,
)
