"""What is wrong with an electronic licence."""

from .base import EHealthCardError

__all__ = [
    "ForgedLicenceError",
    "LicenceError",
    "MalformedLicenceError",
    "VoidLicenceError",
]


class LicenceError(EHealthCardError):
    """An electronic licence is not accepted; the subclass says why."""

    code = "LICENCE"
    status_hint = 422


class MalformedLicenceError(LicenceError):
    """No licence, or not a whole one."""

    code = "LICENCE_MALFORMED"
    en = "This file is no electronic licence, or a part of it is missing; get it anew."
    zh = "该文件不是电子证照或内容不完整，请重新获取。"


class ForgedLicenceError(LicenceError):
    """The signature does not fit."""

    code = "LICENCE_FORGED"
    en = "The licence was altered or signed by somebody else; do not accept it."
    zh = "电子证照签名不符，内容可能被篡改，请勿采信。"


class VoidLicenceError(LicenceError):
    """It was replaced or revoked."""

    code = "LICENCE_VOID"
    status_hint = 409
    en = "This licence was replaced or revoked; ask for the present one."
    zh = "该电子证照已被换发、补发或撤销，请出示现行证照。"
