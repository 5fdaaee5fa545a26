"""Why somebody's real name is not proved (实名认证)."""

from .card import CardError

__all__ = [
    "AssuranceTooLowError",
    "DocumentOutOfDateError",
    "RealNameAnswerError",
    "RealNameError",
    "RealNameUnclearError",
    "RealNameUnknownError",
    "StalePhotoError",
    "UnprovenCheckError",
]


class RealNameError(CardError):
    """The holder's real name is not proved, or not well enough."""

    code = "REAL_NAME"
    status_hint = 422


class RealNameUnknownError(RealNameError):
    """The verifier has no record of such a document."""

    code = "REAL_NAME_NO_RECORD"
    en = "The verifier knows no such document; have it read at a window."
    zh = "核验机构查无此证件，请到窗口读证核验。"


class DocumentOutOfDateError(RealNameError):
    """The document has expired; it proves nobody any more."""

    code = "REAL_NAME_DOCUMENT_EXPIRED"
    en = "The document has expired; renew it, or come to a window with another one."
    zh = "证件已过有效期，请换领新证或持其他有效证件到窗口办理。"


class StalePhotoError(RealNameError):
    """The photograph on record is too old to tell a face by."""

    code = "REAL_NAME_PHOTO_STALE"
    en = "The photograph on record is too old to compare; have the document read."
    zh = "库中照片过旧，无法比对人脸，请到窗口读证核验。"


class RealNameUnclearError(RealNameError):
    """Nobody knows what came out; it is no yes."""

    code = "REAL_NAME_UNCLEAR"
    status_hint = 503
    en = "The verifier's answer is not known; try again later, or come to a window."
    zh = "实名核验结果不明，请稍后重试或到窗口办理。"


class RealNameAnswerError(RealNameError):
    """The answer is not the verifier's, or none of those there are."""

    code = "REAL_NAME_ANSWER"
    status_hint = 502
    en = "The answer is not the verifier's; check its key and address."
    zh = "实名核验应答不可信，请检查核验机构的密钥与地址。"


class UnprovenCheckError(RealNameError):
    """This actor cannot vouch for such a check, or what it needs is missing."""

    code = "REAL_NAME_CHECK_NOT_YOURS"
    status_hint = 403
    en = "This check cannot be made here, or something it needs is missing: {check}."
    zh = "此处不能进行该项核验，或缺少所需材料：{check}。"


class AssuranceTooLowError(RealNameError):
    """The service asks for a holder who is better known."""

    code = "ASSURANCE_TOO_LOW"
    status_hint = 403
    en = "The holder must be better known for this ({needed}); one of: {step}."
    zh = "办理此项服务须提高实名等级（{needed}），可选方式：{step}。"
