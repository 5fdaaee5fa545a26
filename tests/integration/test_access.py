"""Every way into the desk passes the access policy (访问控制)."""

import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, ServiceDesk, Terminal
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.codesets import Kinship, Purpose
from ehealthcard.desk import Shown
from ehealthcard.errors import AccessDeniedError
from ehealthcard.monitor.access import Asked, Decision, Known
from ehealthcard.monitor.access.deciding import Reason, denied, refuse
from ehealthcard.ports import Demographics, UseAct
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.family import ProofKind
from ehealthcard.rules.real_name import Check
from ehealthcard.services.foundation.broken_glass import GlassBroken, broken_glass
from ehealthcard.services.foundation.card import ReportLost, card_life
from ehealthcard.services.foundation.consent import Give, Withdraw, consent
from ehealthcard.services.foundation.family_bond import Delegate, Prove
from ehealthcard.services.foundation.refusal import OpeningRefused, refusal
from ehealthcard.services.foundation.terminal import TerminalKind
from ehealthcard.services.health_declaration import health_declaration

from .conftest import GATE, WINDOW, House, applicant
from .visits import submit

NOBODY = Terminal("nobody-1", org="H1")
MACHINE_ROOM = {
    "allowed",
    "announce",
    "catch_up",
    "forget_old_tokens",
    "health",
    "migrate_tokens",
    "notify",
    "prepare_visits",
    "read_command",
    "rewrap_data",
    "tick",
}
"""What the host's own code calls: no answer of theirs says anything of anybody."""


def ways_in(house: House) -> dict[str, Callable[[Actor], Any]]:
    """Return every public method of a desk, ready to be called by somebody."""
    desk = house.desk
    card = house.card()
    life = desk.case(card_life, card.case, by=WINDOW)
    text = desk.show(card.id, by=WINDOW).text
    now = desk.clock()
    return {
        "agenda": lambda by: desk.agenda(until=now, by=by),
        "all_cases": lambda by: desk.all_cases(card, by=by),
        "authorise_chain": lambda by: desk.authorise_chain(card.id, bytes(32), by=by),
        "authorise_device": lambda by: desk.authorise_device(card.id, bytes(32), by=by),
        "card": lambda by: desk.card(card.id, by=by),
        "case": lambda by: desk.case(card_life, card.case, by=by),
        "cases": lambda by: desk.cases(card_life, card, by=by),
        "due": lambda by: desk.due(until=now, by=by),
        "erase": lambda by: desk.erase(card.id, by=by, reason="r"),
        "execute": lambda by: desk.execute(
            card_life, life, ReportLost(reason="r"), by=by
        ),
        "find": lambda by: desk.find(applicant(1).document, by=by),
        "hear_gate": lambda by: desk.hear_gate(by=by, clock=now, trust_made=now),
        "history": lambda by: desk.history(card_life, life, by=by),
        "masked": lambda by: desk.masked(card, by=by),
        "next_steps": lambda by: desk.next_steps(
            card_life, life, by=by, channel=TerminalKind.WINDOW
        ),
        "occupancy": lambda by: desk.occupancy("H1", by=by),
        "register": lambda by: desk.register(applicant(2), by=by),
        "register_temporary": lambda by: desk.register_temporary(by=by),
        "reveal": lambda by: desk.reveal(card.id, by=by, reason="r"),
        "revoke_device": lambda by: desk.revoke_device(bytes(16), by=by),
        "scan": lambda by: desk.scan(text, by=by),
        "show": lambda by: desk.show(card.id, by=by),
        "show_pool": lambda by: desk.show_pool(card.id, count=1, by=by),
        "start": lambda by: desk.start(health_declaration, card, submit(), by=by),
        "take_over": lambda by: desk.take_over([], by=by),
        "trust_bundle": lambda by: desk.trust_bundle(by=by),
        "uses": lambda by: desk.uses(card, by=by),
        "worklist": lambda by: desk.worklist(card_life, OpeningRefused, by=by),
    }


def public(cls: type) -> set[str]:
    return {
        name
        for name, _ in inspect.getmembers(cls, inspect.isfunction)
        if not name.startswith("_")
    }


def test_nobody_without_rights_reaches_anything(house: House) -> None:
    ways = ways_in(house)
    assert public(ServiceDesk) - MACHINE_ROOM == ways.keys()
    for name, way in ways.items():
        with pytest.raises(AccessDeniedError) as caught:
            way(NOBODY)
        assert (name, denied(Reason.NO_RIGHTS).facts) == (name, caught.value.facts)
    life = house.desk.case(card_life, house.card().case, by=WINDOW)
    assert "Active" == type(life.state).__name__


def test_the_desks_rooms_are_closed_to_nobody_likewise(house: House) -> None:
    desk, card = house.desk, house.card()
    wanted = Demographics(name="王")
    number, other = "Y110101001", house.card(2)
    shown, checks = Shown(document_of(1), name_of(1)), {Check.DOCUMENT_READ}
    case = desk.merges.propose(card, other, by=WINDOW)
    until = desk.clock() + timedelta(days=1)
    asked = Delegate(
        carer=other.subject,
        kinship=Kinship.OTHER,
        scopes=(GrantScope.SHOW,),
        until=until,
        consent="1",
        holder_seen=True,
    )
    bond = desk.accounts.link(card, asked, by=WINDOW)
    proof = Prove(proof=ProofKind.BIRTH_CERTIFICATE)
    ways: dict[str, Callable[[Terminal], Any]] = {
        "bind": lambda by: desk.codes.bind(number, card, by=by),
        "codes_of": lambda by: desk.codes.codes_of(card, by=by),
        "resolve": lambda by: desk.codes.resolve(number, by=by),
        "find": lambda by: desk.people.find(wanted, by=by),
        "roll": lambda by: desk.people.roll(by=by),
        "named": lambda by: desk.people.named(card.subject, by=by),
        "standing": lambda by: desk.real_name.standing(card, by=by),
        "prove": lambda by: desk.real_name.prove(card, shown, checks, by=by),
        "find duplicates": lambda by: desk.merges.find(card, by=by),
        "propose": lambda by: desk.merges.propose(card, other, by=by),
        "propose_found": lambda by: desk.merges.propose_found(card, by=by),
        "agree": lambda by: desk.merges.agree(case, by=by),
        "part": lambda by: desk.merges.part(case, by=by),
        "retired": lambda by: desk.merges.retired(card, by=by),
        "answering": lambda by: desk.merges.answering(card, by=by),
        "open": lambda by: desk.accounts.open(card, by=by),
        "of": lambda by: desk.accounts.of(card, by=by),
        "carers_of": lambda by: desk.accounts.carers_of(card, by=by),
        "link": lambda by: desk.accounts.link(card, asked, by=by),
        "prove bond": lambda by: desk.accounts.prove(bond, proof, by=by),
        "hand_over": lambda by: desk.accounts.hand_over(bond, by=by),
        "vacancies": lambda by: desk.accounts.vacancies(by=by),
        "take": lambda by: desk.gates.take(b"", by=by),
        "logs": lambda by: desk.gates.logs("H1", "G-1", by=by),
    }
    for name, way in ways.items():
        with pytest.raises(AccessDeniedError):
            way(NOBODY)
        assert name


def test_what_takes_no_actor_gives_nothing_of_anybody_back() -> None:
    for name in MACHINE_ROOM:
        returns = inspect.signature(getattr(ServiceDesk, name)).return_annotation
        assert "by" not in inspect.signature(getattr(ServiceDesk, name)).parameters
        told = str(returns)
        assert not any(word in told for word in ("Case", "Card", "Happening", "Masked"))


def test_a_house_may_bring_a_policy_of_its_own(house: House) -> None:
    class Shut:
        def decide(self, asked: Asked, known: Known, /) -> Decision:
            return refuse(Reason.NOT_HERE)

    shut = attrs.evolve(house.desk, access=Shut())
    with pytest.raises(AccessDeniedError) as caught:
        shut.scan("any", by=GATE)
    assert Reason.NOT_HERE.zh in caught.value.chinese


def test_a_strangers_look_is_refused_on_record(house: House) -> None:
    other = house.desk.register(applicant(2), by=WINDOW)
    stranger = Actor("app-9", {"resident"}, org="H1", holder=other.subject)
    with pytest.raises(AccessDeniedError):
        house.desk.all_cases(house.card(), by=stranger)

    (noted,) = house.desk.cases(refusal, house.card(), by=WINDOW)
    assert isinstance(noted.state, OpeningRefused)
    assert ("app-9", "trace", "ACCESS_DENIED") == (
        noted.state.by,
        noted.state.command,
        noted.state.code,
    )


def test_an_emergency_look_waits_for_its_review(house: House) -> None:
    roles = {"doctor", "break-glass"}
    doctor = Actor("doctor-1", roles, org="H1", purpose=Purpose.EMERGENCY)
    house.desk.all_cases(house.card(), by=doctor)

    (waiting,) = house.desk.worklist(broken_glass, GlassBroken, by=WINDOW)
    assert "doctor-1" == waiting.state.by
    uses = house.desk.uses(house.card(), by=WINDOW)
    looks = [use.terminal for use in uses if use.act is UseAct.BREAK_GLASS]
    assert ["doctor-1"] == looks
    with pytest.raises(AccessDeniedError):
        house.desk.all_cases(house.card(), by=Actor("doctor-2", {"doctor"}))


def test_care_that_goes_on_opens_the_past_to_a_doctor(house: House) -> None:
    doctor = Actor("doctor-2", {"doctor"}, org="H1")
    house.desk.start(health_declaration, house.card(), submit(), by=WINDOW)
    assert len(house.desk.all_cases(house.card(), by=doctor)) > 1
    house.clock.forward(days=2)
    house.desk.tick(house.desk.all_cases(house.card(), by=WINDOW)[0].id)
    with pytest.raises(AccessDeniedError):
        house.desk.all_cases(house.card(), by=doctor)


def test_consent_opens_for_research_and_its_withdrawal_closes(house: House) -> None:
    desk, card = house.desk, house.card()
    clerk = Actor("clerk-1", {"staff"}, org="H1", purpose=Purpose.RESEARCH)
    holder = Actor("app-1", {"resident"}, org="H1", holder=card.subject)
    with pytest.raises(AccessDeniedError):
        desk.all_cases(card, by=clerk)

    give = Give(
        purpose=Purpose.RESEARCH,
        scope=("laboratory",),
        version="2026-1",
        until=desk.clock() + timedelta(days=1),
    )
    given = desk.start(consent, card, give, by=holder)
    assert desk.all_cases(card, by=clerk)

    desk.execute(consent, given, Withdraw(), by=holder)
    with pytest.raises(AccessDeniedError):
        desk.all_cases(card, by=clerk)
