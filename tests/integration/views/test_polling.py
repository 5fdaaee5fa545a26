"""A HIS's view moves our cases, each row once in effect."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from ehealthcard import Card, Suite
from ehealthcard.adapters.dbview import Poller, ViewSource, Why
from ehealthcard.adapters.dbview.rows import HisEvent
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.desk import BedManager
from ehealthcard.errors import OutsideUnavailableError, StorageUnavailableError
from ehealthcard.ports import Storage
from ehealthcard.services.inpatient_certificate import (
    Admitted,
    BedOffered,
    Deceased,
    Discharged,
    Queue,
    inpatient_certificate,
)
from tests.actors import AUDITOR
from tests.integration.conftest import build
from tests.integration.test_inpatients import NURSE, REGISTER, Hospital

from .vendor import KINDS, Vendor, vendor

TAKEN_IN: dict[str, Any] = {
    "ZYH": "９００１　",
    "BQDM": "０３ ",
    "CWH": "12 ",
    "YJJ": "2000",
    "YJJSJ": "R-1",
    "SFHY": "是",
}


@attrs.define
class Ward:
    """A hospital, and the database of its HIS."""

    his: Vendor
    hospital: Hospital

    def poller(self, **more: Any) -> Poller:
        desk = self.hospital.house.desk
        source = ViewSource.open(self.his.url, seconds=2)
        return Poller(desk, source, self.his.mapping, **more)

    def certificate(self, seed: int = 1) -> tuple[Card, Any]:
        card = self.hospital.house.card(seed)
        case = self.hospital.prescribe(card, f"O-{seed}")
        return card, self.hospital.do(case, REGISTER)

    def events(self, case: Any) -> list[str]:
        desk = self.hospital.house.desk
        found = desk.history(inpatient_certificate, case, by=AUDITOR)
        return [one.command for one in found]


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    with vendor("sqlite", tmp_path) as his:
        yield Ward(his, Hospital(build(MemoryStorage(), Suite.INTL)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_stay_as_the_his_tells_it(kind: str, tmp_path: Path) -> None:
    with vendor(kind, tmp_path) as his:
        ward = Ward(his, Hospital(build(MemoryStorage(), Suite.INTL)))
        card, case = ward.certificate()
        his.tell("入院", JKKH=card.id.lower(), **TAKEN_IN)
        his.tell("巡房")
        his.tell("转科", JKKH=card.id, ZYH="9001", BQDM="10", CWH="１", after=1)

        report = ward.poller().run_once()

        assert (2, 1, ()) == (report.done, report.ignored, report.asides)
        state = ward.hospital.state(case)
        assert isinstance(state, Admitted)
        assert ("H1:9001-1", "ICU", "1") == (state.admission, state.ward, state.bed)

        his.tell("出院", JKKH=card.id, ZYH="9001", after=2)
        assert 1 == ward.poller().run_once().done
        assert isinstance(ward.hospital.state(case), Discharged)
        before = ward.events(case)
        assert 0 == ward.poller().run_once().done
        assert before == ward.events(case)


@pytest.mark.parametrize("kind", KINDS)
def test_the_source_only_reads(kind: str, tmp_path: Path) -> None:
    with vendor(kind, tmp_path) as his:
        source = ViewSource.open(his.url)
        quote = "`" if kind == "mariadb" else '"'
        with source.engine.connect() as connection:
            sql = 'DELETE FROM "ZY_SJJL"'.replace('"', quote)
            with pytest.raises(Exception, match=r"(?i)read.?only"):
                connection.exec_driver_sql(sql)


def test_a_row_that_was_not_noted_is_done_again_without_effect(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, case = ward.certificate()
    ward.his.tell("入院", JKKH=card.id, **TAKEN_IN)
    storage = ward.hospital.house.desk.storage
    keep = type(storage).set_bookmark

    def dies(self: Storage, name: str, place: str | None, /) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(type(storage), "set_bookmark", dies)
    with pytest.raises(StorageUnavailableError):
        ward.poller().run_once()
    monkeypatch.setattr(type(storage), "set_bookmark", keep)
    before = ward.events(case)

    assert 1 == ward.poller().run_once().done
    assert before == ward.events(case)
    assert 1 == before.count("Admit")


def test_a_late_commit_within_the_overlap_is_not_missed(ward: Ward) -> None:
    first, one = ward.certificate(1)
    second, other = ward.certificate(2)
    ward.his.tell("入院", JKKH=first.id, **TAKEN_IN)
    ward.poller().run_once()

    late = TAKEN_IN | {"ZYH": "9002", "CWH": "13", "YJJSJ": "R-2"}
    ward.his.tell("入院", JKKH=second.id, after=-9, **late)
    report = ward.poller().run_once()

    assert 1 == report.done
    for case in (one, other):
        assert isinstance(ward.hospital.state(case), Admitted)


def test_many_rows_of_one_second_come_a_few_at_a_time(ward: Ward) -> None:
    for _ in range(7):
        ward.his.tell("巡房")

    looks = [ward.poller().run_once(limit=3).ignored for _ in range(4)]

    assert [3, 3, 1, 0] == looks


def test_a_place_is_kept_over_a_restart_and_the_list_stays_short(
    ward: Ward, tmp_path: Path
) -> None:
    for minute in range(6):
        ward.his.tell("巡房", after=minute * 20 - 120)
    url = f"sqlite:///{tmp_path}/ours.db"
    for _ in range(2):
        storage = SqlStorage.open(url)
        poller = attrs.evolve(ward.poller(), desk=build(storage, Suite.INTL).desk)
        seen = poller.run_once().ignored
        kept = [storage.bookmark(f"view/inpatients/s{n}") for n in range(1, 7)]
        storage.close()

    assert 0 == seen
    assert 1 == sum(place is not None for place in kept)


def test_a_row_from_the_future_holds_up_nobody(ward: Ward) -> None:
    ward.his.tell("巡房", after=60 * 24 * 365)
    assert 1 == ward.poller().run_once().ignored

    ward.his.tell("巡房", after=1)
    ward.hospital.house.clock.forward(minutes=1)

    assert [1, 0] == [ward.poller().run_once().ignored for _ in range(2)]


def test_what_is_not_known_is_set_aside_and_done_once_it_is(ward: Ward) -> None:
    card, case = ward.certificate()
    row = TAKEN_IN | {"BQDM": "99"}
    ward.his.tell("入院", JKKH=card.id, **row)
    ward.his.tell("入住", JKKH=card.id)
    ward.his.tell("死亡", JKKH=None)
    ward.his.tell("死亡", JKKH="A" * 64)
    ward.his.tell("转科", JKKH=card.id, ZYH="7", BQDM="03", CWH="1")
    ward.his.tell("空床", BQDM="03", CWH="1")
    poller = ward.poller()

    found = poller.run_once().asides

    assert [
        (Why.CODE_UNKNOWN, "BQDM"),
        (Why.CODE_UNKNOWN, "SJLX"),
        (Why.MISSING, "JKKH"),
        ("CARD_NOT_FOUND", ""),
        (Why.CASE_UNKNOWN, ""),
        (Why.NOBODY_ACTS, ""),
    ] == [(one.reason, one.column) for one in found]
    assert found == poller.asides()
    assert ["Prescribe", "Register"] == ward.events(case)

    codes = ward.his.mapping.fields["ward"].model_copy(update={"codes": {"99": "W-9"}})
    fields = ward.his.mapping.fields | {"ward": codes}
    mended = ward.his.mapping.model_copy(update={"fields": fields})
    again = attrs.evolve(poller, mapping=mended).retry()
    assert (1, 5) == (again.done, len(again.asides))
    assert "W-9" == ward.hospital.state(case).ward
    poller.drop(2)
    assert [3, 4, 5, 6] == [one.number for one in poller.asides()]


def test_a_reused_number_is_never_another_patient_s(ward: Ward) -> None:
    card, case = ward.certificate(1)
    other, _ = ward.certificate(2)
    ward.his.tell("入院", JKKH=card.id, **TAKEN_IN)
    ward.his.tell("死亡", JKKH="A" * 64, ZYH="9001")
    ward.his.tell("转科", JKKH=other.id, ZYH="9001", BQDM="10", CWH="1", after=1)
    poller = ward.poller()

    report = poller.run_once()

    assert ["CARD_NOT_FOUND", Why.ID_REUSED] == [a.reason for a in report.asides]
    assert "W-3" == ward.hospital.state(case).ward
    ward.his.say("UPDATE ZY_SJJL SET ZYH = '9005' WHERE SJXH = 2")
    assert [2] == [one.number for one in poller.retry().asides]


def test_a_rule_of_ours_sets_aside_with_its_code(ward: Ward) -> None:
    card, case = ward.certificate()
    ward.his.tell("入院", JKKH=card.id, **(TAKEN_IN | {"YJJ": None}))
    ward.his.tell("入院", JKKH=card.id, **(TAKEN_IN | {"YJJ": "two"}))

    report = ward.poller().run_once()

    assert ["DEPOSIT_MISSING", Why.AMOUNT_UNREADABLE] == [
        one.reason for one in report.asides
    ]
    assert ["Prescribe", "Register"] == ward.events(case)


def test_a_death_ends_the_stay_and_comes_only_once(ward: Ward) -> None:
    card, case = ward.certificate()
    ward.his.tell("急诊", JKKH=card.id, ZYH="9001", BQDM="03", CWH="12")
    ward.his.tell("死亡", JKKH=card.id, ZYH="9001", after=1)
    poller = ward.poller()

    assert 2 == poller.run_once().done
    assert isinstance(ward.hospital.state(case), Deceased)
    ward.his.tell("死亡", JKKH=card.id, ZYH="9001", after=2)
    ward.his.tell("出院", JKKH=card.id, ZYH="9001", after=3)
    assert 2 == poller.run_once().done
    assert 1 == ward.events(case).count("Died")


def test_a_free_bed_is_offered_to_who_waits(ward: Ward) -> None:
    _, case = ward.certificate()
    ward.hospital.do(case, Queue(), NURSE)
    ward.his.tell("空床", BQDM="03", CWH="8")
    desk = ward.hospital.house.desk

    assert 1 == ward.poller(beds=BedManager(desk)).run_once().done
    assert isinstance(ward.hospital.state(case), BedOffered)


def test_a_hospital_does_about_an_event_what_it_wants(ward: Ward) -> None:
    told: list[HisEvent] = []
    ward.his.tell("空床", BQDM="03", CWH="8")
    kind = ward.his.mapping.event.codes["空床"]

    def note(_: object, event: HisEvent) -> str | None:
        told.append(event)
        return None

    assert 1 == ward.poller(acts={kind: note}).run_once().done
    assert ["2026-03-02T01:00:00+00:00"] == [e.at.isoformat() for e in told if e.at]


@pytest.mark.parametrize("kind", ["postgresql", "mysql", "sqlite"])
def test_a_database_that_is_not_there_is_unavailable(kind: str, ward: Ward) -> None:
    urls = {
        "postgresql": "postgresql+psycopg://nobody@127.0.0.1:1/none",
        "mysql": "mysql+pymysql://nobody@127.0.0.1:1/none",
        "sqlite": "sqlite:////no/such/folder/his.db",
    }
    source = ViewSource.open(urls[kind], seconds=2)

    with pytest.raises(OutsideUnavailableError):
        attrs.evolve(ward.poller(), source=source).run_once()


@pytest.mark.parametrize(
    ("kind", "nap"), [("postgresql", "pg_sleep(2)::text"), ("mariadb", "SLEEP(2)")]
)
def test_a_database_that_does_not_answer_in_time_is_unavailable(
    kind: str, nap: str, tmp_path: Path
) -> None:
    with vendor(kind, tmp_path) as his:
        ward = Ward(his, Hospital(build(MemoryStorage(), Suite.INTL)))
        quote = "`" if kind == "mariadb" else '"'
        his.tell("巡房")
        sql = 'CREATE VIEW "V_SLOW" AS SELECT *, NAP AS "Z" FROM "ZY_SJJL"'
        his.say(sql.replace('"', quote).replace("NAP", nap))
        slow = his.mapping.model_copy(update={"view": "V_SLOW", "key": ("SJXH", "Z")})
        source = ViewSource.open(his.url, seconds=1)
        poller = attrs.evolve(ward.poller(), source=source, mapping=slow)

        with pytest.raises(OutsideUnavailableError):
            poller.run_once()

        assert 1 == ward.poller().run_once().ignored
