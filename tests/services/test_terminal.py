"""Terminals (终端登记): known, in use, at rest, retired."""

import pytest

from ehealthcard import Actor, ServiceDesk
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.crypto import terminal_signer
from ehealthcard.desk import TerminalRegistry, terminal_book
from ehealthcard.errors import ClaimTakenError, RuleViolationError
from ehealthcard.services.foundation.terminal import (
    TERMINAL_KEEPER,
    USES,
    InUse,
    PutIntoUse,
    Register,
    Registered,
    Resume,
    Retire,
    Retired,
    Suspend,
    Suspended,
    TerminalKind,
    TerminalUse,
    terminal,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW
from tests.platforms.serving import KEYS, now

KEEPER = Actor("keeper-1", {TERMINAL_KEEPER}, org="H1")
REGISTER = Register(kind=TerminalKind.GATE, org="H1", number="G-1", place="east")
REGISTERED = Registered(
    terminal="H1:G-1", kind=TerminalKind.GATE, org="H1", number="G-1", place="east"
)
IN_USE = REGISTERED.to(InUse, key_digest="a" * 64, since=NOW)
SUSPENDED = IN_USE.to(Suspended, reason="stolen")
RETIRED = IN_USE.to(Retired, reason="worn out")


class TestContract(WorkflowContract):
    workflow = terminal
    examples = (REGISTERED, IN_USE, SUSPENDED, RETIRED)
    commands = (
        REGISTER,
        PutIntoUse(key_digest="a" * 64),
        Suspend(reason="stolen"),
        Resume(),
        Retire(reason="worn out"),
    )
    roles = frozenset({TERMINAL_KEEPER})


@pytest.fixture
def registry() -> TerminalRegistry:
    return TerminalRegistry(ServiceDesk(storage=MemoryStorage(), keys=KEYS, clock=now))


def rule(code: str) -> pytest.RaisesExc[RuleViolationError]:
    return pytest.RaisesExc(RuleViolationError, check=lambda error: error.code == code)


@pytest.mark.parametrize(
    ("state", "command", "expected"),
    [
        (None, REGISTER, REGISTERED),
        (REGISTERED, PutIntoUse(key_digest="a" * 64), IN_USE),
        (IN_USE, PutIntoUse(key_digest="b" * 64), "b" * 64),
        (IN_USE, Suspend(reason="stolen"), SUSPENDED),
        (SUSPENDED, Resume(), IN_USE),
        (REGISTERED, Retire(reason="worn out"), RETIRED),
        (IN_USE, Retire(reason="worn out"), RETIRED),
        (SUSPENDED, Retire(reason="worn out"), RETIRED),
    ],
)
def test_the_keeper_takes_every_step_and_nobody_else(
    state: object, command: object, expected: object
) -> None:
    got = given(terminal, state, by=KEEPER).when(command)  # type: ignore[arg-type]

    key = getattr(got, "key_digest", None)
    assert expected == (key if isinstance(expected, str) else got)
    with rule("ROLE_REQUIRED"):
        given(terminal, state, by=Actor("x", {"app"})).when(command)  # type: ignore[arg-type]


def test_a_terminal_with_its_key_is_admitted(registry: TerminalRegistry) -> None:
    registry.register(REGISTER, by=KEEPER)
    assert "Registered" == registry.terminal_status("H1", "G-1")

    _, key = registry.put_into_use("H1", "G-1", by=KEEPER)

    admitted = registry.admit("H1", "G-1", key)
    assert ("G-1", "H1", "east") == (admitted.id, admitted.org, admitted.place)
    with rule("TERMINAL_KEY_WRONG"):
        registry.admit("H1", "G-1", key + "0")


def test_a_new_key_ends_the_old(registry: TerminalRegistry) -> None:
    registry.register(REGISTER, by=KEEPER)
    _, old = registry.put_into_use("H1", "G-1", by=KEEPER)
    _, new = registry.put_into_use("H1", "G-1", by=KEEPER)

    assert registry.admit("H1", "G-1", new).id == "G-1"
    with rule("TERMINAL_KEY_WRONG"):
        registry.admit("H1", "G-1", old)


def test_only_a_terminal_in_use_is_admitted(registry: TerminalRegistry) -> None:
    with rule("TERMINAL_UNKNOWN"):
        registry.admit("H1", "G-1", "key")
    registry.register(REGISTER, by=KEEPER)
    with rule("TERMINAL_NOT_IN_USE"):
        registry.admit("H1", "G-1", "key")
    case, key = registry.put_into_use("H1", "G-1", by=KEEPER)
    desk = registry.desk
    case = desk.execute(terminal, case, Suspend(reason="stolen"), by=KEEPER)
    with rule("TERMINAL_NOT_IN_USE"):
        registry.admit("H1", "G-1", key)
    case = desk.execute(terminal, case, Resume(), by=KEEPER)
    assert registry.admit("H1", "G-1", key).id == "G-1"
    desk.execute(terminal, case, Retire(reason="worn out"), by=KEEPER)
    assert registry.terminal_status("H1", "G-1") is None


def test_a_number_is_one_terminal_s_until_it_retires(
    registry: TerminalRegistry,
) -> None:
    case = registry.register(REGISTER, by=KEEPER)
    with pytest.raises(ClaimTakenError):
        registry.register(REGISTER, by=KEEPER)

    registry.desk.execute(terminal, case, Retire(reason="sold"), by=KEEPER)
    assert "Registered" == type(registry.register(REGISTER, by=KEEPER).state).__name__


def test_a_gate_scans_and_does_nothing_else(registry: TerminalRegistry) -> None:
    registry.register(REGISTER, by=KEEPER)
    registry.put_into_use("H1", "G-1", by=KEEPER)

    assert "G-1" == registry.require("H1", "G-1", TerminalUse.SCAN).number
    for use in (TerminalUse.ISSUE, TerminalUse.PAY, TerminalUse.QUERY):
        with rule("TERMINAL_MAY_NOT"):
            registry.require("H1", "G-1", use)
    assert set(TerminalKind) == set(USES)


def test_what_checks_a_terminal_s_signature_comes_with_its_key(
    registry: TerminalRegistry,
) -> None:
    registry.register(REGISTER, by=KEEPER)
    case, key = registry.put_into_use("H1", "G-1", by=KEEPER)

    assert isinstance(case.state, InUse)
    signer = terminal_signer(KEYS.suite, key)
    assert signer.public_key.hex() == case.state.verify_key
    other = terminal_signer(KEYS.suite, key + "0")
    assert other.public_key != signer.public_key


def test_a_terminal_s_key_shows_nowhere() -> None:
    assert "a" * 64 not in repr(IN_USE) + repr(PutIntoUse(key_digest="a" * 64))


def test_the_keeper_sees_every_terminal_that_is_not_retired(
    registry: TerminalRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal_book, "PAGE", 2)
    for number in ("G-3", "G-1", "G-2", "G-4", "G-5"):
        wanted = REGISTER.model_copy(update={"number": number})
        registry.register(wanted, by=KEEPER)
    registry.put_into_use("H1", "G-2", by=KEEPER)
    gone = registry.case("H1", "G-4")
    registry.desk.execute(terminal, gone, Retire(reason="worn out"), by=KEEPER)

    found = registry.terminals("H1", by=KEEPER)

    assert ["G-1", "G-2", "G-3", "G-5"] == [one.number for one in found]
    assert [Registered, InUse, Registered, Registered] == [type(one) for one in found]
    assert [] == registry.terminals("H2", by=KEEPER)
    with rule("ROLE_REQUIRED"):
        registry.terminals(by=Actor("x", {"registrar"}))
