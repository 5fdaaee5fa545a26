"""Where a patient at triage may be."""

from datetime import timedelta
from typing import Annotated

from ehealthcard.models import Moment
from ehealthcard.rules.epidemiology import Symptom
from ehealthcard.rules.grading import Area, Judgement, Level
from ehealthcard.rules.links import MaybeCardLink
from ehealthcard.rules.vitals import Vitals
from ehealthcard.workflow import PRIVATE, State

from .commands import Mode
from .model import Grading


class AtDesk(State):
    """What is known of every patient."""

    org: str
    reference: str
    """The case's own subject; names the patient in messages, known or not."""

    holder: MaybeCardLink
    age: Annotated[int | None, PRIVATE]
    mode: Mode
    complaint: Annotated[str, PRIVATE]
    prior: str | None
    arrived_at: Moment
    ends_at: Moment
    """When an unattended case is put away."""


class Arrived(AtDesk):
    """At the triage desk (已到达)."""


class Checked(AtDesk):
    """What precheck found; the states below say what followed."""

    vitals: Vitals
    symptoms: Annotated[tuple[Symptom, ...], PRIVATE]
    infectious: tuple[str, ...]
    """What speaks for isolation, as codes; empty: nothing."""

    risk: str | None
    """The health-risk colour shown at the desk; ``None``: not asked or no answer."""

    declared: bool
    """Whether a valid declaration was found."""


class Prechecked(Checked):
    """Asked and measured (已预检)."""


class RoutedIsolation(Checked):
    """Led to the fever clinic or an isolated point (已分流至隔离分诊点)."""

    route: str
    routed_at: Moment


class RoutedEmergency(Checked):
    """Led to the emergency department (已分流至急诊)."""

    threat: bool
    """Whether a life is in danger: to the resuscitation room at once."""

    protected: bool
    """Whether staff protect themselves: the patient may be infectious."""

    judgement: Judgement
    routed_at: Moment


class RoutedClinic(Checked):
    """In a clinic's queue (已分流至门诊)."""

    department: str | None
    routed_at: Moment


class Levelled(Checked):
    """Graded; the history of gradings is kept."""

    protected: bool
    judgement: Judgement
    gradings: tuple[Grading, ...]
    """Oldest first."""

    level: Level
    area: Area
    waiting_since: Moment


class Waiting(Levelled):
    """Waits for a doctor until the response time of the level (候诊)."""

    due_at: Moment
    """The response time."""

    last: Moment
    """The last moment that is in time."""

    overdue_since: Moment | None = None


class InCare(Checked):
    """Being seen (就诊中)."""

    protected: bool
    gradings: tuple[Grading, ...] = ()
    waited: timedelta
    """From grading or routing to the call."""

    seen_at: Moment


class LeftUnseen(Checked):
    """Gone before being seen (未就诊离开, LWBS); a follow-up call is due."""

    gradings: tuple[Grading, ...] = ()
    left_at: Moment


class Reported(Checked):
    """A notifiable disease was confirmed and reported (已报告传染病)."""

    disease: Annotated[str, PRIVATE]
    class_a: bool
    confirmed_at: Moment
    report_by: Moment


class Ended(Checked):
    """What stays of a finished case."""

    gradings: tuple[Grading, ...] = ()
    ended_at: Moment
    destination: str | None
    record_copied: bool


class Discharged(Ended):
    """Went home (离院)."""


class Observed(Ended):
    """Stays for observation (留观); the outcome follows."""


class Admitted(Ended):
    """Admitted to a ward (收住院)."""


class Transferred(Ended):
    """Taken over by another institution (转院)."""


class Died(Ended):
    """Died (死亡)."""


class PutAway(State):
    """Nobody came back to the case (自动结束)."""

    org: str
    holder: MaybeCardLink
    ended_at: Moment
