"""Entering by scan (扫码入院): vectors AS1 to AS9 and every sentence between them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import (
    CardLostError,
    CardNotFoundError,
    NotAllowedError,
    RuleViolationError,
)
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.ports import RiskReading
from ehealthcard.services.admission_scan import (
    Abandoned,
    AdmissionFacts,
    AdmitReviewed,
    Assess,
    Assessment,
    BindIdentity,
    BypassEmergency,
    CodeRejected,
    DayEnded,
    DeclarationArrived,
    DeclarationRequired,
    Diverted,
    DivertReviewed,
    Entered,
    EnteredEmergency,
    Identified,
    Identify,
    IdentifyManually,
    IdentityFacts,
    Left,
    ManualReview,
    Present,
    Presented,
    RejectCode,
    Route,
    ScanAgain,
    ScanOut,
    UseFacts,
    admission_scan,
)
from ehealthcard.services.admission_scan.model import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW
from ehealthcard.workflow import Actor

T0 = NOW
OLD_PACK, NEW_PACK = POLICIES.packs
HOLDER, OTHER = SubjectId("6" * 32), SubjectId("7" * 32)
GATE = Actor("gate-1", {"terminal"})
GUARD = {"guard"}
MIDNIGHT = datetime(2022, 12, 2, tzinfo=SHANGHAI)

PRESENTED = Presented(
    org="H1",
    place="east",
    method="gate",
    companions=(),
    arrived_at=T0,
    day_ends=MIDNIGHT,
)
REJECTED = PRESENTED.to(CodeRejected, reason="CODE_REPLAYED")
IDENTIFIED = PRESENTED.to(Identified, holder=HOLDER, identified_by="gate-1", use="u1")
WAITING = IDENTIFIED.to(DeclarationRequired)
SEEN = Assessment(
    at=T0,
    declared=True,
    temperature=Decimal("36.5"),
    risk=RiskReading(colour="GREEN", source="test", at=T0),
)
REVIEW = IDENTIFIED.to(ManualReview, reason="RISK_SOURCE_SILENT", assessment=SEEN)
ENTERED = IDENTIFIED.to(Entered, inside="H1", entered_at=T0, assessment=SEEN)
DIVERTED = IDENTIFIED.to(
    Diverted,
    inside="H1",
    route="isolated-point",
    reasons=("RISK_RED",),
    diverted_at=T0,
    assessment=SEEN,
)
EMERGENCY = PRESENTED.to(
    EnteredEmergency,
    holder=None,
    inside="H1",
    reason="life-threatening",
    entered_at=T0,
)
LEFT = Left(org="H1", holder=HOLDER, left_at=T0, how="scan")

GOOD = UseFacts(outcome="OK", subject=HOLDER, terminal="gate-1", at=T0)
BAD = UseFacts(outcome="CODE_REPLAYED", terminal="gate-1", at=T0)
KNOWN, NOBODY = IdentityFacts(status=CardStatus.ACTIVE), IdentityFacts(status=None)


def risk(colour: str) -> RiskReading:
    return RiskReading(colour=colour, source="test", at=T0)


def looked(
    colour: str | None = "GREEN", *, declared: bool = True, attention: bool = False
) -> AdmissionFacts:
    return AdmissionFacts(
        declared=declared, attention=attention, risk=risk(colour) if colour else None
    )


def assessed(facts: AdmissionFacts, degrees: str | None, policy: Any = OLD_PACK) -> Any:
    temperature = Decimal(degrees) if degrees else None
    start = given(admission_scan, IDENTIFIED, facts=facts, policy=policy)
    return start.when(Assess(temperature=temperature))


class TestContract(WorkflowContract):
    workflow = admission_scan
    examples = (
        PRESENTED,
        REJECTED,
        IDENTIFIED,
        WAITING,
        REVIEW,
        ENTERED,
        DIVERTED,
        EMERGENCY,
        LEFT,
        Abandoned(org="H1"),
    )
    commands = (
        Present(org="H1", place="east"),
        Identify(use="u1"),
        RejectCode(use="u1"),
        IdentifyManually(holder=HOLDER),
        BypassEmergency(reason="ambulance"),
        BindIdentity(holder=HOLDER),
        Assess(),
        Assess(temperature=Decimal("38.0")),
        AdmitReviewed(reason="looked well"),
        DivertReviewed(reason="coughs"),
        ScanAgain(),
        ScanOut(),
        DeclarationArrived(),
        DayEnded(),
    )
    facts = (
        GOOD.model_copy(update={"terminal": "walker"}),
        BAD.model_copy(update={"terminal": "walker"}),
        KNOWN,
        NOBODY,
        looked(),
        looked("RED"),
        looked(None),
        looked(declared=False),
    )
    roles = frozenset({"staff"})


@pytest.mark.parametrize(
    ("colour", "target"),
    [("GREEN", Entered), ("RED", Diverted), ("BLUE", ManualReview)],
)
def test_a_decision_keeps_what_it_rested_on(colour: str, target: Any) -> None:
    found = assessed(looked(colour), "36.5")

    assert isinstance(found, target)
    assert found.assessment == SEEN.model_copy(update={"risk": risk(colour)})


def test_a_colour_that_does_not_count_is_not_kept() -> None:
    found = assessed(looked("RED"), "36.5", policy=NEW_PACK)

    assert isinstance(found, Entered)
    assert found.assessment == SEEN.model_copy(update={"risk": None})


def test_why_staff_opened_is_kept_beside_what_was_known() -> None:
    start = given(admission_scan, REVIEW, roles={"staff"})

    found = start.when(AdmitReviewed(reason="looked well"))

    assert isinstance(found, Entered)
    assert ("looked well", SEEN) == (found.reviewed, found.assessment)


def test_somebody_comes_to_the_entrance() -> None:
    found = given(admission_scan).when(Present(org="H1", place="east"))

    assert found == PRESENTED


@pytest.mark.parametrize("state", [PRESENTED, REJECTED])
def test_a_good_scan_identifies(state: Any) -> None:
    start = given(admission_scan, state, by=GATE, facts=GOOD)

    assert start.when(Identify(use="u1")) == IDENTIFIED


@pytest.mark.parametrize("state", [PRESENTED, REJECTED])
def test_a_refused_scan_leaves_its_reason(state: Any) -> None:
    start = given(admission_scan, state, by=GATE, facts=BAD)

    found = start.when(RejectCode(use="u1"))

    assert isinstance(found, CodeRejected)
    assert found.reason == "CODE_REPLAYED"


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (BAD, "SCAN_REFUSED"),
        (GOOD.model_copy(update={"subject": None}), "SCAN_REFUSED"),
        (UseFacts(outcome=None), "SCAN_UNKNOWN"),
        (GOOD.model_copy(update={"terminal": "gate-2"}), "SCAN_UNKNOWN"),
        (GOOD.model_copy(update={"at": T0 - timedelta(seconds=121)}), "SCAN_UNKNOWN"),
    ],
)
def test_only_this_terminals_own_good_and_recent_scan_identifies(
    facts: UseFacts, rule: str
) -> None:
    with pytest.raises(RuleViolationError, match=rule):
        given(admission_scan, PRESENTED, by=GATE, facts=facts).when(Identify(use="u"))


def test_a_good_scan_is_not_rejected() -> None:
    with pytest.raises(RuleViolationError, match="SCAN_ACCEPTED"):
        given(admission_scan, PRESENTED, by=GATE, facts=GOOD).when(RejectCode(use="u"))


@pytest.mark.parametrize("state", [PRESENTED, REJECTED])
def test_staff_identify_who_has_no_phone(state: Any) -> None:
    command = IdentifyManually(holder=HOLDER)

    found = given(admission_scan, state, roles=GUARD, facts=KNOWN).when(command)

    assert isinstance(found, Identified)
    assert (found.holder, found.identified_by, found.use) == (HOLDER, "tester", None)
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(admission_scan, state, facts=KNOWN).when(command)


@pytest.mark.parametrize(
    ("status", "error"),
    [(None, CardNotFoundError), (CardStatus.SUSPENDED, CardLostError)],
)
def test_staff_identify_only_holders_of_active_cards(
    status: CardStatus | None, error: type[Exception]
) -> None:
    facts = IdentityFacts(status=status)

    with pytest.raises(error):
        given(admission_scan, PRESENTED, roles=GUARD, facts=facts).when(
            IdentifyManually(holder=HOLDER)
        )


@pytest.mark.parametrize(
    ("facts", "degrees", "state"),
    [
        (looked(), "36.8", Entered),
        (looked(), "37.2", Entered),
        (looked(), None, Entered),
        (looked(), "37.3", Diverted),
        (looked("YELLOW"), "36.8", Diverted),
        (looked("RED"), "36.8", Diverted),
        (looked(attention=True), "36.8", Diverted),
        (looked(declared=False), "36.8", DeclarationRequired),
        (looked(None), "36.8", ManualReview),
        (looked("PURPLE"), "36.8", ManualReview),
        (looked("RED", declared=False), "36.8", Diverted),
        (looked(None, declared=False), "38.0", Diverted),
        (looked(None, declared=False), "36.8", DeclarationRequired),
    ],
    ids=[
        "AS1",
        "just below",
        "not measured",
        "fever",
        "AS3",
        "red",
        "attention",
        "undeclared",
        "silent source",
        "unknown colour",
        "danger before paper",
        "fever decides",
        "paper before review",
    ],
)
def test_the_gate_opens_diverts_asks_or_calls_somebody(
    facts: AdmissionFacts, degrees: str | None, state: type
) -> None:
    assert state is type(assessed(facts, degrees))


@pytest.mark.parametrize(
    ("facts", "degrees", "state"),
    [
        (looked("RED"), "36.8", Entered),
        (looked(None, declared=False), "36.8", Entered),
        (looked(None), "37.3", Diverted),
        (looked(attention=True), "36.8", Diverted),
    ],
    ids=["AS7", "nothing asked", "fever", "attention"],
)
def test_since_2023_01_08_colours_are_ignored_and_fevers_are_not(
    facts: AdmissionFacts, degrees: str, state: type
) -> None:
    assert state is type(assessed(facts, degrees, NEW_PACK))


def test_nobody_is_refused_whatever_is_known() -> None:
    every = [
        type(assessed(looked(c, declared=d, attention=a), t))
        for c in ("GREEN", "YELLOW", "RED", "PURPLE", None)
        for d in (True, False)
        for a in (True, False)
        for t in ("36.8", "39.9", None)
    ]

    assert {Entered, Diverted, DeclarationRequired, ManualReview} == set(every)


@pytest.mark.parametrize(
    ("facts", "degrees", "route", "reasons"),
    [
        (looked("RED"), "37.3", Route.FEVER_CLINIC, ("FEVER", "RISK_RED")),
        (
            looked("YELLOW", attention=True),
            None,
            Route.ISOLATED_POINT,
            ("DECLARED_ATTENTION", "RISK_YELLOW"),
        ),
    ],
)
def test_a_diverted_holder_is_led_somewhere_for_stated_reasons(
    facts: AdmissionFacts, degrees: str | None, route: Route, reasons: tuple[str, ...]
) -> None:
    found = assessed(facts, degrees)

    assert (found.route, found.reasons) == (route.value, reasons)
    assert found.inside == "H1"


def test_staff_decide_after_a_review() -> None:
    admitted = given(admission_scan, REVIEW, roles=GUARD).when(
        AdmitReviewed(reason="looked well")
    )
    diverted = given(admission_scan, REVIEW, roles=GUARD).when(
        DivertReviewed(reason="coughs")
    )

    assert admitted == ENTERED.model_copy(update={"reviewed": "looked well"})
    assert isinstance(diverted, Diverted)
    assert diverted.reasons == ("coughs",)
    for command in (AdmitReviewed(reason="r"), DivertReviewed(reason="r")):
        with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
            given(admission_scan, REVIEW).when(command)


def test_a_declaration_lets_the_visitor_be_assessed_again() -> None:
    assert given(admission_scan, WAITING).when(DeclarationArrived()) == IDENTIFIED


@pytest.mark.parametrize(
    ("later", "entries"), [(0, 1), (30, 1), (31, 2)], ids=["now", "30 s", "31 s"]
)
def test_a_repeated_scan_is_the_same_entry(later: int, entries: int) -> None:
    now = T0 + timedelta(seconds=later)

    found = given(admission_scan, ENTERED, now=now).when(ScanAgain())

    assert isinstance(found, Entered)
    assert found.entries == entries
    assert found.inside == "H1"


@pytest.mark.parametrize(
    ("state", "holder"), [(ENTERED, HOLDER), (DIVERTED, HOLDER), (EMERGENCY, None)]
)
def test_everybody_leaves_by_scan_or_at_midnight(
    state: Any, holder: str | None
) -> None:
    left = given(admission_scan, state).when(ScanOut())
    gone = given(admission_scan, state, now=MIDNIGHT).when(DayEnded())

    assert left == Left(org="H1", holder=holder, left_at=T0, how="scan")
    assert gone == Left(org="H1", holder=holder, left_at=MIDNIGHT, how="day-end")


@pytest.mark.parametrize("state", [PRESENTED, REJECTED, IDENTIFIED, WAITING, REVIEW])
def test_who_never_got_in_went_home_by_midnight(state: Any) -> None:
    assert given(admission_scan, state).when(DayEnded()) == Abandoned(org="H1")
    assert not list(admission_scan.elapse(state, MIDNIGHT, OLD_PACK, HOLDER))
    after = MIDNIGHT + timedelta(microseconds=1)
    assert list(admission_scan.elapse(state, after, OLD_PACK, HOLDER))


@pytest.mark.parametrize(
    ("state", "holder"),
    [
        (PRESENTED, None),
        (REJECTED, None),
        (IDENTIFIED, HOLDER),
        (WAITING, HOLDER),
        (REVIEW, HOLDER),
    ],
)
def test_danger_to_life_opens_at_once_from_wherever_one_waits(
    state: Any, holder: str | None
) -> None:
    command = BypassEmergency(reason="life-threatening")

    found = given(admission_scan, state, roles=GUARD).when(command)

    assert EMERGENCY.model_copy(update={"holder": holder}) == found
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(admission_scan, state).when(command)


def test_who_the_emergency_was_is_said_later() -> None:
    start = given(admission_scan, EMERGENCY, roles=GUARD, facts=KNOWN)

    bound = start.when(BindIdentity(holder=HOLDER))

    assert EMERGENCY.model_copy(update={"holder": HOLDER}) == bound
    again = given(admission_scan, bound, roles=GUARD, facts=KNOWN)
    assert again.when(BindIdentity(holder=HOLDER)) == bound
    with pytest.raises(RuleViolationError, match="OTHER_HOLDER"):
        again.when(BindIdentity(holder=OTHER))
    with pytest.raises(CardNotFoundError):
        given(admission_scan, EMERGENCY, roles=GUARD, facts=NOBODY).when(
            BindIdentity(holder=HOLDER)
        )


def test_an_emergency_with_a_lost_card_is_bound_all_the_same() -> None:
    lost = IdentityFacts(status=CardStatus.SUSPENDED)
    start = given(admission_scan, EMERGENCY, roles=GUARD, facts=lost)

    assert start.when(BindIdentity(holder=HOLDER)) == EMERGENCY.model_copy(
        update={"holder": HOLDER}
    )


def test_there_is_no_way_to_refuse_an_identified_visitor() -> None:
    targets = {e.target for e in admission_scan.edges if e.source is Identified}

    assert targets == {
        Entered,
        Diverted,
        DeclarationRequired,
        ManualReview,
        EnteredEmergency,
        Abandoned,
    }


def test_who_has_left_is_not_let_out_again() -> None:
    with pytest.raises(NotAllowedError):
        given(admission_scan, LEFT).when(ScanOut())


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("CODE_REPLAYED", True),
        ("CODE_FORGED", True),
        ("CARD_LOST", True),
        ("CODE_EXPIRED", False),
    ],
    ids=["AS5", "forged", "AS9", "expired"],
)
def test_a_suspicious_code_is_a_risk_event(reason: str, told: bool) -> None:  # noqa: FBT001  # a table
    state = PRESENTED.to(CodeRejected, reason=reason)

    names = {e.call.__name__ for e, _, _ in admission_scan.bring_about(None, state)}

    assert told == ("tell_monitor" in names)
