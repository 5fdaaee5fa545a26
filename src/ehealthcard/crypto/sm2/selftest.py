"""Known answers that a backend has to give before it is trusted."""

from typing import Final

from ehealthcard.errors import CryptoError

from .protocols import Backend

# GB/T 32918.5-2017, A.2 (the signature) and C.2 (the encryption with the same key).
_SECRET: Final = bytes.fromhex(
    "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"
)
_PUBLIC: Final = bytes.fromhex(
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
_DIGEST: Final = bytes.fromhex(
    "F0B43E94BA45ACCAACE692ED534382EB17E6AB5A19CE7B31F4486FDFC0D28640"
)
_SIGNATURE: Final = bytes.fromhex(
    "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
)
_CIPHERTEXT: Final = bytes.fromhex(
    "04"
    "04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73"
    "E858F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0"
    "59983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD8766"
    "21886CA989CA9C7D58087307CA93092D651EFA"
)
_PLAINTEXT: Final = b"encryption standard"


def passes(backend: Backend) -> bool:
    """Tell whether *backend* gives the answers of the standard.

    It verifies the signature, refuses the same over another digest, derives the public
    key, opens the ciphertext, and verifies what it signs itself.
    """
    try:
        public, secret = backend.public(_PUBLIC), backend.secret(_SECRET)
        return (
            public.verify(_SIGNATURE, _DIGEST)
            and not public.verify(_SIGNATURE, _DIGEST[::-1])
            and secret.point() == _PUBLIC
            and secret.decrypt(_CIPHERTEXT) == _PLAINTEXT
            and public.verify(secret.sign(_DIGEST), _DIGEST)
        )
    except CryptoError:
        return False
