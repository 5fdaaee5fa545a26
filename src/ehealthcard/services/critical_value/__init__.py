"""Critical values (危急值, guide §4.3.6).

What cannot wait is raised when a report is verified, or by the laboratory before that;
the ward or the family doctor acknowledges it and writes down what was done. Who does
not acknowledge in time is passed over: it goes up, level by level. Each value keeps
what a hospital's critical-value book keeps: value, reference and critical range, who
published it, who handled it and how.

The guide does not speak of it; the loop and its times are inferred, and policy. A
report that is taken back takes its critical value along (``Voided``).

Not built: reading back by telephone; what a hospital's own system does with the alert.
"""

from ehealthcard.workflow import Title, Workflow

from .commands import (
    Acknowledge,
    Found,
    Handle,
    HandlingPassed,
    Raise,
    ReportGone,
    ResponsePassed,
)
from .effects import (
    alert,
    alert_superior,
    handling_ends,
    on_found,
    on_retracted,
    response_ends,
    tell_late,
)
from .model import POLICIES, CriticalAlert, CriticalLate, CriticalPolicy, Handling
from .states import Acknowledged, Escalated, Handled, Raised, Voided
from .transitions import (
    acknowledge,
    escalate,
    handle,
    raise_early,
    raise_found,
    run_late,
    void,
)

CriticalValue = Raised | Escalated | Acknowledged | Handled | Voided
CriticalValueCommand = (
    Raise | Acknowledge | Handle | Found | ResponsePassed | HandlingPassed | ReportGone
)

critical_value: Workflow[CriticalValue, CriticalValueCommand] = Workflow(
    "critical-value",
    Title("危急值", "Critical values", "4.3.6"),
    transitions=(
        raise_found,
        raise_early,
        acknowledge,
        handle,
        escalate,
        run_late,
        void,
    ),
    effects=(response_ends, handling_ends, alert, alert_superior, tell_late),
    reactions=(on_found, on_retracted),
    policies=POLICIES,
)

__all__ = [
    "Acknowledge",
    "Acknowledged",
    "CriticalAlert",
    "CriticalLate",
    "CriticalPolicy",
    "CriticalValue",
    "CriticalValueCommand",
    "Escalated",
    "Found",
    "Handle",
    "Handled",
    "Handling",
    "HandlingPassed",
    "Raise",
    "Raised",
    "ReportGone",
    "ResponsePassed",
    "Voided",
    "critical_value",
]
