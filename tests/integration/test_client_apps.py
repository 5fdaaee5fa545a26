"""Client applications at a desk (客户端应用管控): listed, checked, limited, refused."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from ehealthcard import Suite, Terminal
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.codesets import Channel
from ehealthcard.crypto.signing import LocalSigner
from ehealthcard.desk import ClientApps, ClientBuilds, Clockwork, RiskWatch
from ehealthcard.errors import (
    AccessDeniedError,
    BundleRollbackError,
    ClaimTakenError,
    ClientError,
    ClientLimitedError,
    ClientRefusedError,
    ForgedBundleError,
    InvalidKeyError,
    MalformedBundleError,
    RuleViolationError,
)
from ehealthcard.monitor.clients import (
    ClientFinding,
    ClientPolicy,
    Measure,
    Measured,
    sign_claim,
)
from ehealthcard.ports import UseAct
from ehealthcard.services.foundation.client_app import (
    Allowed,
    ChangeKeys,
    ClientKind,
    Limit,
    Limited,
    PassInspection,
    RegisterBuild,
    ReportDefect,
    Severity,
    Withdraw,
    client_app,
)
from ehealthcard.services.health_declaration import health_declaration
from ehealthcard.workflow import Actor, BuildClaim
from tests.actors import AUDITOR

from .conftest import WINDOW, House, build, ring
from .visits import submit

KEEPER = Actor("keeper-1", {"client-keeper"}, org="H1")
INSPECTOR = Actor("inspector-1", {"client-inspector"}, org="H1")
DIGEST, OTHER = "a" * 64, "b" * 64
SIGNER = LocalSigner(Suite.INTL, bytes(range(32)))
SHOP = Channel.MINI_PROGRAM


@pytest.fixture(params=["memory", "sqlite"])
def checked(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    storage: Any = MemoryStorage()
    if request.param == "sqlite":
        storage = SqlStorage.open(f"sqlite:///{tmp_path}/cards.db")
    yield with_list(storage)
    storage.close()


def with_list(storage: Any, policy: ClientPolicy | None = None) -> House:
    house = build(storage, Suite.INTL)
    root = ring(Suite.INTL).public().trust
    clients = ClientBuilds((root,), policy=policy or ClientPolicy())
    house.desk = attrs.evolve(house.desk, clients=clients)
    return house


def enrol(
    house: House, version: str = "3.2.1", app: str = "org.example.health"
) -> None:
    apps = ClientApps(house.desk)
    command = RegisterBuild(
        app=app,
        version=version,
        kind=ClientKind.MINI_PROGRAM,
        maker="某信息公司",
        digests=(DIGEST,),
        permissions=("CAMERA",),
        claim_keys=(SIGNER.public_key.hex(),),
    )
    apps.register(command, by=KEEPER)
    passed = PassInspection(digests=(DIGEST,), checklist="2026-1")
    apps.do(app, version, passed, by=INSPECTOR)


def renew(house: House) -> bytes:
    apps = ClientApps(house.desk)
    data = apps.publish(by=AUDITOR)
    apps.take(data, by=AUDITOR)
    return data


def claimed(version: str = "3.2.1", digest: str = DIGEST) -> BuildClaim:
    return BuildClaim(app="org.example.health", version=version, digest=digest)


def phone(house: House, said: BuildClaim | None) -> Actor:
    return Actor(
        "app-1",
        {"resident"},
        org="H1",
        holder=house.card().subject,
        channel=SHOP,
        build=said,
    )


def acts(house: House, said: BuildClaim | None) -> str:
    """Return ``OK``, or the code of what stopped an act that is not harmless."""
    card = house.card()
    try:
        house.desk.all_cases(card, by=phone(house, said))
    except ClientError as error:
        return error.code
    return "OK"


def shows(house: House, said: BuildClaim | None) -> str:
    try:
        house.desk.show(house.card().id, by=phone(house, said))
    except ClientError as error:
        return error.code
    return "OK"


def records(house: House) -> list[tuple[str, str, str | None]]:
    uses = house.desk.storage.uses(limit=50)
    clients = [use for use in uses if use.act is UseAct.CLIENT]
    return [(use.terminal, use.outcome, use.place) for use in clients]


def test_a_desk_without_a_list_asks_nobody() -> None:
    house = build(MemoryStorage(), Suite.INTL)
    assert "OK" == acts(house, claimed("9.9.9"))
    enrol(house)
    with pytest.raises(MalformedBundleError):
        renew(house)


def test_before_the_first_list_and_after_the_last_nothing_is_believed(
    checked: House,
) -> None:
    enrol(checked)
    assert "CLIENT_LIMITED" == acts(checked, claimed())
    renew(checked)
    assert "OK" == acts(checked, claimed())
    checked.clock.forward(days=1, seconds=1)
    assert "CLIENT_LIMITED" == acts(checked, claimed())
    assert ("app-1", "CLIENT_NO_LIST", "org.example.health 3.2.1") == records(checked)[
        0
    ]


def test_each_build_may_what_its_record_says(checked: House) -> None:
    apps = ClientApps(checked.desk)
    for version in ("3.2.1", "3.2.0", "3.1.0", "3.0.0"):
        enrol(checked, version)
    name = "org.example.health"
    apps.do(name, "3.2.0", Limit(why="待复查"), by=KEEPER)
    apps.do(name, "3.1.0", Withdraw(why="已替换", replaced_by="3.2.1"), by=KEEPER)
    grave = ReportDefect(number="D-1", severity=Severity.LOW, what="界面错字")
    apps.do(name, "3.0.0", grave, by=INSPECTOR)
    renew(checked)

    got = {
        version: (acts(checked, claimed(version)), shows(checked, claimed(version)))
        for version in ("3.2.1", "3.2.0", "3.1.0", "3.0.0", "2.0.0")
    }
    assert {
        "3.2.1": ("OK", "OK"),
        "3.2.0": ("CLIENT_LIMITED", "OK"),
        "3.1.0": ("CLIENT_REFUSED", "CLIENT_REFUSED"),
        "3.0.0": ("OK", "OK"),
        "2.0.0": ("CLIENT_LIMITED", "OK"),
    } == got
    assert ("CLIENT_LIMITED", "OK") == (acts(checked, None), shows(checked, None))
    assert "CLIENT_REFUSED" == acts(checked, claimed(digest=OTHER))


def test_what_time_limits_is_limited_in_the_next_list(checked: House) -> None:
    enrol(checked)
    renew(checked)
    checked.clock.forward(days=90, seconds=1)
    renew(checked)
    assert "CLIENT_LIMITED" == acts(checked, claimed())
    case = ClientApps(checked.desk).case("org.example.health", "3.2.1", by=KEEPER)
    assert isinstance(case.state, Limited)

    Clockwork(checked.desk).run_once()
    again = PassInspection(digests=(DIGEST,), checklist="2026-2")
    apps = ClientApps(checked.desk)
    back = apps.do("org.example.health", "3.2.1", again, by=INSPECTOR)
    assert isinstance(back.state, Allowed)
    renew(checked)
    assert "OK" == acts(checked, claimed())


def test_a_term_that_ends_within_the_list_s_own_ends_by_itself(checked: House) -> None:
    enrol(checked)
    checked.clock.forward(days=89, hours=23)
    renew(checked)
    for seconds, expected in ((3600, "OK"), (1, "CLIENT_LIMITED")):
        checked.clock.forward(seconds=seconds)
        assert expected == acts(checked, claimed())
    assert "CLIENT_OUTDATED" == records(checked)[0][1]


def signed(house: House, terminal: str, signer: LocalSigner = SIGNER) -> BuildClaim:
    return sign_claim(
        claimed(),
        actor=terminal,
        audience=house.desk.keys.issuer,
        at=house.clock.now,
        signer=signer,
        suite=Suite.INTL,
    )


def kiosk(said: BuildClaim | None, name: str = "kiosk-7") -> Terminal:
    return Terminal(
        name, {"terminal"}, org="H1", place="hall", channel=Channel.KIOSK, build=said
    )


def test_a_kiosk_signs_its_claim_with_its_own_key(checked: House) -> None:
    enrol(checked)
    renew(checked)
    text = checked.desk.show(checked.card().id, by=WINDOW).text

    for said, kind in (
        (None, ClientLimitedError),
        (claimed(), ClientLimitedError),
        (signed(checked, "kiosk-8"), ClientRefusedError),
    ):
        with pytest.raises(kind):
            checked.desk.scan(text, by=kiosk(said))
    assert (
        checked.card()
        == checked.desk.scan(text, by=kiosk(signed(checked, "kiosk-7"))).card
    )


def test_an_overheard_claim_is_worth_nothing_later_or_elsewhere(checked: House) -> None:
    enrol(checked)
    renew(checked)
    said = signed(checked, "kiosk-7")
    text = checked.desk.show(checked.card().id, by=WINDOW).text
    with pytest.raises(ClientRefusedError):
        checked.desk.scan(text, by=kiosk(said, "rogue-1"))
    checked.clock.forward(minutes=11)
    with pytest.raises(ClientLimitedError) as caught:
        checked.desk.scan(text, by=kiosk(said))
    assert ClientFinding.STALE.zh in caught.value.chinese


def test_a_stolen_key_is_believed_until_it_is_taken_out(checked: House) -> None:
    enrol(checked)
    renew(checked)
    card = checked.card()

    def look() -> None:
        text = checked.desk.show(card.id, by=WINDOW).text
        checked.desk.scan(text, by=kiosk(signed(checked, "kiosk-7")))
        checked.clock.forward(seconds=61)

    look()
    new = LocalSigner(Suite.INTL, bytes(range(1, 33)))
    change = ChangeKeys(claim_keys=(new.public_key.hex(),))
    ClientApps(checked.desk).do("org.example.health", "3.2.1", change, by=KEEPER)
    look()
    renew(checked)
    with pytest.raises(ClientRefusedError):
        look()


def test_an_entrance_with_a_wrong_build_leaves_everybody_to_a_person(
    checked: House,
) -> None:
    enrol(checked)
    renew(checked)
    text = checked.desk.show(checked.card().id, by=WINDOW).text
    with pytest.raises(ClientLimitedError):
        checked.entrance(kiosk(claimed())).enter(text)
    with pytest.raises(ClientRefusedError):
        checked.entrance(kiosk(signed(checked, "kiosk-8"))).enter(text)
    assert [("client", "CLIENT_FORGED"), ("client", "CLIENT_UNPROVEN")] == [
        (use.tier, use.outcome)
        for use in checked.desk.storage.uses(limit=50)
        if use.terminal == "kiosk-7"
    ]  # one record of each refusal, and nobody's visit
    assert (
        "DeclarationRequired"
        == type(
            checked.entrance(kiosk(signed(checked, "kiosk-7"))).enter(text).state
        ).__name__
    )


def test_an_altered_client_opens_an_alert_and_an_old_one_does_not(
    checked: House,
) -> None:
    enrol(checked)
    renew(checked)
    watch = RiskWatch(checked.desk, settled=timedelta(seconds=-1))
    acts(checked, claimed("2.0.0"))
    assert [] == list(watch.run_once())
    acts(checked, claimed(digest=OTHER))
    (alert,) = watch.run_once()
    assert ("altered-client", "app-1", "actor") == (
        alert.state.rule,
        alert.state.who,
        alert.state.about,
    )


def test_what_passes_is_recorded_once_an_hour_and_what_is_stopped_each_time() -> None:
    report = Measured(finding=ClientFinding.UNKNOWN, measure=Measure.REPORT)
    house = with_list(MemoryStorage(), ClientPolicy(measures=(report,)))
    renew(house)
    for _ in range(3):
        assert "OK" == acts(house, claimed())
    assert [("app-1", "CLIENT_UNKNOWN", "org.example.health 3.2.1")] == records(house)
    house.clock.forward(hours=1, seconds=1)
    acts(house, claimed())
    assert 2 == len(records(house))
    for _ in range(2):
        assert "CLIENT_LIMITED" == acts(house, None)
    assert 4 == len(records(house))

    begun = house.clock.now - timedelta(hours=2)
    end = house.clock.now + timedelta(hours=1)
    seen = ClientApps(house.desk).seen(begun, end, by=WINDOW)
    assert [
        ("", ClientFinding.UNNAMED, 2, 1),
        ("org.example.health 3.2.1", ClientFinding.UNKNOWN, 2, 1),
    ] == [(s.build, s.finding, s.times, s.actors) for s in seen]


def test_no_restart_goes_back_to_an_older_list(checked: House) -> None:
    enrol(checked)
    old = renew(checked)
    ClientApps(checked.desk).do(
        "org.example.health", "3.2.1", Withdraw(why="已替换"), by=KEEPER
    )
    new = renew(checked)

    root = ring(Suite.INTL).public().trust
    again = attrs.evolve(checked.desk, clients=ClientBuilds((root,)))
    with pytest.raises(BundleRollbackError):
        ClientApps(again).take(old, by=AUDITOR)
    ClientApps(again).take(new, by=AUDITOR)
    with pytest.raises(ForgedBundleError):
        ClientApps(again).take(new[:-1] + bytes([new[-1] ^ 1]), by=AUDITOR)
    with pytest.raises(ClientRefusedError):
        again.all_cases(checked.card(), by=phone(checked, claimed()))


def test_a_withdrawn_version_does_not_come_back(checked: House) -> None:
    enrol(checked)
    apps = ClientApps(checked.desk)
    apps.do("org.example.health", "3.2.1", Withdraw(why="已替换"), by=KEEPER)
    with pytest.raises(ClaimTakenError):
        enrol(checked)
    with pytest.raises(RuleViolationError, match="CLIENT_BUILD_UNKNOWN"):
        apps.case("org.example.health", "3.2.1", by=KEEPER)


def test_a_key_that_is_none_is_not_registered() -> None:
    house = build(MemoryStorage(), Suite.GM)
    with pytest.raises(InvalidKeyError):
        enrol(house)


def test_nobody_without_rights_publishes_takes_or_counts(checked: House) -> None:
    apps, nobody = ClientApps(checked.desk), Actor("nobody-1")
    resident = phone(checked, None)
    now = checked.clock.now
    enrol(checked)
    ways: dict[str, Any] = {
        "publish": lambda by: apps.publish(by=by),
        "take": lambda by: apps.take(b"", by=by),
        "seen": lambda by: apps.seen(now, now, by=by),
        "case": lambda by: apps.case("org.example.health", "3.2.1", by=by),
        "do": lambda by: apps.do("org.example.health", "3.2.1", Limit(why="x"), by=by),
    }
    for name, way in ways.items():
        for by in (nobody, resident):
            with pytest.raises(AccessDeniedError):
                way(by)
        assert name
    assert [] == list(
        checked.desk.storage.cases_in(client_app.name, "Limited", before=None, limit=1)
    )


def test_a_limited_phone_still_gets_its_holder_in(checked: House) -> None:
    enrol(checked)
    renew(checked)
    card, old = checked.card(), phone(checked, claimed("2.0.0"))
    with pytest.raises(ClientLimitedError):
        checked.desk.start(health_declaration, card, submit(), by=old)
    shown = checked.desk.show(card.id, by=old)
    assert (
        card == checked.desk.scan(shown.text, by=kiosk(signed(checked, "kiosk-7"))).card
    )
