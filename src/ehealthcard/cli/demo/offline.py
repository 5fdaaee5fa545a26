"""A second gate, cut off from everything but a file."""

from pathlib import Path

from ehealthcard.adapters.gate import FileJournal
from ehealthcard.desk import system_clock
from ehealthcard.qr import Gate, TrustStore

from .hospital import WINDOW, Hospital, People
from .stage import Stage

ZH = {"accept": "通过", "accept-limited": "有限通过", "deny": "拒绝"}


def decide_offline(stage: Stage, hospital: Hospital, people: People, out: Path) -> None:
    """Let the gate decide with a trust bundle, a clock and its own memory."""
    stage.scene("A gate without a network", "离线闸机")
    bundle = hospital.desk.trust_bundle(by=WINDOW)
    (out / "trust.bundle").write_bytes(bundle)
    stage.say(
        f"it holds the issuer's public keys: trust.bundle, {len(bundle)} bytes",
        "闸机只持有公钥信任包，不连任何服务",
    )
    journal = FileJournal(out / "gate-2.journal")
    try:
        gate = Gate(TrustStore.pin(hospital.desk.keys.public()), journal)
        gate.take(bundle)
        text = hospital.code(people.mother)
        for what, zh in (
            ("a fresh code", "新码"),
            ("the same again", "同一码再次出示"),
        ):
            found = gate.check(text, system_clock())
            verdict = found.verdict.value
            stage.say(f"{what}: {verdict} ({found.reason})", f"{zh}: {ZH[verdict]}")
    finally:
        journal.close()
