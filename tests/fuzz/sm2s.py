"""What SM2 reads: DER, points, signatures, ciphertexts."""

from ehealthcard.crypto import sm2
from tests.unit.qr.fixed import secret

from .mutator import Mutator
from .run import Make, Parse, Parser

MESSAGE = b"what was signed"


def _key() -> sm2.PrivateKey:
    return sm2.PrivateKey(secret("fuzz/sm2"))


def _signatures() -> list[bytes]:
    return [_key().sign(MESSAGE) for _ in range(8)]


def _ciphertexts() -> list[bytes]:
    public = _key().public_key
    return [public.encrypt(b"x" * length) for length in (1, 16, 34, 200)]


def _signature_der() -> tuple[Make, Parse]:
    found = [sm2.signature_to_der(s) for s in _signatures()]
    return lambda m: m.octets(found), sm2.signature_from_der


def _ciphertext_der() -> tuple[Make, Parse]:
    found = [sm2.ciphertext_to_der(c) for c in _ciphertexts()]
    return lambda m: m.octets(found), sm2.ciphertext_from_der


def _old_order() -> tuple[Make, Parse]:
    found = [sm2.ciphertext_to_c1c2c3(c) for c in _ciphertexts()]
    return lambda m: m.octets(found), sm2.ciphertext_from_c1c2c3


def _points() -> tuple[Make, Parse]:
    public = _key().public_key
    found = [public.raw, b"\x04" + public.raw, public.compressed]
    return lambda m: m.octets(found), sm2.PublicKey


def _verify() -> tuple[Make, Parse]:
    found, public = _signatures(), _key().public_key

    def make(m: Mutator) -> bytes:
        return m.flipped(m.pick(found)) if m.below(4) else m.octets(found)

    return make, lambda s: public.verify(s, MESSAGE)


def _decrypt() -> tuple[Make, Parse]:
    found, key = _ciphertexts(), _key()

    def make(m: Mutator) -> bytes:
        # Behind the point, so that most get as far as the arithmetic.
        return m.flipped(m.pick(found), 65) if m.below(4) else m.octets(found)

    return make, key.decrypt


PARSERS = (
    Parser("SM2 signature in DER", _signature_der),
    Parser("SM2 ciphertext in DER", _ciphertext_der),
    Parser("SM2 ciphertext C1 C2 C3", _old_order),
    Parser("SM2 point", _points, 0.3),
    Parser("SM2 verify", _verify, 0.1),
    Parser("SM2 decrypt", _decrypt, 0.1),
)
