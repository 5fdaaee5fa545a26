"""From a breach to its notices in time (安全事件): at a desk, with the risk loop."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ehealthcard import Suite
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.desk import Clockwork, IncidentOffice, RiskWatch
from ehealthcard.errors import (
    AccessDeniedError,
    ClaimTakenError,
    NotAllowedError,
    RuleViolationError,
)
from ehealthcard.services.foundation.incident import (
    Addressee,
    Assess,
    Assessed,
    Close,
    Closed,
    Conclude,
    Contact,
    DataKind,
    ExemptPersons,
    Grade,
    IncidentFacts,
    Informed,
    Kind,
    RecordNotice,
    Remedy,
    Reported,
    Why,
    incident,
)
from ehealthcard.services.foundation.risk_alert import (
    Assign,
    ConfirmBreach,
    Resolve,
    Resolved,
    risk_alert,
)
from ehealthcard.workflow import Actor

from .conftest import House, build
from .test_risk_loop import replay

OFFICER = Actor("officer-1", {"incident-officer", "risk-officer"}, org="H1")
ANALYST = Actor("analyst-1", {"risk-analyst"}, org="H1")
OTHER = Actor("officer-2", {"incident-officer"}, org="H1")
CONTACT = Contact(zh="模拟医院", en="Simulated Hospital", phone="0571-12345678")
FACTS = IncidentFacts(
    kinds=(Kind.LEAKED,),
    data=(DataKind.CODES,),
    persons=1,
    why=Why.INSIDER,
    remedies=(Remedy.FROZEN,),
)


@pytest.fixture(params=["memory", "sqlite"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    storage: Any = MemoryStorage()
    if request.param == "sqlite":
        storage = SqlStorage.open(f"sqlite:///{tmp_path}/cards.db")
    yield build(storage, Suite.INTL)
    storage.close()


def breached(house: House) -> Any:
    """Return an alert whose breach was confirmed."""
    replay(house)
    (alert,) = RiskWatch(house.desk, settled=timedelta(seconds=-1)).run_once()
    desk, cause = house.desk, "王某把截图发到群里"
    case = desk.execute(risk_alert, alert, Assign(owner="officer-1"), by=ANALYST)
    confirm = ConfirmBreach(kinds=("codes",), cause=cause, harm="冒用")
    return desk.execute(risk_alert, case, confirm, by=OFFICER)


def notice(house: House, to: Addressee, number: str) -> RecordNotice:
    count = 1 if to is Addressee.PERSONS else None
    return RecordNotice(to=to, number=number, told_at=house.clock.now, count=count)


def assessed(house: House, office: IncidentOffice) -> Any:
    case = office.open("2026-001", "H1", house.clock.now, by=OFFICER)
    return office.do(case, Assess(facts=FACTS, grade=Grade.ORDINARY), by=OFFICER)


def test_a_breach_is_told_once_and_closes_in_both_places(house: House) -> None:
    office, alert = IncidentOffice(house.desk, CONTACT), breached(house)
    case = office.open_from(alert, "2026-001", "H1", by=OFFICER)
    assert alert.state.breach.confirmed_at == getattr(case.state, "discovered_at", None)
    done = Resolve(root_cause="内部人员", evidence="已停用账号")
    with pytest.raises(RuleViolationError, match="RISK_NOTICE_MISSING"):
        house.desk.execute(risk_alert, alert, done, by=OFFICER)

    case = office.do(case, Assess(facts=FACTS, grade=Grade.ORDINARY), by=OFFICER)
    house.clock.forward(hours=1)
    case = office.do(case, notice(house, Addressee.HEALTH, "N-1"), by=OFFICER)
    assert isinstance(case.state, Reported)
    case = office.do(case, notice(house, Addressee.PERSONS, "N-2"), by=OFFICER)
    assert isinstance(case.state, Informed)

    alert = house.desk.case(risk_alert, alert.id, by=ANALYST)
    assert ("N-1", "N-2", True) == (
        alert.state.breach.authority_told,
        alert.state.breach.persons_told,
        alert.state.breach.is_told,
    )
    resolved = house.desk.execute(risk_alert, alert, done, by=OFFICER)
    assert isinstance(resolved.state, Resolved)
    case = office.do(case, Conclude(cause="内部人员", remedy="培训"), by=OFFICER)
    assert isinstance(office.do(case, Close(), by=OTHER).state, Closed)


def test_measures_that_keep_harm_away_are_known_to_the_alert(house: House) -> None:
    office, alert = IncidentOffice(house.desk, CONTACT), breached(house)
    case = office.open_from(alert, "2026-001", "H1", by=OFFICER)
    case = office.do(case, Assess(facts=FACTS, grade=Grade.ORDINARY), by=OFFICER)
    case = office.do(case, ExemptPersons(why="当即冻结"), by=OFFICER)
    office.do(case, notice(house, Addressee.HEALTH, "N-1"), by=OFFICER)
    state = house.desk.case(risk_alert, alert.id, by=ANALYST).state
    assert isinstance(state, type(alert.state))
    assert state.breach.is_told
    assert "当即冻结" not in str(state.breach.exempt_because)


def test_an_alert_has_one_incident_and_only_a_breach_has_one(house: House) -> None:
    office, alert = IncidentOffice(house.desk, CONTACT), breached(house)
    office.open_from(alert, "2026-001", "H1", by=OFFICER)
    with pytest.raises(ClaimTakenError):
        office.open_from(alert, "2026-002", "H1", by=OFFICER)
    with pytest.raises(ClaimTakenError):
        office.open("2026-001", "H1", house.clock.now, by=OFFICER)


def test_before_it_is_assessed_there_is_no_notice(house: House) -> None:
    office = IncidentOffice(house.desk, CONTACT)
    case = office.open("2026-001", "H1", house.clock.now, by=OFFICER)
    with pytest.raises(NotAllowedError):
        office.notice(case, Addressee.HEALTH, by=OFFICER)


def test_an_alert_without_a_breach_has_no_incident(house: House) -> None:
    replay(house)
    (alert,) = RiskWatch(house.desk, settled=timedelta(seconds=-1)).run_once()
    with pytest.raises(NotAllowedError):
        IncidentOffice(house.desk, CONTACT).open_from(alert, "1", "H1", by=OFFICER)


def test_what_is_overdue_goes_up_by_the_clockwork(house: House) -> None:
    office = IncidentOffice(house.desk, CONTACT)
    case = assessed(house, office)
    house.clock.forward(days=1, seconds=1)
    Clockwork(house.desk).run_once()

    late = house.desk.case(incident, case.id, by=OFFICER).state
    assert isinstance(late, Assessed)
    assert late.warned is not None
    assert "information-security-head" == late.warned.to
    pending = house.desk.storage.pending(at=house.clock.now, limit=9)
    assert ["incident-overdue"] == [message.kind for message in pending]


def test_a_notice_is_read_before_it_goes_out(house: House) -> None:
    office = IncidentOffice(house.desk, CONTACT)
    case = assessed(house, office)
    text = office.notice(case, Addressee.PERSONS, by=OFFICER)
    assert "电子健康卡ID与用卡记录" in text.zh
    assert "card IDs" in text.en


def test_nobody_without_rights_opens_tells_or_reads(house: House) -> None:
    office, nobody = IncidentOffice(house.desk, CONTACT), Actor("nobody-1")
    case = assessed(house, office)
    resident = Actor("app-1", {"resident"}, holder=house.card().subject)
    ways: dict[str, Any] = {
        "open": lambda by: office.open("9", "H1", house.clock.now, by=by),
        "do": lambda by: office.do(case, notice(house, Addressee.HEALTH, "N"), by=by),
        "notice": lambda by: office.notice(case, Addressee.HEALTH, by=by),
    }
    for name, way in ways.items():
        with pytest.raises(AccessDeniedError):
            way(nobody)
        with pytest.raises((AccessDeniedError, RuleViolationError)):
            way(resident)
        assert name
