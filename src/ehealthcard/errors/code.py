"""Why a scanned code is not believed."""

from .base import EHealthCardError

__all__ = [
    "BadSignatureError",
    "CodeError",
    "CodeRequestError",
    "ExpiredCodeError",
    "FutureCodeError",
    "IssuerOnlyError",
    "MalformedCodeError",
    "NonCanonicalCodeError",
    "NotIssuedHereError",
    "OverlongCodeError",
    "PictureError",
    "ReplayedCodeError",
    "RevokedDeviceError",
    "SecondFactorFailedError",
    "SecondFactorRequiredError",
    "SymmetricKeyRequiredError",
    "TruncatedCodeError",
    "UnknownKeyError",
    "UnrecognisedCodeError",
    "UnsupportedCodeError",
    "WrongAudienceError",
    "WrongSuiteError",
]


class CodeError(EHealthCardError):
    """The scanned code must not be trusted."""

    code = "CODE"
    status_hint = 422


class MalformedCodeError(CodeError):
    """Not a code at all, or a damaged one; the subclass says how."""

    code = "CODE_MALFORMED"


class UnrecognisedCodeError(MalformedCodeError):
    """Some other text."""

    code = "CODE_UNRECOGNISED"
    en = "This is not an electronic health card code; show the card and scan again."
    zh = "这不是电子健康卡二维码，请出示电子健康卡后重新扫码。"


class TruncatedCodeError(MalformedCodeError):
    """The beginning of a code."""

    code = "CODE_TRUNCATED"
    en = "Only a part of the code was read; hold it still and scan again."
    zh = "二维码未读取完整，请保持稳定后重新扫码。"


class OverlongCodeError(MalformedCodeError):
    """A code with something behind it."""

    code = "CODE_TOO_LONG"
    en = "The text is longer than any code; scan one code at a time."
    zh = "读取内容超过二维码最大长度，请一次只扫一个码。"


class NonCanonicalCodeError(MalformedCodeError):
    """Another spelling than the only one that is allowed."""

    code = "CODE_NOT_CANONICAL"
    en = "The code is not written in its one valid form; scan the original again."
    zh = "二维码内容不是规范编码，请重新扫描原码。"


class UnsupportedCodeError(MalformedCodeError):
    """A version, suite or tier that this release does not know."""

    code = "CODE_UNSUPPORTED"
    en = "The code is of a version this software does not know; update the software."
    zh = "二维码版本不受支持，请升级软件。"


class WrongSuiteError(CodeError):
    """A GM code met INTL keys, or the other way round."""

    code = "CODE_WRONG_SUITE"
    en = "The code uses another algorithm suite than these keys; check the key ring."
    zh = "二维码的密码算法套件与密钥不一致，请检查密钥配置。"


class UnknownKeyError(CodeError):
    """The key is not, or no longer, in force."""

    code = "CODE_UNKNOWN_KEY"
    en = "The code was made with a key that is not in force here; update the keys."
    zh = "签发密钥未知或已停用，请更新密钥或信任包。"


class BadSignatureError(CodeError):
    """Forged or altered."""

    code = "CODE_FORGED"
    en = "The code was forged or altered; ask for the card or the document."
    zh = "二维码系伪造或被篡改，请核验卡片或证件。"


class SymmetricKeyRequiredError(CodeError):
    """A MAC code can be checked only with a secret key."""

    code = "CODE_NEEDS_SECRET_KEY"
    en = "Checking this code needs a secret key that this gate lacks; check it online."
    zh = "核验此码需要对称密钥，本终端没有，请联网核验。"


class IssuerOnlyError(CodeError):
    """A national text can be checked only by the card manager that issued it."""

    code = "CODE_ISSUER_ONLY"
    en = "Only the issuing card manager can check this code; ask it online."
    zh = "此码只能由发卡机构卡管核验，请联网核验。"


class WrongAudienceError(CodeError):
    """Made for another place, or for any place where one is expected."""

    code = "CODE_WRONG_AUDIENCE"
    en = "The code was made for another place; show one made for this place."
    zh = "此码不适用于本机构或本场景，请出示适用的二维码。"


class FutureCodeError(CodeError):
    """Issued later than now."""

    code = "CODE_NOT_YET_VALID"
    en = "The code is not valid yet; check the clocks of phone and gate."
    zh = "二维码尚未生效，请检查手机与终端时间。"


class ExpiredCodeError(CodeError):
    """Genuine, but too old."""

    code = "CODE_EXPIRED"
    en = "The code has expired; refresh it and scan again."
    zh = "动态码已经失效，请重新生成后使用。"


class ReplayedCodeError(CodeError):
    """Genuine, but already used."""

    code = "CODE_REPLAYED"
    status_hint = 409
    en = "The code has been used already; refresh it and scan again."
    zh = "此码已被使用，请刷新后重新出示。"


class NotIssuedHereError(CodeError):
    """A national text of which the desk has no record."""

    code = "CODE_NOT_ISSUED_HERE"
    en = "This desk did not issue the code; refresh it and scan again."
    zh = "本卡管没有此码的签发记录，请刷新后重新出示。"


class RevokedDeviceError(CodeError):
    """The phone was reported lost."""

    code = "CODE_DEVICE_REVOKED"
    en = "The phone that made the code was blocked; use the card or the document."
    zh = "生成此码的手机已被停用，请使用实体卡或证件。"


class SecondFactorRequiredError(CodeError):
    """A static code alone proves nothing."""

    code = "CODE_SECOND_FACTOR_REQUIRED"
    status_hint = 401
    en = "A static code needs a second proof; take password, SMS, document or staff."
    zh = "静态码须配合密码、短信验证码、证件或工作人员现场核验使用。"


class SecondFactorFailedError(CodeError):
    """The second proof did not hold."""

    code = "CODE_SECOND_FACTOR_FAILED"
    status_hint = 401
    en = "The second proof does not belong to this card; try again or use another."
    zh = "第二核验因素与此卡不符，请重试或更换核验方式。"


class CodeRequestError(CodeError):
    """A code cannot be issued as asked.

    Args:
        **facts: ``field``: the argument; ``needs``: what it must be, its bounds.

    """

    code = "CODE_REQUEST"
    en = "A code cannot be made like this; {field} must be {needs}."
    zh = "无法按此要求生成二维码，{field} 应为{needs}。"


class PictureError(CodeError):
    """A code cannot be drawn as asked."""

    code = "CODE_PICTURE"
    en = "The picture would not be readable; check {field}."
    zh = "按此要求绘制的二维码将无法识读，请检查 {field}。"
