"""Chronic disease through the desk: screened, confirmed, cared for, told, ended."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Card, Clockwork, OutboxRelay, Suite
from ehealthcard.adapters.simulator import SimulatedMessenger, document_of, name_of
from ehealthcard.desk import Notifier
from ehealthcard.errors import (
    CardLostError,
    NotAllowedError,
    RuleViolationError,
    VersionConflictError,
)
from ehealthcard.identity import Applicant
from ehealthcard.ports import Accepted, Storage
from ehealthcard.rules.calendar import day_of, end_of, start_of
from ehealthcard.rules.chronic.codes import Disease, EndReason
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.chronic_care import (
    Due,
    End,
    Ended,
    Missed,
    NoteOutcome,
    Outcome,
    Planned,
    Proposed,
    UrgentlyReferred,
    chronic_care,
)
from ehealthcard.services.chronic_screening import (
    Confirmed,
    Diagnosis,
    DueAgain,
    HighRisk,
    Normal,
    ReferredForDiagnosis,
    Repeat,
    ReportDiagnosis,
    Stopped,
    Superseded,
    Suspect,
    chronic_screening,
)
from ehealthcard.services.foundation.card import ReportLost
from ehealthcard.services.message_preference import Grant, message_preference
from ehealthcard.services.notification import notification
from tests.actors import AUDITOR
from tests.services.test_chronic_care import ENROL, SWEET, pressed, sugared
from tests.services.test_chronic_screening import DOCTOR, NURSE, first, pressure, sugar

from .conftest import WINDOW, House, build
from .life import change
from .shop import Outside

FAMILY = Actor("doctor-1", {"family-doctor", "staff"}, org="C1")


@attrs.define
class Clinic:
    """A community health centre: a desk, its HIS and a messenger."""

    house: House
    his: Outside = attrs.field(factory=Outside)
    messenger: SimulatedMessenger = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.messenger = SimulatedMessenger(self.house.clock)

    @property
    def desk(self) -> Any:
        return self.house.desk

    def go(self) -> None:
        """Run relay and clockwork until nothing is left to do now."""
        ports: dict[str, Any] = {
            "his": self.his,
            "messenger": self.messenger,
            "notifier": Notifier(self.desk),
        }
        relay, clockwork = OutboxRelay(self.desk, ports), Clockwork(self.desk)
        while relay.run_once() + clockwork.run_once():
            pass

    def patient(self, seed: int = 1, years: int = 50) -> Card:
        born = self.house.clock.now.date() - timedelta(days=366 * years)
        who = Applicant(name_of(seed), document_of(seed, born=born))
        return self.desk.register(who, by=WINDOW)  # type: ignore[no-any-return]  # Any desk

    def welcome(self, card: Card) -> None:
        self.desk.start(message_preference, card, Grant(consent="1"), by=WINDOW)

    def screen(self, card: Card, measured: Any) -> Any:
        return self.desk.start(chronic_screening, card, first(measured), by=NURSE)

    def enrol(self, card: Card, command: Any = ENROL) -> Any:
        return self.desk.start(chronic_care, card, command, by=FAMILY)

    def do(self, case: Any, command: Any, by: Actor = FAMILY, **more: Any) -> Any:
        workflow = chronic_care if case.workflow == "chronic-care" else None
        used: Any = workflow or chronic_screening
        return self.desk.execute(used, case, command, by=by, **more)

    def care(self, card: Card) -> list[Any]:
        return list(self.desk.cases(chronic_care, card, by=FAMILY))

    def now(self, case: Any) -> Any:
        used: Any = (
            chronic_care if case.workflow == "chronic-care" else chronic_screening
        )
        return self.desk.case(used, case.id, by=AUDITOR)

    def kinds(self) -> list[str]:
        return [m.kind for m in self.his.received]


@pytest.fixture
def clinic(storage: Storage) -> Clinic:
    return Clinic(build(storage, Suite.INTL))


def test_ht19_raised_on_three_days_is_confirmed_and_opens_care(clinic: Clinic) -> None:
    card = clinic.patient()
    case = clinic.screen(card, pressure("150/95"))
    case = clinic.do(case, Repeat(measured=pressure("148/92")), NURSE)
    clinic.house.clock.forward(days=1)
    case = clinic.do(case, Repeat(measured=pressure("146/90")), NURSE)
    assert isinstance(case.state, Suspect)
    with pytest.raises(RuleViolationError, match="SCREENING_OPEN"):
        clinic.screen(card, pressure("120/80"))
    clinic.house.clock.forward(days=1)
    case = clinic.do(case, Repeat(measured=pressure("144/80")), NURSE)
    assert isinstance(case.state, ReferredForDiagnosis)
    confirm = ReportDiagnosis(result=Diagnosis.CONFIRMED, org="H1")
    case = clinic.do(case, confirm, DOCTOR)
    assert isinstance(case.state, Confirmed)

    (care,) = clinic.care(card)
    assert isinstance(care.state, Proposed)
    assert case.id in clinic.desk.history(chronic_care, care, by=AUDITOR)[0].cause
    care = clinic.do(care, ENROL)
    assert isinstance(care.state, Planned)
    with pytest.raises(RuleViolationError, match="ALREADY_MANAGED"):
        clinic.screen(card, pressure("120/80"))
    with pytest.raises(RuleViolationError, match="CHRONIC_CARE_OPEN"):
        clinic.enrol(card)
    clinic.go()
    assert ["chronic-diagnosis", "chronic-to-enrol"] == clinic.kinds()


def test_two_diseases_of_one_holder_are_two_cases(clinic: Clinic) -> None:
    card, confirm = (
        clinic.patient(),
        ReportDiagnosis(result=Diagnosis.CONFIRMED, org="H1"),
    )
    for measured in (pressure("180/95"), sugar("8")):
        case = clinic.screen(card, measured)
        clinic.do(case, confirm, DOCTOR)

    found = {c.state.disease for c in clinic.care(card)}
    assert set(Disease) == found
    assert 2 == len(clinic.care(card))


def test_a_confirmation_of_what_is_cared_for_opens_nothing(clinic: Clinic) -> None:
    card = clinic.patient()
    case = clinic.screen(card, pressure("180/95"))
    clinic.enrol(card)
    confirm = ReportDiagnosis(result=Diagnosis.CONFIRMED, org="H1")

    assert isinstance(clinic.do(case, confirm, DOCTOR).state, Confirmed)
    assert 1 == len(clinic.care(card))


def test_a_new_round_closes_the_one_before_of_the_same_disease(clinic: Clinic) -> None:
    card = clinic.patient()
    old = clinic.screen(card, pressure("120/80"))
    other = clinic.screen(card, sugar("5"))
    clinic.house.clock.forward(days=370)
    assert isinstance(clinic.now(old).state, DueAgain)

    new = clinic.screen(card, pressure("132/80"))

    assert isinstance(new.state, HighRisk)
    assert isinstance(clinic.now(old).state, Superseded)
    assert isinstance(clinic.now(other).state, DueAgain)


def test_a_due_visit_is_told_without_a_word_of_the_disease(clinic: Clinic) -> None:
    card = clinic.patient()
    clinic.welcome(card)
    case = clinic.do(clinic.enrol(card), pressed("130/80"))
    opens, due = case.state.opens_at, case.state.due_on
    clinic.house.clock.now = opens
    clinic.go()
    assert isinstance(clinic.now(case).state, Planned)
    clinic.house.clock.now = opens + timedelta(hours=9)
    clinic.go()

    (shown,) = clinic.messenger.to(card.subject)
    assert "城东社区提醒您：您的健康随访时间已到，请点击预约。" == shown
    assert isinstance(clinic.now(case).state, Due)
    clinic.house.clock.now = end_of(due + timedelta(days=7)) + timedelta(hours=9)
    assert isinstance(clinic.now(case).state, Missed)
    clinic.go()
    assert 2 == len(clinic.messenger.to(card.subject))
    assert ["chronic-unseen"] == clinic.kinds()
    found = clinic.desk.cases(notification, card, by=WINDOW)
    kinds = {c.state.kind.value for c in found}
    assert {"chronic-due", "follow-up"} == kinds


def test_danger_is_told_at_once_and_followed_within_two_weeks(clinic: Clinic) -> None:
    card = clinic.patient()
    case = clinic.do(clinic.enrol(card), pressed("180/95"))
    assert isinstance(case.state, UrgentlyReferred)
    today = day_of(clinic.house.clock.now)
    assert today + timedelta(days=14) == case.state.due_on
    clinic.go()
    assert ["chronic-referral-urgent"] == clinic.kinds()
    clinic.house.clock.now = start_of(today + timedelta(days=8))
    case = clinic.now(case)
    assert isinstance(case.state, Due)
    case = clinic.do(case, NoteOutcome(outcome=Outcome.RETURNED))
    assert isinstance(case.state, Due)
    case = clinic.do(case, pressed("135/80"))
    assert isinstance(case.state, Planned)


def test_a_his_that_is_down_or_answers_late_hears_of_it_in_the_end(
    clinic: Clinic,
) -> None:
    card = clinic.patient()
    clinic.his.answers = ["down", "down", Accepted()]
    case = clinic.do(clinic.enrol(card, SWEET), sugared("20"))
    for _ in range(4):
        clinic.go()
        clinic.house.clock.forward(minutes=30)

    assert 3 == len(clinic.his.received)
    assert 1 == len({m.key for m in clinic.his.received})
    assert isinstance(clinic.now(case).state, UrgentlyReferred)
    assert b"16.7" not in clinic.his.received[-1].key.encode()


def test_the_same_request_twice_is_one_visit_and_an_old_page_is_refused(
    clinic: Clinic,
) -> None:
    card = clinic.patient()
    old = clinic.enrol(card)
    one = clinic.do(old, pressed("150/95"), key="k1")
    two = clinic.do(old, pressed("150/95"), key="k1")
    assert (one.version, 1) == (two.version, len(two.state.visits))
    with pytest.raises(VersionConflictError):
        clinic.do(old, pressed("150/95"))
    with pytest.raises(RuleViolationError, match="VISIT_SAME_DAY"):
        clinic.do(one, pressed("150/95"))


def test_cx1_death_ends_everything_and_a_second_word_of_it_nothing(
    clinic: Clinic,
) -> None:
    card = clinic.patient()
    care = clinic.do(clinic.enrol(card), pressed("130/80"))
    doubt = clinic.screen(card, sugar("8"))
    died = PersonDied(card=card.subject)
    assert 0 < clinic.desk.announce(died)

    ended = clinic.now(care).state
    assert isinstance(ended, Ended)
    assert EndReason.DIED is ended.reason
    assert isinstance(clinic.now(doubt).state, Stopped)
    assert 0 == clinic.desk.announce(died)
    with pytest.raises(NotAllowedError):
        clinic.do(clinic.now(care), pressed("130/80"))


def test_a_lost_card_opens_nothing_and_stops_no_care(clinic: Clinic) -> None:
    card = clinic.house.card()
    case = clinic.enrol(card)
    change(clinic.house, ReportLost(reason="bus"))

    with pytest.raises(CardLostError):
        clinic.enrol(card, SWEET)
    with pytest.raises(CardLostError):
        clinic.screen(card, sugar("5"))
    assert isinstance(clinic.do(case, pressed("130/80")).state, Planned)


def test_who_left_may_be_taken_into_care_again(clinic: Clinic) -> None:
    card = clinic.patient()
    case = clinic.enrol(card)
    holder = Actor("app", holder=card.subject)
    other = Actor("app", holder=clinic.patient(2).subject)
    with pytest.raises(RuleViolationError, match="REFUSAL_NOT_YOURS"):
        clinic.do(case, End(reason=EndReason.REFUSED), other)
    case = clinic.do(case, End(reason=EndReason.REFUSED), holder)
    assert isinstance(case.state, Ended)

    assert isinstance(clinic.enrol(card).state, Planned)
    assert isinstance(clinic.screen(card, sugar("5")).state, Normal)


def test_lists_at_the_window_tell_when_and_not_what(clinic: Clinic) -> None:
    card = clinic.patient()
    clinic.do(clinic.enrol(card), pressed("150/95"))
    (seen,) = clinic.desk.cases(chronic_care, card, by=WINDOW)
    assert (None, ()) == (seen.state.last, seen.state.visits)
    (known,) = clinic.care(card)
    assert known.state.last is not None
