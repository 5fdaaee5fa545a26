"""Client applications (客户端应用): registered, inspected, mended, withdrawn."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.services.foundation.client_app import (
    Allowed,
    Cause,
    ChangeKeys,
    ClientKind,
    Defect,
    DefectKnown,
    Inspection,
    InspectionOverdue,
    Limit,
    Limited,
    MendDefect,
    MendingOverdue,
    PassInspection,
    RegisterBuild,
    Registered,
    ReportDefect,
    Severity,
    Withdraw,
    Withdrawn,
    client_app,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW
from ehealthcard.workflow import SYSTEM, Actor, Claim, Tell

KEEPER = Actor("keeper-1", {"client-keeper"})
INSPECTOR = Actor("inspector-1", {"client-inspector"})
BOTH = Actor("keeper-1", {"client-keeper", "client-inspector"})
NOBODY = Actor("nurse-1", {"nurse"})
DIGEST, OTHER = "a" * 64, "b" * 64
WEEK, TERM = timedelta(days=7), timedelta(days=90)

REGISTER = RegisterBuild(
    app="org.example.health",
    version="3.2.1",
    kind=ClientKind.APP,
    maker="某信息公司",
    digests=(DIGEST,),
    permissions=("CAMERA", "INTERNET"),
    claim_keys=("c" * 64,),
)
PASS = PassInspection(digests=(DIGEST,), permissions=("CAMERA",), checklist="2026-1")
REPORT = ReportDefect(number="D-1", severity=Severity.HIGH, what="日志含完整卡号")
MEND = MendDefect(number="D-1", by="dev-7", how="服务端已关闭该日志")
WITHDRAW = Withdraw(why="发布新版本", replaced_by="3.3.0")
KEYS = ChangeKeys(claim_keys=("d" * 64,))

REGISTERED = Registered(
    build="org.example.health:3.2.1",
    **dict(REGISTER),
    registered_by="keeper-1",
    registered_at=NOW,
)
INSPECTION = Inspection(
    by="inspector-1",
    at=NOW,
    digests=(DIGEST,),
    permissions=("CAMERA",),
    checklist="2026-1",
)
ALLOWED = REGISTERED.to(
    Allowed, inspections=(INSPECTION,), inspect_by=NOW + TERM, allowed_at=NOW
)
DEFECT = Defect(**dict(REPORT), found_by="inspector-1", found_at=NOW)
DEFECTIVE = ALLOWED.to(DefectKnown, mend_by=NOW + WEEK, defects=(DEFECT,))
MENDED = DEFECT.model_copy(
    update={"mended_by": "dev-7", "mended_at": NOW, "how": "服务端已关闭该日志"}
)
LIMITED = DEFECTIVE.to(Limited, cause=Cause.UNMENDED, limited_at=NOW)
OVERDUE = ALLOWED.to(Limited, cause=Cause.OVERDUE, limited_at=NOW)
WITHDRAWN = ALLOWED.to(
    Withdrawn, **dict(WITHDRAW), withdrawn_by="keeper-1", withdrawn_at=NOW
)


class TestContract(WorkflowContract):
    workflow = client_app
    examples = (REGISTERED, ALLOWED, DEFECTIVE, LIMITED, WITHDRAWN)
    commands = (
        REGISTER,
        PASS,
        REPORT,
        MEND,
        KEYS,
        Limit(why="待复查"),
        WITHDRAW,
        InspectionOverdue(),
        MendingOverdue(),
    )
    roles = frozenset({"client-keeper", "client-inspector"})


def when(state: Any, command: Any, by: Actor) -> Any:
    return given(client_app, state, by=by).when(command)


def refused(code: str, state: Any, command: Any, by: Actor) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by)
    assert code == caught.value.code


@pytest.mark.parametrize(
    ("state", "command", "by", "expected"),
    [
        (None, REGISTER, KEEPER, REGISTERED),
        (REGISTERED, PASS, INSPECTOR, ALLOWED),
        (ALLOWED, REPORT, INSPECTOR, DEFECTIVE),
        (DEFECTIVE, MEND, INSPECTOR, ALLOWED.to(Allowed, defects=(MENDED,))),
        (DEFECTIVE, MendingOverdue(), SYSTEM, LIMITED),
        (ALLOWED, InspectionOverdue(), SYSTEM, OVERDUE),
        (OVERDUE, PASS, INSPECTOR, "Allowed"),
        (DEFECTIVE, InspectionOverdue(), SYSTEM, "Limited"),
        (REGISTERED, REPORT, INSPECTOR, "Limited"),
        (LIMITED, MEND, KEEPER, "Limited"),
        (ALLOWED, WITHDRAW, KEEPER, WITHDRAWN),
        (REGISTERED, WITHDRAW, KEEPER, "Withdrawn"),
        (DEFECTIVE, WITHDRAW, KEEPER, "Withdrawn"),
        (LIMITED, WITHDRAW, KEEPER, "Withdrawn"),
        (ALLOWED, Limit(why="待复查"), KEEPER, "Limited"),
        (DEFECTIVE, Limit(why="待复查"), KEEPER, "Limited"),
        (ALLOWED, KEYS, KEEPER, ALLOWED.to(Allowed, claim_keys=KEYS.claim_keys)),
        (
            DEFECTIVE,
            KEYS,
            KEEPER,
            DEFECTIVE.to(DefectKnown, claim_keys=KEYS.claim_keys),
        ),
        (LIMITED, KEYS, KEEPER, LIMITED.to(Limited, claim_keys=KEYS.claim_keys)),
    ],
)
def test_every_step_is_taken_by_who_may_and_by_nobody_else(
    state: Any, command: Any, by: Actor, expected: Any
) -> None:
    got = when(state, command, by)

    assert expected == (type(got).__name__ if isinstance(expected, str) else got)
    if by is not SYSTEM:
        refused("ROLE_REQUIRED", state, command, NOBODY)


def test_the_keeper_does_not_inspect_what_he_registered() -> None:
    for state in (REGISTERED, ALLOWED, OVERDUE):
        refused("CLIENT_INSPECTOR_IS_KEEPER", state, PASS, BOTH)


def test_an_inspection_passes_only_what_was_registered() -> None:
    other = PASS.model_copy(update={"digests": (OTHER,)})
    greedy = PASS.model_copy(update={"permissions": ("CAMERA", "READ_SMS")})
    for command in (other, greedy):
        refused("CLIENT_NOT_AS_REGISTERED", REGISTERED, command, INSPECTOR)


def test_an_inspection_begins_the_term_anew_and_is_kept() -> None:
    again = when(ALLOWED, PASS, INSPECTOR)

    assert (2, NOW + TERM) == (len(again.inspections), again.inspect_by)
    many = ALLOWED.to(Allowed, inspections=(INSPECTION,) * 20)
    assert 20 == len(when(many, PASS, INSPECTOR).inspections)


def test_a_critical_defect_limits_at_once() -> None:
    worst = REPORT.model_copy(update={"number": "D-2", "severity": Severity.CRITICAL})
    for state in (ALLOWED, DEFECTIVE):
        limited = when(state, worst, INSPECTOR)
        assert (Cause.DEFECT, "D-2") == (limited.cause, limited.defects[-1].number)
    assert 2 == len(when(LIMITED, worst, INSPECTOR).defects)


def test_the_gravest_open_defect_sets_the_term() -> None:
    low = REPORT.model_copy(update={"number": "D-2", "severity": Severity.LOW})
    two = when(DEFECTIVE, low, INSPECTOR)
    assert NOW + WEEK == two.mend_by

    one = when(two, MEND, INSPECTOR)
    assert isinstance(one, DefectKnown)
    assert NOW + TERM == one.mend_by
    medium = REPORT.model_copy(update={"severity": Severity.MEDIUM})
    known = when(ALLOWED, medium, INSPECTOR)
    assert NOW + timedelta(days=30) == known.mend_by


def test_what_only_a_later_version_mends_stays_a_defect_of_this_one() -> None:
    later = MEND.model_copy(update={"mended_in": "3.3.0"})
    state = when(DEFECTIVE, later, INSPECTOR)

    assert isinstance(state, DefectKnown)
    assert ("dev-7", "3.3.0") == (
        state.defects[0].mended_by,
        state.defects[0].mended_in,
    )
    limited = when(LIMITED, later, INSPECTOR)
    refused("CLIENT_DEFECT_OPEN", limited, PASS, INSPECTOR)


def test_a_limited_build_is_allowed_again_by_an_inspection_only() -> None:
    refused("CLIENT_DEFECT_OPEN", LIMITED, PASS, INSPECTOR)
    mended = when(LIMITED, MEND, INSPECTOR)
    assert isinstance(when(mended, PASS, INSPECTOR), Allowed)


def test_a_defect_is_known_once_and_mended_once() -> None:
    refused("CLIENT_DEFECT_KNOWN", DEFECTIVE, REPORT, INSPECTOR)
    none = MEND.model_copy(update={"number": "D-9"})
    refused("CLIENT_NO_SUCH_DEFECT", DEFECTIVE, none, INSPECTOR)
    refused("CLIENT_NO_SUCH_DEFECT", when(LIMITED, MEND, KEEPER), MEND, KEEPER)


def test_the_first_of_two_terms_comes_first_also_at_the_same_moment() -> None:
    together = DEFECTIVE.to(DefectKnown, mend_by=DEFECTIVE.inspect_by)
    first = client_app.deadline(together)
    assert first is not None
    assert (MendingOverdue(), together.mend_by) == (first.notice, first.last)
    sooner = DEFECTIVE.to(DefectKnown, inspect_by=NOW)
    assert InspectionOverdue() == getattr(client_app.deadline(sooner), "notice", None)


def test_a_version_is_one_build_for_ever_and_the_keeper_hears_of_its_end() -> None:
    for state in TestContract.examples:
        values = [value for _, value, _ in client_app.bring_about(None, state)]
        assert Claim("client-build:org.example.health:3.2.1") in values
    for state in (LIMITED, WITHDRAWN):
        told = [v for _, v, _ in client_app.bring_about(None, state)]
        assert 1 == sum(isinstance(value, Tell) for value in told)
    again = client_app.bring_about(LIMITED, when(LIMITED, MEND, KEEPER))
    assert [] == [v for _, v, new in again if new and isinstance(v, Tell)]


def test_what_somebody_wrote_shows_in_no_repr() -> None:
    shown = repr((DEFECTIVE, MENDED, REPORT, MEND, WITHDRAW, WITHDRAWN))
    for text in (REPORT.what, MEND.how, WITHDRAW.why):
        assert text not in shown
