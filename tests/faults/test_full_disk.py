"""A disk without room: said clearly, and nothing is broken by it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ehealthcard.errors import StorageUnavailableError
from ehealthcard.services.health_declaration import health_declaration
from tests.actors import AUDITOR

from .children import Child, together
from .place import WINDOW, Place
from .whole import flaws, stored


def test_a_full_disk_is_said_so_and_work_goes_on_when_there_is_room(
    tmp_path: Path,
) -> None:
    file = tmp_path / "cards.db"
    place = Place.found(f"sqlite:///{file}", tmp_path)

    (found,) = together([Child.start("fill", place)])

    assert found["refused"] == StorageUnavailableError.code
    assert len(found["accepted"]) == found["full"] + 1 > 10
    with closing(sqlite3.connect(file)) as checked:
        assert checked.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    desk = place.desk()
    card = desk.card(found["card"], by=AUDITOR)
    cases = desk.cases(health_declaration, card, by=WINDOW, limit=10_000)
    assert found["accepted"][::-1] == [c.id for c in cases]
    assert flaws(stored(place.url, desk)) == []
    desk.storage.close()
