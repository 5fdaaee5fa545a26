"""Booking, declaring and paying in somebody's stead (授权代办、成年监护)."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Card, OutboxRelay, Ports, Suite
from ehealthcard.adapters.receivers import PaymentPort, SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Kinship
from ehealthcard.errors import AccessDeniedError, RuleViolationError
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.declaring import Declarant, Relation
from ehealthcard.rules.family import ProofKind
from ehealthcard.services.access_grant import Grant, Revoke, access_grant
from ehealthcard.services.appointment import (
    Cancel,
    Cancelled,
    Confirmed,
    Request,
    appointment,
)
from ehealthcard.services.foundation.family_bond import GuardAdult
from ehealthcard.services.health_declaration import ValidClear, health_declaration
from tests.actors import AUDITOR

from .conftest import WINDOW, House, build
from .visits import submit


def app(card: Card) -> Actor:
    return Actor(f"app-{card.subject[:6]}", {"resident"}, holder=card.subject)


@attrs.define
class Two:
    """A father, his daughter who sees to things, and a hospital."""

    house: House
    hospital: SimulatedHospital
    father: Card
    daughter: Card

    @property
    def desk(self) -> Any:
        return self.house.desk

    def let(self, *scopes: GrantScope) -> Any:
        until = self.desk.clock() + timedelta(days=30)
        command = Grant(
            delegate=self.daughter.subject, scopes=scopes, until=until, consent="1"
        )
        return self.desk.start(access_grant, self.father, command, by=app(self.father))

    def booked(self) -> Any:
        day = day_of(self.house.clock.now) + timedelta(days=2)
        (first, *_) = self.hospital.scheduling.slots(
            org="H1", department="03.01", first=day, last=day
        )
        request = Request(slot=first.slot.id)
        by = app(self.father)
        case = self.desk.start(appointment, self.father, request, by=by)
        ports: Any = {
            "scheduling": SchedulingPort(self.hospital.scheduling),
            "payments": PaymentPort(self.hospital.payments),
        }
        for _ in range(4):
            OutboxRelay(self.desk, ports).run_once()
            self.house.clock.forward(seconds=5)
        found = self.desk.case(appointment, case.id, by=AUDITOR)
        assert isinstance(found.state, Confirmed)
        return found

    def declares(self, **said: Any) -> Any:
        declarant = Declarant(relation=Relation.FAMILY, **said)
        command = submit().model_copy(update={"declarant": declarant})
        by = app(self.daughter)
        return self.desk.start(health_declaration, self.father, command, by=by)


@pytest.fixture
def two() -> Two:
    hospital = SimulatedHospital("H1", seed=3)
    house = build(MemoryStorage(), Suite.INTL)
    house.desk = attrs.evolve(house.desk, ports=Ports(scheduling=hospital.scheduling))
    return Two(house, hospital, house.card(1), house.card(2))


def test_whom_the_holder_has_let_book_changes_his_bookings(two: Two) -> None:
    case, daughter = two.booked(), app(two.daughter)
    grant = two.let(GrantScope.DECLARING)
    with pytest.raises(RuleViolationError, match="OTHER_PERSON"):
        two.desk.execute(appointment, case, Cancel(), by=daughter)
    with pytest.raises(AccessDeniedError):
        two.desk.case(appointment, case.id, by=daughter)
    two.desk.execute(access_grant, grant, Revoke(), by=app(two.father))
    two.let(GrantScope.BOOKING)

    seen = two.desk.case(appointment, case.id, by=daughter)
    done = two.desk.execute(appointment, seen, Cancel(), by=daughter)

    assert isinstance(done.state, Cancelled)
    *_, last = two.desk.history(appointment, done, by=AUDITOR)
    assert (daughter.id, two.daughter.subject) == (last.actor, last.behind)


def test_whom_the_holder_has_let_declare_needs_no_other_reason(two: Two) -> None:
    with pytest.raises(RuleViolationError, match="PROXY_REASON_REQUIRED"):
        two.declares()
    two.let(GrantScope.BOOKING, GrantScope.PAYING)
    with pytest.raises(RuleViolationError, match="PROXY_REASON_REQUIRED"):
        two.declares()


def test_a_grant_to_declare_is_enough_and_names_both(two: Two) -> None:
    two.let(GrantScope.DECLARING)

    case = two.declares()

    assert isinstance(case.state, ValidClear)
    (event,) = two.desk.history(health_declaration, case, by=AUDITOR)
    assert (two.father.subject, two.daughter.subject) == (case.subject, event.behind)


def test_an_adults_guardian_by_a_court_order_acts_where_a_minors_does(two: Two) -> None:
    case, daughter = two.booked(), app(two.daughter)
    with pytest.raises(RuleViolationError, match="OTHER_PERSON"):
        two.desk.execute(appointment, case, Cancel(), by=daughter)
    order = GuardAdult(
        carer=two.daughter.subject,
        kinship=Kinship.DAUGHTER,
        proof=ProofKind.COURT_ORDER,
        reference="(2026)民特1号",
    )
    two.desk.accounts.link(two.father, order, by=WINDOW)

    let = Grant(
        delegate=two.house.card(3).subject,
        scopes=(GrantScope.RECORDS,),
        until=two.desk.clock() + timedelta(days=30),
        consent="1",
    )
    given = two.desk.start(access_grant, two.father, let, by=daughter)
    done = two.desk.execute(appointment, case, Cancel(), by=daughter)

    assert given.state.by_guardian
    assert isinstance(done.state, Cancelled)
