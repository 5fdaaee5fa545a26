"""Workers that are killed at random moments: afterwards everything is whole."""

import random
import time
from pathlib import Path

import pytest

from ehealthcard import ServiceDesk
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.services.foundation.card import card_life
from tests.actors import AUDITOR

from .children import Child
from .place import Journal, Place
from .raw import commands
from .whole import Stored, flaws, stored

EVERYTHING = {"command", "card", "scan"}
PATIENCE = 90
"""Seconds after which a crew that has not done everything never will."""


@pytest.mark.parametrize(
    ("seconds", "workers"),
    [(6, 3), pytest.param(60, 8, marks=pytest.mark.soak)],
)
def test_nothing_accepted_is_lost_and_nothing_half_done_stays(
    url: str, tmp_path: Path, seconds: int, workers: int
) -> None:
    place = Place.found(url, tmp_path, valid_for=2)
    names = _kill_at_random(place, tmp_path, seconds, workers)

    desk = place.desk()
    found = stored(place.url, desk)
    accepted = [line for name in names for line in Journal(tmp_path / name).lines()]

    assert flaws(found) == []
    assert {line[0] for line in accepted} >= EVERYTHING
    assert _missing(desk, found, accepted) == []
    received = {line[0] for line in Journal(tmp_path / "received").lines()}
    assert _declared(desk, found) == received | {m["id"] for m in found.outbox}
    assert "DayPassed" in {e["command"] for e in found.events}
    desk.storage.close()


def _kill_at_random(
    place: Place, folder: Path, seconds: int, workers: int
) -> list[str]:
    """Keep *workers* busy and kill one after the other; return all their names."""
    names: list[str] = []
    chance = random.Random(workers)  # noqa: S311  # which, and when

    def hire(number: int) -> Child:
        names.append(f"worker-{len(names)}")
        back = number == 0  # one turns the clock and relays, the others stand in front
        child = Child.start(
            "work", place, folder=str(folder), name=names[-1], back=back
        )
        child.go()
        return child

    crew = [hire(number) for number in range(workers)]
    for child in crew:
        child.ready()
    start = time.monotonic()
    while time.monotonic() - start < seconds or _waits(place, folder, names, start):
        time.sleep(chance.uniform(0.2, 1.6))  # the moment of a death is what varies
        number = chance.randrange(workers)
        crew[number].kill()
        crew[number] = hire(number)
    for child in crew:
        child.kill()
    return names


def _waits(place: Place, folder: Path, names: list[str], start: float) -> bool:
    """Whether the killing goes on until there was some of everything to lose.

    How much a crew does in a few seconds is the machine's affair; a run in which no
    timer was fired shows nothing about timers.
    """
    if time.monotonic() - start > PATIENCE:
        return False
    done = {line[0] for name in names for line in Journal(folder / name).lines()}
    return not ("DayPassed" in commands(place.url) and done >= EVERYTHING)


def _missing(
    desk: ServiceDesk, found: Stored, accepted: list[list[str]]
) -> list[list[str]]:
    receipts = {(r["case_id"], str(r["version"])) for r in found.receipts}
    cards = {(c["card_id"], c["subject"]) for c in found.cards}
    lives = {c["subject"]: c["case_id"] for c in found.cards}

    def is_there(kind: str, *words: str) -> bool:
        match kind, words:
            case "command", (case, version, key):
                known = f"{case}-{version}" in found.names
                return known and (key == "-" or (case, version) in receipts)
            case "card", (card, subject):
                life = desk.case(card_life, lives[subject], by=AUDITOR)
                return (card, subject) in cards and life.version == 3
            case "scan", (record,):
                use = desk.storage.use(record)
                return use is not None and use.outcome == "OK"
            case _:
                return kind == "refused"

    return [line for line in accepted if not is_there(*line)]


def _declared(desk: ServiceDesk, found: Stored) -> set[str]:
    """Return every message that the events' states call for."""
    assert isinstance(desk.storage, SqlStorage)
    work, names = desk.office.work(), set[str]()
    for case in found.histories:
        before = None
        for event in desk.storage.history(case):
            live = work.load(event)
            assert live.state is not None
            for effect, value, fresh in live.workflow.bring_about(before, live.state):
                if fresh and hasattr(value, "manner"):
                    names.add(f"{event.id}-{effect.call.__name__}")
            before = live.state
    return names
