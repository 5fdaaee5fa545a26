"""What can be wrong with a message of a hospital platform."""

from .storage import OutsideError

__all__ = ["HipActionError", "HipDeclarationError", "HipMessageError"]


class HipMessageError(OutsideError):
    """Not a message of the hospital platform, or one that cannot be written."""

    code = "HIP_MESSAGE"
    status_hint = 400
    en = "The platform's message is not acceptable: {reason}; compare it with WS/T 846."
    zh = "平台消息不符合要求（{reason}），请对照 WS/T 846 检查。"


class HipActionError(OutsideError):
    """An action that the platform's dialect does not name, or that is not served."""

    code = "HIP_ACTION"
    status_hint = 404
    en = "No such action in this dialect; compare the names with the platform's list."
    zh = "该平台方言中没有此服务，请核对服务名称。"


class HipDeclarationError(OutsideError):
    """What a hospital has declared of its platform's messages cannot be used."""

    code = "HIP_DECLARATION"
    status_hint = 500
    en = "The declared messages cannot be used, at {where}; correct the declaration."
    zh = "平台消息声明无法使用，问题位于 {where}，请修正。"
