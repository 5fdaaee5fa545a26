"""Real workers of Celery on a real RabbitMQ and a real Redis."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import attrs
import pytest
from kombu import Connection

from ehealthcard import Applicant, KeyRing, OutboxRelay, ServiceDesk, Suite
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import save_keys
from ehealthcard.desk import Clockwork, RiskWatch, UseKeeper
from ehealthcard.errors import EHealthCardError
from ehealthcard.hosts.celery import (
    CLOCKWORK,
    RELAY,
    RISK_WATCH,
    USE_KEEPER,
    Rounds,
    worker_app,
)
from ehealthcard.services.foundation.risk_alert import Warned, risk_alert
from ehealthcard.services.foundation.use_seal import Sealed, use_seal
from tests.actors import AUDITOR
from tests.integration.conftest import GATE, WINDOW
from tests.integration.payment import Pay, Settled, payment
from tests.servers import rabbitmq, redis

from .worker import FALLS, KEYS, PIPE, WORDS, Remind, Reminded, open_desk, reminder

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds until a worker that says nothing has failed."""


@attrs.frozen
class Brokered:
    """A desk here, and workers elsewhere that know only database and broker."""

    folder: Path
    url: str
    broker: str
    queue: str
    desk: ServiceDesk
    pipe: int

    @contextmanager
    def worker(self) -> Iterator["subprocess.Popen[bytes]"]:
        said = json.dumps({"broker": self.broker, "queue": self.queue})
        command = [sys.executable, "-m", "celery", "-A", "tests.hosts.worker"]
        options = ["worker", "--beat", "--concurrency=1", "--loglevel=WARNING"]
        process = subprocess.Popen(  # noqa: S603  # our own program
            [*command, *options, f"--hostname={self.queue}@%h"],
            cwd=ROOT,
            env=os.environ
            | {"WORKER_URL": self.url, "WORKER_FOLDER": str(self.folder)}
            | {"WORKER_CELERY": said},
            start_new_session=True,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()  # the worker ends what it has begun
            process.wait(PATIENCE)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # a beat may outlive it a little

    def received(self, lines: int) -> list[str]:
        """Wait for what the ports of the workers get."""
        text = b""
        while text.count(b"\n") < lines:
            ready, _, _ = select.select([self.pipe], [], [], PATIENCE)
            assert ready, f"nothing after {text!r}"
            text += os.read(self.pipe, 4096)
        return text.decode().splitlines()

    def pay(self) -> Any:
        applicant = Applicant(name_of(1), document_of(1))
        card = self.desk.register(applicant, by=WINDOW)
        return self.desk.start(payment, card, Pay(amount=5), by=WINDOW)


@pytest.fixture(params=["rabbitmq", "redis"])
def brokered(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Brokered]:
    broker = {"rabbitmq": rabbitmq, "redis": redis}[request.param]()
    queue, url = f"ehealthcard-test-{uuid4().hex}", f"sqlite:///{tmp_path}/cards.db"
    keys = KeyRing.generate(Suite.INTL, issuer="330100000001")
    (tmp_path / KEYS).write_bytes(save_keys(keys, WORDS))
    os.mkfifo(tmp_path / PIPE)
    pipe = os.open(tmp_path / PIPE, os.O_RDWR | os.O_NONBLOCK)
    desk = open_desk(url, tmp_path)
    yield Brokered(tmp_path, url, broker, queue, desk, pipe)
    desk.storage.close()
    os.close(pipe)
    with Connection(broker) as connection:
        channel: Any = connection.channel()
        channel.queue_delete(queue)
        if request.param == "rabbitmq":
            channel.exchange_delete(queue)
        else:
            names = (queue, f"_kombu.binding.{queue}")
            channel.client.delete(*names, f"_kombu.binding_permanent.{queue}")


def test_a_worker_delivers_and_moves_the_case_and_beats_its_timers(
    brokered: Brokered,
) -> None:
    case = brokered.pay()
    soon = datetime.now(UTC) + timedelta(seconds=2)
    applicant = Applicant(name_of(2), document_of(2))
    card = brokered.desk.register(applicant, by=WINDOW)
    waiting = brokered.desk.start(reminder, card, Remind(until=soon), by=WINDOW)
    forge(brokered.desk, hours_ago=1)

    with brokered.worker():
        got = brokered.received(4)

    assert ["charge bill:5", "paid r-1"] == [g for g in got if g[:2] in ("ch", "pa")]
    assert "reminder reminder:1" in got
    assert 1 == sum(line.startswith("risk-warning ") for line in got)
    assert (
        Settled(receipt="r-1") == brokered.desk.case(payment, case.id, by=AUDITOR).state
    )
    assert Reminded() == brokered.desk.case(reminder, waiting.id, by=AUDITOR).state
    assert ["Remind", "Elapsed"] == [
        h.command for h in brokered.desk.history(reminder, waiting, by=AUDITOR)
    ]


def test_a_worker_killed_in_the_middle_loses_nothing_and_charges_once(
    brokered: Brokered,
) -> None:
    case = brokered.pay()
    (brokered.folder / FALLS).touch()
    with brokered.worker() as first:
        assert ["charge bill:5"] == brokered.received(1)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait(PATIENCE)

    with brokered.worker():
        got = brokered.received(2)

    assert ["query bill:5", "paid r-1"] == got
    assert (
        Settled(receipt="r-1") == brokered.desk.case(payment, case.id, by=AUDITOR).state
    )


def forge(desk: ServiceDesk, *, hours_ago: int) -> None:
    """Let a burst of forged codes be scanned a while ago."""
    then = datetime.now(UTC) - timedelta(hours=hours_ago)
    past = attrs.evolve(desk, clock=lambda: then)
    for _ in range(12):
        with pytest.raises(EHealthCardError):
            past.scan("EHC1:FORGED", by=GATE)


def test_each_process_sees_what_another_has_looked_at(tmp_path: Path) -> None:
    """A burst of which each has read a part is found all the same."""
    keys = KeyRing.generate(Suite.INTL, issuer="330100000001")
    storage = SqlStorage.open(f"sqlite:///{tmp_path}/cards.db")
    desk = ServiceDesk(storage=storage, keys=keys)
    now = timedelta(seconds=-1)
    one, two = (
        Rounds(OutboxRelay(desk, {}), Clockwork(desk), RiskWatch(desk, settled=now))
        for _ in range(2)
    )
    for turn in range(12):
        with pytest.raises(EHealthCardError):
            desk.scan("EHC1:FORGED", by=GATE)
        (one, two)[turn % 2].look()

    (alert,) = storage.cases_in(risk_alert.name, Warned.__name__, before=None, limit=9)
    assert "risk-alert" == alert.workflow
    storage.close()


def test_tasks_tell_the_broker_nothing_and_outlive_our_errors(tmp_path: Path) -> None:
    """No argument, no result; a database that is closed ends a round, no more."""
    keys, opened = KeyRing.generate(Suite.INTL, issuer="330100000001"), list[int]()

    def rooms() -> Rounds:
        opened.append(1)
        storage = SqlStorage.open(f"sqlite:///{tmp_path}/cards.db")
        desk = ServiceDesk(storage=storage, keys=keys)
        return Rounds(OutboxRelay(desk, {}), Clockwork(desk), keeper=UseKeeper(desk))

    app = worker_app(rooms, broker="memory://")
    schedule: dict[str, dict[str, Any]] = app.conf.beat_schedule

    assert {RELAY, CLOCKWORK, RISK_WATCH, USE_KEEPER} == set(schedule)
    assert {"task", "schedule", "options"} == {k for s in schedule.values() for k in s}
    assert [] == opened
    for name in (RELAY, CLOCKWORK, RELAY, RISK_WATCH, USE_KEEPER):
        assert app.tasks[name].apply().get() is None
    assert [1] == opened


def test_the_keeper_seals_what_was_recorded_and_drops_what_is_old(
    tmp_path: Path,
) -> None:
    keys = KeyRing.generate(Suite.INTL, issuer="330100000001")
    storage = SqlStorage.open(f"sqlite:///{tmp_path}/cards.db")
    desk = ServiceDesk(storage=storage, keys=keys)
    forge(desk, hours_ago=24 * 400)
    forge(desk, hours_ago=1)
    keeper = UseKeeper(desk)
    rooms = Rounds(OutboxRelay(desk, {}), Clockwork(desk), None, keeper)
    dropping = attrs.evolve(rooms, months=12)
    for kept, uses in ((rooms, 24), (dropping, 12), (dropping, 12)):
        kept.keep()
        assert uses == len(storage.uses(limit=99))
        assert keeper.verify() is None
    (seal,) = storage.cases_in(use_seal.name, Sealed.__name__, before=None, limit=9)
    assert 2 == seal.version
    storage.close()
