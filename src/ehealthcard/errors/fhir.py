"""What a FHIR server may answer besides what was asked."""

from .storage import OutsideError

__all__ = [
    "FhirAnswerError",
    "FhirConflictError",
    "FhirError",
    "FhirRefusedError",
    "FhirUnclearError",
]


class FhirError(OutsideError):
    """A FHIR server did not do what was asked."""

    code = "FHIR"


class FhirRefusedError(FhirError):
    """It refused, with an OperationOutcome; nothing was done.

    Its diagnostics may hold a person's identity and are not repeated here.
    """

    code = "FHIR_REFUSED"
    en = "The FHIR server refused (HTTP {status}, {issues}); correct the request."
    zh = "FHIR 服务器拒绝请求（HTTP {status}，{issues}），请修正后重试。"


class FhirConflictError(FhirRefusedError):
    """What was to be changed has changed meanwhile, or is not the only match."""

    code = "FHIR_CONFLICT"
    status_hint = 409
    en = "The resource changed (HTTP {status}, {issues}); read it and decide again."
    zh = "资源已被修改（HTTP {status}，{issues}），请重新读取后再处理。"


class FhirUnclearError(FhirError):
    """It may or may not have been done; ask by identifier, repeat nothing blindly."""

    code = "FHIR_UNCLEAR"
    en = "The FHIR server's answer is missing; ask whether it was done."
    zh = "未收到 FHIR 服务器应答，请查询确认是否已执行。"


class FhirAnswerError(FhirError):
    """What it answered is no FHIR, or not what FHIR promises."""

    code = "FHIR_ANSWER"
    en = "The FHIR server's answer is unusable ({flaw}); its vendor must correct it."
    zh = "FHIR 服务器的应答不可用（{flaw}），请联系其厂商。"
