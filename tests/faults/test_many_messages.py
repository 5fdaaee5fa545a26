"""A million messages: a relay holds a page of them at a time."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.moments import to_micros
from ehealthcard.adapters.storage.sql.schema import OUTBOX
from ehealthcard.desk.vault import Vault
from tests.integration.conftest import WINDOW, applicant
from tests.integration.payment import Pay, payment

from .place import Place

ROOT = Path(__file__).parents[2]
MANY, AT_ONCE = 1_000_000, 10_000
MEGABYTES = 150
DELIVER = """
import re, sys
from pathlib import Path
from ehealthcard import OutboxRelay
from ehealthcard.ports import Accepted
from tests.faults.place import Place

class Everything:
    def deliver(self, message, /):
        return Accepted()

desk = Place(sys.argv[1], sys.argv[2]).desk()
relay, closed = OutboxRelay(desk, {"his": Everything()}), 0
while done := relay.run_once(limit=10_000):
    closed += done
# What getrusage says begins with the peak of the process that started this one.
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(closed, int(peak[1]) // 1024)
"""


def fill(place: Place, many: int) -> None:
    """Write *many* sealed messages, each of a case of its own."""
    desk = place.desk()
    card = desk.register(applicant(1), by=WINDOW)
    desk.start(payment, card, Pay(amount=5), by=WINDOW)
    (message,) = desk.storage.pending(at=desk.clock(), limit=9)
    safe = Vault(desk.storage, desk.keys).open(card.subject)
    engine, now = create_engine(place.url), to_micros(desk.clock())
    desk.storage.settle(message.id)
    desk.storage.close()

    def rows(first: int) -> Iterator[dict[str, object]]:
        for number in range(first, first + AT_ONCE):
            name = f"{number:032x}-1-post"
            yield {
                "id": name,
                "workflow": "payment",
                "case_id": f"{number:032x}",
                "subject": card.subject,
                "effect": "post",
                "manner": "Tell",
                "send_to": "his",
                "kind": "paid",
                "act": str(number),
                "payload": safe.seal(b"{}", f"message/{name}"),
                "made_at": now,
                "not_before": now,
                "standing": "pending",
                "attempts": 0,
            }

    with engine.begin() as connection:
        for first in range(0, many, AT_ONCE):
            connection.execute(insert(OUTBOX), list(rows(first)))
    engine.dispose()


@pytest.mark.soak
def test_a_relay_over_a_million_messages_stays_small(tmp_path: Path) -> None:
    place = Place.found(f"sqlite:///{tmp_path}/cards.db", tmp_path)
    fill(place, MANY)

    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", DELIVER, place.url, place.folder],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )

    closed, megabytes = map(int, done.stdout.split())
    assert MANY == closed
    assert megabytes < MEGABYTES
    storage = SqlStorage.open(place.url)
    assert [] == storage.dead_letters()
    storage.close()
