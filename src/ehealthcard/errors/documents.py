"""What can be wrong with an identity document or an application."""

from .base import EHealthCardError

__all__ = [
    "BirthDateInFutureError",
    "DocumentCharactersError",
    "DocumentCheckDigitError",
    "DocumentDateError",
    "DocumentFormatError",
    "DocumentLengthError",
    "DocumentRegionError",
    "DocumentTooLongError",
    "GuardianNotAcceptedError",
    "GuardianRequiredError",
    "IdentityError",
    "InvalidApplicantError",
    "InvalidCardIdError",
    "InvalidDocumentError",
    "RevealError",
    "UnknownDocumentKindError",
]


class IdentityError(EHealthCardError):
    """Something about a person or a document was not acceptable."""

    code = "IDENTITY"
    status_hint = 422


class InvalidDocumentError(IdentityError):
    """The document number breaks a rule; the subclass says which."""

    code = "DOCUMENT_INVALID"


class DocumentCharactersError(InvalidDocumentError):
    """A character that no document number has."""

    code = "DOCUMENT_CHARACTERS"
    en = "The number has a character that is neither a letter nor a digit; retype it."
    zh = "证件号码含有字母和数字以外的字符，请重新输入。"


class DocumentLengthError(InvalidDocumentError):
    """Too short or too long for its kind."""

    code = "DOCUMENT_LENGTH"
    en = "A document of this kind has {expected} characters; compare it with the card."
    zh = "此类证件号码应为{expected}位，请核对证件。"


class DocumentFormatError(InvalidDocumentError):
    """Right length, but not the pattern of its kind."""

    code = "DOCUMENT_FORMAT"
    en = "The number does not look like this kind of document; check number and kind."
    zh = "证件号码格式与证件类型不符，请核对证件类型和号码。"


class DocumentRegionError(InvalidDocumentError):
    """The first digits name no province (GB/T 2260)."""

    code = "DOCUMENT_REGION"
    en = "The first digits name no region that issues this document; check the number."
    zh = "号码的行政区划代码不存在，请核对证件号码。"


class DocumentDateError(InvalidDocumentError):
    """The birth date is not a day of the calendar."""

    code = "DOCUMENT_DATE"
    en = "The birth date in the number is not a real day; check the number."
    zh = "号码中的出生日期不存在，请核对证件号码。"


class DocumentCheckDigitError(InvalidDocumentError):
    """The last character does not fit the others (GB 11643)."""

    code = "DOCUMENT_CHECK_DIGIT"
    en = "The last character does not fit the others; a digit was probably mistyped."
    zh = "校验码不正确，可能有一位数字输错，请核对证件号码。"


class DocumentTooLongError(InvalidDocumentError):
    """Kind and number exceed the 32 bytes of the national card ID algorithm."""

    code = "DOCUMENT_TOO_LONG"
    en = "The national card ID holds at most {limit} characters; use the keyed scheme."
    zh = "国家算法的电子健康卡ID最多容纳{limit}个字符，请改用带密钥的不可逆方案。"


class BirthDateInFutureError(InvalidDocumentError):
    """The holder would not be born yet."""

    code = "DOCUMENT_BIRTH_IN_FUTURE"
    en = "The birth date in the number lies in the future; check number and clock."
    zh = "号码中的出生日期晚于今天，请核对证件号码和系统时间。"


class UnknownDocumentKindError(InvalidDocumentError):
    """A kind code that CV02.01.101 and its extensions do not have."""

    code = "DOCUMENT_KIND"
    en = "No kind of identity document has this code; see IdKind."
    zh = "证件类型代码不存在，请参见 IdKind。"


class InvalidCardIdError(IdentityError):
    """A card ID is 64 upper-case hexadecimal characters."""

    code = "CARD_ID_INVALID"
    en = "A card ID is 64 upper-case hexadecimal characters; this text is not."
    zh = "电子健康卡ID应为64位大写十六进制字符。"


class RevealError(IdentityError):
    """A card ID could not be turned back into its document."""

    code = "CARD_ID_NOT_REVEALED"
    status_hint = 409
    en = "This card ID cannot be turned back: wrong key, wrong index or keyed scheme."
    zh = "无法由此电子健康卡ID还原证件：密钥、主索引不符，或采用了不可逆方案。"


class InvalidApplicantError(IdentityError):
    """An application lacks something or contradicts itself."""

    code = "APPLICANT_INVALID"
    en = "The application is incomplete; check {field}."
    zh = "申请信息不完整，请检查 {field}。"


class GuardianRequiredError(IdentityError):
    """A child under 14 needs a guardian (PIPL art. 31)."""

    code = "GUARDIAN_REQUIRED"
    en = "A child under 14 needs a guardian with an active card; add the guardian."
    zh = "未满十四周岁的儿童须由持有有效电子健康卡的监护人办理，请补充监护人。"


class GuardianNotAcceptedError(IdentityError):
    """Who was named as guardian cannot be one."""

    code = "GUARDIAN_NOT_ACCEPTED"
    en = "The named guardian is not an adult holder of an active card; name another."
    zh = "所填监护人不是持有有效电子健康卡的成年人，请更换监护人。"
