"""Key files: what was saved comes back, with its passphrase only."""

from base64 import b64decode, b64encode

import pytest

from ehealthcard.adapters.simulator import document_of
from ehealthcard.crypto import (
    GateKeys,
    KeyRing,
    LocalKeys,
    Suite,
    load_gate_keys,
    load_keys,
    save_gate_keys,
    save_keys,
)
from ehealthcard.errors import (
    BackendUnavailableError,
    KeyFilePassphraseError,
    WeakPassphraseError,
)
from ehealthcard.identity import IdScheme, Tokenizer

from .keyfiles import PASSPHRASE, ROUNDS, fields, opened

both_suites = pytest.mark.parametrize("suite", list(Suite))
AUDIENCE, DAYS = b"hospital", range(20_000, 20_003)


@pytest.fixture(scope="module")
def rings() -> dict[Suite, KeyRing]:
    return {
        suite: KeyRing.generate(suite, issuer="卡管-1")
        .rotate_codes()
        .rotate_tokens()
        .rotate_data()
        for suite in Suite
    }


@pytest.fixture(scope="module")
def gates(rings: dict[Suite, KeyRing]) -> dict[Suite, GateKeys]:
    return {suite: ring.for_gate(AUDIENCE, DAYS) for suite, ring in rings.items()}


@pytest.fixture(scope="module")
def ring_files(rings: dict[Suite, KeyRing]) -> dict[Suite, bytes]:
    return {suite: save_keys(ring, PASSPHRASE) for suite, ring in rings.items()}


@pytest.fixture(scope="module")
def gate_files(gates: dict[Suite, GateKeys]) -> dict[Suite, bytes]:
    return {suite: save_gate_keys(gate, PASSPHRASE) for suite, gate in gates.items()}


def local(ring: KeyRing) -> LocalKeys:
    assert isinstance(ring.provider, LocalKeys)
    return ring.provider


@both_suites
def test_a_ring_comes_back_from_its_file(
    suite: Suite, rings: dict[Suite, KeyRing], ring_files: dict[Suite, bytes]
) -> None:
    ring, again = rings[suite], load_keys(ring_files[suite], PASSPHRASE)
    assert local(ring).secrets == local(again).secrets
    assert local(ring).manifest == local(again).manifest
    assert [key.id for key in ring.codes] == [key.id for key in again.codes]
    assert ring.public() == again.public()
    assert again.public().trust.verify(ring.trust.sign(b"bundle"), b"bundle")
    sealed = ring.data["1"].seal(b"data key", b"subject")
    assert b"data key" == again.data["1"].unseal(sealed, b"subject")
    for scheme in IdScheme:
        here, there = (Tokenizer(keys, scheme=scheme) for keys in (ring, again))
        assert here.card_id(document_of(1)) == there.card_id(document_of(1))
    assert local(again.rotate_codes()).secrets.items() > local(ring).secrets.items()


@both_suites
def test_a_gate_s_keys_come_back_from_their_file(
    suite: Suite,
    rings: dict[Suite, KeyRing],
    gates: dict[Suite, GateKeys],
    gate_files: dict[Suite, bytes],
) -> None:
    again = load_gate_keys(gate_files[suite], PASSPHRASE)
    assert gates[suite] == again
    assert ("卡管-1", suite) == (again.issuer, again.suite)
    for key in rings[suite].codes:
        mac = rings[suite].code_mac(key.id, AUDIENCE, DAYS[0])
        got = again.code_mac(key.id, AUDIENCE, DAYS[0])
        assert mac.tag(b"code") == got.tag(b"code")
        signature = key.signer.sign(b"message")
        assert again.public_key(key.id).verify(signature, b"message")


@both_suites
def test_another_passphrase_opens_nothing(
    suite: Suite, ring_files: dict[Suite, bytes], gate_files: dict[Suite, bytes]
) -> None:
    for wrong in (PASSPHRASE + " ", PASSPHRASE.upper()):
        with pytest.raises(KeyFilePassphraseError) as caught:
            load_keys(ring_files[suite], wrong)
        assert "KEY_FILE_PASSPHRASE" == caught.value.code
        assert wrong not in f"{caught.value}{caught.value!r}"
    with pytest.raises(KeyFilePassphraseError):
        load_gate_keys(gate_files[suite], "")


@both_suites
def test_a_file_holds_no_secret_in_clear(
    suite: Suite,
    rings: dict[Suite, KeyRing],
    gates: dict[Suite, GateKeys],
    ring_files: dict[Suite, bytes],
    gate_files: dict[Suite, bytes],
) -> None:
    secrets = {*local(rings[suite]).secrets.values(), *gates[suite].secrets.values()}
    for file in (ring_files[suite], gate_files[suite]):
        everything = file.lower() + file + b64decode(fields(file)["sealed"])
        for secret in secrets:
            for clear in (secret, secret.hex().encode(), b64encode(secret)[:-2]):
                assert clear not in everything
        assert PASSPHRASE.encode() not in everything
        assert b"token/1/root" not in everything


@both_suites
def test_what_is_in_clear_are_the_parameters(
    suite: Suite, ring_files: dict[Suite, bytes], gate_files: dict[Suite, bytes]
) -> None:
    for form, file in (
        ("ehealthcard-keys/1", ring_files[suite]),
        ("ehealthcard-gate-keys/1", gate_files[suite]),
    ):
        outer = fields(file)
        salt, sealed = bytes.fromhex(outer.pop("salt")), b64decode(outer.pop("sealed"))
        assert {"form": form, "suite": suite.name, "rounds": ROUNDS} == outer
        assert 16 == len(salt)
        assert len(sealed) > 28


@both_suites
def test_a_ring_s_file_is_sealed_as_documented(
    suite: Suite, rings: dict[Suite, KeyRing], ring_files: dict[Suite, bytes]
) -> None:
    keys = local(rings[suite])
    assert {
        "issuer": "卡管-1",
        "generations": {
            kind.name: list(names) for kind, names in keys.manifest.generations.items()
        },
        "secrets": {name: secret.hex() for name, secret in keys.secrets.items()},
    } == opened(ring_files[suite])


@both_suites
def test_a_gate_s_file_is_sealed_as_documented(
    suite: Suite, gates: dict[Suite, GateKeys], gate_files: dict[Suite, bytes]
) -> None:
    gate = gates[suite]
    assert {
        "issuer": "卡管-1",
        "keys": {name.hex(): key.data.hex() for name, key in gate.keys.items()},
        "trust": gate.trust.data.hex(),
        "secrets": [
            [name.hex(), AUDIENCE.hex(), day, secret.hex()]
            for (name, _, day), secret in gate.secrets.items()
        ],
    } == opened(gate_files[suite])


def test_no_two_files_are_alike(
    rings: dict[Suite, KeyRing], ring_files: dict[Suite, bytes]
) -> None:
    first = fields(ring_files[Suite.INTL])
    second = fields(save_keys(rings[Suite.INTL], PASSPHRASE))
    assert first["salt"] != second["salt"]
    assert first["sealed"][:16] != second["sealed"][:16]


@pytest.mark.parametrize(
    "weak", ["", "password", "elevenchars", "十一个汉字也还是不够长"]
)
def test_a_passphrase_has_at_least_12_characters(
    weak: str, rings: dict[Suite, KeyRing], gates: dict[Suite, GateKeys]
) -> None:
    with pytest.raises(WeakPassphraseError) as caught:
        save_keys(rings[Suite.INTL], weak)
    assert {"least": 12} == caught.value.facts
    assert "密钥口令至少12个字符，请使用更长的口令。" == caught.value.chinese
    with pytest.raises(WeakPassphraseError):
        save_gate_keys(gates[Suite.INTL], weak)


@pytest.mark.parametrize("passphrase", ["twelve chars", "十二个汉字的口令已经够长"])
def test_a_passphrase_of_12_characters_will_do(
    passphrase: str, gates: dict[Suite, GateKeys]
) -> None:
    file = save_gate_keys(gates[Suite.INTL], passphrase)
    assert gates[Suite.INTL] == load_gate_keys(file, passphrase)


def test_a_passphrase_is_the_same_on_every_keyboard(
    gates: dict[Suite, GateKeys],
) -> None:
    composed, decomposed = "mots passés à clé", "mots passe\u0301s a\u0300 cle\u0301"
    assert composed != decomposed
    for saved, typed in ((composed, decomposed), (decomposed, composed)):
        file = save_gate_keys(gates[Suite.INTL], saved)
        assert gates[Suite.INTL] == load_gate_keys(file, typed)


def test_a_passphrase_from_a_terminal_of_another_encoding_is_taken(
    gates: dict[Suite, GateKeys],
) -> None:
    escaped = b"correct horse \xff\xfe".decode("utf-8", "surrogateescape")
    file = save_gate_keys(gates[Suite.INTL], escaped)
    assert gates[Suite.INTL] == load_gate_keys(file, escaped)


def test_sm2_keys_are_loaded_for_the_backend_that_is_named(
    ring_files: dict[Suite, bytes],
) -> None:
    ring = load_keys(ring_files[Suite.GM], PASSPHRASE, sm2_backend="pure")
    assert "pure" == local(ring).sm2_backend
    assert ring.codes[0].public.verify(ring.codes[0].signer.sign(b"x"), b"x")


def test_sm2_keys_are_not_loaded_for_a_backend_that_is_not_there(
    ring_files: dict[Suite, bytes],
) -> None:
    with pytest.raises(BackendUnavailableError):
        load_keys(ring_files[Suite.GM], PASSPHRASE, sm2_backend="no such backend")


def test_a_backend_for_sm2_does_not_matter_to_other_keys(
    ring_files: dict[Suite, bytes],
) -> None:
    ring = load_keys(ring_files[Suite.INTL], PASSPHRASE, sm2_backend="no such backend")
    assert 64 == len(ring.codes[0].signer.sign(b"x"))
