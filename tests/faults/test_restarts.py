"""PostgreSQL goes away in the middle and comes back."""

import gc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import attrs
import pytest

from ehealthcard import Card, ServiceDesk
from ehealthcard.errors import StorageUnavailableError
from ehealthcard.services.health_declaration import health_declaration
from tests.integration.conftest import applicant
from tests.integration.visits import submit

from .place import WINDOW, Place
from .postgres import private_postgres
from .whole import flaws, stored

THREADS, FEW = 3, 4
PATIENCE = 60


@attrs.define
class Clerk:
    """Somebody at a counter who repeats what was refused, with the same key."""

    desk: ServiceDesk
    card: Card
    stop: Event
    accepted: dict[str, str] = attrs.field(factory=dict[str, str])
    success: Event = attrs.field(factory=Event)
    refusal: Event = attrs.field(factory=Event)

    def run(self) -> None:
        while not self.stop.is_set():
            self._declare(f"{self.card.subject}:{len(self.accepted)}")

    def _declare(self, key: str) -> None:
        try:
            case = self.desk.start(
                health_declaration, self.card, submit(), by=WINDOW, key=key
            )
        except StorageUnavailableError:
            self.refusal.set()
            return
        self.accepted[key] = case.id
        self.success.set()


# A connection that was lent out while the pool was replaced goes with the old pool,
# and psycopg complains that nobody closed it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_database_that_stops_is_said_so_and_used_again_when_it_is_back(
    tmp_path: Path,
) -> None:
    with private_postgres() as server:
        place = Place.found(server.url, tmp_path)
        desk, stop = place.desk(), Event()
        crew = [
            Clerk(desk, desk.register(applicant(n), by=WINDOW), stop)
            for n in range(THREADS)
        ]
        with ThreadPoolExecutor(THREADS) as pool:
            running = [pool.submit(one.run) for one in crew]
            for _ in range(2):
                _all_get_on(crew)
                server.stop("immediate")
                for one in crew:
                    one.refusal.clear()
                assert all(one.refusal.wait(PATIENCE) for one in crew)
                server.start()
            _all_get_on(crew)
            stop.set()
            for done in running:
                done.result()  # nobody met another error than ours

        for one in crew:
            cases = desk.cases(health_declaration, one.card, by=WINDOW, limit=10_000)
            found, accepted = {c.id for c in cases}, set(one.accepted.values())
            # A commit whose answer was lost is found by its key when it is repeated.
            assert len(accepted) == len(one.accepted) > 2 * FEW
            assert found == accepted
        assert flaws(stored(place.url, desk)) == []
        desk.storage.close()
    gc.collect()  # while the complaint is not heard


def _all_get_on(crew: list[Clerk]) -> None:
    """Wait until everybody has had a few more declarations accepted."""
    for one in crew:
        for _ in range(FEW):
            one.success.clear()
            assert one.success.wait(PATIENCE)
