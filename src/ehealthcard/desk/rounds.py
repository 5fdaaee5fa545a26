"""What the host's own workers have the desk do with many cases (批量处理)."""

from typing import TypeVar

from ehealthcard.workflow import Command, State, Workflow

from .migration import Progress
from .office import Office
from .preparing import VisitPreparation
from .walking import CaseWalk

S = TypeVar("S", bound=State)
C = TypeVar("C", bound=Command)


class CaseRounds:
    """Goes through cases, page by page, after a change of policy or an upgrade."""

    office: Office

    def prepare_visits(self, *, limit: int = 100) -> Progress:
        """Ask for what coming visits lack by today's policy (补充诊前要求).

        Whoever had booked before the policy asked for a survey or an interview is asked
        now. Call it until it is done, and again once the bookings are confirmed that
        were being paid or changed meanwhile; nobody is asked twice.
        """
        return VisitPreparation(self.office).step(limit)

    def catch_up(
        self, workflow: Workflow[S, C], state: type[State], *, limit: int = 100
    ) -> Progress:
        """Write down what time has made of the cases in a state (补记到期).

        The clockwork knows of moments that were known when a case was written down.
        Call this until it is done after an upgrade has given a state an end.
        """
        name = f"catch-up:{workflow.name}:{state.__name__}"
        return CaseWalk(self.office, workflow, state.__name__, name).catch_up(limit)
