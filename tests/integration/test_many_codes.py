"""One person, many codes, through the desk: on every storage."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Card, Clockwork, ServiceDesk, Suite
from ehealthcard.adapters.simulator import SimulatedCodeIssuer, document_of
from ehealthcard.codes import (
    SHIPPED,
    Assurance,
    CodeKinds,
    RecognisedCode,
    Source,
    medical_record,
    visit_card,
)
from ehealthcard.desk import move_codes
from ehealthcard.errors import (
    AccessDeniedError,
    AmbiguousCodeError,
    CardCancelledError,
    CardLostError,
    CodeBoundElsewhereError,
    CodeDisputedError,
    CodeHolderMismatchError,
    CodeNotBindableError,
    CodeNotBoundError,
    CodeNotInForceError,
    CodeProofRequiredError,
    EHealthCardError,
    OutsideUnavailableError,
    RuleViolationError,
    SecondFactorRequiredError,
    UnknownCodeError,
)
from ehealthcard.ports import PatientNumber, Storage
from ehealthcard.services.foundation.card import Cancel, ReportLost, card_life
from ehealthcard.services.foundation.code_binding import (
    Expired,
    Unbinding,
    Unbound,
    code_binding,
)
from ehealthcard.services.foundation.code_conflict import (
    Claimed,
    Decide,
    Lapsed,
    Ruling,
    TakeUp,
    Withdraw,
    code_conflict,
)
from tests.actors import AUDITOR

from .conftest import GATE, WINDOW, House, build

KINDS = SHIPPED.plus(
    medical_record("H1", r"[0-9]{1,8}", width=8),
    medical_record("H2", r"B[0-9]{6}"),
    visit_card("H1", r"C[0-9]{8}"),
)
SYSTEM = Actor("his-1", {"his"}, org="H1")
REVIEWER = Actor("review-1", {"code-reviewer", "staff"}, org="H1")
ERASER = Actor("officer-1", {"eraser"})
INSURED = "630000ec" + "7ioq" * 7
FOREIGN = "3E3CD944" * 8


def resident(card: Card) -> Actor:
    return Actor(f"app-{card.subject[:4]}", holder=card.subject)


def number(text: str = "4711", issuer: str = "H1") -> RecognisedCode:
    return KINDS.read("medical-record", text, issuer=issuer)


def resolve(desk: ServiceDesk, code: str | RecognisedCode, **more: Any) -> Card:
    return desk.codes.resolve(code, by=GATE, **more)


def refused(kind: type[EHealthCardError], act: Any, *args: Any, **more: Any) -> Any:
    with pytest.raises(kind) as found:
        act(*args, **more)
    return found.value


@pytest.fixture
def town(storage: Storage) -> House:
    return build(storage, Suite.INTL, kinds=KINDS)


def cancel(house: House, card: Card) -> None:
    case = house.desk.case(card_life, card.case, by=AUDITOR)
    house.desk.execute(card_life, case, Cancel(reason="moved"), by=WINDOW)


def test_a_code_is_bound_resolved_and_given_back(town: House) -> None:
    desk, codes, card = town.desk, town.desk.codes, town.card()
    bound = codes.bind(number(), card, by=WINDOW)

    assert ("medical-record", "H1", Source.WINDOW, Assurance.SEEN) == (
        bound.kind,
        bound.issuer,
        bound.source,
        bound.assurance,
    )
    assert card == resolve(desk, "00004711")
    assert (bound,) == codes.codes_of(card, by=resident(card))
    assert bound == codes.bind("4711", card, by=WINDOW)
    use = desk.uses(card, by=AUDITOR)[0]
    assert ("OK", "bound", "gate-1") == (use.outcome, use.tier, use.terminal)

    codes.unbind(number(), card, by=resident(card))
    refused(CodeNotBoundError, resolve, desk, "4711")
    refused(CodeNotBoundError, codes.unbind, number(), card, by=WINDOW)
    assert () == codes.codes_of(card, by=WINDOW)
    codes.bind(number(), town.card(2), by=SYSTEM)
    assert town.card(2) == resolve(desk, "4711")

    (case,) = desk.cases(code_binding, card, by=WINDOW)
    history = desk.history(code_binding, case, by=AUDITOR)
    assert ["Bind", "Unbind"] == [h.command for h in history]
    assert isinstance(case.state, Unbound)
    assert "00004711" == case.state.value


def test_nothing_of_a_code_is_stored_in_the_clear(storage: Storage) -> None:
    house = build(storage, Suite.GM, kinds=KINDS)
    house.desk.codes.bind(number("71234567"), house.card(), by=WINDOW)
    row = storage.bindings_of(house.card().subject)[0]
    event = storage.last(row.case)

    assert event is not None
    assert b"71234567" not in event.data
    assert row.digest == number("71234567").digest(house.desk.keys.lookup)
    assert "71234567" not in repr(house.desk.codes.codes_of(house.card(), by=WINDOW))


def test_who_shows_too_little_binds_nothing(town: House) -> None:
    codes, card, other = town.desk.codes, town.card(), town.card(2)

    refused(CodeProofRequiredError, codes.bind, number(), card, by=resident(card))
    refused(AccessDeniedError, codes.bind, number(), card, by=resident(other))
    refused(AccessDeniedError, codes.bind, number(), card, by=Actor("his", {"his"}))
    elsewhere = attrs.evolve(SYSTEM, org="H2")
    refused(AccessDeniedError, codes.bind, number(), card, by=elsewhere)
    refused(AccessDeniedError, codes.codes_of, card, by=resident(other))
    refused(UnknownCodeError, codes.bind, "what?", card, by=WINDOW)
    assert Assurance.ISSUED == codes.bind(number(), card, by=SYSTEM).assurance
    assert Assurance.ISSUED == codes.bind(number(), card, by=WINDOW).assurance


def test_an_ambiguous_text_waits_for_a_choice(storage: Storage) -> None:
    kinds = KINDS.plus(visit_card("H3", r"[0-9]{6}"))
    house = build(storage, Suite.INTL, kinds=kinds)
    card, codes = house.card(), house.desk.codes

    error = refused(AmbiguousCodeError, codes.bind, "123456", card, by=WINDOW)
    assert "medical-record (H1), visit-card (H3)" == error.facts["kinds"]
    found = codes.recognise("123456")
    assert not isinstance(found, RecognisedCode)
    codes.bind(found.choose("visit-card"), card, by=WINDOW)
    refused(AmbiguousCodeError, resolve, house.desk, "123456")
    assert card == resolve(house.desk, found.choose("visit-card"))


def test_a_term_is_kept_to_its_last_moment(town: House) -> None:
    desk, codes, card, clock = town.desk, town.desk.codes, town.card(), town.clock
    until = clock.now + timedelta(days=1)
    codes.bind(number(), card, by=WINDOW, valid_until=until)
    clock.now = until
    assert card == resolve(desk, "4711")
    clock.forward(microseconds=1)
    refused(CodeNotBoundError, resolve, desk, "4711")
    assert () == codes.codes_of(card, by=WINDOW)

    # Nobody has ticked, and yet it is free for somebody else.
    codes.bind(number(), town.card(2), by=WINDOW)
    (case,) = desk.cases(code_binding, card, by=WINDOW)
    assert isinstance(case.state, Expired)
    assert until == case.state.expired_at
    refused(
        RuleViolationError, codes.bind, "C00000001", card, by=WINDOW, valid_until=until
    )
    assert 365 == _days(codes.bind(_certificate(), card, by=WINDOW).until, clock.now)
    clock.forward(days=365, seconds=1)
    Clockwork(desk).run_once()
    refused(CodeNotBoundError, resolve, desk, _certificate())


def _certificate() -> RecognisedCode:
    return KINDS.read("health-certificate", "JK-0001", issuer="370102")


def _days(until: Any, now: Any) -> int:
    return int((until - now) / timedelta(days=1))


def test_the_card_s_own_codes_are_scanned_and_never_bound(town: House) -> None:
    desk, card = town.desk, town.card()
    text = desk.show(card.id, by=GATE).text

    assert card == resolve(desk, text)
    refused(SecondFactorRequiredError, resolve, desk, f"{card.id}:1")
    assert card == resolve(desk, f"{card.id}:1", second_factor=document_of(1))
    own = f"{card.id}:1::{desk.keys.issuer}"
    refused(SecondFactorRequiredError, resolve, desk, own)
    for code in (text, f"{card.id}:1", own, document_of(1).number):
        refused(CodeNotBindableError, desk.codes.bind, code, card, by=WINDOW)
    mine = document_of(1).number
    refused(CodeHolderMismatchError, desk.codes.bind, mine, town.card(2), by=WINDOW)
    assert card == resolve(desk, mine)
    refused(CodeNotBoundError, resolve, desk, document_of(9).number)


def test_a_newborn_s_certificate_leads_on_after_the_number_is_there(
    town: House,
) -> None:
    codes, card = town.desk.codes, town.card()
    codes.bind("Q123456789", card, by=WINDOW)

    assert card == resolve(town.desk, "q123456789")


def test_a_card_of_another_region_leads_to_the_one_here(town: House) -> None:
    desk, card, issuer = town.desk, town.card(), SimulatedCodeIssuer()
    desk.codes.bind(f"{FOREIGN}:1::5100A0013", card, by=WINDOW)
    assert card == resolve(desk, f"{FOREIGN}:1::5100A0013")
    dynamic = f"{FOREIGN}:0:{'A' * 32}::5100A0013"
    refused(CodeProofRequiredError, resolve, desk, dynamic)

    issuers = {"other-health-card-dynamic": issuer}
    ports = attrs.evolve(desk.ports, code_issuers=issuers)
    desk = attrs.evolve(desk, ports=ports)
    refused(CodeNotInForceError, resolve, desk, dynamic)
    issuer.issue(FOREIGN, document_of(1))
    assert card == resolve(desk, dynamic)


def test_a_code_that_changes_is_bound_by_what_it_stands_for(town: House) -> None:
    issuer, card = SimulatedCodeIssuer(), town.card()
    ports = attrs.evolve(town.desk.ports, code_issuers={"insurance-code": issuer})
    refused(
        CodeProofRequiredError, town.desk.codes.bind, INSURED + "ab", card, by=WINDOW
    )
    desk = attrs.evolve(town.desk, ports=ports)
    for text in ("ab", "cd", "ef"):
        issuer.issue("index-1", document_of(1), shown_as=INSURED + text)

    bound = desk.codes.bind(INSURED + "ab", card, by=resident(card))
    assert (Source.HOLDER, Assurance.CONFIRMED) == (bound.source, bound.assurance)
    assert card == resolve(desk, INSURED + "cd")
    refused(CodeNotInForceError, resolve, desk, INSURED + "zz")
    other = town.card(2)
    refused(CodeHolderMismatchError, desk.codes.bind, INSURED + "ef", other, by=WINDOW)
    issuer.faults.is_down = True
    refused(OutsideUnavailableError, resolve, desk, INSURED + "cd")
    issuer.faults.is_down = False
    issuer.void("index-1")
    refused(CodeNotInForceError, resolve, desk, INSURED + "ef")


def test_a_stable_code_does_without_a_silent_issuer(town: House) -> None:
    issuer, card = SimulatedCodeIssuer(), town.card()
    issuer.issue("C00000001", document_of(1), valid_until=town.clock.now + timedelta(9))
    ports = attrs.evolve(town.desk.ports, code_issuers={"visit-card": issuer})
    codes = attrs.evolve(town.desk, ports=ports).codes
    issuer.faults.is_slow = True
    assert Assurance.SEEN == codes.bind("C00000001", card, by=WINDOW).assurance
    issuer.faults.is_slow = False
    bound = codes.bind("C00000001", card, by=resident(card))
    assert Assurance.CONFIRMED == bound.assurance
    assert town.clock.now + timedelta(9) == bound.until
    refused(CodeNotInForceError, codes.bind, "C00000002", card, by=WINDOW)


def _conflict(house: House) -> tuple[Card, Card, str]:
    """Bind a code to one, let another claim it; return both and the conflict."""
    holder, claimant = house.card(1), house.card(2)
    house.desk.codes.bind(number(), holder, by=WINDOW)
    error = refused(
        CodeBoundElsewhereError, house.desk.codes.bind, number(), claimant, by=WINDOW
    )
    return holder, claimant, str(error.facts["conflict"])


@pytest.mark.parametrize("ruling", Ruling)
def test_a_conflict_is_decided_by_somebody_else(town: House, ruling: Ruling) -> None:
    desk = town.desk
    holder, claimant, name = _conflict(town)
    (case,) = desk.worklist(code_conflict, Claimed, by=REVIEWER)
    assert name == case.id
    assert holder == resolve(desk, "4711")  # a claim alone changes nothing
    refused(CodeDisputedError, desk.codes.bind, number(), town.card(3), by=WINDOW)

    case = desk.execute(code_conflict, case, TakeUp(), by=REVIEWER)
    refused(CodeDisputedError, resolve, desk, "4711")
    for card in (holder, claimant):
        refused(CodeDisputedError, desk.codes.bind, number(), card, by=WINDOW)
    refused(CodeDisputedError, desk.codes.unbind, number(), holder, by=WINDOW)
    assert desk.codes.codes_of(holder, by=WINDOW)[0].disputed

    decide = Decide(ruling=ruling, reason="both cards were seen")
    desk.execute(code_conflict, case, decide, by=REVIEWER)
    if ruling is Ruling.NEITHER:
        refused(CodeNotBoundError, resolve, desk, "4711")
    else:
        expected = holder if ruling is Ruling.HOLDER else claimant
        assert expected == resolve(desk, "4711")
        (bound,) = desk.codes.codes_of(expected, by=WINDOW)
        assert bound.disputed is False
    (theirs,) = desk.cases(code_binding, holder, by=WINDOW)
    kept = ["Bind", "Contested", "Kept" if ruling is Ruling.HOLDER else "Lost"]
    assert kept == [h.command for h in desk.history(code_binding, theirs, by=AUDITOR)]


def test_a_claim_that_is_taken_back_lets_the_code_lead_again(town: House) -> None:
    desk = town.desk
    holder, claimant, name = _conflict(town)
    case = desk.execute(
        code_conflict, desk.case(code_conflict, name, by=AUDITOR), TakeUp(), by=REVIEWER
    )
    desk.execute(code_conflict, case, Withdraw(), by=resident(claimant))

    assert holder == resolve(desk, "4711")
    error = refused(
        CodeBoundElsewhereError, desk.codes.bind, number(), claimant, by=WINDOW
    )
    again = desk.case(code_conflict, str(error.facts["conflict"]), by=AUDITOR)
    desk.execute(code_conflict, again, TakeUp(), by=REVIEWER)
    cancel(town, claimant)
    assert holder == resolve(desk, "4711")
    assert isinstance(desk.case(code_conflict, again.id, by=AUDITOR).state, Lapsed)


def test_a_lost_card_keeps_its_codes_and_they_lead_nowhere(town: House) -> None:
    desk, card = town.desk, town.card()
    desk.codes.bind(number(), card, by=WINDOW)
    life = desk.case(card_life, card.case, by=AUDITOR)
    desk.execute(card_life, life, ReportLost(reason="phone stolen"), by=WINDOW)
    refused(CardLostError, resolve, desk, "4711")
    assert desk.codes.codes_of(card, by=WINDOW)


def test_a_holder_s_codes_end_with_the_card_and_are_erased_with_him(
    town: House,
) -> None:
    desk, card = town.desk, town.card()
    desk.codes.bind(number(), card, by=WINDOW)
    desk.codes.bind("C00000001", card, by=WINDOW)
    cancel(town, card)

    refused(CodeNotBoundError, resolve, desk, "4711")
    refused(CardCancelledError, resolve, desk, document_of(1).number)
    ends = [c.state for c in desk.cases(code_binding, card, by=WINDOW)]
    assert {Unbinding.CARD_ENDED} == {getattr(s, "reason", None) for s in ends}
    desk.erase(card.id, by=ERASER, reason="asked for")
    assert [] == list(desk.storage.bindings_of(card.subject))
    assert [] == list(desk.cases(code_binding, card, by=WINDOW))
    desk.codes.bind(number(), town.card(2), by=WINDOW)


def test_codes_go_over_when_two_cards_become_one_and_back_again(town: House) -> None:
    desk, giver, taker = town.desk, town.card(1), town.card(2)
    until = town.clock.now + timedelta(days=9)
    desk.codes.bind(number(), giver, by=SYSTEM, valid_until=until)
    desk.codes.bind("C00000001", giver, by=WINDOW)
    desk.codes.bind(number("B000001", "H2"), taker, by=WINDOW)

    def move(*args: Any, **more: Any) -> tuple[str, ...]:
        return desk.office.atomically(
            lambda: move_codes(desk.office.work(), *args, by=WINDOW, **more)
        )

    moved = move(giver.subject, taker.subject)
    assert 2 == len(moved)
    assert () == desk.codes.codes_of(giver, by=WINDOW)
    first = next(c for c in desk.codes.codes_of(taker, by=WINDOW) if c.until)
    assert (Source.MERGE, Assurance.ISSUED, until) == (
        first.source,
        first.assurance,
        first.until,
    )
    assert taker == resolve(desk, "4711")

    assert 2 == len(move(taker.subject, giver.subject, only=moved))
    assert giver == resolve(desk, "4711")
    assert taker == resolve(desk, "B000001")


def test_numbers_of_one_hospital_are_found_by_those_of_another(town: House) -> None:
    desk, card = town.desk, town.card()
    for code in (number(), number("B000001", "H2"), number("B000002", "H2")):
        desk.codes.bind(code, card, by=WINDOW)
    desk.codes.bind(number("4712"), town.card(2), by=WINDOW)
    index = desk.codes.cross_reference

    found = index.identifiers(number(), by=SYSTEM, authorities=["H2"])
    assert ["B000001", "B000002"] == [one.value for one in found]
    assert {"H1", "H2"} == index.authorities
    everything = index.identifiers(number("B000001", "H2"), by=WINDOW)
    assert ["00004711", "B000002"] == [one.value for one in everything]
    assert PatientNumber("H1", "00004711") in index.numbers(card.subject)
    assert 3 == len(index.numbers(card.subject))
    refused(
        UnknownCodeError, index.identifiers, number(), by=SYSTEM, authorities=["H9"]
    )
    refused(CodeNotBoundError, index.identifiers, number("1"), by=SYSTEM)
    refused(AccessDeniedError, index.identifiers, number(), by=resident(card))


def test_the_kinds_are_a_desk_s_own(town: House) -> None:
    assert CodeKinds((*SHIPPED,)) == SHIPPED
    plain = attrs.evolve(town.desk, kinds=SHIPPED)
    refused(UnknownCodeError, plain.codes.recognise, "C00000001")
