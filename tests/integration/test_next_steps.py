"""The desk says what comes next to whom it may (下一步界面)."""

import pytest

from ehealthcard import Actor, ServiceDesk, Suite
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.errors import AccessDeniedError
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
