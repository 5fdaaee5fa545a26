"""Use-card records (用卡记录): what leaves one, how they are kept and handed on."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from typer.testing import CliRunner

from ehealthcard import Suite, Terminal
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.cli.app import app
from ehealthcard.codesets import CardStep, Channel
from ehealthcard.crypto import save_keys
from ehealthcard.desk import UseKeeper
from ehealthcard.errors import (
    CardLostError,
    CodeRequestError,
    InvalidInputError,
    RealNameMismatchError,
    RuleViolationError,
)
from ehealthcard.identity import SubjectId
from ehealthcard.monitor import verify_audit
from ehealthcard.monitor.uses import SERVICE_USES, UseFlaw, his_data, use_line
from ehealthcard.ports import UseAct, UseCount, UseRecord
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.services.foundation.card import ReportLost
from ehealthcard.services.triage import Arrive, triage
from ehealthcard.services.visit_record_query import Ask, visit_record_query
from ehealthcard.workflow import Actor
from tests.actors import AUDITOR

from .conftest import START, House, applicant, build, ring
from .life import change

DOOR = Terminal(
    "kiosk-7",
    {"terminal"},
    org="H1",
    place="hall",
    step=CardStep.REGISTRATION,
    channel=Channel.KIOSK,
)
APP = Actor("app-9", {"app"}, channel=Channel.MINI_PROGRAM)
HALF_A_YEAR = timedelta(days=184)


def acts(house: House) -> list[tuple[UseAct, str]]:
    return [(r.act, r.outcome) for r in reversed(house.desk.storage.uses(limit=99))]


def scanned(house: House) -> UseRecord:
    card = house.card()
    text = house.desk.show(card.id, by=APP).text
    house.desk.scan(text, by=DOOR)
    return house.desk.storage.uses(subject=card.subject, limit=1)[0]


@pytest.fixture
def plain(tmp_path: Path) -> House:
    """A desk on a file; what is tried here does not depend on the database."""
    return build(SqlStorage.open(f"sqlite:///{tmp_path}/cards.db"), Suite.INTL)


def test_registering_showing_and_what_was_refused_leave_records(plain: House) -> None:
    card = plain.card()
    plain.desk.show(card.id, by=APP)
    plain.desk.show_pool(card.id, count=3, by=APP)
    with pytest.raises(CodeRequestError):
        plain.desk.show_pool(card.id, count=99, by=APP)
    with pytest.raises(RealNameMismatchError):
        plain.desk.register(attrs.evolve(applicant(1), name="某某"), by=APP)
    change(plain, ReportLost(reason="bus"))
    with pytest.raises(CardLostError):
        plain.desk.show(card.id, by=APP)

    assert [
        (UseAct.REGISTER, "OK"),
        (UseAct.SHOW, "OK"),
        (UseAct.SHOW, "OK"),
        (UseAct.SHOW, "CODE_REQUEST"),
        (UseAct.REGISTER, "REAL_NAME_MISMATCH"),
        (UseAct.REGISTER, "OK"),
        (UseAct.SHOW, "CARD_LOST"),
    ] == acts(plain)
    first = list(plain.desk.uses(card, by=AUDITOR))[-2]
    assert ("app-9", "0402", "000000") == (first.terminal, first.channel, first.step)


def test_a_service_step_leaves_one_and_so_does_a_refused_one(plain: House) -> None:
    card = plain.card()
    nurse = Actor("nurse-7", {"nurse", "triage"}, org="H1", channel=Channel.WINDOW)
    command = Arrive(org="H1")
    case = plain.desk.start(triage, card, command, by=nurse)
    ask = Ask(first=date(2026, 1, 1), last=date(2026, 3, 1), purpose="看看")
    with pytest.raises(RuleViolationError) as caught:
        plain.desk.start(visit_record_query, card, ask, by=Actor("nobody", {"app"}))

    refused, done, _ = plain.desk.uses(card, by=AUDITOR)
    assert UseAct.LOOK is refused.act
    assert (UseAct.SERVICE, "OK", "010101") == (done.act, done.outcome, done.step)
    assert ("nurse-7", "H1", "0100") == (done.terminal, done.org, done.channel)
    assert (caught.value.code, "nobody") == (refused.outcome, refused.terminal)
    assert case.subject == done.subject


def test_every_declared_step_is_a_command_of_a_service() -> None:
    known = {(w.name, e.command.__name__) for w in CATALOGUE.workflows for e in w.edges}

    assert set() == set(SERVICE_USES) - known


def test_a_line_has_no_identity_and_is_json(plain: House) -> None:
    record = scanned(plain)
    line = use_line(record)

    fields = json.loads(line)
    assert line.endswith(b"\n")
    assert ("scan", "OK", "signed") == tuple(
        fields[name] for name in ("act", "outcome", "tier")
    )
    person = applicant(1)
    for private in (person.name, str(person.document.number)):
        assert private not in line.decode()


def test_a_report_has_the_platforms_names_and_times(plain: House) -> None:
    record = scanned(plain)

    assert {
        "qrCodeText": "CARD",
        "time": "2026-03-02 09:00:00",
        "hospitalCode": "H1",
        "scene": "010101",
        "cardType": "11",
        "cardChannel": "0200",
    } == his_data(record, code_text="CARD")
    paid = his_data(record, code_text="CARD", scene="0101051", cost="0200")
    assert ("0101051", "0200") == (paid["scene"], paid["cardCostTypes"])


@pytest.mark.parametrize(
    ("field", "record", "said"),
    [
        ("qrCodeText", {}, {"code_text": "某"}),
        ("hospitalCode", {"org": None}, {}),
        ("hospitalCode", {"org": "H1;DROP"}, {}),
        ("scene", {}, {"scene": "0109"}),
        ("department", {}, {"scene": "0101011"}),
        ("department", {}, {"department": "内科"}),
        ("cardType", {}, {"card_type": "02"}),
        ("cardChannel", {"channel": "9900"}, {}),
        ("cardCostTypes", {"step": "010105"}, {}),
        ("cardCostTypes", {}, {"cost": "0400"}),
        ("outcome", {"outcome": "CODE_EXPIRED"}, {}),
        ("subject", {"subject": None}, {}),
    ],
)
def test_what_the_platform_would_not_know_is_not_reported(
    field: str, record: dict[str, Any], said: dict[str, Any]
) -> None:
    good = UseRecord(
        "u",
        SubjectId("1" * 32),
        "OK",
        "signed",
        START,
        "k",
        "H1",
        None,
        "0200",
        "010101",
    )
    with pytest.raises(InvalidInputError) as caught:
        his_data(attrs.evolve(good, **record), **({"code_text": "C"} | said))

    assert field == caught.value.facts["fields"]
    assert "某" not in str(caught.value)


def test_uses_are_counted_by_day_and_step(house: House) -> None:
    scanned(house)
    house.clock.forward(days=1)
    scanned(house)
    keeper = UseKeeper(house.desk)

    counts = keeper.summary(START, START + timedelta(days=3))
    at_the_kiosk = [c for c in counts if c.org == "H1" and c.channel == "0200"]
    days = (date(2026, 3, 2), date(2026, 3, 3))
    assert [UseCount(d, "H1", "0200", "010101", 1, 0) for d in days] == at_the_kiosk
    assert 6 == sum(c.accepted for c in counts)
    assert () == keeper.summary(START - timedelta(days=9), START)


def test_sealed_records_that_are_old_enough_are_deleted(house: House) -> None:
    keeper = UseKeeper(house.desk)
    scanned(house)
    house.clock.forward(days=1)
    first = keeper.seal()
    house.clock.forward(seconds=HALF_A_YEAR.total_seconds())
    scanned(house)

    assert first is not None
    assert 3 == first.count
    with pytest.raises(InvalidInputError):
        keeper.age(months=5)
    assert 0 == keeper.age(months=7)
    assert 3 == keeper.age()
    assert 3 == len(house.desk.storage.uses(limit=9))
    assert keeper.verify() is None


def test_what_is_not_sealed_stays_however_old(plain: House) -> None:
    scanned(plain)
    plain.clock.forward(days=400)

    assert 0 == UseKeeper(plain.desk).age()


SLIPPED_IN = (
    "INSERT INTO ehc_use SELECT id || 'x', subject, 'OK', tier, at, terminal, org,"
    " place, channel, step FROM ehc_use WHERE outcome <> 'OK'"
)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE ehc_use SET outcome = 'OK' WHERE outcome <> 'OK'",
        "DELETE FROM ehc_use WHERE outcome <> 'OK'",
        SLIPPED_IN,
    ],
)
def test_a_sealed_record_cannot_be_changed_unseen(plain: House, attack: str) -> None:
    keeper, storage = UseKeeper(plain.desk), plain.desk.storage
    assert isinstance(storage, SqlStorage)
    for _ in range(3):
        scanned(plain)
        with pytest.raises(CodeRequestError):
            plain.desk.show_pool(plain.card().id, count=0, by=APP)
        plain.clock.forward(hours=2)
        assert keeper.seal()
    assert keeper.seal() is None
    assert keeper.verify() is None

    with storage._db.engine.begin() as connection:  # noqa: SLF001  # behind its back
        connection.exec_driver_sql(attack)

    found = keeper.verify()
    assert found is not None
    assert UseFlaw.ALTERED is found[1]


def test_a_seal_is_in_the_audit_chains_and_none_can_be_left_out(plain: House) -> None:
    keeper, storage = UseKeeper(plain.desk), plain.desk.storage
    assert isinstance(storage, SqlStorage)
    for _ in range(3):
        scanned(plain)
        plain.clock.forward(hours=2)
        keeper.seal()
    assert verify_audit(storage, Suite.INTL).flaw is None

    with storage._db.engine.begin() as connection:  # noqa: SLF001  # behind its back
        connection.exec_driver_sql(
            "DELETE FROM ehc_event WHERE workflow = 'use-seal' AND version = 3"
        )

    found = keeper.verify()
    assert found is not None
    assert UseFlaw.GAP is found[1]
    assert verify_audit(storage, Suite.INTL).flaw is not None


def test_the_command_line_exports_counts_seals_and_ages(
    plain: House, tmp_path: Path
) -> None:
    scanned(plain)
    keys, out = tmp_path / "ring.keys", tmp_path / "uses.jsonl"
    keys.write_bytes(save_keys(ring(Suite.INTL), "a passphrase, long enough"))
    db = ["--db", f"sqlite:///{tmp_path}/cards.db"]
    days = ["--since", "2026-03-02", "--until", "2026-03-02"]
    secret = ["--keys", str(keys), "--passphrase", "a passphrase, long enough"]

    def run(*words: str) -> str:
        done = CliRunner().invoke(app, ["uses", *words])
        assert 0 == done.exit_code, done.output
        return done.output

    run("export", *db, *days, "--out", str(out))
    assert 3 == len(out.read_text("utf-8").splitlines())
    said = run("export", *db, *days, "--out", str(out), "--report")
    (line,) = out.read_text("utf-8").splitlines()
    assert "H1" == json.loads(line)["hospitalCode"]
    assert "left out 未上报 1: hospitalCode" in said
    counted = [json.loads(text) for text in run("summary", *db, *days).splitlines()]
    assert 3 == sum(count["accepted"] for count in counted)
    assert "3" in run("seal", *db, *secret)
    assert "whole" in run("verify", *db, *secret)
    assert "deleted 已删除: 3" in run("age", *db)
