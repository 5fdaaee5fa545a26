"""Why card managers do not believe one another (跨域认证)."""

from .base import EHealthCardError

__all__ = [
    "CrossDomainError",
    "ForeignRefusedError",
    "IssuerAnswerError",
    "IssuerRevokedError",
    "IssuerSilentError",
    "IssuerUsageError",
    "RequestForgedError",
    "RequestFormError",
    "RequestReplayedError",
    "RequestTimeError",
    "TrustListExpiredError",
    "UnknownIssuerError",
]


class CrossDomainError(EHealthCardError):
    """A card, a list or a request of another card manager is refused."""

    code = "CROSS_DOMAIN"
    status_hint = 403


class UnknownIssuerError(CrossDomainError):
    """No card manager of this code is on the trust list."""

    code = "ISSUER_UNKNOWN"
    en = "The card manager is not on the trust list; check the document instead."
    zh = "该卡管不在信任列表中，请改为核验证件。"


class IssuerRevokedError(CrossDomainError):
    """The card manager was struck off, or its time is over or has not begun."""

    code = "ISSUER_REVOKED"
    en = "The trust list no longer vouches for this card manager; check the document."
    zh = "信任列表已不再认可该卡管，请改为核验证件。"


class IssuerUsageError(CrossDomainError):
    """The trust list does not let the card manager do this."""

    code = "ISSUER_USE"
    en = "The trust list does not allow this card manager this use; ask its keeper."
    zh = "信任列表未授权该卡管此用途，请联系信任列表管理机构。"


class TrustListExpiredError(CrossDomainError):
    """There is no trust list, or its time is over."""

    code = "TRUST_LIST_EXPIRED"
    status_hint = 503
    en = "There is no trust list in force; load the newest one."
    zh = "没有生效的信任列表，请加载最新信任列表。"


class IssuerSilentError(CrossDomainError):
    """The issuer does not answer, and nobody else can check this code."""

    code = "ISSUER_SILENT"
    status_hint = 503
    en = "The issuer is silent and only it can check this code; check the document."
    zh = "发卡卡管无响应，此码无法离线核验，请出示签名码或证件。"


class IssuerAnswerError(CrossDomainError):
    """The issuer's answer is not signed by it, or contradicts itself."""

    code = "ISSUER_ANSWER"
    status_hint = 502
    en = "The issuer's answer cannot be believed; check the document and report it."
    zh = "发卡卡管的应答不可信，请核验证件并上报。"


class ForeignRefusedError(CrossDomainError):
    """The issuer refused the code for a reason that is not known here."""

    code = "FOREIGN_REFUSED"
    status_hint = 422
    en = "The issuing card manager refused the code; refresh it or use the document."
    zh = "发卡卡管拒绝了此码，请刷新后重试或使用证件。"


class RequestFormError(CrossDomainError):
    """A request without the four headers, or larger than any question."""

    code = "REQUEST_FORM"
    status_hint = 400
    en = "The request is not a signed question of a card manager; see the interface."
    zh = "请求不是卡管签名请求，请查看接口说明。"


class RequestForgedError(CrossDomainError):
    """The signature is not that of the card manager it names."""

    code = "REQUEST_FORGED"
    status_hint = 401
    en = "The request is not signed by the card manager it names; check the keys."
    zh = "请求签名与所称卡管不符，请检查密钥。"


class RequestTimeError(CrossDomainError):
    """Signed too long ago, or in the future."""

    code = "REQUEST_TIME"
    status_hint = 401
    en = "The request was not signed just now; check the clocks of both sides."
    zh = "请求签名时间超出允许范围，请检查双方时钟。"


class RequestReplayedError(CrossDomainError):
    """This very request came before."""

    code = "REQUEST_REPLAYED"
    status_hint = 409
    en = "This very request came before; sign it anew with another nonce."
    zh = "该请求已被处理，请更换随机数重新签名。"
