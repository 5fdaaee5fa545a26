"""Who books or answers for somebody else, without his grant (代约人与代填人)."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import attrs
import pytest

from ehealthcard import Card, Clockwork, OutboxRelay, Ports, Suite
from ehealthcard.adapters.questions import PACKAGED, FileQuestions
from ehealthcard.adapters.receivers import PaymentPort, SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.errors import (
    AccessDeniedError,
    CardLostError,
    CardMergedError,
    RuleViolationError,
)
from ehealthcard.ports import Port
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.booking import PROFILE_B
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.declaring import Declarant, Relation
from ehealthcard.services import appointment as booking
from ehealthcard.services.access_grant import Grant, access_grant
from ehealthcard.services.epi_survey import Submit, Submitted, epi_survey
from ehealthcard.services.foundation.card import ReportLost, card_life
from ehealthcard.services.foundation.real_name_doubt import (
    Doubt,
    Ground,
    real_name_doubt,
)
from ehealthcard.services.health_declaration import health_declaration
from ehealthcard.services.pre_visit_interview import (
    Invite,
    Start,
    pre_visit_interview,
)
from ehealthcard.workflow import Timeline
from tests.actors import AUDITOR

from .conftest import WINDOW, build
from .test_accounts import app
from .two_cards import REVIEW, Two, two
from .visits import WELL, submit

FREELY = PROFILE_B.model_copy(update={"cancels": None, "before_visit": ()})
HELPER = Declarant(relation=Relation.FRIEND, reason="cannot read", name="李四")
FRIEND = 9


@cache
def packaged() -> FileQuestions:
    return FileQuestions.open(PACKAGED)


@attrs.define
class Neighbours:
    """Somebody with two cards, and a friend for whom he books."""

    two: Two
    friend: Card
    hospital: SimulatedHospital

    @property
    def desk(self) -> Any:
        return self.two.desk

    @desk.setter
    def desk(self, other: Any) -> None:
        self.two.house.desk = other

    def book(self, by: Card) -> Any:
        day = day_of(self.two.house.clock.now) + timedelta(days=3)
        found = self.hospital.scheduling.slots(
            org="H1", department="03.01", first=day, last=day
        )
        slot = next(o.slot for o in found if not o.slot.is_expert)
        case = self.desk.start(
            booking.appointment,
            self.friend,
            booking.Request(slot=slot.id),
            by=app(by),
        )
        ports: dict[str, Port] = {
            "scheduling": SchedulingPort(self.hospital.scheduling),
            "payments": PaymentPort(self.hospital.payments),
        }
        for _ in range(4):
            OutboxRelay(self.desk, ports).run_once()
            self.two.house.clock.forward(seconds=5)
        return self.desk.case(booking.appointment, case.id, by=AUDITOR)

    def cancel(self, case: Any, by: Card) -> Any:
        return self.desk.execute(
            booking.appointment, case, booking.Cancel(), by=app(by)
        )

    def declare(self, by: Card) -> Any:
        said = submit().model_copy(update={"declarant": HELPER})
        return self.desk.start(health_declaration, self.friend, said, by=app(by))

    def doubt(self, card: Card) -> None:
        said = Doubt(ground=Ground.TAKEN_OVER, reason="two faces")
        by = attrs.evolve(REVIEW[0], roles={"real-name-reviewer"})
        self.desk.start(real_name_doubt, card, said, by=by)

    def lose(self, card: Card) -> None:
        life = self.desk.case(card_life, card.case, by=AUDITOR)
        self.desk.execute(card_life, life, ReportLost(reason="bus"), by=WINDOW)


@pytest.fixture
def them() -> Neighbours:
    house = build(MemoryStorage(), Suite.INTL)
    hospital = SimulatedHospital("H1", seed=3)
    ports = Ports(scheduling=hospital.scheduling, questions=packaged())
    packs = {n: Timeline((FREELY,)) for n in ("appointment", "booking-penalty")}
    house.desk = attrs.evolve(house.desk, ports=ports, policies=packs)
    return Neighbours(two(house), house.card(FRIEND), hospital)


def test_a_neighbour_who_is_doubted_declares_and_books_for_nobody(
    them: Neighbours,
) -> None:
    assert them.declare(them.two.kept)
    case = them.book(them.two.kept)
    them.doubt(them.two.kept)

    acts: tuple[Callable[[], object], ...] = (
        lambda: them.declare(them.two.kept),
        lambda: them.book(them.two.kept),
        lambda: them.cancel(case, them.two.kept),
        lambda: them.desk.start(
            pre_visit_interview,
            them.friend,
            Invite(appointment=case.state.booking.charge, org_name="H1"),
            by=app(them.two.kept),
        ),
    )
    for act in acts:
        with pytest.raises(RuleViolationError, match="CARER_DOUBTED"):
            act()
    assert isinstance(them.cancel(case, them.friend).state, booking.Cancelled)


def test_nor_does_one_whose_card_is_lost(them: Neighbours) -> None:
    case = them.book(them.two.kept)
    them.lose(them.two.kept)
    acts: tuple[Callable[[], object], ...] = (
        lambda: them.declare(them.two.kept),
        lambda: them.cancel(case, them.two.kept),
    )
    for act in acts:
        with pytest.raises(CardLostError):
            act()


def test_who_is_doubted_still_books_for_himself(them: Neighbours) -> None:
    them.doubt(them.friend)
    case = them.book(them.friend)
    assert isinstance(them.cancel(case, them.friend).state, booking.Cancelled)


def test_who_booked_with_a_card_that_retired_calls_it_off_with_the_other(
    them: Neighbours,
) -> None:
    case = them.book(them.two.gone)
    them.two.merge()

    with pytest.raises(CardMergedError):
        them.cancel(case, them.two.gone)
    assert isinstance(them.cancel(case, them.two.kept).state, booking.Cancelled)


def test_and_invites_him_to_the_interview(them: Neighbours) -> None:
    case = them.book(them.two.gone)
    them.two.merge()
    said = Invite(appointment=case.state.booking.charge, org_name="H1")
    assert them.desk.start(
        pre_visit_interview, them.friend, said, by=app(them.two.kept)
    )


def test_what_a_booking_of_a_merged_card_asks_is_answered_by_the_delegate(
    them: Neighbours,
) -> None:
    them.desk = attrs.evolve(them.desk, policies={})
    helper, them.friend = them.friend, them.two.gone
    them.book(them.two.gone)
    them.two.merge()
    them.desk.start(
        access_grant,
        them.two.kept,
        Grant(
            delegate=helper.subject,
            scopes=(GrantScope.DECLARING,),
            until=them.two.house.clock.now + timedelta(days=30),
            consent="1",
        ),
        by=app(them.two.kept),
    )
    (asked,) = them.desk.cases(epi_survey, them.two.gone, by=AUDITOR)
    (invited,) = them.desk.cases(pre_visit_interview, them.two.gone, by=AUDITOR)
    started = them.desk.execute(
        pre_visit_interview,
        invited,
        Start(consent="1", declarant=HELPER),
        by=app(helper),
    )
    assert started.state.respondent.holder == helper.subject
    assert them.desk.case(pre_visit_interview, invited.id, by=app(helper))

    them.two.house.clock.forward(days=2, hours=1)
    them.desk.case(epi_survey, asked.id, by=app(helper))
    Clockwork(them.desk).run_once()
    asked = them.desk.case(epi_survey, asked.id, by=app(helper))
    filled = Submit(answers=WELL, commitment="1", declarant=HELPER)
    done = them.desk.execute(epi_survey, asked, filled, by=app(helper))
    assert isinstance(done.state, Submitted)

    them.doubt(helper)
    with pytest.raises(AccessDeniedError):
        them.desk.case(epi_survey, asked.id, by=app(helper))


def test_a_booking_for_oneself_by_another_card_of_one_s_own_is_one_s_own(
    them: Neighbours,
) -> None:
    them.friend = them.two.kept
    case = them.book(them.two.gone)
    them.two.merge()
    them.doubt(them.two.kept)
    assert isinstance(them.cancel(case, them.two.kept).state, booking.Cancelled)
