"""Gates bring their decisions over HTTP, and whatever else is sent there."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehealthcard import Suite
from ehealthcard.adapters.gate import MemoryLog
from ehealthcard.adapters.replay import StoredLimiter
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import terminal_signer
from ehealthcard.hosts.gates import DECISIONS, gates_app
from ehealthcard.ports import Limiter, Storage
from ehealthcard.qr.gate_log import LARGEST
from tests.integration.conftest import build
from tests.integration.late import Outpost, late, outpost


def away_with(count: int) -> Outpost:
    away = outpost(build(MemoryStorage(), Suite.INTL))
    for _ in range(count):
        away.scan("nonsense")
    return away


def at_most(away: Outpost, most: int, storage: Storage | None = None) -> Limiter:
    desk = away.house.desk
    counts = storage or desk.storage
    return StoredLimiter(counts, desk.clock, most=most, span=timedelta(minutes=1))


def ask(
    away: Outpost,
    body: bytes | None,
    method: str = "POST",
    *,
    limiter: Limiter | None = None,
    sender: str = "10.0.0.1",
) -> httpx.Response:
    app = gates_app(away.house.desk, limiter=limiter or at_most(away, 1000))

    async def send() -> httpx.Response:
        served = httpx.ASGITransport(app, client=(sender, 40000))
        async with httpx.AsyncClient(transport=served, base_url="http://desk") as one:
            return await one.request(method, DECISIONS, content=body)

    return asyncio.run(send())


def test_a_batch_is_taken_and_its_receipt_is_good() -> None:
    away = away_with(3)
    answer = ask(away, away.batch(most=2))

    assert (200, "2") == (answer.status_code, answer.headers["X-Gate-Serial"])
    assert 2 == away.log.acknowledge(answer.content, away.gate.trust.root)
    assert 2 == len(late(away.house))


def test_a_gap_says_from_where_on() -> None:
    away = away_with(3)
    other = MemoryLog("330100000001", Suite.INTL, "H1", "G-1")
    other.start = away.log.start.model_copy(update={"serial": 4})
    away.gate.log = other
    away.scan("nonsense")
    signer = terminal_signer(Suite.INTL, away.key)
    ahead = other.export(signer, away.house.clock.now)
    away.house.desk.gates.take(away.batch(most=2), by=away.by)

    answer = ask(away, ahead)

    assert (409, "GATE_LOG_GAP", "3") == (
        answer.status_code,
        answer.json()["code"],
        answer.json()["expected"],
    )


SPOILT: list[tuple[Callable[[bytes], bytes], int]] = [
    (lambda b: b[:0], 422),
    (lambda b: b[:5] + b"\xff\xff\xff\xff{}", 422),
    (lambda b: b[:-1], 401),
    (lambda b: b[:-1] + bytes([b[-1] ^ 1]), 401),
    (lambda b: b.replace(b'"G-1"', b'"G-9"'), 422),
    (lambda b: b + bytes(LARGEST), 413),
]


@pytest.mark.parametrize(("spoil", "status"), SPOILT)
def test_what_is_no_batch_of_the_gate_changes_nothing(
    spoil: Callable[[bytes], bytes], status: int
) -> None:
    away = away_with(2)
    answer = ask(away, spoil(away.batch()))

    assert status == answer.status_code
    assert {"code", "english", "chinese"} <= answer.json().keys()
    assert [] == late(away.house)
    assert 405 == ask(away, None, "GET").status_code


def test_a_flood_is_told_when_to_come_again_and_keeps_no_other_gate_out() -> None:
    away = away_with(2)
    two, batch = at_most(away, 2), away.batch()
    forged = batch[:-1] + bytes([batch[-1] ^ 1])

    flood = [ask(away, forged, limiter=two, sender="10.0.0.9") for _ in range(4)]
    assert [401, 401, 429, 429] == [answer.status_code for answer in flood]
    assert ("RATE_LIMITED", "60") == (
        flood[-1].json()["code"],
        flood[-1].headers["Retry-After"],
    )
    assert 429 == ask(away, batch, limiter=two, sender="10.0.0.9").status_code
    assert [] == late(away.house)

    assert 200 == ask(away, batch, limiter=two).status_code
    away.house.clock.forward(minutes=1)
    assert 200 == ask(away, batch, limiter=two, sender="10.0.0.9").status_code


def test_while_nobody_can_count_nothing_is_taken(tmp_path: Path) -> None:
    away = away_with(2)
    counts = SqlStorage.open(f"sqlite:///{tmp_path}/counts.db")
    limiter = at_most(away, 1000, counts)
    assert 200 == ask(away, away.batch(most=1), limiter=limiter).status_code
    counts.close()
    (tmp_path / "counts.db").unlink()
    (tmp_path / "counts.db").mkdir()

    answer = ask(away, away.batch(), limiter=limiter)

    assert (503, "STORAGE_UNAVAILABLE") == (
        answer.status_code,
        answer.json()["code"],
    )
    assert 1 == len(late(away.house))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_sent_is_answered_and_believed_only_when_it_is_signed(
    data: st.DataObject,
) -> None:
    away = SHARED
    whole = away.batch()
    cut = data.draw(st.integers(0, len(whole)))
    noise = data.draw(st.binary(max_size=40))
    sent = data.draw(
        st.sampled_from([noise, whole[:cut] + noise, whole[:cut] + noise + whole[cut:]])
    )
    answer = ask(away, sent)

    assert (answer.status_code == 200) == (sent == whole)
    assert answer.status_code in {200, 401, 409, 422}
    assert answer.status_code == 200 or answer.json()["code"]


SHARED = away_with(2)
