"""One name that is given without a list around it is one name."""

from ehealthcard import Actor, KeyRing, OutboxRelay, ServiceDesk, Suite, Terminal
from ehealthcard.adapters.storage.memory import MemoryStorage


def test_one_role_is_one_role() -> None:
    assert {"registrar"} == Actor("window-3", "registrar").roles
    assert {"terminal"} == Terminal("gate-1", "terminal").roles
    assert {"a", "b"} == Actor("window-3", ["a", "b"]).roles


def test_one_destination_is_one_destination() -> None:
    desk = ServiceDesk(storage=MemoryStorage(), keys=KeyRing.generate(Suite.INTL))

    found = OutboxRelay(desk, {}, by_hand="courier").declare()

    assert {"outbox.courier"} == found.by_hand
    assert "courier" not in [c.name for c in found.undeclared]
