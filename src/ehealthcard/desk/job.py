"""A command on its way into a case (办理请求)."""

from typing import Any, NamedTuple

from ehealthcard.identity import SubjectId
from ehealthcard.workflow import Actor, Command, Workflow

from .case import Case


class Job(NamedTuple):
    """A command on its way into a case."""

    workflow: Workflow[Any, Any]
    case: Case[Any] | None
    """``None`` opens one."""

    subject: SubjectId | None
    """``None`` for somebody unknown."""

    command: Command
    by: Actor
    key: str | None
    on_newest: bool = False
    """Whether it is meant for whatever the case has become."""

    succeeds: bool = False
    """Whether who asks has come with the card that stays in the place of the case's."""

    @property
    def step(self) -> tuple[str, str, Actor]:
        """Service, command and who asks, for the use-card record."""
        return self.workflow.name, type(self.command).__name__, self.by
