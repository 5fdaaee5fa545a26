"""Why a card cannot be used."""

from .base import EHealthCardError

__all__ = [
    "AccessDeniedError",
    "CardCancelledError",
    "CardError",
    "CardLostError",
    "CardMergedError",
    "CardNotActiveError",
    "CardNotFoundError",
    "RealNameMismatchError",
]


class CardError(EHealthCardError):
    """The card exists or should exist, but cannot be used."""

    code = "CARD"
    status_hint = 409


class CardNotFoundError(CardError):
    """No card has this ID here."""

    code = "CARD_NOT_FOUND"
    status_hint = 404
    en = "No card with this ID is registered here; register the holder first."
    zh = "本卡管没有此电子健康卡，请先申领。"


class CardNotActiveError(CardError):
    """Applied for, but the holder's real name was not verified."""

    code = "CARD_NOT_ACTIVE"
    en = "The card is not active yet; verify the holder's real name first."
    zh = "电子健康卡尚未激活，请先完成实名认证。"


class CardLostError(CardError):
    """Reported lost; care goes on by document."""

    code = "CARD_LOST"
    en = "The card was reported lost; check the document and restore or replace it."
    zh = "电子健康卡已挂失，请核验证件后解除挂失或改用证件就诊。"


class CardCancelledError(CardError):
    """Cancelled for good; a new application restores it."""

    code = "CARD_CANCELLED"
    en = "The card was cancelled; the holder may apply again."
    zh = "电子健康卡已注销，可重新申领。"


class CardMergedError(CardError):
    """Merged into another card of the same person, which answers for it."""

    code = "CARD_MERGED"
    en = "The card was merged with another one of its holder; use that one."
    zh = "该卡已与持卡人的另一张电子健康卡合并，请使用合并后的卡。"


class RealNameMismatchError(CardError):
    """The verifier says that name and document do not belong together."""

    code = "REAL_NAME_MISMATCH"
    status_hint = 422
    en = "Name and document do not belong together; check both at a window."
    zh = "姓名与证件不一致，请到窗口核验。"


class AccessDeniedError(EHealthCardError):
    """This actor may not do or see this."""

    code = "ACCESS_DENIED"
    status_hint = 403
    en = "This actor may not do this: {reason}."
    zh = "无权进行此操作：{reason}。"
