"""Who has to wait, and who may not go on for now."""

from decimal import ROUND_CEILING, Decimal

from .base import EHealthCardError, Fact

__all__ = [
    "AccessSuspendedError",
    "RateLimitedError",
    "TerminalBlockedError",
    "TooManyAttemptsError",
]


def whole_seconds(fact: Fact) -> int:
    """Return a wait in whole seconds, rounded up, as ``Retry-After`` is written."""
    return int(Decimal(str(fact)).to_integral_value(ROUND_CEILING))


class RateLimitedError(EHealthCardError):
    """It is done more often than is allowed; the error says when to retry.

    Args:
        **facts: ``retry_after``: the whole seconds after which another attempt may be
            admitted, as in the HTTP header of that name; a minute if not said.

    """

    code = "RATE_LIMITED"
    status_hint = 429
    en = "That is done too often; try again in {retry_after} seconds."
    zh = "操作过于频繁，请在{retry_after}秒后重试。"

    def __init__(self, **facts: Fact) -> None:
        super().__init__(**({"retry_after": 60} | facts))

    @property
    def retry_after(self) -> int:
        """Seconds to wait."""
        return whole_seconds(self.facts["retry_after"])


class TooManyAttemptsError(RateLimitedError):
    """A password, an SMS code or a document was tried too often; wait."""

    code = "TOO_MANY_ATTEMPTS"
    en = "That was tried too often; wait {retry_after} seconds and try again."
    zh = "尝试次数过多，请在{retry_after}秒后再试。"


class TerminalBlockedError(EHealthCardError):
    """A risk alert has blocked this terminal (终端已停用)."""

    code = "TERMINAL_BLOCKED"
    status_hint = 403
    en = "This terminal is blocked because of a risk alert; use another one."
    zh = "本终端因风险处置已停用，请使用其他终端。"


class AccessSuspendedError(EHealthCardError):
    """A risk alert has suspended this actor's access to records (访问已暂停)."""

    code = "ACCESS_SUSPENDED"
    status_hint = 403
    en = (
        "Your access to records is suspended because of a risk alert; "
        "ask the risk officer."
    )
    zh = "您的查阅权限因风险处置已暂停，请联系风险处置人员。"
