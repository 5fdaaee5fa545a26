"""Real processes that want the same thing at the same moment."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ehealthcard import OutboxRelay, ServiceDesk
from ehealthcard.errors import KeyReusedError, VersionConflictError
from ehealthcard.ports import Accepted, Message
from ehealthcard.services.health_declaration import health_declaration
from tests.actors import AUDITOR
from tests.integration.conftest import applicant
from tests.integration.payment import GiveBack, Pay, payment
from tests.integration.visits import submit

from .children import Child, together
from .place import WINDOW, Journal, Place
from .whole import flaws, stored

RACERS = 3
ORDERS = 12


class Paid:
    """Takes the money."""

    def deliver(self, message: Message, /) -> Accepted:
        return Accepted(data={"receipt": "r-1"} if message.to == "pay" else {})


@pytest.fixture
def place(shared_url: str, tmp_path: Path) -> Place:
    return Place.found(shared_url, tmp_path)


@pytest.fixture
def desk(place: Place) -> Iterator[ServiceDesk]:
    made = place.desk()
    yield made
    made.storage.close()


def test_of_processes_that_race_for_a_case_one_wins_and_the_others_are_told(
    place: Place, desk: ServiceDesk
) -> None:
    card = desk.register(applicant(1), by=WINDOW)
    case = desk.start(health_declaration, card, submit(), by=WINDOW)

    said = together([Child.start("race", place, case=case.id) for _ in range(RACERS)])

    assert ["VERSION_CONFLICT"] * (RACERS - 1) + ["Withdrawn"] == sorted(said)
    assert VersionConflictError.code == "VERSION_CONFLICT"
    assert desk.case(health_declaration, case.id, by=AUDITOR).version == 2
    assert flaws(stored(place.url, desk)) == []


def test_a_key_returns_the_first_result_in_every_process(
    place: Place, desk: ServiceDesk
) -> None:
    card = desk.register(applicant(1), by=WINDOW)

    said = together(
        [Child.start("repeat", place, card=card.id, hot=False) for _ in range(RACERS)]
    )
    (other,) = together([Child.start("repeat", place, card=card.id, hot=True)])

    (case,) = desk.cases(health_declaration, card, by=WINDOW)
    assert [[case.id, 1]] * RACERS == said
    assert [KeyReusedError.code] == other
    assert flaws(stored(place.url, desk)) == []


def test_relays_and_calls_at_once_send_each_order_once(
    place: Place, desk: ServiceDesk, tmp_path: Path
) -> None:
    card = desk.register(applicant(1), by=WINDOW)
    journal = tmp_path / "orders"
    for _ in range(ORDERS):
        desk.start(payment, card, Pay(amount=5), by=WINDOW)
    OutboxRelay(desk, {"pay": Paid(), "his": Paid()}).run_once(limit=3 * ORDERS)
    cases = [
        desk.execute(payment, case, GiveBack(), by=WINDOW)
        for case in desk.cases(payment, card, by=WINDOW)
    ]

    said: dict[str, Any] = {"cases": [c.id for c in cases], "journal": str(journal)}
    together(
        [
            Child.start("hand_over", place, relay=relay, **said)
            for relay in (True, False, False)
        ]
    )
    OutboxRelay(desk, {"pay": Paid()}).run_once()

    sent = Journal(journal).lines()
    assert sorted(c.id for c in cases) == sorted(case for _, case in sent)
    assert {"refund"} == {kind for kind, _ in sent}
    assert {"returned"} == {
        desk.case(payment, case.id, by=AUDITOR).state.code for case in cases
    }
    assert flaws(stored(place.url, desk)) == []
