"""The desk says what comes next to whom it may (下一步界面)."""

import attrs
import pytest

from ehealthcard import Actor
from ehealthcard.errors import AccessDeniedError
from ehealthcard.services.foundation.terminal import TerminalKind
from ehealthcard.services.health_declaration import health_declaration

from .conftest import WINDOW, House
from .visits import submit


def test_what_is_offered_can_be_done(house: House) -> None:
    card = house.card()
    him = Actor("app-1", {"resident"}, holder=card.subject)
    first = house.desk.next_steps(
        health_declaration, None, by=him, channel=TerminalKind.APP
    )
    assert {"Create", "Submit"} == {s.command.__name__ for s in first.here}

    case = house.desk.start(health_declaration, card, submit(), by=him)
    then = house.desk.next_steps(
        health_declaration, case, by=him, channel=TerminalKind.APP
    )
    allowed = house.desk.allowed(health_declaration, case)
    offered = [*then.here, *then.elsewhere, *then.others]
    assert list(allowed) == sorted((s.command for s in offered), key=allowed.index)


def test_a_stranger_is_not_told(house: House) -> None:
    card = house.card()
    case = house.desk.start(health_declaration, card, submit(), by=WINDOW)
    stranger = Actor("app-9", {"resident"}, holder=attrs.evolve(card).subject[::-1])
    with pytest.raises(AccessDeniedError):
        house.desk.next_steps(
            health_declaration, case, by=stranger, channel=TerminalKind.APP
        )
