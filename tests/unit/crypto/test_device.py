"""Keys that live in a device do all that local keys do, and stay there."""

import pytest

from ehealthcard.adapters.simulator import document_of
from ehealthcard.codesets import IdKind
from ehealthcard.crypto import (
    KeyKind,
    KeyProvider,
    KeyRing,
    LocalKeys,
    PublicKey,
    Suite,
    derive,
    save_keys,
)
from ehealthcard.errors import DecryptionError, KeyNotExportableError, RevealError
from ehealthcard.identity import IdDocument, IdScheme, Tokenizer

from .device import Device, NumberingDevice

both_suites = pytest.mark.parametrize("suite", list(Suite))
AUDIENCE = b"hospital"


@both_suites
def test_a_device_is_a_key_provider(suite: Suite) -> None:
    provider: KeyProvider = Device.new(suite)
    ring = KeyRing(provider)
    assert suite is ring.suite
    assert "device" == ring.issuer
    assert provider is ring.provider
    assert not isinstance(provider, LocalKeys)


@both_suites
@pytest.mark.parametrize("scheme", list(IdScheme))
def test_a_device_makes_the_card_ids_of_its_keys(
    suite: Suite, scheme: IdScheme
) -> None:
    keys = LocalKeys.generate(suite, "local")
    here = Tokenizer(KeyRing(keys), scheme=scheme)
    there = Tokenizer(KeyRing(Device(keys)), scheme=scheme)
    for document in (document_of(1), IdDocument(IdKind.OTHER, "7")):
        card = here.card_id(document)
        assert card == there.card_id(document)
        assert here.master_index(document) == there.master_index(document)
        assert here.pseudonym(card, "医院") == there.pseudonym(card, "医院")


@both_suites
def test_a_device_reveals_a_national_card_id(suite: Suite) -> None:
    device = Device.new(suite)
    tokenizer = Tokenizer(KeyRing(device), scheme=IdScheme.NATIONAL)
    document = document_of(2)
    card, index = tokenizer.card_id(document), tokenizer.master_index(document)
    assert document == tokenizer.reveal(card, index, by="a", reason="r", audit=repr)
    with pytest.raises(RevealError):
        tokenizer.reveal(card, bytes(32), by="a", reason="r", audit=repr)
    assert {"tag": 2, "encrypt": 3} == device.calls


@both_suites
def test_what_a_device_signs_is_verified_with_its_public_keys(suite: Suite) -> None:
    ring = KeyRing(Device.new(suite)).rotate_codes()
    public = ring.public()
    for key in ring.codes:
        signature = key.signer.sign(b"message")
        assert key.public == PublicKey(suite, key.signer.public_key)
        assert public.public_key(key.id).verify(signature, b"message")
    assert public.trust.verify(ring.trust.sign(b"bundle"), b"bundle")


@both_suites
def test_a_gate_checks_mac_codes_without_the_device(suite: Suite) -> None:
    device = Device.new(suite)
    ring = KeyRing(device)
    gate = ring.for_gate(AUDIENCE, range(20_000, 20_003))
    device.calls.clear()
    for epoch in range(20_000, 20_003):
        mac = gate.code_mac(ring.codes[0].id, AUDIENCE, epoch)
        issued = ring.code_mac(ring.codes[0].id, AUDIENCE, epoch).tag(b"code")
        assert issued == mac.tag(b"code")
    assert {"tag": 3} == device.calls


@both_suites
def test_a_device_seals_data(suite: Suite) -> None:
    ring = KeyRing(Device.new(suite))
    sealed = ring.data["1"].seal(b"data key", b"subject")
    rotated = ring.rotate_data()
    assert ["2", "1"] == list(rotated.data)
    assert b"data key" == rotated.data["1"].unseal(sealed, b"subject")
    with pytest.raises(DecryptionError):
        rotated.data["2"].unseal(sealed, b"subject")


@both_suites
def test_a_device_rotates_and_retires(suite: Suite) -> None:
    ring = KeyRing(Device.new(suite))
    for kind, rotate in (
        (KeyKind.CODES, KeyRing.rotate_codes),
        (KeyKind.TOKENS, KeyRing.rotate_tokens),
        (KeyKind.DATA, KeyRing.rotate_data),
    ):
        rotated = rotate(ring)
        names = rotated.provider.manifest.generations[kind]
        assert names[1:] == ring.provider.manifest.generations[kind]
        retired = rotated.retire(kind)
        assert names[:1] == retired.provider.manifest.generations[kind]
        assert isinstance(retired.provider, Device)


@both_suites
def test_the_other_keys_of_a_device_are_at_hand(suite: Suite) -> None:
    keys = LocalKeys.generate(suite, "local")
    here, there = KeyRing(keys), KeyRing(Device(keys))
    block = bytes(16)
    assert here.lookup.tag(b"x") == there.lookup.tag(b"x")
    assert here.protection().encrypt(block) == there.protection().encrypt(block)
    assert block == there.protection().decrypt(there.protection().encrypt(block))
    assert derive(here.pseudonym, "x") == derive(there.pseudonym, "x")


@both_suites
def test_the_keys_of_a_device_are_not_written_to_a_file(suite: Suite) -> None:
    with pytest.raises(KeyNotExportableError) as caught:
        save_keys(KeyRing(Device.new(suite)), "a passphrase for keys")
    assert "KEY_NOT_EXPORTABLE" == caught.value.code


@both_suites
def test_a_device_may_name_its_generations_as_it_likes(suite: Suite) -> None:
    ring = KeyRing(NumberingDevice.new(suite)).rotate_codes().rotate_tokens()
    assert ["2", "1"] == [tokens.generation for tokens in ring.tokens]
    assert ["1"] == list(ring.data)
    assert 64 == len(Tokenizer(ring).card_id(document_of(3)))
    assert {4} == {len(key.id) for key in ring.codes}
    signature = ring.codes[0].signer.sign(b"message")
    assert ring.public().public_key(ring.codes[0].id).verify(signature, b"message")
