"""The desk says what comes next to whom it may (下一步界面)."""

import pytest

from ehealthcard import Actor, ServiceDesk, Suite
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.errors import (
    AccessDeniedError,
    InvalidInputError,
    UnknownCommandError,
    UnknownServiceError,
)
from ehealthcard.services.foundation.terminal import TerminalKind
from ehealthcard.services.health_declaration import health_declaration

from .conftest import WINDOW, Clock, applicant, ring
from .visits import submit

APP = TerminalKind.APP


@pytest.fixture
def desk() -> ServiceDesk:
    return ServiceDesk(storage=MemoryStorage(), keys=ring(Suite.GM), clock=Clock())


def test_what_is_offered_can_be_done(desk: ServiceDesk) -> None:
    card = desk.register(applicant(1), by=WINDOW)
    him = Actor("app-1", {"resident"}, holder=card.subject)
    first = desk.next_steps(health_declaration, None, by=him, channel=APP)
    assert {"Create", "Submit"} == {s.command.__name__ for s in first.here}

    case = desk.start(health_declaration, card, submit(), by=him)
    then = desk.next_steps(health_declaration, case, by=him, channel=APP)

    offered = {s.command for s in (*then.here, *then.elsewhere, *then.others)}
    assert set(desk.allowed(health_declaration, case)) == offered
    assert not then.is_final


def test_a_stranger_is_not_told(desk: ServiceDesk) -> None:
    card, other = (desk.register(applicant(n), by=WINDOW) for n in (1, 2))
    case = desk.start(health_declaration, card, submit(), by=WINDOW)
    stranger = Actor("app-9", {"resident"}, holder=other.subject)
    with pytest.raises(AccessDeniedError):
        desk.next_steps(health_declaration, case, by=stranger, channel=APP)


def test_what_was_sent_by_name_is_the_command_itself(desk: ServiceDesk) -> None:
    card = desk.register(applicant(1), by=WINDOW)
    sent: object = {
        "answers": {"temperature": "36.5", "symptoms": [], "exposures": []},
        "consent": "2026-1",
        "commitment": "2026-1",
    }

    workflow, command = desk.read_command("health-declaration", "Submit", sent)
    case = desk.start(workflow, card, command, by=WINDOW)

    assert workflow is health_declaration
    assert "ValidClear" == type(case.state).__name__


def test_a_name_that_nobody_knows_is_refused_and_not_repeated(
    desk: ServiceDesk,
) -> None:
    with pytest.raises(UnknownServiceError) as nothing:
        desk.read_command("<script>", "Submit", {})
    for name in ("<script>", "DayPassed"):  # the second is a notice
        with pytest.raises(UnknownCommandError) as unknown:
            desk.read_command("health-declaration", name, {})
        assert "<script>" not in str(unknown.value)
    with pytest.raises(InvalidInputError):
        desk.read_command("health-declaration", "Submit", [])

    assert "<script>" not in str(nothing.value)
    assert 404 == nothing.value.status_hint
