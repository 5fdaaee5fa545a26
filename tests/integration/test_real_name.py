"""How well a holder is known, from the registration on (统一身份认证)."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Applicant, Card, IdDocument, Suite, Terminal
from ehealthcard.adapters.simulator import OnRecord, document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Channel, Purpose
from ehealthcard.desk import IssuerCounter, OldCard, Shown
from ehealthcard.errors import (
    AssuranceTooLowError,
    CardLostError,
    DocumentOutOfDateError,
    OutsideUnavailableError,
    RealNameAnswerError,
    RealNameMismatchError,
    RealNameUnclearError,
    RealNameUnknownError,
    RuleViolationError,
    StalePhotoError,
    UnprovenCheckError,
)
from ehealthcard.monitor.access import HouseRules
from ehealthcard.ports import Outcome, Ports, RealNameQuestion, RealNameReading
from ehealthcard.rules.real_name import Check, Level, Place
from ehealthcard.services.foundation.card import Cancel, ReportLost, card_life
from ehealthcard.services.foundation.real_name import (
    Ended,
    InForce,
    Replaced,
    real_name,
)
from ehealthcard.services.foundation.real_name_doubt import (
    Dismiss,
    Doubt,
    Ground,
    real_name_doubt,
)
from ehealthcard.services.health_declaration import health_declaration
from ehealthcard.testing.issuers import question
from tests.actors import AUDITOR

from .conftest import START, WINDOW, House, applicant, build
from .visits import submit

PHONE = Actor("app", {"app"}, channel=Channel.MINI_PROGRAM)
KIOSK = Terminal("kiosk-2", {"terminal"}, org="H1", channel=Channel.KIOSK)
HIS = Actor("his-1", {"his", "staff"}, org="H1")
REVIEW = tuple(Actor(f"review-{n}", {"real-name-reviewer", "staff"}) for n in (1, 2))
FACE, CARD = "ZmFjZQ==", "6217990000000001"
ON_RECORD = OnRecord(
    name_of(1),
    expires=START.date() + timedelta(days=900),
    photographed=START.date() - timedelta(days=900),
    face=FACE,
    bank_cards=frozenset({CARD}),
)
SHOWN = Shown(document_of(1), name_of(1), face=FACE, bank_card=CARD)


@pytest.fixture
def home() -> House:
    """Return a house on memory whose verifier knows the first person."""
    return known(build(MemoryStorage(), Suite.INTL))


def known(house: House) -> House:
    house.registry.records[document_of(1).number] = ON_RECORD
    house.registry.today = house.today
    return house


def level(house: House, card: Card) -> Level:
    return house.desk.real_name.standing(card, by=AUDITOR).level


def changed(house: House, **more: Any) -> None:
    record = attrs.evolve(ON_RECORD, **more)
    house.registry.records[document_of(1).number] = record


def test_the_registration_itself_gives_a_level_by_its_channel(home: House) -> None:
    remote = home.desk.register(applicant(1), by=PHONE)
    window = home.card(2)
    rows = [
        OldCard(
            document=document_of(3).number, name=name_of(3), number="C-1", system="H1"
        )
    ]
    assert home.desk.take_over(rows, by=WINDOW).created == 1
    imported = home.desk.find(document_of(3), by=WINDOW)
    temporary = home.desk.register_temporary(by=WINDOW).card

    assert imported is not None
    assert [Level.CHECKED, Level.PROVED, Level.IMPORTED, Level.NONE] == [
        level(home, card) for card in (remote, window, imported, temporary)
    ]


@pytest.mark.parametrize(
    ("by", "checks", "expected"),
    [
        (PHONE, {Check.FACE}, Level.PROVED),
        (PHONE, {Check.BANK_CARD}, Level.PROVED),
        (KIOSK, {Check.DOCUMENT_READ, Check.FACE}, Level.PROVED),
        (WINDOW, {Check.DOCUMENT_READ}, Level.READ),
    ],
)
def test_step_up_raises_the_level_and_says_how(
    home: House, by: Actor, checks: set[Check], expected: Level
) -> None:
    card = home.desk.register(applicant(1), by=PHONE)
    holder = by if by.roles & {"registrar", "terminal"} else _holder(card)
    case = home.desk.real_name.prove(card, SHOWN, checks, by=holder)

    assert isinstance(case.state, InForce)
    assert checks <= set(case.state.checks)
    assert holder.id == case.state.proved_by
    assert case.state.terminal == ("kiosk-2" if by is KIOSK else None)
    assert level(home, card) is expected
    (step,) = home.desk.history(real_name, case, by=AUDITOR)
    assert (step.command, step.actor) == ("Prove", holder.id)


def _holder(card: Card) -> Actor:
    return attrs.evolve(PHONE, roles={"resident"}, holder=card.subject)


def test_a_proof_by_phone_ends_with_its_term_and_a_newer_one_takes_its_place(
    home: House,
) -> None:
    card = home.desk.register(applicant(1), by=PHONE)
    checks, me = {Check.FACE}, _holder(card)
    first = home.desk.real_name.prove(card, SHOWN, checks, by=me)
    home.clock.forward(days=365)
    home.desk.real_name.prove(card, SHOWN, checks, by=me)
    first = home.desk.case(real_name, first.id, by=AUDITOR)
    assert isinstance(first.state, Replaced)

    home.clock.forward(days=730)
    assert level(home, card) is Level.PROVED
    home.clock.forward(seconds=1)
    assert level(home, card) is Level.CHECKED


@pytest.mark.parametrize(
    ("more", "checks", "error"),
    [
        ({"name": "某某某"}, {Check.NAME_AND_NUMBER}, RealNameMismatchError),
        (
            {"expires": START.date() - timedelta(days=1)},
            {Check.NAME_AND_NUMBER},
            DocumentOutOfDateError,
        ),
        (
            {"photographed": START.date() - timedelta(days=9000)},
            {Check.FACE},
            StalePhotoError,
        ),
        ({"face": "b3RoZXI="}, {Check.FACE}, RealNameMismatchError),
        ({"bank_cards": frozenset[str]()}, {Check.BANK_CARD}, RealNameMismatchError),
    ],
)
def test_what_the_verifier_finds_is_told_and_raises_nothing(
    home: House, more: dict[str, Any], checks: set[Check], error: type[Exception]
) -> None:
    card = home.desk.register(applicant(1), by=PHONE)
    changed(home, **more)
    with pytest.raises(error):
        home.desk.real_name.prove(card, SHOWN, checks, by=_holder(card))
    assert level(home, card) is Level.CHECKED
    assert home.desk.cases(real_name, card, by=AUDITOR) == []


def test_who_is_not_on_record_is_sent_to_the_window(home: House) -> None:
    home.registry.records.clear()
    with pytest.raises(RealNameUnknownError) as caught:
        home.desk.register(applicant(1), by=PHONE)
    assert "窗口" in caught.value.chinese
    assert home.desk.find(document_of(1), by=AUDITOR) is None


def test_an_answer_that_was_not_heard_is_looked_up_and_not_asked_again(
    home: House,
) -> None:
    card = home.desk.register(applicant(1), by=PHONE)
    asked = len(home.registry.asked)
    home.registry.faults.loses_replies = True

    home.desk.real_name.prove(card, SHOWN, {Check.FACE}, by=_holder(card))

    assert level(home, card) is Level.PROVED
    assert len(home.registry.asked) == asked + 1


@pytest.mark.parametrize("fault", ["loses_requests", "is_slow"])
def test_what_nobody_knows_is_no_yes(home: House, fault: str) -> None:
    card = home.desk.register(applicant(1), by=PHONE)
    setattr(home.registry.faults, fault, True)
    with pytest.raises(RealNameUnclearError):
        home.desk.real_name.prove(card, SHOWN, {Check.FACE}, by=_holder(card))
    with pytest.raises(RealNameUnclearError):
        home.desk.register(Applicant("某乙", document_of(5)), by=PHONE)
    assert level(home, card) is Level.CHECKED
    assert home.desk.find(document_of(5), by=AUDITOR) is None


def test_a_verifier_that_only_shrugs_activates_nobody(home: House) -> None:
    class Shrug:
        def verify(self, question: RealNameQuestion, /) -> RealNameReading:
            return RealNameReading(outcome=Outcome.UNCLEAR, method="shrug")

        def outcome(self, request_id: str, /) -> RealNameReading | None:
            return RealNameReading(outcome=Outcome.UNCLEAR, method="shrug")

    desk = attrs.evolve(home.desk, ports=Ports(real_name=Shrug()))
    with pytest.raises(RealNameUnclearError):
        desk.register(applicant(1), by=PHONE)


def test_a_verifier_does_not_speak_for_the_window(home: House) -> None:
    class Boast:
        def verify(self, question: RealNameQuestion, /) -> RealNameReading:
            return RealNameReading(outcome=Outcome.MATCH, method="document-at-window")

        def outcome(self, request_id: str, /) -> RealNameReading | None:
            return None

    desk = attrs.evolve(home.desk, ports=Ports(real_name=Boast()))
    with pytest.raises(RealNameAnswerError):
        desk.register(applicant(1), by=PHONE)


def test_what_crosses_to_other_regions_is_what_is_known_now(home: House) -> None:
    card, desk = home.desk.register(applicant(1), by=PHONE), home.desk

    def told() -> str:
        asked = question(desk.show(card.id, by=WINDOW).text)
        answer = IssuerCounter(desk).answer("510000000001", asked)
        return getattr(answer, "assurance", "")

    assert told() == "remote"
    desk.real_name.prove(card, SHOWN, {Check.DOCUMENT_READ}, by=WINDOW)
    assert told() == "window"
    said = Doubt(ground=Ground.FORGED, reason="looked odd")
    desk.start(real_name_doubt, card, said, by=REVIEW[0])
    assert told() == "none"


@pytest.mark.parametrize(
    ("by", "check"),
    [
        (PHONE, Check.DOCUMENT_READ),
        (PHONE, Check.DOCUMENT_SEEN),
        (PHONE, Check.IMPORTED),
        (KIOSK, Check.DOCUMENT_SEEN),
        (WINDOW, Check.IMPORTED),
        (HIS, Check.DOCUMENT_READ),
        (HIS, Check.FACE),
    ],
)
def test_nobody_vouches_for_what_he_cannot_see(
    home: House, by: Actor, check: Check
) -> None:
    card = home.card()
    who = _holder(card) if by is PHONE else by
    with pytest.raises(UnprovenCheckError):
        home.desk.real_name.prove(card, SHOWN, {check}, by=who)


def test_a_resident_at_a_kiosk_is_no_reader(home: House) -> None:
    card = home.card()
    me = attrs.evolve(_holder(card), channel=Channel.KIOSK)
    with pytest.raises(UnprovenCheckError):
        home.desk.real_name.prove(card, SHOWN, {Check.DOCUMENT_READ}, by=me)


def test_what_is_missing_is_named(home: House) -> None:
    card = home.card()
    bare = Shown(document_of(1), name_of(1))
    for checks in ({Check.FACE}, {Check.BANK_CARD}, set[Check]()):
        with pytest.raises(UnprovenCheckError):
            home.desk.real_name.prove(card, bare, checks, by=_holder(card))


def test_somebody_else_s_document_proves_nothing(home: House) -> None:
    card, _ = home.card(1), home.card(2)
    for document, name in (
        (document_of(2), name_of(2)),
        (document_of(3), name_of(3)),
        (document_of(1), name_of(2)),
    ):
        with pytest.raises(RealNameMismatchError):
            home.desk.real_name.prove(
                card, Shown(document, name), {Check.DOCUMENT_READ}, by=WINDOW
            )


def test_without_a_verifier_only_documents_count(home: House) -> None:
    card, desk = home.card(), attrs.evolve(home.desk, ports=Ports())
    with pytest.raises(OutsideUnavailableError):
        desk.real_name.prove(card, SHOWN, {Check.FACE}, by=_holder(card))
    desk.real_name.prove(card, SHOWN, {Check.DOCUMENT_READ}, by=WINDOW)
    assert level(home, card) is Level.READ


def test_a_lost_card_is_not_raised(home: House) -> None:
    card = home.card()
    life = home.desk.case(card_life, card.case, by=AUDITOR)
    home.desk.execute(card_life, life, ReportLost(reason="bus"), by=WINDOW)
    with pytest.raises(CardLostError):
        home.desk.real_name.prove(card, SHOWN, {Check.DOCUMENT_READ}, by=WINDOW)


def needing(house: House, needed: Level) -> Any:
    return attrs.evolve(
        house.desk, access=HouseRules(levels={health_declaration.name: needed})
    )


def test_a_service_that_asks_for_a_level_names_the_step_that_raises_it(
    home: House,
) -> None:
    card = home.desk.register(applicant(1), by=PHONE)
    desk, me = needing(home, Level.PROVED), _holder(card)
    with pytest.raises(AssuranceTooLowError) as caught:
        desk.start(health_declaration, card, submit(), by=me)
    assert "人脸比对" in caught.value.chinese
    assert "a bank card" in caught.value.english
    with pytest.raises(AssuranceTooLowError):
        desk.start(health_declaration, None, submit(), by=WINDOW)

    desk.real_name.prove(card, SHOWN, {Check.FACE}, by=me)
    case = desk.start(health_declaration, card, submit(), by=me)
    assert desk.case(health_declaration, case.id, by=me).id == case.id


def test_a_life_in_danger_waits_for_no_level(home: House) -> None:
    card = home.desk.register(applicant(1), by=PHONE)
    desk = needing(home, Level.READ)
    saving = attrs.evolve(WINDOW, purpose=Purpose.EMERGENCY)
    claims = attrs.evolve(_holder(card), purpose=Purpose.EMERGENCY)
    with pytest.raises(AssuranceTooLowError):
        desk.start(health_declaration, card, submit(), by=claims)
    desk.start(health_declaration, card, submit(), by=saving)


def test_fraud_lowers_the_card_until_the_window_has_read_the_document(
    storage: Any,
) -> None:
    house = known(build(storage, Suite.INTL))
    card, desk = house.card(), needing(house, Level.CHECKED)
    me = _holder(card)
    desk.real_name.prove(card, SHOWN, {Check.DOCUMENT_READ}, by=WINDOW)
    house.clock.forward(days=1)
    doubt = desk.start(
        real_name_doubt,
        card,
        Doubt(ground=Ground.TAKEN_OVER, reason="reported by the holder"),
        by=REVIEW[0],
    )
    found = desk.real_name.standing(card, by=AUDITOR)
    assert (found.level, found.doubted) == (Level.NONE, True)
    with pytest.raises(AssuranceTooLowError):
        desk.start(health_declaration, card, submit(), by=me)
    with pytest.raises(RuleViolationError, match="REAL_NAME_DOUBTED"):
        desk.real_name.prove(card, SHOWN, {Check.FACE}, by=me)

    house.clock.forward(days=1)
    desk.real_name.prove(card, SHOWN, {Check.DOCUMENT_READ}, by=WINDOW)
    found = desk.real_name.standing(card, by=AUDITOR)
    assert (found.level, found.place, found.doubted) == (
        Level.READ,
        Place.WINDOW,
        False,
    )
    steps = desk.history(real_name_doubt, doubt, by=AUDITOR)
    assert [s.command for s in steps] == ["Doubt", "Proved"]


def test_an_unfounded_doubt_leaves_everything_as_it_was(home: House) -> None:
    card = home.card()
    said = Doubt(ground=Ground.FORGED, reason="looked odd")
    doubt = home.desk.start(real_name_doubt, card, said, by=REVIEW[0])
    assert level(home, card) is Level.NONE
    home.desk.execute(real_name_doubt, doubt, Dismiss(why="genuine"), by=REVIEW[1])
    assert level(home, card) is Level.PROVED


def test_proofs_end_with_the_card(home: House) -> None:
    card = home.card()
    proof = home.desk.real_name.prove(card, SHOWN, {Check.DOCUMENT_READ}, by=WINDOW)
    life = home.desk.case(card_life, card.case, by=AUDITOR)
    home.desk.execute(card_life, life, Cancel(reason="moved"), by=WINDOW)
    assert level(home, card) is Level.NONE
    ended = home.desk.case(real_name, proof.id, by=AUDITOR)
    assert isinstance(ended.state, Ended)
    again = home.card()
    assert level(home, again) is Level.PROVED


def test_an_old_number_proves_the_same_card(home: House) -> None:
    number = document_of(1).number
    old = IdDocument("01", number[:6] + number[8:17])
    card = home.card()
    shown = Shown(old, name_of(1))
    home.desk.real_name.prove(card, shown, {Check.DOCUMENT_READ}, by=WINDOW)
    assert level(home, card) is Level.READ
