"""A terminal signs with what is made from the one key that it has (终端签名密钥).

The desk gives a terminal a key once and keeps its digest and the public half of what is
derived here. So a terminal needs no second key, and the desk cannot sign in its stead.
"""

import hashlib

from ehealthcard.errors import InvalidKeyError

from .mac import LocalMac, derive
from .signing import LocalSigner
from .suite import Suite


def terminal_signer(
    suite: Suite, key: str, *, sm2_backend: str | None = None
) -> LocalSigner:
    """Return the signing key of the terminal whose key is *key*.

    Args:
        suite: Of the card manager's ring.
        key: As ``TerminalRegistry.put_into_use`` returned it.
        sm2_backend: See :class:`LocalSigner`.

    Raises:
        BackendUnavailableError: SM2 is asked for and OpenSSL 3 is not there.

    """
    secret = hashlib.sha256(b"ehealthcard/terminal\0" + key.encode()).digest()
    root, attempt = LocalMac(suite, secret), 0
    while True:
        made = derive(root, "terminal-signer", attempt.to_bytes(2, "big"))
        try:
            return LocalSigner(suite, made, sm2_backend)
        except InvalidKeyError:  # not below the order of the curve: 1 in 2**32
            attempt += 1
