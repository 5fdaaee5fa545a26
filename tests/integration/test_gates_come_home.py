"""What gates decided without the desk, and what the desk makes of it afterwards."""

from datetime import timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard import Suite
from ehealthcard.adapters.gate import FileLog, MemoryLog
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.crypto import LocalSigner, PublicKey, terminal_signer
from ehealthcard.desk import TerminalRegistry
from ehealthcard.errors import (
    AccessDeniedError,
    ForgedGateLogError,
    ForkedGateLogError,
    GateLogGapError,
    ReplayedCodeError,
    RuleViolationError,
    TerminalBlockedError,
)
from ehealthcard.monitor import verify_audit
from ehealthcard.ports import Storage, UseAct
from ehealthcard.qr import GatePolicy, Verdict
from ehealthcard.qr.gate_log import open_batch
from ehealthcard.services.foundation.card import ReportLost, Restore, card_life
from ehealthcard.services.foundation.gate_log import gate_log
from ehealthcard.services.foundation.risk_alert import Contain, risk_alert
from ehealthcard.services.foundation.terminal import Suspend, terminal
from ehealthcard.workflow import Actor
from tests.actors import AUDITOR

from .conftest import GATE, WINDOW, House, build
from .late import KEEPER, Outpost, late, outpost, rules

OFFICE = Actor("office-1", {"registrar"}, org="H1")


@pytest.fixture
def quick() -> House:
    return build(MemoryStorage(), Suite.INTL)


def show(house: House, seed: int = 1) -> str:
    return house.desk.show(house.card(seed).id, by=WINDOW).text


def lose(house: House, seed: int = 1) -> None:
    life = house.desk.case(card_life, house.card(seed).case, by=WINDOW)
    house.desk.execute(card_life, life, ReportLost(reason="bus"), by=WINDOW)


def find(house: House, seed: int = 1) -> None:
    life = house.desk.case(card_life, house.card(seed).case, by=WINDOW)
    house.desk.execute(card_life, life, Restore(), by=WINDOW)


def outcomes(house: House) -> list[str]:
    return [record.outcome for record in late(house)]


def test_what_a_gate_decided_is_on_the_holder_s_record_once(
    storage: Storage, suite: Suite
) -> None:
    house = build(storage, suite)
    away, text = outpost(house), show(house)
    decided_at = house.clock.now
    for scanned in (text, text, "nonsense"):
        away.scan(scanned)
    house.clock.forward(seconds=30)
    batch = away.batch()

    first = house.desk.gates.take(batch, by=away.by)
    again = house.desk.gates.take(batch, by=away.by)

    assert (3, 3, ()) == (first.serial, first.added, first.late)
    assert (3, 0) == (again.serial, again.added)
    subject = house.card().subject
    assert [
        (subject, "OK", "late/signed"),
        (subject, "CODE_REPLAYED", "late/signed"),
        (None, "CODE_UNRECOGNISED", "late/-"),
    ] == [(r.subject, r.outcome, r.tier) for r in late(house)]
    (mine, *_) = late(house)
    assert (decided_at, "G-1", "H1", "east") == (
        mine.at,
        mine.terminal,
        mine.org,
        mine.place,
    )
    assert mine.act is UseAct.LATE
    assert 3 == away.log.acknowledge(again.receipt, away.gate.trust.root)
    assert (3, 0) == (away.log.acknowledged, away.log.waiting)
    assert verify_audit(storage, suite).flaw is None
    with pytest.raises(ReplayedCodeError):
        house.desk.scan(text, by=GATE)


def test_one_code_at_two_gates_is_found_when_both_are_home(house: House) -> None:
    east, west = outpost(house), outpost(house, "G-2")
    text = show(house)
    assert east.scan(text).verdict is Verdict.ACCEPT
    assert west.scan(text).verdict is Verdict.ACCEPT
    house.clock.forward(days=1)
    east.home()
    assert [] == rules(house)

    taken = west.home()

    assert (("LATE_REPLAYED", 1),) == taken.late
    assert ["OK", "LATE_REPLAYED"] == outcomes(house)
    assert ["late-replay"] == rules(house)


def test_a_code_used_at_the_desk_and_then_offline_is_found(quick: House) -> None:
    away, text = outpost(quick), show(quick)
    quick.desk.scan(text, by=GATE)
    away.scan(text)

    assert (("LATE_REPLAYED", 1),) == away.home().late
    assert ["late-replay"] == rules(quick)


def test_a_card_lost_since_the_gate_s_bundle_is_found_though_it_was_found_again(
    house: House,
) -> None:
    away = outpost(house)
    texts = [show(house), show(house, 2)]
    house.clock.forward(seconds=10)
    lose(house)
    house.clock.forward(seconds=10)
    for text in texts:
        assert away.scan(text).verdict is Verdict.ACCEPT
    house.clock.forward(hours=1)
    find(house)

    assert (("LATE_REVOKED", 1),) == away.home().late
    assert ["LATE_REVOKED", "OK"] == outcomes(house)
    assert ["late-revoked"] == rules(house)


def test_a_gate_that_does_not_obey_its_own_list_is_found(quick: House) -> None:
    away, text = outpost(quick), show(quick)
    lose(quick)
    quick.clock.forward(seconds=5)
    newest = away.gate.trust.take(quick.desk.trust_bundle(by=AUDITOR))
    away.gate.trust = attrs.evolve(away.gate.trust, made_at=newest.made_at)
    away.scan(text)

    assert (("LATE_IGNORED", 1),) == away.home().late
    assert ["late-ignored"] == rules(quick)


def test_acceptance_on_trust_data_that_is_too_old_is_found(quick: House) -> None:
    away = outpost(quick)
    never = GatePolicy(usable_for=400 * 86_400, fresh_for=400 * 86_400)
    away.gate.take(quick.desk.trust_bundle(policy=never, by=AUDITOR))
    quick.clock.forward(days=9)
    assert away.scan(show(quick)).verdict is Verdict.ACCEPT

    assert (("LATE_UNTRUSTED", 1),) == away.home().late
    assert ["late-untrusted"] == rules(quick)


@pytest.mark.parametrize("fast", [timedelta(minutes=20), -timedelta(minutes=20)])
def test_a_clock_that_was_wrong_is_found_and_corrected(
    quick: House, fast: timedelta
) -> None:
    away = outpost(quick)
    away.gate.drift = fast
    now = quick.clock.now
    away.gate.check("nonsense", now + timedelta(hours=1) + fast)
    quick.clock.forward(hours=2)
    away.home()

    assert [now + timedelta(hours=1)] == [record.at for record in late(quick)]
    assert ["gate-trust"] == rules(quick)


def test_a_removed_decision_shows_and_is_on_record(quick: House) -> None:
    away = outpost(quick)
    for _ in range(4):
        away.scan("nonsense")
    honest, taken = away.batch(), away.batch(most=2)
    quick.desk.gates.take(taken, by=away.by)
    rogue = MemoryLog("330100000001", Suite.INTL, "H1", "G-1")
    rogue.start = away.log.start
    for text in ("nonsense", "nonsense", "other"):
        away.gate.log = rogue
        quick.clock.forward(seconds=1)
        away.scan(text)
    forked = attrs.evolve(away, log=rogue)

    with pytest.raises(ForkedGateLogError):
        quick.desk.gates.take(forked.batch(), by=away.by)

    assert ["gate-trust"] == rules(quick)
    assert 2 == len(late(quick))
    assert 2 == quick.desk.gates.take(honest, by=away.by).added


def test_a_log_that_begins_anew_is_taken_and_looked_at(quick: House) -> None:
    away = outpost(quick)
    away.scan("nonsense")
    old = away.batch()
    away.home()
    anew = MemoryLog("330100000001", Suite.INTL, "H1", "G-1")
    away.gate.log = away.log = anew
    away.scan("nonsense")
    assert 1 == away.home().added

    assert 0 == quick.desk.gates.take(old, by=away.by).added
    assert ["gate-trust"] == rules(quick)
    logs = quick.desk.gates.logs("H1", "G-1", by=OFFICE)
    assert [(1, 1), (1, 1)] == [(log.serial, log.denied) for log in logs]


def test_only_the_gate_itself_or_its_keeper_brings_a_batch(quick: House) -> None:
    east, west = outpost(quick), outpost(quick, "G-2")
    east.scan("nonsense")
    batch = east.batch()
    with pytest.raises(ForgedGateLogError):
        quick.desk.gates.take(batch, by=west.by)
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        quick.desk.gates.take(batch, by=WINDOW)
    with pytest.raises(AccessDeniedError):
        quick.desk.gates.take(batch, by=Actor("nobody"))
    stranger = LocalSigner(Suite.INTL, bytes(range(32)))
    forged = east.log.export(stranger, quick.clock.now)
    assert forged is not None
    with pytest.raises(ForgedGateLogError):
        quick.desk.gates.take(forged, by=east.by)
    assert [] == late(quick)

    assert 1 == quick.desk.gates.take(batch, by=KEEPER).added


def test_a_gate_that_rests_or_is_blocked_brings_nothing_until_it_may(
    quick: House,
) -> None:
    away, registry = outpost(quick), TerminalRegistry(quick.desk)
    away.gate.drift = timedelta(hours=1)
    away.scan("nonsense")
    away.home()
    away.scan("nonsense")
    case = registry.case("H1", "G-1")
    resting = quick.desk.execute(terminal, case, Suspend(reason="stolen"), by=KEEPER)
    with pytest.raises(RuleViolationError, match="TERMINAL_NOT_IN_USE"):
        away.home()
    del resting
    other = outpost(quick, "G-2")
    other.gate.drift = timedelta(hours=1)
    other.scan("nonsense")
    other.home()
    assert ["gate-trust", "gate-trust"] == rules(quick)
    analyst = Actor("analyst-1", {"risk-analyst"})
    alerts = quick.desk.storage.cases_in(
        risk_alert.name, "Warned", before=None, limit=9
    )
    for event in alerts:
        alert = quick.desk.case(risk_alert, event.case, by=AUDITOR)
        if alert.state.who == "G-2":
            why = Contain(reason="looks odd")
            quick.desk.execute(risk_alert, alert, why, by=analyst)
    other.scan("nonsense")
    with pytest.raises(TerminalBlockedError):
        other.home()


def test_a_new_key_signs_what_was_decided_under_the_old_one(quick: House) -> None:
    away = outpost(quick)
    away.scan("nonsense")
    old = away.batch()
    _, away.key = TerminalRegistry(quick.desk).put_into_use("H1", "G-1", by=KEEPER)
    with pytest.raises(ForgedGateLogError):
        quick.desk.gates.take(old, by=away.by)

    assert 1 == away.home().added


def test_a_batch_names_no_person_and_no_text_that_was_scanned(quick: House) -> None:
    away = outpost(quick)
    away.scan("330102199001011234")
    away.scan(show(quick))
    batch = away.batch()

    assert b"330102199001011234" not in batch
    key = terminal_signer(Suite.INTL, away.key).public_key

    nonsense, good = open_batch(batch, PublicKey(Suite.INTL, key)).entries
    assert (None, None) == (nonsense.card, nonsense.code)
    assert quick.card().id == good.card


def test_a_gate_s_file_survives_restarts_between_upload_and_receipt(
    tmp_path: Path, quick: House
) -> None:
    path = tmp_path / "gate.log"

    def opened() -> FileLog:
        return FileLog(path, "330100000001", Suite.INTL, "H1", "G-1")

    away = outpost(quick, log=opened())
    away.scan(show(quick))
    away.scan("nonsense")
    taken = quick.desk.gates.take(away.batch(most=1), by=away.by)
    assert isinstance(away.log, FileLog)
    away.log.close()
    away.log = away.gate.log = opened()  # the receipt was lost
    assert (1, 1) == (taken.added, away.home().added)
    away.log.close()
    away.log = away.gate.log = opened()
    assert (2, 0) == (away.log.acknowledged, away.log.waiting)
    away.scan("nonsense")
    assert 1 == away.home().added
    away.log.close()
    assert ["OK", "CODE_UNRECOGNISED", "CODE_UNRECOGNISED"] == outcomes(quick)


@attrs.define
class Road:
    """What lies between a gate and the desk: it loses, repeats and overtakes."""

    away: Outpost
    sent: list[bytes] = attrs.field(factory=list[bytes])
    receipts: list[bytes] = attrs.field(factory=list[bytes])
    scanned: int = 0

    def scan(self, count: int) -> None:
        for _ in range(count):
            self.away.scan(f"nonsense {self.scanned}")
            self.scanned += 1

    def lose(self, count: int) -> None:
        if self.away.log.waiting:
            self.sent.append(self.away.batch(most=count))

    def send(self, count: int) -> None:
        self.lose(count)
        self.repeat(1)

    def repeat(self, count: int) -> None:
        if not self.sent:
            return
        house = self.away.house
        batch = self.sent[-count % len(self.sent)]
        try:
            taken = house.desk.gates.take(batch, by=self.away.by)
        except GateLogGapError as gap:
            missing = gap.facts["expected"]
            if missing != len(late(house)) + 1:
                raise
        else:
            self.receipts.append(taken.receipt)

    def hear(self, count: int) -> None:
        if self.receipts:
            receipt = self.receipts[-count % len(self.receipts)]
            self.away.log.acknowledge(receipt, self.away.gate.trust.root)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["scan", "send", "lose", "repeat", "hear"]), st.integers(1, 4)
    ),
    max_size=25,
)


@settings(max_examples=30, deadline=None)
@given(steps=STEPS)
def test_whatever_is_lost_repeated_or_out_of_order_each_decision_counts_once(
    steps: list[tuple[str, int]],
) -> None:
    house = build(MemoryStorage(), Suite.INTL)
    road = Road(outpost(house))
    for step, count in steps:
        getattr(road, step)(count)
    while road.away.log.waiting:
        road.away.home(most=3)

    assert road.scanned == len(late(house)) == road.away.log.acknowledged
    events = house.desk.storage.related("terminal", "H1:G-1")
    assert (road.scanned > 0) == any(e.workflow == gate_log.name for e in events)
