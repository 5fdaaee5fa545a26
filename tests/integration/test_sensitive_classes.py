"""What is especially sensitive needs a grant of its own, on every way to it."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard import Actor, Case, Suite
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Purpose
from ehealthcard.errors import AccessDeniedError
from ehealthcard.rules.access import GrantScope, SensitiveClass
from ehealthcard.rules.reporting import ReportKind
from ehealthcard.services.access_grant import Grant, Revoke, access_grant
from ehealthcard.services.foundation.broken_glass import GlassBroken, broken_glass
from ehealthcard.services.foundation.consent import Give, Withdraw, consent
from ehealthcard.services.foundation.refusal import refusal
from ehealthcard.services.report import Order, View, report
from ehealthcard.services.report.model import Sensitivity
from tests.actors import AUDITOR

from .conftest import WINDOW, House, applicant, build

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
