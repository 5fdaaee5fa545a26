"""Which client applications are stopped (客户端应用)."""

from .base import EHealthCardError

__all__ = ["ClientError", "ClientLimitedError", "ClientRefusedError"]


class ClientError(EHealthCardError):
    """A client application does not pass; the subclass says how far it is stopped."""

    code = "CLIENT"
    status_hint = 403


class ClientLimitedError(ClientError):
    """This build may not do this by itself: a person does it (转人工办理)."""

    code = "CLIENT_LIMITED"
    en = (
        "This build of the application may not do this ({reason}); "
        "update it, or go to the window."
    )
    zh = "当前客户端版本无法办理此项业务（{reason}），请更新版本或前往人工窗口。"


class ClientRefusedError(ClientError):
    """This build may do nothing at all (版本已禁用)."""

    code = "CLIENT_REFUSED"
    en = (
        "This build of the application is refused ({reason}); "
        "install it anew from its official source."
    )
    zh = "当前客户端版本已被禁用（{reason}），请从官方渠道重新安装。"
