"""Reports (报告查询): vectors RP1 to RP5 and what lies between."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import (
    CardCancelledError,
    CardLostError,
    CardNotFoundError,
    NotAllowedError,
    RuleViolationError,
)
from ehealthcard.identity import CardStatus
from ehealthcard.rules.critical import CriticalLimit, critical_findings
from ehealthcard.rules.reporting import (
    ReportContent,
    ReportImage,
    ReportItem,
    ReportKind,
    Sample,
    render,
    rendering_of,
)
from ehealthcard.services.report import (
    Amend,
    Amended,
    Amending,
    Begin,
    Cancel,
    Cancelled,
    Delay,
    Disclose,
    Download,
    DropAmendment,
    Fault,
    Final,
    HandedOut,
    HandOut,
    HandOverFacts,
    InProgress,
    OrderFacts,
    PaperFacts,
    Preliminary,
    Recipient,
    RecordPreliminary,
    Release,
    Released,
    Retract,
    Retracted,
    SendBack,
    Sensitivity,
    TestGroup,
    TurnaroundPassed,
    VerifiedOnce,
    Verify,
    View,
    Why,
    Withheld,
    Withhold,
    report,
    sheet_of,
)
from ehealthcard.services.report.model import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import SUBJECT
from ehealthcard.workflow import Actor, Claim, Tell

from .reports import (
    ADULT,
    AMENDED,
    AMENDING,
    CANCELLED,
    CHILD,
    CONFIRMED,
    CONTENT,
    CRITICAL,
    DELEGATE,
    DOCTOR,
    FINAL,
    GRANT,
    GUARDIAN,
    HANDED_OUT,
    HIS,
    HIV,
    HOLDER,
    NEIGHBOUR,
    NURSE,
    ONCE,
    ORDER,
    ORDERED,
    OTHER,
    OTHER_SIGNER,
    PATHOLOGY,
    PRELIMINARY,
    RELEASED,
    RETRACTED,
    SAMPLE,
    SHARED,
    SIGNER,
    SPOKEN,
    STARTED,
    STRONG,
    T0,
    TECHNICIAN,
    TWICE,
    WITHHELD,
    newer_paper,
    paper,
    resident,
)

POLICY = POLICIES.packs[0]
KNOWN = OrderFacts(status=CardStatus.ACTIVE)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def when(state: Any, command: Any, by: Actor, **more: Any) -> Any:
    return given(report, state, by=by, **more).when(command)


def refused(code: str, state: Any, command: Any, by: Actor, **more: Any) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, **more)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = report
    examples = (
        ORDERED,
        STARTED,
        PRELIMINARY,
        ONCE,
        FINAL,
        TWICE,
        HIV,
        WITHHELD,
        SPOKEN,
        HANDED_OUT,
        RELEASED,
        AMENDED,
        AMENDING,
        RETRACTED,
        CANCELLED,
    )
    commands = (
        ORDER,
        Begin(),
        Begin(sample=SAMPLE),
        RecordPreliminary(content=CONTENT),
        RecordPreliminary(content=ReportContent()),
        Verify(content=CONTENT),
        Verify(content=CONFIRMED),
        Verify(),
        SendBack(reason="unclear"),
        Release(paper=paper(FINAL)),
        Release(),
        Withhold(),
        Disclose(),
        HandOut(identity_checked=True),
        View(),
        Download(),
        Amend(content=OTHER, reason="r", paper=newer_paper(RELEASED, "walker")),
        DropAmendment(),
        Retract(fault=Fault.OTHER, reason="r"),
        Cancel(reason="r"),
        TurnaroundPassed(),
    )
    facts = (
        KNOWN,
        PaperFacts(),
        PaperFacts(sheet=sheet_of(FINAL)),
        HandOverFacts(age=40, guardian=None),
        ADULT,
        CHILD,
    )
    roles = frozenset({"doctor", "report-signer", "technician", "his", "staff"})
