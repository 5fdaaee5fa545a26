"""A file that opens must still be what it says: a ring's or a gate's."""

import json
from typing import Any

import pytest

from ehealthcard.crypto import (
    KeyRing,
    LocalKeys,
    Suite,
    load_gate_keys,
    load_keys,
    save_gate_keys,
    save_keys,
)
from ehealthcard.errors import KeyFileError

from .keyfiles import GATE, PASSPHRASE, RING, forged, opened

KEYS = KeyRing.generate(Suite.INTL)
GATE_KEYS = KEYS.for_gate(b"hospital", [20_000])
INSIDE = opened(save_keys(KEYS, PASSPHRASE))
GATE_INSIDE = opened(save_gate_keys(GATE_KEYS, PASSPHRASE))


def changed(inside: dict[str, Any], **changes: object) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(inside))
    return copy | changes


def test_a_file_made_by_hand_opens() -> None:
    provider = load_keys(forged(RING, INSIDE), PASSPHRASE).provider
    assert isinstance(provider, LocalKeys)
    assert KEYS.provider == provider
    assert GATE_KEYS == load_gate_keys(forged(GATE, GATE_INSIDE), PASSPHRASE)


SECRETS: dict[str, str] = INSIDE["secrets"]
KINDS: dict[str, list[str]] = INSIDE["generations"]


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param(b"", id="no JSON"),
        pytest.param(b"\xff", id="no UTF-8"),
        pytest.param([], id="a list"),
        pytest.param("x", id="a string"),
        pytest.param(None, id="nothing"),
        pytest.param({}, id="an empty object"),
        pytest.param(changed(INSIDE, secrets=[]), id="secrets in a list"),
        pytest.param(changed(INSIDE, secrets={}), id="no secret"),
        pytest.param(
            changed(INSIDE, secrets={n: s for n, s in SECRETS.items() if n != "trust"}),
            id="one secret less",
        ),
        pytest.param(
            changed(INSIDE, secrets=SECRETS | {"token/9/root": "00" * 32}),
            id="one secret more",
        ),
        pytest.param(changed(INSIDE, secrets=SECRETS | {"trust": "zz"}), id="not hex"),
        pytest.param(changed(INSIDE, secrets=SECRETS | {"trust": 7}), id="no text"),
        pytest.param(changed(INSIDE, secrets=SECRETS | {"lookup": ""}), id="too short"),
        pytest.param(
            changed(INSIDE, secrets=SECRETS | {"lookup": "00" * 33}), id="too long"
        ),
        pytest.param(changed(INSIDE, generations={}), id="no kind"),
        pytest.param(changed(INSIDE, generations=[]), id="kinds in a list"),
        pytest.param(
            changed(INSIDE, generations=KINDS | {"TOKENS": None}), id="null generations"
        ),
        pytest.param(
            changed(
                INSIDE,
                generations=KINDS | {"TOKENS": []},
                secrets={n: s for n, s in SECRETS.items() if "token" not in n},
            ),
            id="no generation",
        ),
        pytest.param(
            changed(INSIDE, generations=KINDS | {"TOKENS": ["2"]}),
            id="a generation without secrets",
        ),
    ],
)
def test_a_ring_s_file_that_opens_must_still_be_one(inside: object) -> None:
    with pytest.raises(KeyFileError) as caught:
        load_keys(forged(RING, inside), PASSPHRASE)
    assert "KEY_FILE" == caught.value.code


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param([], id="a list"),
        pytest.param({}, id="an empty object"),
        pytest.param(changed(GATE_INSIDE, keys=[]), id="keys in a list"),
        pytest.param(changed(GATE_INSIDE, keys={"zz": ""}), id="an id not in hex"),
        pytest.param(changed(GATE_INSIDE, keys={"00": "00"}), id="no key"),
        pytest.param(changed(GATE_INSIDE, trust="00"), id="no trust key"),
        pytest.param(changed(GATE_INSIDE, trust=None), id="null for the trust key"),
        pytest.param(changed(GATE_INSIDE, secrets=7), id="a number for secrets"),
        pytest.param(changed(GATE_INSIDE, secrets=[["00"]]), id="half a secret"),
        pytest.param(
            changed(GATE_INSIDE, secrets=[["00", "00", "x", "00" * 32]]),
            id="a day that is no number",
        ),
        pytest.param(
            changed(GATE_INSIDE, secrets=[["00", "00", 1, "00"]]),
            id="a secret that is too short",
        ),
    ],
)
def test_a_gate_s_file_that_opens_must_still_be_one(inside: object) -> None:
    with pytest.raises(KeyFileError) as caught:
        load_gate_keys(forged(GATE, inside), PASSPHRASE)
    assert "KEY_FILE" == caught.value.code
