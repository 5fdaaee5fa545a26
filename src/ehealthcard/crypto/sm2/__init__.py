"""SM2: signatures and encryption on elliptic curves (SM2 椭圆曲线公钥密码算法).

::

    key = PrivateKey.generate()
    signature = key.sign(b"message")
    key.public_key.verify(signature, b"message")  # True

Who computes is chosen once, when a key is made: ``PrivateKey(scalar)`` uses the
system's OpenSSL 3 and nothing else; ``PrivateKey(scalar, backend="pure")`` uses
Python, which is not constant-time; ``PublicKey(point)`` uses OpenSSL where it is found,
else Python. A library in a place of its own is ``backend=load_openssl([path])``, a
device with an SM2 chip is any object that is a :class:`Backend`. Nothing is loaded
before it is needed.

The rules are those of GB/T 32918 (GM/T 0003) and GM/T 0009. We know them from
their test vectors and from what others quote; we could not read the originals, so a
clause number may be that of another edition.
"""

from .choice import backend
from .digest import DEFAULT_ID
from .formats import (
    ciphertext_from_c1c2c3,
    ciphertext_from_der,
    ciphertext_to_c1c2c3,
    ciphertext_to_der,
    signature_from_der,
    signature_to_der,
)
from .keys import PrivateKey, PublicKey
from .openssl import load_openssl
from .protocols import Backend

__all__ = [
    "DEFAULT_ID",
    "Backend",
    "PrivateKey",
    "PublicKey",
    "backend",
    "ciphertext_from_c1c2c3",
    "ciphertext_from_der",
    "ciphertext_to_c1c2c3",
    "ciphertext_to_der",
    "load_openssl",
    "signature_from_der",
    "signature_to_der",
]
