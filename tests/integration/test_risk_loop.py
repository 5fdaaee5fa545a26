"""From a record to a closed case: what is found, contained, mended and verified."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Gate, Suite, Terminal
from ehealthcard.adapters.gate.journal import MemoryJournal
from ehealthcard.adapters.replay.limiting import MovingLimiter
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Channel
from ehealthcard.desk import RiskWatch
from ehealthcard.errors import (
    AccessSuspendedError,
    CardLostError,
    EHealthCardError,
    RateLimitedError,
    RealNameMismatchError,
    ReplayedCodeError,
    RuleViolationError,
    StorageUnavailableError,
    TerminalBlockedError,
)
from ehealthcard.ports import Storage, UseAct
from ehealthcard.qr import TrustStore, Verdict
from ehealthcard.services.foundation.card import card_life
from ehealthcard.services.foundation.risk_alert import (
    Assign,
    Closed,
    Contain,
    Contained,
    Dismiss,
    Resolve,
    Verify,
    Warned,
    risk_alert,
)
from ehealthcard.services.visit_record_query import Ask, visit_record_query
from ehealthcard.workflow import Actor
from tests.actors import AUDITOR

from .conftest import GATE, WINDOW, House, applicant, build

OTHER = Terminal("gate-2", {"terminal"}, org="H1", place="west")
ANALYST = Actor("analyst-1", {"risk-analyst"})
OFFICER = Actor("officer-1", {"risk-officer"})
DOCTOR = Actor("doctor-1", {"doctor"}, org="H1", channel=Channel.DOCTOR_DESK)
ASK = Ask(first=date(2026, 1, 1), last=date(2026, 3, 1), purpose="看看")


@pytest.fixture
def quick() -> House:
    return build(MemoryStorage(), Suite.INTL)


def watch(house: House) -> RiskWatch:
    return RiskWatch(house.desk, settled=timedelta(seconds=-1))


def replay(house: House, terminal: Terminal = OTHER) -> None:
    text = house.desk.show(house.card().id, by=WINDOW).text
    house.desk.scan(text, by=GATE)
    house.clock.forward(seconds=3)
    with pytest.raises(ReplayedCodeError):
        house.desk.scan(text, by=terminal)


def forge(house: House, times: int, terminal: Terminal = OTHER) -> None:
    for _ in range(times):
        house.clock.forward(seconds=5)
        with pytest.raises(EHealthCardError):
            house.desk.scan("EHC1:FORGED", by=terminal)


def test_rk1_a_replay_opens_an_alert_and_the_first_scan_stands(house: House) -> None:
    replay(house)
    (alert,) = watch(house).run_once()

    assert isinstance(alert.state, Warned)
    assert ("replayed-code", house.card().subject) == (
        alert.state.rule,
        alert.state.who,
    )
    first = house.desk.storage.use(alert.state.records[0])
    assert first is not None
    assert ("OK", "gate-1") == (first.outcome, first.terminal)


def test_what_is_found_again_joins_the_case_and_a_restart_forgets_nothing(
    house: House,
) -> None:
    one = watch(house)
    replay(house)
    (alert,) = one.run_once()
    forge(house, 6)
    assert [] == list(one.run_once())

    another = watch(house)  # after a restart
    forge(house, 4)
    (burst,) = another.run_once()
    assert ("failed-burst", 10) == (burst.state.rule, len(burst.state.records))
    house.clock.forward(minutes=20)
    replay(house)
    (joined,) = another.run_once()
    assert (alert.id, 2) == (joined.id, joined.state.count)
    assert [] == list(another.run_once())
    assert [] == list(watch(house).run_once())


def test_records_that_are_seen_twice_open_one_case(quick: House) -> None:
    replay(quick)
    storage = quick.desk.storage
    (alert,) = watch(quick).run_once()
    storage.set_bookmark("risk-watch", None)  # as if it had stopped before that
    (again,) = watch(quick).run_once()

    assert (alert.id, 1) == (again.id, again.state.count)
    quick.desk.execute(risk_alert, again, Dismiss(why="a test code"), by=ANALYST)
    storage.set_bookmark("risk-watch", None)
    assert [] == list(watch(quick).run_once())


def test_two_monitors_at_once_open_one_case(house: House) -> None:
    replay(house)
    watches = [watch(house), watch(house)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: one.run_once(), watches))

    found = house.desk.storage.cases_in(risk_alert.name, "Warned", before=None, limit=9)
    assert 1 == len(found)


def test_a_database_that_fails_loses_no_finding(
    quick: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge(quick, 10)
    one = watch(quick)

    def full(*_: object) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(quick.desk.storage, "append", full)
    with pytest.raises(StorageUnavailableError):
        one.run_once()
    monkeypatch.undo()

    assert timedelta() < one.behind()
    assert ["failed-burst"] == [a.state.rule for a in one.run_once()]
    assert timedelta() == one.behind()


def gate(house: House, terminal: str | None) -> Gate:
    store = TrustStore.pin(house.desk.keys.public())
    return Gate(store, MemoryJournal(), terminal=terminal)


def test_a_blocked_terminal_is_refused_at_once_and_offline(house: House) -> None:
    forge(house, 10)
    (alert,) = watch(house).run_once()
    text = house.desk.show(house.card().id, by=WINDOW).text
    contained = house.desk.execute(
        risk_alert, alert, Contain(reason="forged codes"), by=ANALYST
    )

    with pytest.raises(TerminalBlockedError):
        house.desk.scan(text, by=OTHER)
    blocked, next_to_it, nameless = (
        gate(house, name) for name in ("gate-2", "gate-1", None)
    )
    bundle = house.desk.trust_bundle(by=AUDITOR)
    for one in (blocked, next_to_it, nameless):
        one.take(bundle)
    decisions = [
        one.check(text, house.clock.now) for one in (blocked, next_to_it, nameless)
    ]
    assert [Verdict.DENY, Verdict.ACCEPT, Verdict.ACCEPT] == [
        d.verdict for d in decisions
    ]
    assert "TERMINAL_BLOCKED" == decisions[0].reason
    assert "TERMINAL_BLOCKED" == house.desk.storage.uses(limit=1)[0].outcome

    house.desk.execute(risk_alert, contained, Dismiss(why="a test"), by=ANALYST)
    house.clock.forward(seconds=1)
    blocked.take(house.desk.trust_bundle(base=bundle, by=AUDITOR))
    assert house.desk.scan(text, by=OTHER).card == house.card()
    fresh = house.desk.show(house.card().id, by=WINDOW).text
    assert Verdict.ACCEPT is blocked.check(fresh, house.clock.now).verdict


def test_a_frozen_card_is_free_when_another_person_could_verify(house: House) -> None:
    replay(house)
    (alert,) = watch(house).run_once()
    desk = house.desk
    case = desk.execute(risk_alert, alert, Contain(reason="copied"), by=ANALYST)
    with pytest.raises(CardLostError):
        desk.show(house.card().id, by=WINDOW)
    revoked = gate(house, None)
    revoked.take(desk.trust_bundle(by=AUDITOR))
    assert house.card().id.prefix in revoked.trust.cards

    case = desk.execute(risk_alert, case, Assign(owner="officer-1"), by=ANALYST)
    done = Resolve(root_cause="a photograph", evidence="a fresh code works")
    case = desk.execute(risk_alert, case, done, by=OFFICER)
    shown = desk.show(house.card().id, by=WINDOW)
    with pytest.raises(RuleViolationError):
        desk.execute(risk_alert, case, Verify(), by=OFFICER)
    closed = desk.execute(risk_alert, case, Verify(), by=ANALYST)

    assert isinstance(closed.state, Closed)
    assert desk.scan(shown.text, by=GATE).card == house.card()
    life = desk.history(
        card_life, desk.case(card_life, house.card().case, by=AUDITOR), by=AUDITOR
    )
    assert ["Freeze", "Thaw"] == [step.command for step in life[-2:]]


def test_who_reads_many_strangers_records_reads_no_more(quick: House) -> None:
    cards = [quick.card(seed) for seed in range(1, 33)]
    for card in cards[:31]:
        quick.clock.forward(seconds=30)
        with pytest.raises(RuleViolationError):
            quick.desk.start(visit_record_query, card, ASK, by=DOCTOR)
    (alert,) = watch(quick).run_once()

    assert isinstance(alert.state, Contained)
    assert "doctor-1" == alert.state.blocked_actor
    with pytest.raises(AccessSuspendedError):
        quick.desk.start(visit_record_query, cards[31], ASK, by=DOCTOR)
    with pytest.raises(AccessSuspendedError):
        quick.desk.cases(card_life, cards[0], by=DOCTOR)
    assert quick.desk.cases(card_life, cards[0], by=WINDOW)


def test_who_tries_out_names_registers_nobody_more(quick: House) -> None:
    app = Actor("app-1", {"app"}, channel=Channel.MINI_PROGRAM)
    quick.card()
    for _ in range(8):
        with pytest.raises(RealNameMismatchError):
            quick.desk.register(attrs.evolve(applicant(1), name="某某"), by=app)
    (alert,) = watch(quick).run_once()

    assert ("enumeration", True) == (
        alert.state.rule,
        isinstance(alert.state, Contained),
    )
    with pytest.raises(AccessSuspendedError):
        quick.desk.register(applicant(2), by=app)
    last = quick.desk.storage.uses(limit=1)[0]
    assert (UseAct.REGISTER, "ACCESS_SUSPENDED") == (last.act, last.outcome)


@pytest.mark.parametrize(
    ("minutes", "hours", "expected"),
    [
        (0, 1, "OK"),
        (6, 1, "CLOCK_DRIFT"),
        (-6, 1, "CLOCK_DRIFT"),
        (0, 25, "TRUST_STALE"),
    ],
)
def test_a_gate_reports_on_itself(
    quick: House, minutes: int, hours: int, expected: str
) -> None:
    now = quick.clock.now
    said = quick.desk.hear_gate(
        by=GATE,
        clock=now + timedelta(minutes=minutes),
        trust_made=now - timedelta(hours=hours),
    )

    assert expected == said
    rules = [alert.state.rule for alert in watch(quick).run_once()]
    assert ([] if expected == "OK" else ["gate-trust"]) == rules
    assert "TRUST_STALE" == quick.desk.hear_gate(by=GATE, clock=now, trust_made=None)


def limited(storage: Storage, **ports: Any) -> House:
    house = build(storage, Suite.INTL)
    house.desk = attrs.evolve(house.desk, ports=attrs.evolve(house.desk.ports, **ports))
    return house


def three() -> MovingLimiter:
    return MovingLimiter.in_memory(most=3, span=timedelta(minutes=1))


def test_a_terminal_scans_so_often_and_no_more() -> None:
    house = limited(MemoryStorage(), terminal_limiter=three())
    forge(house, 3)

    text = house.desk.show(house.card().id, by=WINDOW).text
    with pytest.raises(RateLimitedError) as caught:
        house.desk.scan(text, by=OTHER)
    assert 0 < caught.value.retry_after <= 60
    assert house.desk.scan(text, by=GATE).card == house.card()


def test_an_actor_and_a_document_register_so_often_and_no_more() -> None:
    house = limited(MemoryStorage(), actor_limiter=three(), document_limiter=three())
    clerks = [Actor(f"window-{n}", {"registrar"}) for n in range(5)]
    for clerk in clerks[:3]:
        house.desk.register(applicant(1), by=clerk)
    with pytest.raises(RateLimitedError):
        house.desk.register(applicant(1), by=clerks[3])

    for seed in (2, 3, 4):
        house.desk.register(applicant(seed), by=clerks[4])
    with pytest.raises(RateLimitedError) as caught:
        house.desk.register(applicant(5), by=clerks[4])
    assert 0 < caught.value.retry_after <= 60
    assert "RATE_LIMITED" == house.desk.storage.uses(limit=1)[0].outcome
