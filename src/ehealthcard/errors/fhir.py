"""What a FHIR server may answer besides what was asked."""

from .storage import OutsideError

__all__ = [
    "FhirAnswerError",
    "FhirConflictError",
    "FhirError",
    "FhirRefusedError",
    "FhirUnclearError",
    "FhirVersionsIgnoredError",
    "FhirVersionsUnknownError",
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


class FhirVersionsIgnoredError(FhirRefusedError):
    """It does not keep to ``If-Match``; what rests on that was not asked for."""

    code = "FHIR_VERSIONS_IGNORED"
    en = (
        "The FHIR server ignores If-Match, so that two could take one slot; nothing "
        "was changed. Its vendor must correct it."
    )
    zh = "FHIR 服务器不校验 If-Match，同一号源可能被重复占用；未作修改，请联系其厂商。"


class FhirVersionsUnknownError(FhirRefusedError):
    """Whether it keeps to ``If-Match`` is not known; nothing was asked for."""

    code = "FHIR_VERSIONS_UNKNOWN"
    en = (
        "Whether the FHIR server keeps to If-Match cannot be found out ({flaw}); "
        "nothing was changed. Have its vendor show it, then set heeds_versions."
    )
    zh = (
        "无法确认 FHIR 服务器是否校验 If-Match（{flaw}），未作修改；"
        "请经厂商验证后设置 heeds_versions。"
    )


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
