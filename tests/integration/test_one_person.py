"""Who has two cards that became one has one record, one limit and one agenda."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Card, Ports, Suite
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Kinship, Purpose
from ehealthcard.errors import (
    AccessDeniedError,
    ClaimTakenError,
    RuleViolationError,
)
from ehealthcard.monitor.verification import verify_audit
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.booking import PROFILE_B
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.signals import AppointmentMissed
from ehealthcard.services.access_grant import Grant, Revoke, access_grant
from ehealthcard.services.appointment import Cancel, Request, appointment
from ehealthcard.services.booking_penalty import Counting, booking_penalty
from ehealthcard.services.family_voucher import Give as GiveVoucher
from ehealthcard.services.family_voucher import TakeBack, family_voucher
from ehealthcard.services.foundation.consent import Give, consent
from ehealthcard.services.health_declaration import Expired, health_declaration
from ehealthcard.services.insurance_suspension import (
    OFFICE,
    SuspendInsurance,
    insurance_suspension,
)
from ehealthcard.services.rehab_episode import rehab_episode
from ehealthcard.services.rehab_episode.commands import TakeOn
from ehealthcard.services.senior_agent import AskAgent, DismissAgent, senior_agent
from ehealthcard.services.settlement import ChooseInsurance, Publish, settlement
from ehealthcard.workflow import Timeline
from tests.actors import AUDITOR

from .cashdesk import HIS, bill, money
from .conftest import WINDOW, build
from .two_cards import Two, two
from .visits import submit

APP = Actor("app", {"app"})
DOCTOR = Actor("doctor-1", {"doctor", "therapist"}, org="H1")


@pytest.fixture
def pair() -> Two:
    return two(build(MemoryStorage(), Suite.INTL))


@attrs.define
class Clinic:
    """A hospital that takes bookings of somebody with two cards."""

    pair: Two
    hospital: SimulatedHospital

    @classmethod
    def of(cls, **policy: Any) -> "Clinic":
        pack = PROFILE_B.model_copy(update=policy)
        packs = {n: Timeline((pack,)) for n in ("appointment", "booking-penalty")}
        house = build(MemoryStorage(), Suite.INTL, policies=packs)
        hospital = SimulatedHospital("H1", seed=3, clock=house.clock)
        ports = Ports(
            scheduling=hospital.scheduling,
            billing=hospital.billing,
            insurance=hospital.insurance,
        )
        house.desk = attrs.evolve(house.desk, ports=ports)
        return cls(two(house), hospital)

    def wanted(self, number: int = 0, ahead: int = 2) -> Request:
        """Return a request for one of a day's slots, in order of time."""
        day = day_of(self.pair.house.clock.now) + timedelta(days=ahead)
        offers = self.hospital.scheduling.slots(
            org="H1", department="03.01", first=day, last=day
        )
        slots = sorted((o.slot for o in offers), key=lambda slot: slot.starts_at)
        return Request(slot=slots[number].id)

    def book(self, card: Card, number: int = 0, ahead: int = 2) -> Any:
        wanted = self.wanted(number, ahead)
        return self.pair.desk.start(appointment, card, wanted, by=APP)

    def miss(self, card: Card, *days: date) -> None:
        for day in days:
            missed = AppointmentMissed(card=card.subject, on=day)
            self.pair.desk.announce(missed)


def test_one_booking_in_a_department_and_day_is_one_by_both_cards() -> None:
    clinic = Clinic.of()
    pair = clinic.pair
    clinic.book(pair.gone)
    case = pair.merge()
    with pytest.raises(RuleViolationError) as caught:
        clinic.book(pair.kept, -1)
    assert caught.value.code == "QUOTA_REACHED"
    clinic.book(pair.kept, ahead=3)
    pair.part(case)
    clinic.book(pair.kept, -1)


def test_missed_appointments_of_both_cards_count_together() -> None:
    clinic = Clinic.of()
    pair, today = clinic.pair, day_of(clinic.pair.house.clock.now)
    clinic.miss(pair.gone, today - timedelta(days=30), today - timedelta(days=20))
    clinic.miss(pair.kept, today - timedelta(days=10))
    clinic.book(pair.kept)
    case = pair.merge()
    with pytest.raises(RuleViolationError) as caught:
        clinic.book(pair.kept, ahead=3)
    assert caught.value.code == "BOOKING_BLOCKED"
    records = pair.desk.cases(booking_penalty, pair.kept, by=AUDITOR)
    assert {Counting} == {type(record.state) for record in records}
    pair.part(case)
    clinic.book(pair.kept, ahead=3)


def test_a_block_of_the_retired_card_is_the_holder_s() -> None:
    clinic = Clinic.of()
    pair, today = clinic.pair, day_of(clinic.pair.house.clock.now)
    clinic.miss(pair.gone, *(today - timedelta(days=n) for n in (30, 20, 10)))
    clinic.book(pair.kept)
    pair.merge()
    with pytest.raises(RuleViolationError) as caught:
        clinic.book(pair.kept, ahead=3)
    assert caught.value.code == "BOOKING_BLOCKED"


def test_who_was_suspended_by_the_insurance_is_suspended_by_both_cards() -> None:
    clinic = Clinic.of()
    pair, desk, office = clinic.pair, clinic.pair.desk, Actor("yb-1", {OFFICE})
    said = SuspendInsurance(months=3, decision="D-1")
    desk.start(insurance_suspension, pair.gone, said, by=office)
    made = bill("150.00")
    clinic.hospital.billing.add(pair.kept.subject, made)
    billed = desk.start(
        settlement, pair.kept, Publish(bill=made, org_name="市第一医院"), by=HIS
    )
    credential = clinic.hospital.insurance.enrol(pair.kept.subject, money("0.00"))
    pair.merge()
    choose = ChooseInsurance(credential=credential)
    with pytest.raises(RuleViolationError) as caught:
        desk.execute(settlement, billed, choose, by=pair.me())
    assert caught.value.code == "INSURANCE_SUSPENDED"


def test_there_is_one_episode_by_both_cards(pair: Two) -> None:
    first = pair.desk.start(rehab_episode, pair.gone, TakeOn(), by=DOCTOR)
    case = pair.merge()
    with pytest.raises(ClaimTakenError):
        pair.desk.start(rehab_episode, pair.kept, TakeOn(), by=DOCTOR)
    assert [first.id] == [
        c.id for c in pair.desk.cases(rehab_episode, pair.kept, by=AUDITOR)
    ]
    pair.part(case)
    pair.desk.start(rehab_episode, pair.kept, TakeOn(), by=DOCTOR)
    found = verify_audit(pair.desk.storage, pair.desk.keys.suite)
    assert found.flaw is None


def test_two_that_each_card_had_before_go_on(pair: Two) -> None:
    for card in (pair.gone, pair.kept):
        pair.desk.start(rehab_episode, card, TakeOn(), by=DOCTOR)
    pair.merge()
    found = pair.desk.cases(rehab_episode, pair.kept, by=AUDITOR)
    assert len(found) == 2


def test_what_is_overdue_of_the_retired_card_is_caught_up_before_a_rule_looks(
    pair: Two,
) -> None:
    desk, clock = pair.desk, pair.house.clock
    old = desk.start(health_declaration, pair.gone, submit(), by=WINDOW)
    pair.merge()
    clock.forward(days=2)
    assert desk.storage.last(old.id).state != Expired.__name__
    desk.start(health_declaration, pair.kept, submit(), by=WINDOW)
    assert desk.storage.last(old.id).state == Expired.__name__


def test_the_agenda_of_the_card_that_stays_is_the_holder_s(pair: Two) -> None:
    desk, clock = pair.desk, pair.house.clock
    cases = list[str]()
    for card in (pair.gone, pair.kept, pair.gone):
        case = desk.start(health_declaration, card, submit(), by=WINDOW)
        cases.append(case.id)
        clock.forward(minutes=1)
    until = clock.now + timedelta(days=9)
    before = desk.due(until=until, by=WINDOW, card=pair.kept)
    assert [cases[1]] == [d.case.id for d in before.cases]
    merged = pair.merge()
    listed = desk.due(until=until, by=pair.me(), card=pair.kept)
    assert cases[1:] == [d.case.id for d in listed.cases]
    page, seen = desk.due(until=until, by=WINDOW, card=pair.kept, limit=1), list[str]()
    while page.cases:
        seen += [d.case.id for d in page.cases]
        page = desk.due(
            until=until, by=WINDOW, card=pair.kept, limit=1, after=page.after
        )
    assert cases[1:] == seen
    agenda = desk.agenda(until=until, by=WINDOW, card=pair.kept)
    assert cases[1:] == [d.case for d in agenda]
    only = desk.agenda(until=until, by=WINDOW, card=pair.kept, limit=1)
    assert cases[1:2] == [d.case for d in only]
    pair.part(merged)
    after = desk.due(until=until, by=WINDOW, card=pair.kept)
    assert [cases[1]] == [d.case.id for d in after.cases]


def test_a_grant_holds_for_the_card_that_it_was_given_with_and_those_behind_it(
    pair: Two,
) -> None:
    desk, clock, friend = pair.desk, pair.house.clock, pair.house.card(5)
    by = Actor("app-5", {"resident"}, holder=friend.subject)
    given = Grant(
        delegate=friend.subject,
        scopes=(GrantScope.RECORDS, GrantScope.BOOKING),
        until=clock.now + timedelta(days=30),
        consent="1",
    )
    old = desk.start(access_grant, pair.gone, given, by=pair.me(pair.gone))
    past = desk.start(health_declaration, pair.gone, submit(), by=WINDOW)
    pair.merge()
    assert past.id in {c.id for c in desk.all_cases(pair.gone, by=by)}
    with pytest.raises(AccessDeniedError):
        desk.all_cases(pair.kept, by=by)
    anew = desk.start(access_grant, pair.kept, given, by=pair.me())
    assert anew.id != old.id
    assert past.id in {c.id for c in desk.all_cases(pair.kept, by=by)}


def test_a_delegate_acts_for_the_card_that_stays_once_he_is_let_anew() -> None:
    clinic = Clinic.of()
    pair, desk, friend = clinic.pair, clinic.pair.desk, clinic.pair.house.card(5)
    by = Actor("app-5", {"resident"}, holder=friend.subject)
    given = Grant(
        delegate=friend.subject,
        scopes=(GrantScope.BOOKING,),
        until=pair.house.clock.now + timedelta(days=30),
        consent="1",
    )
    old, own = clinic.book(pair.gone), clinic.book(pair.kept, ahead=3)
    desk.start(access_grant, pair.gone, given, by=pair.me(pair.gone))
    pair.merge()
    with pytest.raises(RuleViolationError) as caught:
        desk.execute(appointment, own, Cancel(), by=by)
    assert caught.value.code == "OTHER_PERSON"
    desk.execute(appointment, old, Cancel(), by=by)
    desk.start(access_grant, pair.kept, given, by=pair.me())
    desk.execute(appointment, own, Cancel(), by=by)


def test_a_consent_of_the_retired_card_is_given_anew(pair: Two) -> None:
    give = Give(purpose=Purpose.RESEARCH, scope=("laboratory",), version="1")
    pair.desk.start(consent, pair.gone, give, by=pair.me(pair.gone))
    pair.merge()
    clerk = Actor("clerk-1", {"staff"}, purpose=Purpose.RESEARCH)
    with pytest.raises(AccessDeniedError):
        pair.desk.all_cases(pair.kept, by=clerk)
    pair.desk.start(consent, pair.kept, give, by=pair.me())
    assert pair.desk.all_cases(pair.kept, by=clerk)


def _grant(pair: Two) -> Any:
    return Grant(
        delegate=pair.gone.subject,
        scopes=(GrantScope.RECORDS,),
        until=pair.house.clock.now + timedelta(days=30),
        consent="1",
    )


def _voucher(pair: Two) -> Any:
    return GiveVoucher(
        delegate=pair.gone.subject,
        kinship=Kinship.OTHER,
        until=pair.house.clock.now + timedelta(days=20),
        consent="1",
    )


def _agency(pair: Two) -> Any:
    return AskAgent(
        agent=pair.gone.subject,
        kinship=Kinship.OTHER,
        until=pair.house.clock.now + timedelta(days=20),
        consent="1",
    )


@pytest.mark.parametrize(
    ("service", "given", "back"),
    [
        (access_grant, _grant, Revoke()),
        (family_voucher, _voucher, TakeBack()),
        (senior_agent, _agency, DismissAgent()),
    ],
    ids=["grant", "voucher", "agent"],
)
def test_who_was_let_in_with_the_retired_card_gives_it_back_with_the_other(
    pair: Two, service: Any, given: Any, back: Any
) -> None:
    friend = pair.house.card(5)
    let = pair.desk.start(service, friend, given(pair), by=pair.me(friend))
    with pytest.raises(RuleViolationError):
        pair.desk.execute(service, let, back, by=pair.me())
    pair.merge()
    done = pair.desk.execute(service, let, back, by=pair.me())
    assert service.allows(done.state) == ()
