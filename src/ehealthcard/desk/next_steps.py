"""What comes next, for whoever stands at an entry (下一步界面)."""

from typing import TypeVar

from ehealthcard.monitor.access import Action, Asked
from ehealthcard.services.doers.offering import NextSteps, offer
from ehealthcard.services.foundation.terminal import TerminalKind
from ehealthcard.workflow import Actor, Command, State, Workflow

from .case import Case
from .guard import Guard
from .office import Office

S = TypeVar("S", bound=State)
C = TypeVar("C", bound=Command)


class EntryScreens:
    """Says which screens an entry would show next."""

    office: Office

    def next_steps(
        self,
        workflow: Workflow[S, C],
        case: Case[S] | None,
        *,
        by: Actor,
        channel: TerminalKind,
    ) -> NextSteps:
        """Return what *by* may do next in a case here, and where else.

        It names the commands, what a button would say, the fields they need, and the
        way by the window where this kind of entry offers none. It decides nothing: a
        rule may still refuse what is offered.

        Args:
            workflow: The service.
            case: The case as the caller saw it; ``None`` for what opens one.
            by: Who stands there.
            channel: The kind of entry; a registered terminal's is in the registry.

        Raises:
            AccessDeniedError: *by* may not see the case.

        """
        if case is None:
            asked = Asked(by, Action.ACT, by.holder, workflow.name)
        else:
            is_open = type(case.state) not in workflow.finals
            asked = Asked(by, Action.SEE, case.subject, workflow.name, is_open)
        Guard(self.office).require(asked)
        return offer(workflow, type(case.state) if case else None, by, channel)
