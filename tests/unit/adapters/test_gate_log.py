"""A gate's log of decisions: durable, bounded, and never quietly wrong."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard import Suite
from ehealthcard.adapters.gate import FileLog, MemoryLog
from ehealthcard.crypto import KeyRing, PublicKey, terminal_signer
from ehealthcard.errors import (
    DamagedGateLogError,
    EHealthCardError,
    ForgedGateLogError,
    ForkedGateLogError,
    GateLogFullError,
    MalformedGateLogError,
    StorageUnavailableError,
)
from ehealthcard.qr import Decision, Verdict
from ehealthcard.qr.gate_log import Receipt, open_batch, seal_receipt
from ehealthcard.qr.types import Form
from tests.unit.qr.fixed import AT, make, ring
from tests.unit.qr.gates import gate

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
REFUSED = Decision(Verdict.DENY, "CODE_UNRECOGNISED", NOW, None)
KEY = terminal_signer(Suite.INTL, "k")
PUBLIC = PublicKey(Suite.INTL, KEY.public_key)
RING = KeyRing.generate(Suite.INTL, issuer="local")


def opened(path: Path, **more: int) -> FileLog:
    return FileLog(path, "local", Suite.INTL, "H1", "G-1", **more)


def receipt(log: MemoryLog, serial: int, **more: str) -> bytes:
    batch = open_batch(log.export(KEY, NOW) or b"", PUBLIC)
    start = log.start
    said = {
        "issuer": "local",
        "org": "H1",
        "terminal": "G-1",
        "journal": start.journal,
        "head": batch.heads[serial - start.serial - 1],
    }
    made = Receipt(serial=serial, **(said | more))
    return seal_receipt(made, RING.trust)


def test_a_line_that_a_power_cut_left_half_written_is_cut_off(tmp_path: Path) -> None:
    log = opened(tmp_path / "log")
    for _ in range(3):
        log.write(REFUSED, None)
    log.close()
    whole = (tmp_path / "log").read_bytes()
    for cut in range(whole.rfind(b"\n", 0, -1) + 1, len(whole)):
        (tmp_path / "log").write_bytes(whole[:cut])
        again = opened(tmp_path / "log")
        assert 2 == again.waiting
        again.write(REFUSED, None)
        again.close()
        assert 3 == opened(tmp_path / "log").waiting


def test_a_log_that_was_changed_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log"
    log = opened(path)
    for _ in range(3):
        log.write(REFUSED, None)
    log.close()
    lines = path.read_bytes().split(b"\n")
    for spoilt in (
        [lines[0], *lines[2:]],
        [lines[0], lines[2], lines[1], *lines[3:]],
        [lines[0][:-2] + b"x}", *lines[1:]],
    ):
        path.write_bytes(b"\n".join(spoilt))
        with pytest.raises(DamagedGateLogError):
            opened(path)
    path.write_bytes(b"\n".join(lines))
    with pytest.raises(DamagedGateLogError):
        FileLog(path, "local", Suite.INTL, "H1", "G-2")


def test_refusals_fill_half_of_it_and_acceptances_the_rest() -> None:
    log = MemoryLog("local", Suite.INTL, "H1", "G-1", room=4)
    code = gate(Suite.INTL).check(make(Form.SIGNED, ring(Suite.INTL)), AT)
    assert code.verdict is Verdict.ACCEPT
    for _ in range(5):
        log.write(REFUSED, None)
    assert 2 == log.waiting
    log.write(code, None)
    log.write(code, None)
    with pytest.raises(GateLogFullError):
        log.write(code, None)
    entries = open_batch(log.export(KEY, NOW) or b"", PUBLIC).entries
    assert [0, 0, 3, 0] == [entry.skipped for entry in entries]


def test_a_gate_that_cannot_write_lets_nobody_in(tmp_path: Path) -> None:
    log = MemoryLog("local", Suite.INTL, "H1", "G-1", room=0)
    door = gate(Suite.INTL)
    door.log = log
    decision = door.check(make(Form.SIGNED, ring(Suite.INTL)), AT)

    assert (Verdict.DENY, "GATE_LOG_FULL") == (decision.verdict, decision.reason)
    assert decision.card_id is None
    assert "CODE_UNRECOGNISED" == door.check("nonsense", AT).reason
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageUnavailableError):
        opened(tmp_path / "folder")


def test_a_receipt_is_for_one_log_and_what_it_says() -> None:
    log = MemoryLog("local", Suite.INTL, "H1", "G-1")
    for _ in range(4):
        log.write(REFUSED, timedelta(milliseconds=3))
    good, trust = receipt(log, 3), RING.public().trust
    for wrong in ({"org": "H2"}, {"terminal": "G-2"}, {"journal": "0" * 32}):
        with pytest.raises(ForgedGateLogError):
            log.acknowledge(receipt(log, 3, **wrong), trust)
    with pytest.raises(ForkedGateLogError):
        log.acknowledge(receipt(log, 3, head="0" * 64), trust)
    with pytest.raises(ForgedGateLogError):
        log.acknowledge(good, PUBLIC)
    with pytest.raises(MalformedGateLogError):
        log.acknowledge(b"", trust)
    older = receipt(log, 1)
    assert [3, 0, 0] == [log.acknowledge(r, trust) for r in (good, good, older)]
    assert (3, 1) == (log.acknowledged, log.waiting)


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, 10_000), byte=st.integers(1, 255))
def test_no_changed_byte_of_a_batch_is_believed(place: int, byte: int) -> None:
    data = bytearray(WHOLE)
    data[place % len(data)] ^= byte
    with pytest.raises(EHealthCardError):
        open_batch(bytes(data), PUBLIC)


def whole() -> bytes:
    log = MemoryLog("local", Suite.INTL, "H1", "G-1")
    for _ in range(3):
        log.write(REFUSED, None)
    made = log.export(KEY, NOW)
    assert made is not None
    return made


WHOLE = whole()
