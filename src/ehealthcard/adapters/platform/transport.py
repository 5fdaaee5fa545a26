"""HTTP to a platform (传输): what is repeated, and what must not be.

A call that certainly did not arrive is repeated. One whose answer was lost is repeated
only if it changes nothing; otherwise whoever asked is told that it is unclear.
"""

from collections.abc import Mapping

import attrs

from ehealthcard.adapters.retry_after import is_busy, turned_away
from ehealthcard.errors import (
    OutsideUnavailableError,
    Phrase,
    PlatformAnswerError,
    PlatformUnclearError,
)
from ehealthcard.extras import needs

from . import flaws

with needs("http"):
    import httpx


LONGEST_ANSWER = 4 * 1024 * 1024
"""Bytes; a picture in base64 is far below."""

NOT_ARRIVED = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)


@attrs.frozen(eq=False)
class Transport:
    """One platform's address.

    Args:
        platform: Its name, for messages.
        http: A client with its own time-outs and certificates.
        base: Its address, such as ``https://p-healthopen.tengmed.com``.
        attempts: How often a call that may be repeated is tried.

    """

    platform: str
    http: httpx.Client
    base: str
    attempts: int

    def post(
        self,
        path: str,
        body: bytes,
        *,
        operation: str,
        repeatable: bool,
        content_type: str = "application/json; charset=utf-8",
        more: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return the answer's body.

        Raises:
            OutsideUnavailableError: It certainly did not arrive, the platform is too
                busy for it, or nobody answered what may be asked again.
            PlatformUnclearError: A change may or may not have been made.
            PlatformAnswerError: The HTTP status is none of success.

        """
        headers = {"Content-Type": content_type, **(more or {})}
        url = self.base.rstrip("/") + path
        for _ in range(max(1, self.attempts)):
            try:
                answer = self.http.post(url, content=body, headers=headers)
            except NOT_ARRIVED:
                continue
            except httpx.HTTPError:
                if repeatable:
                    continue
                raise PlatformUnclearError(
                    platform=self.platform, operation=operation
                ) from None
            if is_busy(answer.status_code, answer.headers):
                raise turned_away(answer.headers)
            return self._body(answer, operation)
        raise OutsideUnavailableError

    def _body(self, answer: httpx.Response, operation: str) -> bytes:
        if not answer.is_success:
            status = answer.status_code
            flaw = Phrase(f"HTTP status {status}", f"HTTP 状态 {status}")
        elif len(answer.content) > LONGEST_ANSWER:
            flaw = flaws.TOO_LONG
        else:
            return answer.content
        raise PlatformAnswerError(
            platform=self.platform, operation=operation, flaw=flaw
        )
