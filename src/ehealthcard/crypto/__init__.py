"""Algorithm suites, keys and what is done with them (密码算法与密钥)."""

from .block import LocalBlock
from .keyfile import load_gate_keys, load_keys, save_gate_keys, save_keys
from .keyring import CodeKey, KeyRing, TokenKeys
from .local import LocalKeys
from .mac import LocalMac, derive, tag_holds
from .provider import BlockKey, KeyKind, KeyProvider, MacKey, Manifest, SealKey, Signer
from .sealing import LocalSeal, new_secret
from .signing import LocalSigner, PublicKey
from .suite import Suite
from .terminal import terminal_signer
from .verification import EPOCH_SECONDS, GateKeys, PublicKeys, VerificationKeys

__all__ = [
    "EPOCH_SECONDS",
    "BlockKey",
    "CodeKey",
    "GateKeys",
    "KeyKind",
    "KeyProvider",
    "KeyRing",
    "LocalBlock",
    "LocalKeys",
    "LocalMac",
    "LocalSeal",
    "LocalSigner",
    "MacKey",
    "Manifest",
    "PublicKey",
    "PublicKeys",
    "SealKey",
    "Signer",
    "Suite",
    "TokenKeys",
    "VerificationKeys",
    "derive",
    "load_gate_keys",
    "load_keys",
    "new_secret",
    "save_gate_keys",
    "save_keys",
    "tag_holds",
    "terminal_signer",
]
