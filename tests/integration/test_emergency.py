"""The 120 call through the desk: vectors EC1, EC3, EC5 and what lies between."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Card, Clockwork, OutboxRelay, Ports, Suite
from ehealthcard.adapters.simulator import (
    SimulatedCentre,
    SimulatedRecords,
    SimulatedRisk,
)
from ehealthcard.desk import EmergencyLine
from ehealthcard.errors import (
    AccessDeniedError,
    ClaimTakenError,
    RuleViolationError,
)
from ehealthcard.ports import Message, Storage
from ehealthcard.ports.emergency import DESTINATION
from ehealthcard.rules.emergency import (
    ITEMS,
    Contact,
    CoordSystem,
    EmergencyDataSet,
    Location,
    Scope,
)
from ehealthcard.services.emergency_call import (
    Accept,
    Accepted,
    ArriveHospital,
    ArriveScene,
    Calling,
    Close,
    CompleteRecord,
    Depart,
    Dispatch,
    Dispatched,
    EmergencyCallCommand,
    InfoDelivered,
    InfoUnavailable,
    Merge,
    ReviewBreakGlass,
    Reviewed,
    ReviewPending,
    SignHandover,
    emergency_call,
)
from ehealthcard.services.emergency_consent import (
    Grant,
    Granted,
    Revoked,
    emergency_consent,
)
from ehealthcard.services.foundation.card import Cancel, ReportLost, card_life
from tests.actors import AUDITOR

from .conftest import WINDOW, House, build

PHONE, OTHER_PHONE = "13900000001", "13900000002"
DESK_120 = Actor("dispatcher-7", {"dispatcher"}, org="E1")
APP = Actor("app", {"app"})
MOTHER = Contact(name="某某", relation="母亲", phone="13900000009")


@attrs.define
class Line:
    """A house with a 120 line."""

    house: House
    centre: SimulatedCentre
    records: SimulatedRecords
    risk: SimulatedRisk
    line: EmergencyLine

    @property
    def desk(self) -> Any:
        return self.house.desk

    def here(self, region: str = "330102", age: float = 0) -> Location:
        return Location(
            longitude=120.15,
            latitude=30.28,
            coord_system=CoordSystem.GCJ02,
            region=region,
            address="某路1号",
            at=self.house.clock.now - timedelta(seconds=age),
        )

    def consent(self, seed: int = 1, phone: str = PHONE, **more: Any) -> Card:
        card = self.house.card(seed)
        by = Actor("app", holder=card.subject)
        self.line.authorise(card, by=by, consent="2026-1", phone=phone, **more)
        return card

    def dial(self, phone: str = PHONE, **more: Any) -> Any:
        more.setdefault("location", self.here())
        return self.line.dial(phone, by=APP, **more)

    def relay(self) -> int:
        return OutboxRelay(self.desk, {DESTINATION: self.centre}).run_once()

    def arrived(self) -> list[EmergencyDataSet]:
        return list(self.centre.received.values())


@pytest.fixture
def line(storage: Storage) -> Line:
    house = build(storage, Suite.INTL)
    centre, records = SimulatedCentre(("3301",)), SimulatedRecords()
    risk = SimulatedRisk(house.clock)
    ports = Ports(risk=risk, emergency=centre, emergency_records=records)
    house.desk = attrs.evolve(house.desk, ports=ports)
    return Line(house, centre, records, risk, EmergencyLine(house.desk, "E1"))


def test_ec1_with_consent_in_a_covered_area_the_fifteen_items_arrive_within_the_call(
    line: Line,
) -> None:
    card = line.consent(contacts=(MOTHER,))

    call = line.dial()

    assert isinstance(call.state, InfoDelivered)
    (sent,) = line.arrived()
    assert sent.record == line.records.record(card.id)
    assert len(ITEMS) == 15
    assert (sent.card_id, sent.risk, sent.contacts) == (
        str(card.id),
        "GREEN",
        (MOTHER,),
    )
    assert sent.location == line.here()
    assert b"psych" not in sent.to_json()
    assert line.desk.storage.pending(at=line.house.clock.now, limit=9) == []
    assert call.state.holder == card.subject


def test_ec3_consent_revoked_a_second_before_sends_nothing(line: Line) -> None:
    card = line.consent()
    line.line.revoke(card, by=Actor("app", holder=card.subject))
    line.house.clock.forward(seconds=1)

    for call in (line.dial(), line.dial(card=card)):
        assert isinstance(call.state, InfoUnavailable)
        assert call.state.info.reason == "NO_CONSENT"
    assert line.arrived() == []
    taken = line.desk.execute(emergency_call, call, Accept(number="1"), by=DESK_120)
    assert isinstance(taken.state, Accepted)


def test_consent_revoked_during_the_call_leaves_what_was_delivered(line: Line) -> None:
    card = line.consent()
    call = line.dial()

    line.line.revoke(card, by=Actor("app", holder=card.subject))

    state = line.desk.case(emergency_call, call.id, by=AUDITOR).state
    assert state.payload == line.arrived()[0]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"patient": "other"}, "CALLER_NOT_PATIENT"),
        ({"phone": OTHER_PHONE}, "NO_CONSENT"),
        ({"region": "440100"}, "AREA_NOT_COVERED"),
        ({"location": None}, "AREA_NOT_COVERED"),
    ],
)
def test_whatever_is_missing_the_plain_call_goes_on(
    line: Line, more: dict[str, Any], reason: str
) -> None:
    line.consent()
    if region := more.pop("region", None):
        more["location"] = line.here(region)

    call = line.dial(**more)

    assert isinstance(call.state, InfoUnavailable)
    assert call.state.info.reason == reason
    taken = line.desk.execute(emergency_call, call, Accept(number="1"), by=DESK_120)
    sent = line.desk.execute(emergency_call, taken, Dispatch(vehicle="A1"), by=DESK_120)
    assert isinstance(sent.state, Dispatched)
    assert line.arrived() == []


def test_an_apps_button_needs_the_cards_own_number(line: Line) -> None:
    card = line.consent()

    good = line.dial(phone=f"+86{PHONE}", card=card)
    bad = line.dial(phone=OTHER_PHONE, card=card)

    assert isinstance(good.state, InfoDelivered)
    assert bad.state.info.reason == "PHONE_NOT_MATCHED"


def test_with_several_cards_on_a_number_the_dispatcher_picks(line: Line) -> None:
    cards = [line.consent(seed) for seed in (1, 2)]

    call = line.dial()
    assert call.state.info.reason == "SEVERAL_CARDS"
    assert set(call.state.candidates) == {c.subject for c in cards}
    assert line.arrived() == []
    picked = line.line.name_patient(call, cards[1].subject, by=DESK_120)

    assert isinstance(picked.state, InfoDelivered)
    (sent,) = line.arrived()
    assert (sent.card_id, sent.patient_confirmed) == (str(cards[1].id), True)
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        line.line.name_patient(picked, cards[0].subject, by=APP)


def test_the_scope_is_all_that_is_sent(line: Line) -> None:
    line.consent(scope=(Scope.BASICS,), contacts=(MOTHER,))

    line.dial()

    (sent,) = line.arrived()
    assert sent.age is not None
    hidden = (sent.risk, sent.record, sent.contacts, sent.location)
    assert hidden == (None, None, (), None)
    assert sent.missing == ()


def test_history_is_a_scope_of_its_own(line: Line) -> None:
    card = line.consent(scope=(Scope.RECORD,))
    full = line.records.record(card.id)
    assert full
    line.records.known[card.id] = full.model_copy(update={"history": ("高血压",)})

    line.dial()

    (sent,) = line.arrived()
    assert sent.record == full.model_copy(update={"history": ()})


def test_a_silent_source_is_named_and_delays_nothing(line: Line) -> None:
    line.consent()
    line.records.is_down = True
    line.risk.is_down = True

    call = line.dial()

    assert isinstance(call.state, InfoDelivered)
    (sent,) = line.arrived()
    assert sent.missing == (Scope.RECORD, Scope.HISTORY, Scope.RISK)


def test_a_lost_answer_leaves_the_data_set_to_the_relay(line: Line) -> None:
    line.consent()
    line.centre.loses_answers = True
    call = line.dial()
    assert isinstance(call.state, Calling)
    line.house.clock.forward(seconds=11)
    Clockwork(line.desk).run_once()
    waiting = line.desk.case(emergency_call, call.id, by=AUDITOR)
    assert waiting.state.info.reason == "CENTRE_SILENT"
    taken = line.desk.execute(emergency_call, waiting, Accept(number="1"), by=DESK_120)

    line.centre.loses_answers = False
    line.house.clock.forward(seconds=60)
    line.relay()

    state = line.desk.case(emergency_call, taken.id, by=AUDITOR).state
    assert isinstance(state, Accepted)
    assert state.info.standing == "delivered"
    assert len(line.arrived()) == 1
    assert line.centre.deliveries == 2


def test_a_centre_that_is_down_does_not_hold_the_call(line: Line) -> None:
    line.consent()
    line.centre.is_down = True

    call = line.dial()

    assert isinstance(call.state, InfoUnavailable)
    assert call.state.info.reason == "CENTRE_SILENT"


def test_a_centre_that_fails_at_the_moment_of_delivery_gets_it_later(
    line: Line,
) -> None:
    line.consent()

    class Failing(SimulatedCentre):
        def deliver(self, message: Message, /) -> Any:
            self.is_down = True
            return super().deliver(message)

    centre = Failing(("3301",))
    ports = attrs.evolve(line.desk.ports, emergency=centre)
    broken = EmergencyLine(attrs.evolve(line.desk, ports=ports), "E1")

    call = broken.dial(PHONE, by=APP, location=line.here())
    assert isinstance(call.state, Calling)
    line.relay()

    assert isinstance(
        line.desk.case(emergency_call, call.id, by=AUDITOR).state, InfoDelivered
    )
    assert len(line.arrived()) == 1


def test_the_glass_is_broken_for_the_smallest_set_and_reviewed(line: Line) -> None:
    card = line.house.card(3)
    call = line.dial()

    found = line.line.break_glass(call, card.subject, reason="unconscious", by=DESK_120)

    assert isinstance(found.state, InfoDelivered)
    (sent,) = line.arrived()
    assert (sent.consent, sent.contacts, sent.risk, sent.location) == (
        None,
        (),
        None,
        None,
    )
    assert sent.record is not None
    assert sent.record.history == ()
    assert found.state.glass
    assert found.state.glass.by == DESK_120.id
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        line.line.break_glass(found, card.subject, reason="r", by=APP)


@pytest.mark.parametrize(("age", "stale"), [(60, False), (61, True)])
def test_a_location_older_than_a_minute_is_stale(
    line: Line,
    age: int,
    stale: bool,  # noqa: FBT001  # a table
) -> None:
    line.consent()

    call = line.dial(location=line.here(age=age))

    assert isinstance(call.state, InfoDelivered)
    assert stale == call.state.location_stale == line.arrived()[0].location_stale


def test_the_same_call_again_is_the_same_case(line: Line) -> None:
    line.consent()
    where = line.here()

    one = line.dial(key="call-1", location=where)
    two = line.dial(key="call-1", location=where)

    assert one.id == two.id
    assert len(line.arrived()) == 1


def test_a_card_has_one_authorisation_and_it_ends_with_the_card(line: Line) -> None:
    card = line.consent()
    command = Grant(consent="1", phone=PHONE)
    by = Actor("app", holder=card.subject)
    with pytest.raises(ClaimTakenError):
        line.desk.start(emergency_consent, card, command, by=by)

    life = line.desk.case(card_life, card.case, by=AUDITOR)
    line.desk.execute(card_life, life, Cancel(reason="moved"), by=WINDOW)

    (consent,) = line.desk.cases(emergency_consent, card, by=WINDOW)
    assert isinstance(consent.state, Revoked)
    assert line.dial().state.info.reason == "NO_CONSENT"


def test_a_revoked_authorisation_is_given_again_in_the_same_case(line: Line) -> None:
    card = line.consent(contacts=(MOTHER,))
    by = Actor("app", holder=card.subject)
    revoked = line.line.revoke(card, by=by)
    assert revoked
    assert line.desk.storage.history(revoked.id)[0].data == b"", "contacts are erased"

    again = line.line.authorise(card, by=by, consent="2026-2", phone=OTHER_PHONE)

    assert (again.id, again.version) == (revoked.id, 3)
    assert isinstance(again.state, Granted)
    assert line.dial().state.info.reason == "NO_CONSENT"
    assert isinstance(line.dial(OTHER_PHONE).state, InfoDelivered)


def test_nobody_elses_app_authorises(line: Line) -> None:
    card, other = line.house.card(1), line.house.card(2)

    for by in (Actor("app", {"app"}), Actor("app", holder=other.subject)):
        with pytest.raises(RuleViolationError, match="NOT_THE_HOLDER"):
            line.desk.start(
                emergency_consent, card, Grant(consent="1", phone=PHONE), by=by
            )


def test_no_number_and_no_name_is_readable_in_storage_or_repr(line: Line) -> None:
    line.consent(contacts=(MOTHER,))
    call = line.dial()

    events = line.desk.storage.history(call.id)
    for text in (PHONE, MOTHER.name, MOTHER.phone, "某路"):
        assert text not in repr(call)
        assert all(text.encode() not in e.data for e in events)


def test_two_calls_about_one_incident_are_merged(line: Line) -> None:
    line.consent()
    first, second = line.dial(), line.dial()
    found = line.line.open_calls(f"+86{PHONE}", by=DESK_120)
    assert [c.id for c in found] == [first.id, second.id]

    line.desk.execute(emergency_call, second, Merge(into=first.id), by=DESK_120)

    (left,) = line.line.open_calls(PHONE, by=DESK_120)
    assert left.id == first.id
    with pytest.raises(AccessDeniedError):
        line.line.open_calls(PHONE, by=APP)


def test_a_lost_card_still_speaks_for_its_holder(line: Line) -> None:
    card = line.consent()
    life = line.desk.case(card_life, card.case, by=AUDITOR)
    line.desk.execute(card_life, life, ReportLost(reason="bus"), by=WINDOW)

    assert isinstance(line.dial().state, InfoDelivered)


def test_a_whole_journey_ends_when_the_access_is_reviewed(line: Line) -> None:
    crew = Actor("crew-2", {"crew"})
    nurse = Actor("nurse-1", {"emergency-department"})
    card = line.house.card()
    call = line.line.break_glass(
        line.dial(), card.subject, reason="unconscious", by=DESK_120
    )
    steps: tuple[tuple[EmergencyCallCommand, Actor], ...] = (
        (Accept(number="N1"), DESK_120),
        (Dispatch(vehicle="A1"), DESK_120),
        (ArriveScene(), crew),
        (Depart(hospital="H1"), crew),
        (ArriveHospital(), crew),
        (SignHandover(side="hospital", sheet="S1"), nurse),
        (SignHandover(side="crew", sheet="S1"), crew),
        (CompleteRecord(), crew),
        (Close(), DESK_120),
    )
    for command, by in steps:
        call = line.desk.execute(emergency_call, call, command, by=by)
    assert isinstance(call.state, ReviewPending)
    line.house.clock.forward(hours=73)
    Clockwork(line.desk).run_once()
    call = line.desk.case(emergency_call, call.id, by=AUDITOR)
    assert call.state.review_overdue

    verdict = ReviewBreakGlass(justified=True, note="alone and unconscious")
    call = line.desk.execute(
        emergency_call, call, verdict, by=Actor("r-1", {"reviewer"})
    )

    assert isinstance(call.state, Reviewed)
    assert call.state.ended_as == "Closed"
    left = line.desk.storage.pending(at=line.house.clock.now, limit=9)
    assert sorted(m.kind for m in left) == [
        "ambulance-pre-notice",
        "break-glass-review",
        "break-glass-review",
    ]
