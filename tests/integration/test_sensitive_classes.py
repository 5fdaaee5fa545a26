"""What is especially sensitive needs a grant of its own, on every way to it."""

import json
from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Case, Suite
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Purpose
from ehealthcard.desk import HealthRecords, PersonalData
from ehealthcard.errors import AccessDeniedError, RuleViolationError
from ehealthcard.rules.access import (
    STRONGLY_AUTHENTICATED as STRONG,
)
from ehealthcard.rules.access import (
    GrantScope,
    SensitiveClass,
)
from ehealthcard.rules.health_records.standing import KEEPERS
from ehealthcard.rules.reporting import ReportKind
from ehealthcard.services.access_grant import Grant, Revoke, access_grant
from ehealthcard.services.foundation.broken_glass import GlassBroken, broken_glass
from ehealthcard.services.foundation.consent import Give, Withdraw, consent
from ehealthcard.services.foundation.refusal import refusal
from ehealthcard.services.report import Order, View, report
from ehealthcard.services.report.model import Sensitivity
from tests.actors import AUDITOR

from .conftest import WINDOW, House, applicant, build
from .test_health_records import NEW

ORDERER = Actor("doctor-1", {"doctor"}, org="H1", purpose=Purpose.CARE)
DOCTOR = Actor("doctor-2", {"doctor"}, org="H1", purpose=Purpose.CARE)
CLERK = Actor("clerk-2", {"staff"}, org="H1")
HIV, GENETIC = SensitiveClass.HIV, SensitiveClass.GENETIC


@pytest.fixture
def house() -> House:
    return build(MemoryStorage(), Suite.INTL)


def ordered(house: House, sensitivity: Sensitivity | None) -> Case[Any]:
    order = Order(
        report=f"R-{sensitivity}",
        org="H1",
        org_name="一院",
        department="检验科",
        order=f"A-{sensitivity}",
        kind=ReportKind.LABORATORY,
        test="一项检测",
        sensitivity=sensitivity,
    )
    return house.desk.start(report, house.card(), order, by=ORDERER)


def sees(house: House, case: Case[Any], by: Actor) -> tuple[bool, bool, bool, bool]:
    """Return whether *by* gets at a case: by name, its past, both lists."""
    desk, card = house.desk, house.card()

    def opens(look: Any) -> bool:
        try:
            found = look()
        except AccessDeniedError:
            return False
        return not isinstance(found, list) or case.id in [c.id for c in found]

    return (
        opens(lambda: desk.case(report, case.id, by=by)),
        opens(lambda: bool(desk.history(report, case, by=by))),
        opens(lambda: desk.cases(report, card, by=by)),
        opens(lambda: desk.all_cases(card, by=by)),
    )


YES, NO = (True,) * 4, (False,) * 4


def test_no_way_leads_to_a_sensitive_case_by_work_alone(house: House) -> None:
    plain, hiv = ordered(house, None), ordered(house, Sensitivity.HIV_CONFIRMATION)
    for who in (DOCTOR, CLERK, WINDOW):
        assert (YES, NO) == (sees(house, plain, who), sees(house, hiv, who))
    for who in (ORDERER, AUDITOR):
        assert YES == sees(house, hiv, who)
    holder = Actor("app-1", {"resident"}, holder=house.card().subject)
    assert YES == sees(house, hiv, holder)


def test_a_consent_opens_its_classes_to_care_and_its_withdrawal_closes(
    house: House,
) -> None:
    desk, card = house.desk, house.card()
    hiv, genes = ordered(house, Sensitivity.HIV), ordered(house, Sensitivity.GENETIC)
    holder = Actor("app-1", {"resident"}, holder=card.subject)
    give = Give(
        purpose=Purpose.CARE, scope=("reports",), version="2026-1", classes=(HIV,)
    )
    given = desk.start(consent, card, give, by=holder)

    assert (YES, NO) == (sees(house, hiv, DOCTOR), sees(house, genes, DOCTOR))
    desk.execute(consent, given, Withdraw(), by=holder)
    assert NO == sees(house, hiv, DOCTOR)


def test_a_grant_opens_its_classes_to_a_delegate(house: House) -> None:
    desk, card = house.desk, house.card()
    hiv, genes = ordered(house, Sensitivity.HIV), ordered(house, Sensitivity.GENETIC)
    holder = Actor("app-1", {"resident"}, holder=card.subject)
    friend = desk.register(applicant(2), by=WINDOW)
    delegate = Actor("app-2", {"resident"}, holder=friend.subject)
    given = desk.start(
        access_grant,
        card,
        Grant(
            delegate=friend.subject,
            scopes=(GrantScope.RECORDS, GrantScope.REPORTS),
            classes=(GENETIC,),
            until=desk.clock() + timedelta(days=7),
            consent="2026-1",
        ),
        by=holder,
    )

    assert (NO, YES) == (sees(house, hiv, delegate), sees(house, genes, delegate))
    desk.execute(access_grant, given, Revoke(), by=holder)
    assert NO == sees(house, genes, delegate)


def test_a_command_that_shows_content_asks_for_its_class_on_record(
    house: House,
) -> None:
    hiv = ordered(house, Sensitivity.HIV)
    with pytest.raises(AccessDeniedError):
        house.desk.execute(report, hiv, View(), by=DOCTOR)

    (noted, *_) = house.desk.cases(refusal, house.card(), by=WINDOW)
    assert ("doctor-2", "report") == (noted.state.by, noted.state.workflow)


def test_breaking_the_glass_opens_a_sensitive_case_for_review(house: House) -> None:
    hiv = ordered(house, Sensitivity.HIV)
    roles = {"doctor", "break-glass"}
    on_call = Actor("doctor-3", roles, org="H1", purpose=Purpose.EMERGENCY)
    assert hiv.id == house.desk.case(report, hiv.id, by=on_call).id

    (waiting,) = house.desk.worklist(broken_glass, GlassBroken, by=WINDOW)
    assert "doctor-3" == waiting.state.by


def test_a_worklist_shows_sensitive_work_where_it_is_done(house: House) -> None:
    hiv, plain = ordered(house, Sensitivity.HIV), ordered(house, None)

    def listed(by: Actor, limit: int = 20) -> set[str]:
        state = type(plain.state)
        return {c.id for c in house.desk.worklist(report, state, by=by, limit=limit)}

    away = Actor("doctor-9", {"doctor"}, org="H2", purpose=Purpose.CARE)
    for here in (ORDERER, DOCTOR, CLERK, WINDOW, AUDITOR):
        assert {hiv.id, plain.id} == listed(here)
    assert {plain.id} == listed(away) == listed(away, limit=1)


def test_a_copy_that_a_window_takes_withholds_what_is_sensitive(house: House) -> None:
    desk, card = house.desk, house.card()
    hiv, plain = ordered(house, Sensitivity.HIV), ordered(house, None)
    holder = Actor("app-1", {"resident"}, holder=card.subject)

    def told(by: Actor) -> tuple[bool, bool]:
        found = json.loads(PersonalData(desk).copy(card, by=by).data)["cases"]
        said = {c["case"]: c["events"][0]["content"] for c in found}
        return "test" in said[hiv.id], "test" in said[plain.id]

    assert (True, True) == told(holder)
    assert (False, True) == told(WINDOW)
    give = Give(purpose=Purpose.CARE, scope=("copy",), version="1", classes=(HIV,))
    desk.start(consent, card, give, by=holder)
    assert (True, True) == told(attrs.evolve(WINDOW, purpose=Purpose.CARE))


def test_who_reads_a_record_gets_at_the_sensitive_by_its_own_way(house: House) -> None:
    records, card = HealthRecords(house.desk), house.card()
    keeper = Actor("keeper-1", {KEEPERS[0], "doctor", STRONG}, org="C1")
    colleague = Actor("keeper-2", {KEEPERS[0], "doctor", STRONG}, org="C1")
    records.build(card, NEW, by=keeper)

    assert records.read(card, by=keeper, sensitive=True).number
    assert records.read(card, by=colleague).number
    with pytest.raises(AccessDeniedError):  # to have looked is not to take part
        records.read(card, by=colleague, sensitive=True)
    holder = Actor("app-1", {"resident"}, holder=card.subject)
    give = Give(
        purpose=Purpose.CARE,
        scope=("record",),
        version="1",
        classes=tuple(SensitiveClass),
    )
    house.desk.start(consent, card, give, by=holder)
    assert records.read(card, by=colleague, sensitive=True).number


def test_a_sensitive_report_is_explained_to_whom_its_class_is_open(
    house: House,
) -> None:
    desk, card = house.desk, house.card()
    genes = ordered(house, Sensitivity.GENETIC)
    friend = desk.register(applicant(2), by=WINDOW)
    delegate = Actor("app-2", {"resident", STRONG}, holder=friend.subject)
    grant = Grant(
        delegate=friend.subject,
        scopes=(GrantScope.RECORDS, GrantScope.REPORTS),
        classes=(HIV,),
        until=desk.clock() + timedelta(days=7),
        consent="2026-1",
    )
    holder = Actor("app-1", {"resident"}, holder=card.subject)
    desk.start(access_grant, card, grant, by=holder)
    reference = f"H1:{genes.state.report}"

    with pytest.raises(AccessDeniedError):
        HealthRecords(desk).interpret(card, reference, by=delegate)
    with pytest.raises(RuleViolationError):  # open, and not out yet
        HealthRecords(desk).interpret(card, reference, by=holder)
