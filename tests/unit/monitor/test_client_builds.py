"""Lists of allowed builds and signed claims (允许版本清单、版本声明)."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.codesets import Channel
from ehealthcard.crypto import KeyRing, Suite
from ehealthcard.crypto.signing import LocalSigner
from ehealthcard.errors import (
    BundleRollbackError,
    EHealthCardError,
    ForgedBundleError,
    InvalidInputError,
    MalformedBundleError,
)
from ehealthcard.monitor.clients import (
    GRAVE,
    AllowedBuilds,
    BuildList,
    ClaimLevel,
    ClientFinding,
    ClientPolicy,
    ListedBuild,
    Measure,
    Measured,
    build_key,
    make_builds,
    open_builds,
    sign_builds,
    sign_claim,
)
from ehealthcard.monitor.clients.lists import MAGIC
from ehealthcard.qr import signed
from ehealthcard.workflow import Actor, BuildClaim

KEYS, NEXT, STRANGER = (
    KeyRing.generate(Suite.INTL, issuer="330000000001") for _ in "abc"
)
GM = KeyRing.generate(Suite.GM, issuer="330000000001")
ROOT = KEYS.public().trust
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)
DIGEST, OTHER = "a" * 64, "b" * 64
SIGNER = LocalSigner(Suite.INTL, bytes(range(32)))
THIEF = LocalSigner(Suite.INTL, bytes(range(1, 33)))
POLICY = ClientPolicy()
CLAIM = BuildClaim(app="kiosk", version="1.0", digest=DIGEST)


def listed(**more: Any) -> ListedBuild:
    said: dict[str, Any] = {
        "app": "kiosk",
        "version": "1.0",
        "digests": (DIGEST,),
        "keys": (build_key(Suite.INTL, SIGNER.public_key),),
    }
    return ListedBuild(**(said | more))


def made(*builds: ListedBuild, serial: int = 1, keys: KeyRing = KEYS) -> bytes:
    whole = make_builds(builds, keys=keys, serial=serial, at=NOW, until=NOW + DAY)
    return sign_builds(whole, keys)


def taken(*builds: ListedBuild) -> AllowedBuilds:
    return AllowedBuilds((ROOT,)).take(made(*builds))


def claim(at: datetime = NOW, signer: LocalSigner = SIGNER, **more: Any) -> BuildClaim:
    said: dict[str, Any] = {"actor": "kiosk-7", "audience": "330000000001"}
    return sign_claim(CLAIM, at=at, signer=signer, suite=Suite.INTL, **(said | more))


def found(
    builds: AllowedBuilds,
    said: BuildClaim | None,
    *,
    channel: Channel = Channel.KIOSK,
    at: datetime = NOW,
) -> tuple[ClientFinding, ClaimLevel]:
    by = Actor("kiosk-7", {"terminal"}, channel=channel, build=said)
    got = builds.assess(by, audience="330000000001", at=at, policy=POLICY)
    return got.finding, got.level


@pytest.mark.parametrize("keys", [KEYS, GM], ids=lambda k: k.suite.name)
def test_a_signed_list_is_read_and_nothing_else(keys: KeyRing) -> None:
    build = listed(keys=())
    data = made(build, keys=keys)
    roots = (keys.public().trust,)

    assert (build,) == open_builds(data, roots).builds
    for place in range(0, len(data), 7):
        bad = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises((ForgedBundleError, MalformedBundleError)):
            open_builds(bad, roots)
    with pytest.raises(ForgedBundleError):
        open_builds(data, (STRANGER.public().trust,))
    with pytest.raises(ForgedBundleError):
        open_builds(data, ())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_hostile_bytes_are_refused_with_our_own_errors(data: bytes) -> None:
    for text in (data, MAGIC + data, signed.seal(MAGIC, data, b"", KEYS.trust)):
        with pytest.raises(EHealthCardError):
            open_builds(text, (ROOT,))


def test_a_file_of_another_kind_is_no_list() -> None:
    whole = open_builds(made(listed()), (ROOT,))
    other = signed.seal(b"EHTL\x01", whole.to_json(), b"", KEYS.trust)
    more = signed.seal(MAGIC, whole.to_json(), b"x", KEYS.trust)
    for data in (other, more):
        with pytest.raises(MalformedBundleError):
            open_builds(data, (ROOT,))


@pytest.mark.parametrize(
    "change",
    [
        {"builds": (listed(), listed(digests=(OTHER,)))},
        {"builds": (listed(keys=listed().keys * 2),)},
        {
            "builds": (
                listed(keys=(listed().keys[0].model_copy(update={"id": "0" * 8}),)),
            )
        },
        {
            "builds": (
                listed(keys=(listed().keys[0].model_copy(update={"key": "00" * 33}),)),
            )
        },
        {"valid_until": 1},
        {"suite": "GM"},
        {"keeper": "somebody"},
    ],
)
def test_nobody_signs_a_list_that_nobody_would_take(change: dict[str, Any]) -> None:
    whole = make_builds([], keys=KEYS, serial=1, at=NOW, until=NOW + DAY)
    with pytest.raises(MalformedBundleError):
        sign_builds(whole.model_copy(update=change), KEYS)


def test_lists_do_not_go_back() -> None:
    old, new = made(listed()), made(listed(standing="withdrawn"), serial=2)
    builds = AllowedBuilds((ROOT,)).take(old).take(new).take(new)

    for data in (old, made(listed(), serial=2)):
        with pytest.raises(BundleRollbackError):
            builds.take(data)
    assert ClientFinding.WITHDRAWN is found(builds, claim())[0]


def test_a_successor_signs_while_both_keys_are_pinned() -> None:
    roots = (ROOT, NEXT.public().trust)
    builds = (
        AllowedBuilds(roots)
        .take(made(listed()))
        .take(made(listed(), serial=2, keys=NEXT))
    )
    assert ClientFinding.SOUND is found(builds, claim())[0]
    with pytest.raises(ForgedBundleError):
        AllowedBuilds((NEXT.public().trust,)).take(made(listed()))


SHOP = Channel.MINI_PROGRAM


@pytest.mark.parametrize(
    ("build", "said", "channel", "expected", "level"),
    [
        ({}, claim(), Channel.KIOSK, "OK", ClaimLevel.SIGNED),
        ({}, CLAIM, Channel.KIOSK, "CLIENT_UNPROVEN", ClaimLevel.CLAIMED),
        ({}, CLAIM, SHOP, "OK", ClaimLevel.CLAIMED),
        ({}, None, SHOP, "CLIENT_UNNAMED", ClaimLevel.NONE),
        ({}, None, Channel.WINDOW, "OK", ClaimLevel.NONE),
        ({"version": "1.1"}, claim(), SHOP, "CLIENT_UNKNOWN", ClaimLevel.CLAIMED),
        ({"digests": (OTHER,)}, claim(), SHOP, "CLIENT_ALTERED", ClaimLevel.SIGNED),
        ({"standing": "limited"}, CLAIM, SHOP, "CLIENT_DEFECTIVE", ClaimLevel.CLAIMED),
        (
            {"standing": "withdrawn"},
            CLAIM,
            SHOP,
            "CLIENT_WITHDRAWN",
            ClaimLevel.CLAIMED,
        ),
        ({"valid_until": 5}, CLAIM, SHOP, "CLIENT_OUTDATED", ClaimLevel.CLAIMED),
        ({"keys": ()}, claim(), SHOP, "CLIENT_FORGED", ClaimLevel.CLAIMED),
        ({}, claim(signer=THIEF), SHOP, "CLIENT_FORGED", ClaimLevel.CLAIMED),
        ({}, claim(actor="kiosk-8"), SHOP, "CLIENT_FORGED", ClaimLevel.CLAIMED),
        ({}, claim(audience="x"), SHOP, "CLIENT_FORGED", ClaimLevel.CLAIMED),
    ],
)
def test_a_build_is_what_the_list_and_its_key_say(
    build: dict[str, Any],
    said: BuildClaim | None,
    channel: Channel,
    expected: str,
    level: ClaimLevel,
) -> None:
    got = found(taken(listed(**build)), said, channel=channel)
    assert (expected, level) == (got[0].value, got[1])


def test_a_claim_is_good_for_some_minutes_both_ends_included() -> None:
    builds = taken(listed())
    for minutes, expected in (
        (10, ClientFinding.SOUND),
        (-10, ClientFinding.SOUND),
        (11, ClientFinding.STALE),
        (-11, ClientFinding.STALE),
    ):
        said = claim(NOW + timedelta(minutes=minutes))
        assert expected is found(builds, said, channel=SHOP)[0]


def test_a_part_of_a_signature_is_a_forgery() -> None:
    whole, builds = claim(), taken(listed())
    for change in (
        {"signature": None},
        {"key": None},
        {"at": None},
        {"version": "1.0"},
    ):
        said = whole.model_copy(update=change)
        expected = change == {"version": "1.0"}
        assert expected is (found(builds, said)[0] is ClientFinding.SOUND)


def test_a_key_out_of_its_term_signs_nothing() -> None:
    key = listed().keys[0].model_copy(update={"valid_until": 5})
    assert ClientFinding.FORGED is found(taken(listed(keys=(key,))), claim())[0]


def test_without_a_list_in_force_nothing_is_believed() -> None:
    builds = taken(listed())
    assert ClientFinding.NO_LIST is found(AllowedBuilds((ROOT,)), CLAIM)[0]
    for at, expected in (
        (NOW + DAY, ClientFinding.SOUND),
        (NOW + DAY + timedelta(seconds=1), ClientFinding.NO_LIST),
        (NOW - timedelta(seconds=1), ClientFinding.NO_LIST),
    ):
        assert expected is found(builds, CLAIM, channel=SHOP, at=at)[0]


def test_no_policy_lets_the_grave_pass() -> None:
    for finding in ClientFinding:
        for measure in Measure:
            one = Measured(finding=finding, measure=measure)
            passes = measure in (Measure.ACCEPT, Measure.REPORT)
            if finding is ClientFinding.SOUND or (finding in GRAVE and passes):
                with pytest.raises(InvalidInputError):
                    ClientPolicy(measures=(one,))
            else:
                assert measure is ClientPolicy(measures=(one,)).measure(finding)
    twice = Measured(finding=ClientFinding.STALE, measure=Measure.REPORT)
    with pytest.raises(InvalidInputError):
        ClientPolicy(measures=(twice, twice))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_a_claim_from_outside_has_its_form_or_is_refused(text: str) -> None:
    for field in ("app", "version", "digest"):
        data = json.loads(CLAIM.to_json()) | {field: text}
        try:
            said = BuildClaim.from_json(json.dumps(data))
        except InvalidInputError:
            continue
        assert said.build.isascii()
        assert len(said.build) <= 61


def test_a_list_survives_being_written_down() -> None:
    whole = make_builds([listed()], keys=KEYS, serial=3, at=NOW, until=NOW + DAY)
    assert whole == BuildList.from_json(whole.to_json())
