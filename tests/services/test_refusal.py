"""Refusals on record (拒绝留痕)."""

from ehealthcard.services.foundation.refusal import (
    LookRefused,
    NoteLook,
    NoteOpening,
    OpeningRefused,
    refusal,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, Command

LOOK = NoteLook(
    workflow="report", case="c-1", command="View", code="ACCESS_NOT_GRANTED"
)
OPENING = NoteOpening(
    workflow="visit-record-query", command="Ask", code="ACCESS_NOT_GRANTED"
)
WHO = Actor("app-7", {"app"}, org="H1")
LOOKED = LookRefused(
    card=SUBJECT,
    workflow="report",
    case="c-1",
    command="View",
    code="ACCESS_NOT_GRANTED",
    by="app-7",
    org="H1",
    channel=WHO.channel.value,
    at=NOW,
)
OPENED = LOOKED.to(OpeningRefused, workflow="visit-record-query", command="Ask")


class TestContract(WorkflowContract):
    workflow = refusal
    examples = (LOOKED, OPENED)
    commands = (LOOK, OPENING)


def test_it_says_who_tried_what_and_why_not() -> None:
    said: tuple[tuple[Command, LookRefused | OpeningRefused], ...] = (
        (LOOK, LOOKED),
        (OPENING, OPENED),
    )
    for command, expected in said:
        noted = given(refusal, by=WHO).when(command)

        assert noted == expected
        assert type(noted) in refusal.finals
        ((_, told, _),) = refusal.bring_about(None, noted)
        assert ("monitor", "refused-attempt") == (told.to, told.kind)
