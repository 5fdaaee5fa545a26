"""The national card ID algorithm, as public code quotes it from 《电子健康卡技术规范》.

::

    dispersion factor (分散因子) = XOR of the four 8-byte groups of the master index
    user key                    = SM4-ECB(security key, factor || NOT factor)
    card ID                     = SM4-ECB(user key, kind || number, zeros to 32 bytes)

It is an encryption, not a hash: whoever holds the security key and the master index
can turn a card ID back into the document. The sample values of the specification are
a test. Two public programs disagree about numbers of up to 14 characters; this one
pads to 32 bytes always, since every card ID seen in use has 64 digits.
"""

from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

from ehealthcard.codesets import IdKind
from ehealthcard.crypto import BlockKey, LocalBlock
from ehealthcard.errors import (
    DocumentTooLongError,
    InvalidDocumentError,
    InvalidKeyError,
    RevealError,
)

from .canonical import canonical_number
from .documents import IdDocument
from .ids import CardId

PLAINTEXT = 32
LONGEST_NUMBER = 30
INDEX = 32


def card_id(
    security_key: bytes | str, master_index: bytes | str, kind: IdKind, number: str
) -> CardId:
    """Return the card ID of a document under keys given in the open.

    This is for tests against other card managers; use ``Tokenizer`` otherwise.

    Args:
        security_key: 安全密钥, 16 bytes or 32 hexadecimal digits.
        master_index: 主索引ID, 32 bytes or 64 hexadecimal digits.
        kind: Kind of document; its code is part of what is encrypted.
        number: The number; it is made canonical and checked.

    Raises:
        InvalidKeyError: Key or index has another length.
        InvalidDocumentError: The number breaks a rule of its kind.
        DocumentTooLongError: Kind and number exceed 32 bytes.

    """
    document = IdDocument(kind, canonical_number(number))
    root = LocalBlock(_octets(security_key, 16))
    return encrypt(root, _octets(master_index, INDEX), document.canonical)


def encrypt(root: BlockKey, master_index: bytes, canonical: bytes) -> CardId:
    """Return the card ID of a canonical document.

    Raises:
        DocumentTooLongError: *canonical* exceeds 32 bytes.
        InvalidKeyError: *master_index* has not 32 bytes.

    """
    if len(canonical) > PLAINTEXT:
        raise DocumentTooLongError(limit=LONGEST_NUMBER)
    user = _user_cipher(root, master_index).encryptor()
    return CardId.from_bytes(user.update(canonical.ljust(PLAINTEXT, b"\0")))


def decrypt(root: BlockKey, master_index: bytes, card: CardId) -> IdDocument:
    """Return the document behind *card*.

    Raises:
        RevealError: The key or the master index is not the one it was made with.

    """
    try:
        plain = _user_cipher(root, master_index).decryptor().update(card.data)
        text = plain.rstrip(b"\0").decode("ascii")
        document = IdDocument(IdKind(text[:2]), text[2:])
    except (ValueError, InvalidDocumentError, InvalidKeyError):
        raise RevealError from None
    if document.canonical.ljust(PLAINTEXT, b"\0") != plain:
        raise RevealError
    return document


def dispersion_factor(master_index: bytes) -> bytes:
    """Return the 8 bytes by which a user's key differs from others' (分散因子).

    Raises:
        InvalidKeyError: *master_index* has not 32 bytes.

    """
    if len(master_index) != INDEX:
        raise InvalidKeyError
    folded = int.from_bytes(master_index[:16], "big") ^ int.from_bytes(
        master_index[16:], "big"
    )
    return ((folded >> 64) ^ (folded & _LOW)).to_bytes(8, "big")


def user_key(root: BlockKey, master_index: bytes) -> bytes:
    """Return the user's own key (用户身份认证密钥), 16 bytes.

    Raises:
        InvalidKeyError: *master_index* has not 32 bytes.

    """
    factor = dispersion_factor(master_index)
    inverse = (int.from_bytes(factor, "big") ^ _LOW).to_bytes(8, "big")
    return root.encrypt(factor + inverse)


_LOW = (1 << 64) - 1
_ECB = modes.ECB()  # noqa: S305  # prescribed, and each key encrypts one number only


def _user_cipher(root: BlockKey, master_index: bytes) -> Cipher[modes.ECB]:
    return Cipher(SM4(user_key(root, master_index)), _ECB)


def _octets(value: bytes | str, length: int) -> bytes:
    try:
        data = bytes.fromhex(value) if isinstance(value, str) else value
    except ValueError:
        raise InvalidKeyError from None
    if len(data) != length:
        raise InvalidKeyError
    return data
