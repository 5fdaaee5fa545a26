"""Card IDs in bulk, beside the bare primitives."""

from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hmac import HMAC

from ehealthcard import IdScheme, KeyRing, Suite, Tokenizer
from ehealthcard.adapters.simulator import document_of

DOCUMENTS = [document_of(seed) for seed in range(1000)]
RING = KeyRing.generate(Suite.GM)


def drain(scheme: IdScheme) -> None:
    for _ in Tokenizer(RING, scheme=scheme).card_ids(DOCUMENTS):
        pass


def test_keyed_ids_take_at_most_twice_a_bare_hmac(contest: Any) -> None:
    context = HMAC(b"k" * 32, hashes.SM3())
    messages = [b"card-id\0" + d.canonical for d in DOCUMENTS]

    def bare() -> None:
        for message in messages:
            copy = context.copy()
            copy.update(message)
            copy.finalize()

    contest(
        "card_ids KEYED, 1000 documents",
        lambda: drain(IdScheme.KEYED),
        bare,
        beside="bare HMAC-SM3, copied context",
        at_most=1 / 0.5,
        batch=3,
        rounds=40,
    )


def test_national_ids_stay_near_the_primitives_they_need(contest: Any) -> None:
    context = HMAC(b"k" * 32, hashes.SM3())
    root = Cipher(SM4(b"k" * 16), modes.ECB()).encryptor()  # noqa: S305  # the floor
    messages = [d.canonical for d in DOCUMENTS]
    block, plain = b"f" * 16, b"p" * 32

    def bare() -> None:
        for message in messages:
            copy = context.copy()
            copy.update(message)
            copy.finalize()
            user = root.update(block)
            Cipher(SM4(user), modes.ECB()).encryptor().update(plain)  # noqa: S305

    contest(
        "card_ids NATIONAL, 1000 documents",
        lambda: drain(IdScheme.NATIONAL),
        bare,
        beside="bare HMAC-SM3 + 2 SM4, one new key",
        at_most=1 / 0.6,
        batch=3,
        rounds=40,
    )
