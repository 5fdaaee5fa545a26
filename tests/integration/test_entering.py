"""Entering through the desk: codes, colours, other cases, and the count inside."""

import pytest

from ehealthcard import Clockwork
from ehealthcard.adapters.simulator import document_of
from ehealthcard.desk import StaffPresence
from ehealthcard.services.admission_scan import (
    Abandoned,
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
from ehealthcard.services.health_declaration import ValidAttention
from tests.actors import AUDITOR

from .conftest import GATE, WINDOW, House
from .visits import declare, now, text


def test_a_declared_green_visitor_enters_and_the_entry_is_counted(
    house: House,
) -> None:
    declared = declare(house)

    visit = house.entrance().enter(text(house), temperature=36.8)

    assert isinstance(visit.state, Entered)
    assert house.desk.occupancy("H1", by=AUDITOR) == 1
    state = now(house, declared)
    assert [(u.org, u.place) for u in state.uses] == [("H1", "east")]


def test_the_gate_waits_for_the_declaration_and_goes_on(house: House) -> None:
    visit = house.entrance().enter(text(house), temperature=36.8)
    assert isinstance(visit.state, DeclarationRequired)

    declare(house)

    visit = house.desk.case(admission_scan, visit.id, by=AUDITOR)
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
    assert house.desk.occupancy("H1", by=AUDITOR) == 1
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
    life = house.desk.case(card_life, card.case, by=AUDITOR)
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
    found = house.desk.find(document_of(1), by=AUDITOR)
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
    assert house.desk.occupancy("H1", by=AUDITOR) == 1
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
    assert house.desk.occupancy("H1", by=AUDITOR) == 1
    left = house.entrance().leave(text(house))
    assert left is not None
    assert isinstance(left.state, Left)
    assert house.desk.occupancy("H1", by=AUDITOR) == 0
    assert house.entrance().leave(text(house)) is None


def test_midnight_empties_the_house(house: House) -> None:
    declare(house)
    inside = house.entrance().enter(text(house), temperature=36.5)
    waiting = house.entrance().enter(text(house, 2), temperature=36.5)
    house.clock.forward(hours=16)

    Clockwork(house.desk).run_once()

    assert isinstance(now(house, inside), Left)
    assert isinstance(now(house, waiting), Abandoned)
    assert house.desk.occupancy("H1", by=AUDITOR) == 0
