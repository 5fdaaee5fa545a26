"""Services through the desk: one transaction, time, other cases, and nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Card, Case, Clockwork, Guardian, Suite
from ehealthcard.adapters.simulator import document_of
from ehealthcard.codesets import Kinship
from ehealthcard.desk import StaffPresence
from ehealthcard.errors import (
    AccessDeniedError,
    CardLostError,
    CaseNotFoundError,
    KeyReusedError,
    NotAllowedError,
    PolicyMissingError,
    RuleViolationError,
    StoredDataError,
    VersionConflictError,
)
from ehealthcard.identity import Applicant
from ehealthcard.ports import Storage
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.admission_scan import (
    Abandoned,
    Assess,
    BindIdentity,
    BypassEmergency,
    CodeRejected,
    DeclarationRequired,
    Diverted,
    Entered,
    EnteredEmergency,
    Identified,
    IdentifyManually,
    Left,
    ManualReview,
    admission_scan,
)
from ehealthcard.services.foundation.card import ReportLost, card_life
from ehealthcard.services.health_declaration import (
    Answers,
    Create,
    DayPassed,
    Discarded,
    Expired,
    HealthDeclaration,
    Submit,
    Superseded,
    ValidAttention,
    ValidClear,
    Withdraw,
    Withdrawn,
    health_declaration,
)

from .conftest import GATE, START, WINDOW, House, build

WELL = Answers(temperature=Decimal("36.5"), symptoms=(), exposures=())
HOT = Answers(temperature=Decimal("38.5"), symptoms=(), exposures=())


def submit(answers: Answers = WELL) -> Submit:
    return Submit(answers=answers, consent="1", commitment="1")


def declare(
    house: House, card: Card | None = None, answers: Answers = WELL
) -> Case[HealthDeclaration]:
    whose = card or house.card()
    return house.desk.start(health_declaration, whose, submit(answers), by=WINDOW)


def text(house: House, seed: int = 1) -> str:
    return house.desk.show(house.card(seed).id, by=WINDOW).text


def now(house: House, case: Case[Any]) -> Any:
    workflow = house.desk.catalogue.named[
        house.desk.storage.history(case.id)[0].workflow
    ]
    return house.desk.case(workflow, case.id).state


# -- declaring ---------------------------------------------------------------


def test_one_declaration_is_in_force_per_person(house: House) -> None:
    first = declare(house)
    other = declare(house, house.card(2))

    second = declare(house, answers=HOT)

    assert isinstance(now(house, first), Superseded)
    assert isinstance(now(house, second), ValidAttention)
    assert isinstance(now(house, other), ValidClear)
    cause = house.desk.history(health_declaration, first)[-1].cause
    assert cause == f"{second.id}-1"


def test_reading_after_the_day_tells_the_truth_before_any_clockwork(
    house: House,
) -> None:
    case = declare(house)
    house.clock.forward(hours=24)
    assert isinstance(now(house, case), ValidClear)

    house.clock.forward(seconds=1)

    assert isinstance(now(house, case), Expired)
    assert len(house.desk.history(health_declaration, case)) == 1
    with pytest.raises(NotAllowedError):
        house.desk.execute(health_declaration, case, Withdraw(reason="r"), by=WINDOW)


def test_the_clockwork_writes_down_what_time_has_done_dated_when_it_was_due(
    house: House,
) -> None:
    case = declare(house)
    draft = house.desk.start(
        health_declaration, house.card(2), Create(consent="1"), by=WINDOW
    )
    house.clock.forward(days=30)

    fired = Clockwork(house.desk).run_once()

    assert fired == 2
    assert Clockwork(house.desk).run_once() == 0
    *_, last = house.desk.history(health_declaration, case)
    assert (last.command, last.actor) == ("DayPassed", "system")
    assert last.at == START + timedelta(hours=24)
    assert isinstance(now(house, draft), Discarded)


def test_withdrawn_answers_are_erased_and_the_fact_stays(house: House) -> None:
    case = declare(house)

    case = house.desk.execute(
        health_declaration, case, Withdraw(reason="not coming"), by=WINDOW
    )

    assert case.state == Withdrawn(reason="not coming")
    first, second = house.desk.history(health_declaration, case)
    assert (first.state, first.state_name) == (None, "ValidClear")
    assert second.state == case.state
    assert house.desk.storage.history(case.id)[0].data == b""


def test_a_lost_card_declares_nothing(house: House) -> None:
    card = house.card()
    life = house.desk.case(card_life, card.case)
    house.desk.execute(card_life, life, ReportLost(reason="bus"), by=WINDOW)

    with pytest.raises(CardLostError):
        declare(house, card)

    assert house.desk.cases(health_declaration, card, by=WINDOW) == []


def test_a_child_is_declared_by_the_registered_guardian(house: House) -> None:
    parent = house.card()
    born = START.date() - timedelta(days=5 * 365)
    child = house.desk.register(
        Applicant(
            "某娃",
            document_of(9, born=born),
            guardian=Guardian(parent.id, Kinship.PARENT),
        ),
        by=WINDOW,
    )

    with pytest.raises(RuleViolationError, match="GUARDIAN_CONSENT_REQUIRED"):
        declare(house, child)

    guardian = Actor("app", holder=parent.subject)
    command = Submit.from_data(
        {
            "answers": {"temperature": "36.5", "symptoms": [], "exposures": []},
            "consent": "1",
            "commitment": "1",
            "declarant": {"relation": "guardian"},
        }
    )
    case = house.desk.start(health_declaration, child, command, by=guardian)
    assert isinstance(case.state, ValidClear)
    assert house.desk.cases(health_declaration, child, by=guardian) == [case]


def test_history_is_for_the_holder_the_guardian_and_staff_not_for_friends(
    house: House,
) -> None:
    card, friend = house.card(), house.card(2)
    for _ in range(3):
        declare(house, card)
    holder = Actor("app", holder=card.subject)

    newest, *_ = house.desk.cases(health_declaration, card, by=holder, limit=1)
    rest = house.desk.cases(health_declaration, card, by=holder, before=newest.id)

    assert isinstance(newest.state, ValidClear)
    assert [type(c.state) for c in rest] == [Superseded, Superseded]
    for stranger in (Actor("app", holder=friend.subject), Actor("app")):
        with pytest.raises(AccessDeniedError):
            house.desk.cases(health_declaration, card, by=stranger)


# -- entering ----------------------------------------------------------------


def test_a_declared_green_visitor_enters_and_the_entry_is_counted(
    house: House,
) -> None:
    declared = declare(house)

    visit = house.entrance().enter(text(house), temperature=36.8)

    assert isinstance(visit.state, Entered)
    assert house.desk.occupancy("H1") == 1
    state = now(house, declared)
    assert [(u.org, u.place) for u in state.uses] == [("H1", "east")]


def test_the_gate_waits_for_the_declaration_and_goes_on(house: House) -> None:
    visit = house.entrance().enter(text(house), temperature=36.8)
    assert isinstance(visit.state, DeclarationRequired)

    declare(house)

    visit = house.desk.case(admission_scan, visit.id)
    assert isinstance(visit.state, Identified)
    visit = house.entrance().assess(visit, temperature=36.8)
    assert isinstance(visit.state, Entered)


@pytest.mark.parametrize(
    ("colour", "degrees", "route"),
    [("RED", 36.8, "isolated-point"), ("GREEN", 37.3, "fever-clinic")],
)
def test_danger_diverts_and_the_declaration_hears_of_it(
    house: House, colour: str, degrees: float, route: str
) -> None:
    declared = declare(house)
    house.risk.colours[house.card().id] = colour

    visit = house.entrance().enter(text(house), temperature=degrees)

    assert isinstance(visit.state, Diverted)
    assert visit.state.route == route
    assert house.desk.occupancy("H1") == 1
    assert isinstance(now(house, declared), ValidAttention)
    kinds = [m.kind for m in house.desk.storage.pending(at=house.clock.now, limit=9)]
    assert sorted(kinds) == ["declaration-attention", "diverted"]


def test_a_silent_or_unknown_risk_calls_a_person(house: House) -> None:
    declare(house)
    house.risk.is_down = True
    visit = house.entrance().enter(text(house), temperature=36.8)
    assert isinstance(visit.state, ManualReview)

    declare(house, house.card(2))
    house.risk.is_down = False
    house.risk.colours[house.card(2).id] = "PURPLE"
    visit = house.entrance().enter(text(house, 2), temperature=36.8)
    assert isinstance(visit.state, ManualReview)


def test_as5_a_replayed_code_is_rejected_and_reported(house: House) -> None:
    shown = text(house)
    house.desk.scan(shown, by=GATE)

    visit = house.entrance().enter(shown)

    assert isinstance(visit.state, CodeRejected)
    assert visit.state.reason == "CODE_REPLAYED"
    (message,) = house.desk.storage.pending(at=house.clock.now, limit=9)
    assert (message.to, message.kind) == ("monitor", "code-rejected")


def test_as9_a_lost_cards_code_is_rejected_and_staff_go_by_document(
    house: House,
) -> None:
    shown = text(house)
    card = house.card()
    life = house.desk.case(card_life, card.case)
    house.desk.execute(card_life, life, ReportLost(reason="bus"), by=WINDOW)
    visit = house.entrance().enter(shown)
    assert isinstance(visit.state, CodeRejected)
    assert visit.state.reason == "CARD_LOST"

    other = house.card(2)
    visit = house.desk.execute(
        admission_scan, visit, IdentifyManually(holder=other.subject), by=WINDOW
    )

    assert isinstance(visit.state, Identified)
    assert visit.state.holder == other.subject


def test_who_has_no_phone_is_identified_by_document(house: House) -> None:
    card = house.card()
    declare(house, card)
    found = house.desk.find(document_of(1))
    assert found == card
    visit = house.entrance().present(None)
    visit = house.desk.execute(
        admission_scan, visit, IdentifyManually(holder=card.subject), by=WINDOW
    )

    visit = house.entrance().assess(visit, temperature=36.5)

    assert isinstance(visit.state, Entered)
    assert house.entrance().inside(card) == visit


def test_a_printed_card_enters_with_staff_present(house: House) -> None:
    card = house.card()
    declare(house, card)

    visit = house.entrance().enter(
        str(card.id), temperature=36.5, second_factor=StaffPresence("guard-2")
    )

    assert isinstance(visit.state, Entered)


def test_an_emergency_enters_without_a_name_and_gets_one_later(house: House) -> None:
    visit = house.entrance().present(None)
    visit = house.desk.execute(
        admission_scan, visit, BypassEmergency(reason="ambulance"), by=WINDOW
    )
    assert isinstance(visit.state, EnteredEmergency)
    assert house.desk.occupancy("H1") == 1
    card = house.card()

    bound = house.desk.execute(
        admission_scan, visit, BindIdentity(holder=card.subject), by=WINDOW
    )

    inside = house.entrance().inside(card)
    assert inside is not None
    assert inside.state == bound.state


def test_one_is_inside_once_however_often_one_is_scanned(house: House) -> None:
    declare(house)
    first = house.entrance().enter(text(house), temperature=36.5)
    again = house.entrance().enter(text(house), temperature=36.5)
    house.clock.forward(seconds=31)
    later = house.entrance().enter(text(house), temperature=36.5)

    assert first.id == again.id == later.id
    assert isinstance(later.state, Entered)
    assert later.state.entries == 2
    assert house.desk.occupancy("H1") == 1
    left = house.entrance().leave(text(house))
    assert left is not None
    assert isinstance(left.state, Left)
    assert house.desk.occupancy("H1") == 0
    assert house.entrance().leave(text(house)) is None


def test_midnight_empties_the_house(house: House) -> None:
    declare(house)
    inside = house.entrance().enter(text(house), temperature=36.5)
    waiting = house.entrance().enter(text(house, 2), temperature=36.5)
    house.clock.forward(hours=16)

    Clockwork(house.desk).run_once()

    assert isinstance(now(house, inside), Left)
    assert isinstance(now(house, waiting), Abandoned)
    assert house.desk.occupancy("H1") == 0


# -- the desk itself ---------------------------------------------------------


def test_a_key_returns_the_first_result(house: House) -> None:
    card, by = house.card(), WINDOW
    first = house.desk.start(health_declaration, card, submit(), by=by, key="k")
    house.clock.forward(minutes=1)

    again = house.desk.start(health_declaration, card, submit(), by=by, key="k")

    assert again == first
    assert len(house.desk.cases(health_declaration, card, by=by)) == 1
    with pytest.raises(KeyReusedError):
        house.desk.start(health_declaration, card, submit(HOT), by=by, key="k")
    other = attrs.evolve(by, id="window-4")
    fresh = house.desk.start(health_declaration, card, submit(), by=other, key="k")
    assert fresh.id != first.id


def test_one_key_from_many_threads_opens_one_case(house: House) -> None:
    card = house.card()

    def start(_: int) -> str:
        case = house.desk.start(health_declaration, card, submit(), by=WINDOW, key="k")
        return case.id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(16)))) == 1


def test_of_two_who_race_for_a_case_one_wins(house: House) -> None:
    case = declare(house)

    def withdraw(_: int) -> bool:
        command = Withdraw(reason="not coming")
        try:
            house.desk.execute(health_declaration, case, command, by=WINDOW)
        except (VersionConflictError, NotAllowedError):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(withdraw, range(16))) == 1
    assert len(house.desk.history(health_declaration, case)) == 2


def test_an_old_view_of_a_case_is_refused(house: House) -> None:
    old = house.entrance().enter(text(house), temperature=36.8)
    declare(house)

    with pytest.raises(VersionConflictError):
        house.desk.execute(admission_scan, old, Assess(), by=WINDOW)


def test_nobody_sends_a_notice(house: House) -> None:
    case = declare(house)

    with pytest.raises(NotAllowedError):
        house.desk.execute(health_declaration, case, DayPassed(), by=WINDOW)


def test_what_may_be_asked_now_is_told_without_notices(house: House) -> None:
    case = declare(house)

    names = {c.__name__ for c in house.desk.allowed(health_declaration, case)}

    assert names == {"Escalate", "Withdraw", "Void"}


def test_a_case_is_found_under_its_own_service_only(house: House) -> None:
    case = declare(house)

    with pytest.raises(CaseNotFoundError):
        house.desk.case(admission_scan, case.id)
    with pytest.raises(CaseNotFoundError):
        house.desk.case(health_declaration, "nobody")
    with pytest.raises(CaseNotFoundError):
        house.desk.history(card_life, house.desk.case(health_declaration, case.id))  # type: ignore[misc]  # the point


def test_death_ends_the_card_and_a_repeat_changes_nothing(house: House) -> None:
    card = house.card()

    assert house.desk.announce(PersonDied(card=card.subject)) == 1
    assert house.desk.announce(PersonDied(card=card.subject)) == 0
    assert house.desk.card(card.id).status.value == "Cancelled"


def test_a_case_keeps_the_policy_it_was_opened_under(storage: Storage) -> None:
    house = build(storage, Suite.INTL)
    visit = house.entrance().enter(text(house), temperature=36.8)
    assert isinstance(visit.state, DeclarationRequired)

    without = attrs.evolve(house.desk, policies={})

    with pytest.raises(PolicyMissingError):
        without.case(admission_scan, visit.id)


def test_another_ring_cannot_read_what_is_sealed(storage: Storage) -> None:
    house = build(storage, Suite.INTL)
    case = declare(house)

    stranger = build(storage, Suite.GM)

    with pytest.raises(StoredDataError):
        stranger.desk.case(health_declaration, case.id)


def test_a_desk_opened_anew_goes_on_where_the_old_one_stopped(house: House) -> None:
    case = declare(house)

    again = house.reopen()

    assert again.case(health_declaration, case.id) == case
    assert again.find(document_of(1)) == house.card()


def test_a_failing_command_writes_nothing(house: House) -> None:
    card = house.card()
    before = house.desk.storage.cases_of(
        card.subject, "health-declaration", before=None, limit=9
    )

    with pytest.raises(RuleViolationError, match="ANSWER_REQUIRED"):
        declare(house, card, Answers())

    after = house.desk.storage.cases_of(
        card.subject, "health-declaration", before=None, limit=9
    )
    assert list(before) == list(after) == []
    assert house.desk.storage.pending(at=house.clock.now, limit=9) == []
