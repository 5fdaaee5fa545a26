"""Why a code that somebody carries leads to no card (多码协同)."""

from .base import EHealthCardError

__all__ = [
    "AmbiguousCodeError",
    "CodeBoundElsewhereError",
    "CodeDisputedError",
    "CodeHolderMismatchError",
    "CodeMapError",
    "CodeNotBindableError",
    "CodeNotBoundError",
    "CodeNotInForceError",
    "CodeProofRequiredError",
    "UnknownCodeError",
]


class CodeMapError(EHealthCardError):
    """A code cannot be bound, or leads to no card."""

    code = "CODE_MAP"
    status_hint = 409


class UnknownCodeError(CodeMapError):
    """The text is of no kind that is declared here."""

    code = "CODE_KIND_UNKNOWN"
    status_hint = 422
    en = "The text is no code of a known kind; scan again or choose the kind by hand."
    zh = "无法识别该码的种类，请重新扫码或手工选择码种。"


class AmbiguousCodeError(CodeMapError):
    """The text may be several codes; nobody guesses."""

    code = "CODE_AMBIGUOUS"
    status_hint = 422
    en = "The text may be a code of several kinds: {kinds}; choose one of them."
    zh = "该码可能属于多个码种：{kinds}，请选择其一。"


class CodeNotBoundError(CodeMapError):
    """The code belongs to no card here."""

    code = "CODE_NOT_BOUND"
    status_hint = 404
    en = "The code is not bound to this card or to any; use the document or bind it."
    zh = "该码未与电子健康卡关联，请使用证件办理或先行关联。"


class CodeBoundElsewhereError(CodeMapError):
    """The code is bound to somebody else; a review was opened."""

    code = "CODE_BOUND_ELSEWHERE"
    en = "The code is bound to another card; the conflict is under number {conflict}."
    zh = "该码已与其他电子健康卡关联，冲突已登记，编号 {conflict}。"


class CodeDisputedError(CodeMapError):
    """Two people claim the code; until that is decided it leads nowhere."""

    code = "CODE_DISPUTED"
    en = "Two people claim this code; use the document until that is decided."
    zh = "该码存在归属争议，裁定前请使用证件办理。"


class CodeNotInForceError(CodeMapError):
    """Not yet, or no longer, in force."""

    code = "CODE_NOT_IN_FORCE"
    en = "The code is not in force now; ask its issuer or use the document."
    zh = "该码当前无效，请咨询发码机构或使用证件办理。"


class CodeHolderMismatchError(CodeMapError):
    """Its issuer says that it is somebody else's."""

    code = "CODE_HOLDER_MISMATCH"
    status_hint = 422
    en = "By its issuer's word the code is not the card holder's; check both."
    zh = "发码机构核验结果与持卡人不一致，请核对。"


class CodeProofRequiredError(CodeMapError):
    """More is needed than was shown."""

    code = "CODE_PROOF_REQUIRED"
    status_hint = 401
    en = "Codes of this kind are bound only if they are: {least}."
    zh = "该码种须达到以下核验程度方可关联：{least}。"


class CodeNotBindableError(CodeMapError):
    """The card's own code, or the document it was made of, is never bound."""

    code = "CODE_NOT_BINDABLE"
    status_hint = 422
    en = (
        "This leads to the health card by itself and needs no binding; use it as it is."
    )
    zh = "该码本身即可对应电子健康卡，无需关联，请直接使用。"
