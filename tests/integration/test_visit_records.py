"""Visit records through the desk: several HISs, some of them silent."""

from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import attrs
import pytest
from pypdf import PdfReader

from ehealthcard import Actor, Card, Case, Clockwork, Ports, Suite
from ehealthcard.adapters.documents import PdfDocuments
from ehealthcard.adapters.simulator import SimulatedEncounters, SimulatedIndex, visit_of
from ehealthcard.desk import VisitRecords
from ehealthcard.errors import (
    ClaimTakenError,
    NotAllowedError,
    RuleViolationError,
    VersionConflictError,
)
from ehealthcard.ports import Institution, Storage
from ehealthcard.rules.encounters import Outcome, RecordKind, Setting
from ehealthcard.rules.signals import PatientIndexChanged, PersonDied
from ehealthcard.services.foundation.refusal import OpeningRefused, refusal
from ehealthcard.services.record_seal import Seal, SignOpening, record_seal
from ehealthcard.services.visit_record_query import (
    Ask,
    Authorise,
    BreakGlass,
    CorrectionRejected,
    Dispute,
    Expired,
    Fetching,
    Partial,
    Ready,
    RejectCorrection,
    Requested,
    Stale,
    TakenAlong,
    document_of,
    visit_record_query,
)
from tests.actors import AUDITOR

from .conftest import WINDOW, House, build

DAY = date(2026, 2, 2)
ASK = Ask(first=date(2026, 1, 1), last=date(2026, 3, 31), purpose="转院")
GLASS = BreakGlass(first=ASK.first, last=ASK.last, reason="unconscious")
SHORT = timedelta(milliseconds=60)
DOCTOR = Actor("doctor-1", {"doctor", "strong-auth"}, org="H1")
ARCHIVE = Actor("archive-2", {"medical-records"}, org="H2")
OFFICE = Actor("office-1", {"medical-affairs"}, org="H1")


@attrs.define
class Region:
    """Two hospitals and an index of patients."""

    house: House
    one: SimulatedEncounters
    two: SimulatedEncounters
    index: SimulatedIndex
    card: Card

    @property
    def records(self) -> VisitRecords:
        return VisitRecords(self.house.desk)

    def hurry(self) -> None:
        """Wait for the second hospital no longer than a moment."""
        desk = self.house.desk
        one, two = desk.ports.institutions
        institutions = (one, attrs.evolve(two, time_out=SHORT))
        ports = attrs.evolve(desk.ports, institutions=institutions)
        self.house.desk = attrs.evolve(desk, ports=ports)

    @property
    def app(self) -> Actor:
        return Actor("app", holder=self.card.subject)

    def state(self, case: Case[Any]) -> Any:
        return self.house.desk.case(visit_record_query, case.id, by=AUDITOR).state

    def do(self, case: Case[Any], command: Any, by: Actor) -> Case[Any]:
        return self.house.desk.execute(visit_record_query, case, command, by=by)


def fill(house: SimulatedEncounters, number: str, seed: int, **more: Any) -> None:
    visit, records = visit_of(house.org, number, DAY, seed, **more)
    house.add(visit, *records)


@pytest.fixture
def region(storage: Storage) -> Region:
    house = build(storage, Suite.INTL)
    one, two = SimulatedEncounters("H1"), SimulatedEncounters("H2")
    index = SimulatedIndex()
    ports = Ports(
        institutions=(
            Institution("H1", "一院", one),
            Institution("H2", "二院", two),
        ),
        patients=index,
        documents=PdfDocuments(),
    )
    house.desk = attrs.evolve(house.desk, ports=ports)
    card = house.card()
    fill(one, "P1", 1)
    fill(two, "Q1", 2, setting=Setting.INPATIENT)
    fill(one, "P9", 9)
    index.link(card.subject, "H1", "P1")
    index.link(card.subject, "H2", "Q1")
    return Region(house, one, two, index, card)


def test_all_hospitals_answer_for_this_patient_alone(region: Region) -> None:
    case = region.records.ask(region.card, ASK, by=region.app)

    assert isinstance(case.state, Ready)
    assert {"P1", "Q1"} == {r.patient for r in case.state.records}
    assert ["一院", "二院"] == [s.name for s in case.state.sources]
    history = region.house.desk.history(visit_record_query, case, by=AUDITOR)
    assert ["Ask", "Authorise", "Collect"] == [h.command for h in history]
    assert "转院" == case.state.purpose


@pytest.mark.parametrize(
    ("switch", "why"),
    [
        ("is_down", Outcome.UNAVAILABLE),
        ("is_slow", Outcome.TIMED_OUT),
        ("halves", Outcome.INCOMPLETE),
    ],
)
def test_vr1_a_hospital_that_fails_is_named(
    region: Region, switch: str, why: Outcome
) -> None:
    setattr(region.two.faults, switch, True)
    if switch == "is_slow":
        region.hurry()

    case = region.records.ask(region.card, ASK, by=region.app)

    region.two.wake_up()
    assert isinstance(case.state, Partial)
    assert [("H2", "二院", why)] == [(m.org, m.name, m.why) for m in case.state.missing]
    assert 5 <= len(case.state.records)
    assert "二院" in "".join(document_of(case.state).lines)


def test_a_silent_index_leaves_everybody_missing(region: Region) -> None:
    region.index.faults.is_down = True

    case = region.records.ask(region.card, ASK, by=region.app)

    assert isinstance(case.state, Partial)
    assert ["H1", "H2"] == [m.org for m in case.state.missing]
    assert [] == region.one.asked


def test_merged_numbers_are_asked_together_and_split_ones_are_wiped(
    region: Region,
) -> None:
    region.index.link(region.card.subject, "H1", "P9")
    case = region.records.ask(region.card, ASK, by=region.app)
    assert isinstance(case.state, Ready)
    assert {"P1", "P9", "Q1"} == {r.patient for r in case.state.records}

    region.index.split(region.card.subject, "P9")
    changed = PatientIndexChanged(card=region.card.subject)
    assert 1 == region.house.desk.announce(changed)

    state = region.state(case)
    assert (Expired, Stale.INDEX_CHANGED) == (type(state), state.why)
    again = region.records.ask(region.card, ASK, by=region.app)
    assert isinstance(again.state, Ready)
    assert {"P1", "Q1"} == {r.patient for r in again.state.records}


def test_a_hospital_that_knows_nobody_is_not_missing(region: Region) -> None:
    region.index.split(region.card.subject, "Q1")

    case = region.records.ask(region.card, ASK, by=region.app)

    assert isinstance(case.state, Ready)
    assert [] == region.two.asked


def test_without_an_index_each_hospital_knows_the_card(region: Region) -> None:
    desk = region.house.desk
    ports = attrs.evolve(desk.ports, patients=None)
    records = VisitRecords(attrs.evolve(desk, ports=ports))
    fill(region.two, region.card.subject, 3)

    case = records.ask(region.card, ASK, by=region.app)

    assert isinstance(case.state, Ready)
    assert {region.card.subject} == {r.patient for r in case.state.records}


def test_after_half_an_hour_nothing_is_left_anywhere(region: Region) -> None:
    case = region.records.ask(region.card, ASK, by=region.app)
    desk, clock = region.house.desk, region.house.clock
    clock.forward(minutes=30)
    assert isinstance(region.state(case), Ready)

    clock.forward(seconds=1)
    assert isinstance(region.state(case), Expired)
    Clockwork(desk).run_once()

    history = desk.history(visit_record_query, case, by=AUDITOR)
    assert [None, None, None] == [h.state for h in history[:-1]]
    state = history[-1].state
    assert isinstance(state, Expired)
    assert "转院" == state.purpose
    with pytest.raises(NotAllowedError):
        region.records.take_along(case, by=region.app)


def test_a_stranger_is_refused_on_record_before_anybody_is_asked(
    region: Region,
) -> None:
    stranger = region.house.card(2)

    with pytest.raises(RuleViolationError, match="ACCESS_NOT_GRANTED"):
        region.records.ask(region.card, ASK, by=Actor("app-2", holder=stranger.subject))

    assert [] == region.one.asked
    (kept,) = region.house.desk.cases(refusal, region.card, by=WINDOW)
    assert isinstance(kept.state, OpeningRefused)
    assert ("visit-record-query", "Ask") == (kept.state.workflow, kept.state.command)


def test_vr2_what_is_sensitive_waits_for_a_second_proof(region: Region) -> None:
    command = ASK.model_copy(update={"sensitive": True})
    with pytest.raises(RuleViolationError, match="STEP_UP_REQUIRED"):
        region.records.ask(region.card, command, by=region.app)
    desk = region.house.desk
    (asked,) = desk.cases(visit_record_query, region.card, by=region.app)
    assert isinstance(asked.state, Requested)

    proved = Actor("app", {"strong-auth"}, holder=region.card.subject)
    case = region.records.go_on(asked, by=proved)

    assert isinstance(case.state, Ready)
    with pytest.raises(VersionConflictError):
        region.records.go_on(asked, by=proved)
    with pytest.raises(NotAllowedError):
        region.records.fetch(case)


def test_answers_that_come_too_late_are_thrown_away(region: Region) -> None:
    desk = region.house.desk
    case = desk.start(visit_record_query, region.card, ASK, by=region.app)
    case = desk.execute(visit_record_query, case, Authorise(), by=region.app)
    assert isinstance(case.state, Fetching)
    region.house.clock.forward(minutes=2, seconds=1)

    with pytest.raises(NotAllowedError):
        region.records.fetch(case)

    assert Stale.NOT_FETCHED is region.state(case).why


def test_vr3_a_correction_is_the_sources_affair(region: Region) -> None:
    case = region.records.ask(region.card, ASK, by=region.app)
    assert isinstance(case.state, Ready)
    wrong = next(r for r in case.state.records if r.org == "H2")
    dispute = Dispute(org="H2", record=wrong.id, wrong="姓名有误", wanted="更正")

    opened = region.do(case, dispute, region.app)
    history = region.house.desk.history(visit_record_query, opened, by=AUDITOR)
    assert {None} == {h.state for h in history[:-1]}
    rejected = region.do(opened, RejectCorrection(reason="核对无误"), ARCHIVE)

    assert isinstance(rejected.state, CorrectionRejected)
    assert "核对无误" == rejected.state.reason
    assert wrong in region.two.records_kept


def test_vr4_a_sealed_file_is_taken_along_and_its_hashes_kept(region: Region) -> None:
    case = region.records.ask(region.card, ASK, by=region.app)
    taken = region.records.take_along(case, by=region.app)
    again = region.records.take_along(case, by=region.app)

    state = again.query.state
    assert isinstance(state, TakenAlong)
    one, two = state.exports
    assert one.content_sha256 == two.content_sha256 == document_of(state).sha256
    assert sha256(taken.data).hexdigest() == one.file_sha256
    assert one.file_sha256 != two.file_sha256
    assert taken.password not in repr(taken)
    assert taken.password != again.password
    reader = PdfReader(BytesIO(taken.data))
    assert reader.is_encrypted
    assert reader.decrypt(taken.password)
    text = "".join(reader.pages[0].extract_text().split())
    assert "就医记录查询结果" in text
    assert "".join(one.access.watermark.split()) in text
    with pytest.raises(RuleViolationError, match="OTHER_ASKER"):
        region.records.take_along(case, by=DOCTOR)


def test_a_sealed_record_opens_with_both_and_closes_what_is_about(
    region: Region,
) -> None:
    case = region.records.ask(region.card, ASK, by=region.app)
    desk = region.house.desk
    visit = region.one.visits[0]
    command = Seal(org="H1", record=visit.id, reason="r", patient_present=True)
    sealed = desk.start(record_seal, region.card, command, by=OFFICE)
    assert Stale.RECORD_SEALED is region.state(case).why
    with pytest.raises(ClaimTakenError):
        desk.start(record_seal, region.card, command, by=OFFICE)
    hidden = region.records.ask(region.card, ASK, by=region.app).state
    assert isinstance(hidden, Ready)
    assert 6 == hidden.left_out.sealed

    half = desk.execute(record_seal, sealed, SignOpening(), by=region.app)
    desk.execute(record_seal, half, SignOpening(), by=OFFICE)

    shown = region.records.ask(region.card, ASK, by=region.app).state
    assert isinstance(shown, Ready)
    assert 0 == shown.left_out.sealed


def test_a_doctor_breaks_the_glass_and_the_patient_sees_that_he_did(
    region: Region,
) -> None:
    case = region.records.ask(region.card, GLASS, by=DOCTOR)

    assert isinstance(case.state, Ready)
    listed = region.house.desk.cases(visit_record_query, region.card, by=region.app)
    assert ["doctor-1"] == [c.state.asker for c in listed]
    (shown,) = (c.state for c in listed)
    assert isinstance(shown, Ready)
    assert () == shown.records


def test_death_wipes_answers_and_closes_what_waits(region: Region) -> None:
    case = region.records.ask(region.card, ASK, by=region.app)
    died = PersonDied(card=region.card.subject)

    region.house.desk.announce(died)

    assert Stale.HOLDER_GONE is region.state(case).why
    before = len(region.house.desk.history(visit_record_query, case, by=AUDITOR))
    region.house.desk.announce(died)
    assert before == len(
        region.house.desk.history(visit_record_query, case, by=AUDITOR)
    )


def test_a_desk_without_hospitals_or_files_says_so(region: Region) -> None:
    desk = region.house.desk
    bare = attrs.evolve(desk, ports=Ports())
    with pytest.raises(RuleViolationError, match="NO_INSTITUTIONS"):
        VisitRecords(bare).ask(region.card, ASK, by=region.app)
    case = region.records.ask(region.card, ASK, by=region.app)
    with pytest.raises(RuleViolationError, match="NO_DOCUMENTS"):
        VisitRecords(bare).take_along(case, by=region.app)


def test_a_narrow_question_is_asked_narrowly(region: Region) -> None:
    kinds = (RecordKind.LABORATORY, RecordKind.LABORATORY)
    command = ASK.model_copy(update={"kinds": kinds})

    case = region.records.ask(region.card, command, by=region.app, key="k")

    assert isinstance(case.state, Ready)
    assert {RecordKind.LABORATORY} == {r.kind for r in case.state.records}
    assert (RecordKind.LABORATORY,) == region.one.asked[0].kinds
    assert case == region.records.ask(region.card, command, by=region.app, key="k")
    assert 1 == len(region.one.asked)
