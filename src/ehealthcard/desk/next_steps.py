"""What comes next, for whoever stands at an entry (下一步界面)."""

from typing import TypeVar

from ehealthcard.errors import UnknownCommandError, UnknownServiceError
from ehealthcard.monitor.access import Action, Asked
from ehealthcard.services.doers.offering import NextSteps, offer
from ehealthcard.services.foundation.terminal import TerminalKind
from ehealthcard.workflow import Actor, Command, Notice, State, Workflow
from ehealthcard.workflow.catalogue import AnyWorkflow

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

    def read_command(
        self, service: str, command: str, fields: object
    ) -> tuple[AnyWorkflow, Command]:
        """Return what somebody sent by its names, ready to be started or executed.

        For hosts that take JSON. Whether it is allowed is asked when it is carried out;
        a notice is never sent by a person.

        Args:
            service: The service's name, such as ``health-declaration``.
            command: The command's, such as ``Submit``.
            fields: What it needs, as JSON has it.

        Raises:
            UnknownServiceError: This desk runs no such service.
            UnknownCommandError: The service has no such command.
            InvalidInputError: *fields* are not those of the command.

        """
        workflow = self.office.catalogue.named.get(service)
        if workflow is None:
            raise UnknownServiceError
        kind = workflow.commands.get(command)
        if kind is None or issubclass(kind, Notice):
            raise UnknownCommandError(workflow=workflow.name)
        return workflow, kind.from_data(fields)
