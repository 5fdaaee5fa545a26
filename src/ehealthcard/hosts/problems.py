"""What an HTTP host says of an error (错误应答)."""

import json

from ehealthcard.errors import EHealthCardError, OutsideBusyError, RateLimitedError

RETRY_AFTER = "Retry-After"


def problem(error: EHealthCardError, **more: str) -> bytes:
    """Return the error as JSON: its code, its two sentences, and *more*."""
    said = {"code": error.code, "english": error.english, "chinese": error.chinese}
    return json.dumps(said | more, ensure_ascii=False).encode()


def waiting(error: EHealthCardError) -> dict[str, str]:
    """Return the header that says when to try again, where that is known."""
    if isinstance(error, RateLimitedError | OutsideBusyError):
        return {RETRY_AFTER: str(max(0, error.retry_after))}
    return {}
