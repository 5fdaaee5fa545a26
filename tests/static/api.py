"""Checked by mypy and pyright, never run: the types a user sees."""

from typing import assert_type

from ehealthcard import Actor, Card, Case, KeyRing, ServiceDesk, Tier, parse_code
from ehealthcard import verify_code as verify
from ehealthcard.desk import Scan, ShownCode
from ehealthcard.qr import IssuerCheckedCode, NationalText, UnverifiedCode, VerifiedCode
from ehealthcard.services.admission_scan import Assess, admission_scan
from ehealthcard.services.health_declaration import (
    Answers,
    HealthDeclaration,
    Submit,
    Withdraw,
    health_declaration,
)
from ehealthcard.workflow import Terminal
from tests.actors import AUDITOR


def services(desk: ServiceDesk, card: Card, nurse: Actor) -> None:
    case = desk.start(health_declaration, card, Submit(answers=Answers()), by=nurse)
    assert_type(case, Case[HealthDeclaration])
    withdraw = Withdraw(reason="not coming")
    case = desk.execute(health_declaration, case, withdraw, by=nurse)
    assert_type(case, Case[HealthDeclaration])
    # Another service's command is a type error, not a surprise at the counter.
    desk.execute(health_declaration, case, Assess(), by=nurse)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    # So is another service's case.
    desk.execute(admission_scan, case, Assess(), by=nurse)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]


def codes(desk: ServiceDesk, card: Card, gate: Terminal, keys: KeyRing) -> None:
    shown = desk.show(card.id, by=gate, tier=Tier.SIGNED)
    assert_type(shown, ShownCode)
    assert_type(desk.scan(shown.text, by=gate), Scan)
    parsed = parse_code(shown.text)
    assert_type(parsed, UnverifiedCode | NationalText)
    now = desk.clock()
    assert_type(verify(parsed, keys=keys, at=now), VerifiedCode | IssuerCheckedCode)
    if isinstance(parsed, UnverifiedCode):
        assert_type(verify(parsed, keys=keys.public(), at=now), VerifiedCode)
    # An unverified text reaches no card.
    desk.card(shown.text, by=AUDITOR)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
