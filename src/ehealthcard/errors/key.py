"""Keys, sealed data and trust bundles."""

from .base import EHealthCardError

__all__ = [
    "BackendUnavailableError",
    "BundleGapError",
    "BundleRollbackError",
    "CardRevokedError",
    "ClockError",
    "CryptoError",
    "DecryptionError",
    "ForgedBundleError",
    "GateError",
    "InvalidKeyError",
    "InvalidSignatureFormError",
    "KeyFileError",
    "KeyFilePassphraseError",
    "KeyNotExportableError",
    "KeysDoNotFitError",
    "MalformedBundleError",
    "TierNotAcceptedError",
    "TrustError",
    "TrustTooOldError",
    "UnknownSuiteError",
    "WeakPassphraseError",
]


class CryptoError(EHealthCardError):
    """A key or a cryptographic operation failed."""

    code = "CRYPTO"
    status_hint = 500


class InvalidKeyError(CryptoError):
    """A key that must not be used: off the curve, zero, of the wrong length."""

    code = "KEY_INVALID"
    en = "The key is not a valid key of this algorithm; load another."
    zh = "密钥不符合算法要求，请更换密钥。"


class UnknownSuiteError(CryptoError):
    """Keys were asked for of what is no :class:`~ehealthcard.crypto.Suite`.

    A text such as ``"GM"`` is none either; ``Suite("GM")`` makes one of it.
    """

    code = "SUITE_UNKNOWN"
    en = "There is no such suite of algorithms; give Suite.GM or Suite.INTL."
    zh = "没有此密码算法套件，请传入 Suite.GM 或 Suite.INTL。"


class InvalidSignatureFormError(CryptoError):
    """Bytes that are no signature or ciphertext in canonical form."""

    code = "SIGNATURE_FORM"
    status_hint = 422
    en = "The bytes are not a signature or ciphertext in its one valid form."
    zh = "签名或密文编码不规范。"


class DecryptionError(CryptoError):
    """Altered, or sealed under another key or for another purpose."""

    code = "SEAL_BROKEN"
    status_hint = 422
    en = "The sealed data cannot be opened: it was altered or has another key."
    zh = "密封数据无法解开：内容被篡改或密钥不符。"


class BackendUnavailableError(CryptoError):
    """An SM2 operation has no backend that may do it."""

    code = "SM2_BACKEND"
    en = "SM2 signing needs OpenSSL 3; install it or ask for the pure backend by name."
    zh = "SM2 签名需要 OpenSSL 3，请安装，或明确指定纯 Python 实现。"


class KeyNotExportableError(CryptoError):
    """The key lives in a device and cannot be written to a file."""

    code = "KEY_NOT_EXPORTABLE"
    en = "A key that lives in a device cannot be written to a file; back up the device."
    zh = "密码设备内的密钥不可导出，请使用设备自身的备份机制。"


class KeyFileError(CryptoError):
    """A key file cannot be used."""

    code = "KEY_FILE"
    en = "The file is not a key file of this software; choose another."
    zh = "文件不是本软件的密钥文件，请重新选择。"


class KeyFilePassphraseError(KeyFileError):
    """Wrong passphrase, or an altered file: the two look the same."""

    code = "KEY_FILE_PASSPHRASE"
    status_hint = 401
    en = "The passphrase is wrong, or the key file was altered."
    zh = "口令错误，或密钥文件被篡改。"


class WeakPassphraseError(KeyFileError):
    """Too short to protect keys."""

    code = "KEY_FILE_WEAK_PASSPHRASE"
    status_hint = 422
    en = "A passphrase for keys has at least {least} characters; choose a longer one."
    zh = "密钥口令至少{least}个字符，请使用更长的口令。"


class KeysDoNotFitError(CryptoError):
    """The ring is not the one that the database was written with; nothing was done.

    Another key file, or a new ring where the old one should have been loaded.
    """

    code = "KEYS_DO_NOT_FIT"
    en = "These keys did not write this database; load the key file that belongs to it."
    zh = "当前密钥与数据库不符，请加载该数据库所属的密钥文件。"


class TrustError(EHealthCardError):
    """A trust bundle is refused; the gate keeps the one it has."""

    code = "TRUST"
    status_hint = 422


class MalformedBundleError(TrustError):
    """Not a trust bundle, or a damaged one."""

    code = "TRUST_MALFORMED"
    en = "The file is not a whole trust bundle; fetch it again."
    zh = "信任包不完整或格式错误，请重新获取。"


class ForgedBundleError(TrustError):
    """The signature is not that of the pinned root."""

    code = "TRUST_FORGED"
    en = "The trust bundle is not signed by the issuer this gate trusts; discard it."
    zh = "信任包签名不是本终端信任的发卡机构所签，请丢弃。"


class BundleRollbackError(TrustError):
    """Older than, or as old as, what the gate has."""

    code = "TRUST_ROLLBACK"
    status_hint = 409
    en = "The trust bundle is not newer than the one in use; fetch the newest."
    zh = "信任包不比当前版本新，请获取最新信任包。"


class BundleGapError(TrustError):
    """Changes that build on a complete bundle the gate does not have."""

    code = "TRUST_GAP"
    status_hint = 409
    en = "The changes build on a bundle this gate does not have; fetch a complete one."
    zh = "该增量包所依据的完整信任包不在本终端，请获取完整信任包。"


class GateError(EHealthCardError):
    """Why a gate does not decide on a code, whatever the code says."""

    code = "GATE"
    status_hint = 503


class TrustTooOldError(GateError):
    """The gate has not heard from its issuer for too long."""

    code = "GATE_TRUST_TOO_OLD"
    en = "The gate's trust data is too old to decide; load a new trust bundle."
    zh = "终端信任数据过期，无法判定，请加载新的信任包。"


class ClockError(GateError):
    """The gate's clock went backwards or lies before its trust bundle."""

    code = "GATE_CLOCK_BACKWARDS"
    en = "The gate's clock went backwards; set it right and confirm at the gate."
    zh = "终端时钟出现倒退，请校准时间并在终端确认。"


class TierNotAcceptedError(GateError):
    """The policy does not let this gate accept such codes offline."""

    code = "GATE_TIER_NOT_ACCEPTED"
    status_hint = 403
    en = "This gate may not accept this sort of code offline; check it online."
    zh = "按策略本终端离线时不接受此类二维码，请联网核验。"


class CardRevokedError(GateError):
    """The card is on the revocation list."""

    code = "CARD_REVOKED"
    status_hint = 403
    en = "The card was reported lost or cancelled; ask for the document."
    zh = "电子健康卡已挂失或注销，请核验证件。"
