"""What watching the use of cards costs, beside the scans themselves."""

import statistics
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ehealthcard import Actor, Applicant, KeyRing, ServiceDesk, Suite, Terminal
from ehealthcard.adapters.simulator import document_of
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.desk import RiskWatch

WINDOW = Actor("window-3", {"registrar"})
GATE = Terminal("gate-1", {"terminal"}, org="H1", place="east")
BATCH, ROUNDS = 200, 12
NO_TIME = timedelta(seconds=-1)


def timed(run: Any, count: int) -> float:
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) / count


@pytest.mark.parametrize("suite", list(Suite), ids=lambda s: s.name)
def test_the_monitor_adds_less_than_a_tenth_to_a_scan(
    tmp_path: Path, suite: Suite, capsys: Any
) -> None:
    storage = SqlStorage.open(f"sqlite:///{tmp_path}/ours.db")
    desk = ServiceDesk(storage=storage, keys=KeyRing.generate(suite))
    card = desk.register(Applicant("某甲", document_of(1)), by=WINDOW)
    texts = iter([desk.show(card.id, by=WINDOW).text for _ in range(BATCH * ROUNDS)])
    watch = RiskWatch(desk, settled=NO_TIME)
    while watch.run_once():
        pass

    def scans() -> None:
        for _ in range(BATCH):
            desk.scan(next(texts), by=GATE)

    rounds = [
        (timed(scans, BATCH), timed(watch.run_once, BATCH)) for _ in range(ROUNDS)
    ]
    scan, watched = (statistics.median(times) for times in zip(*rounds, strict=True))
    extra = statistics.median(w / s for s, w in rounds)
    with capsys.disabled():
        text = f"scan {scan * 1e6:.0f} µs, watched {watched * 1e6:.1f} µs ({extra:.1%})"
        print(f"\n{suite.name}: {text}")  # noqa: T201  # what the bench is for
    storage.close()

    assert extra < 0.10
