"""A client of the open platform (腾讯电子健康卡开放平台客户端).

Every parameter is said; none has a default. One call is one request id; whoever calls
:meth:`TencentClient.call` gives a request of the operation's type and gets its answer.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs

from ehealthcard.adapters.platform.flaws import misstated
from ehealthcard.adapters.platform.tokens import Token, TokenShelf
from ehealthcard.adapters.platform.transport import Transport
from ehealthcard.adapters.strict_json import (
    UnreadableJsonError,
    compact,
    parse_object,
)
from ehealthcard.errors import (
    InvalidInputError,
    Phrase,
    PlatformAnswerError,
    PlatformRefusedError,
    PlatformSettingError,
)
from ehealthcard.ports import Clock

from .cards import GetAppToken
from .operations import GET_APP_TOKEN, A, Operation, Q
from .signing import Reading

PLATFORM = "tencent"


def _new_request() -> str:
    return uuid.uuid4().hex.upper()


@attrs.frozen
class TencentSettings:
    """What the platform gave the hospital, and how it is used.

    Args:
        app_id: The application (appId).
        app_secret: Its secret (appSecret).
        hospital_id: The hospital's number (hospitalId).
        channel_num: From where it calls (channelNum): 0 service account, 1 mini
            program, 3 face terminal, 4 scanning terminal.
        reading: How it signs.
        dead_token_codes: With which result codes the platform refuses a token, so that
            a new one is fetched. None is published: ask, or give none.
        needs_related: Whether calls for a user need relateAppId and relateOpenId, as
            the platform has demanded since 2026.

    """

    app_id: str
    app_secret: str = attrs.field(repr=False)
    hospital_id: str
    channel_num: int
    reading: Reading
    dead_token_codes: frozenset[int]
    needs_related: bool


@attrs.frozen
class Related:
    """The user for whom a call is made (relateAppId, relateOpenId)."""

    app_id: str
    open_id: str = attrs.field(repr=False)


@attrs.frozen(eq=False)
class TencentClient:
    """The open platform.

    Args:
        settings: The application's.
        transport: Where the platform is.
        tokens: Where the one live token lies.
        clock: What time it is; the platform compares it with its own.
        new_request: Makes a request id: 32 upper-case hexadecimal digits.

    """

    settings: TencentSettings
    transport: Transport
    tokens: TokenShelf
    clock: Clock
    new_request: Callable[[], str] = _new_request

    def call(
        self, operation: Operation[Q, A], request: Q, *, related: Related | None = None
    ) -> A:
        """Carry out *operation*.

        A token that the platform refuses is fetched anew once; the refused call has
        changed nothing, so it is safe to send it again.

        Raises:
            PlatformSettingError: The call needs *related*.
            PlatformRefusedError: The platform says no, with a code.
            PlatformAnswerError: It answers in another form.
            PlatformUnclearError: It did not answer a call that changes something.
            OutsideUnavailableError: It did not receive the call.

        """
        if operation.related and self.settings.needs_related and related is None:
            raise PlatformSettingError(
                platform=PLATFORM,
                setting="related",
                flaw=Phrase("this call needs a user", "该调用需要用户"),
            )
        token = self.tokens.token(self.fetch_token)
        try:
            return self._send(operation, request, token, related)
        except PlatformRefusedError as error:
            dead = {str(code) for code in self.settings.dead_token_codes}
            if str(error.facts["result"]) not in dead:
                raise
        self.tokens.drop(token)
        token = self.tokens.token(self.fetch_token)
        return self._send(operation, request, token, related)

    def fetch_token(self) -> Token:
        """Ask for a token; it kills the one before, so only a shelf calls this."""
        asked = GetAppToken(app_id=self.settings.app_id)
        answer = self._send(GET_APP_TOKEN, asked, "", None)
        until = self.clock() + timedelta(seconds=answer.expires_in)
        return Token(answer.app_token, until)

    def _send(
        self, operation: Operation[Q, A], request: Q, token: str, user: Related | None
    ) -> A:
        req = request.fields()
        common = self._common(token, user)
        settings = self.settings
        common["sign"] = settings.reading.sign(common, req, settings.app_secret)
        body = compact({"commonIn": common, "req": req}).encode()
        answer = self.transport.post(
            operation.path,
            body,
            operation=operation.name,
            repeatable=operation.reads,
        )
        return _read(operation, answer)

    def _common(self, token: str, user: Related | None) -> dict[str, Any]:
        common: dict[str, Any] = {
            "appToken": token,
            "requestId": self.new_request(),
            "hospitalId": self.settings.hospital_id,
            "timestamp": str(int(self.clock().timestamp())),
            "channelNum": self.settings.channel_num,
        }
        if user is not None:
            common["relateAppId"] = user.app_id
            common["relateOpenId"] = user.open_id
        return common


def _read(operation: Operation[Q, A], answer: bytes) -> A:
    def wrong(flaw: Phrase) -> PlatformAnswerError:
        return PlatformAnswerError(
            platform=PLATFORM, operation=operation.name, flaw=flaw
        )

    try:
        found = parse_object(answer)
        out, rsp = found["commonOut"], found.get("rsp")
        result = int(out["resultCode"])
    except (UnreadableJsonError, LookupError, TypeError, ValueError):
        raise wrong(
            Phrase("no commonOut with a resultCode", "缺少含 resultCode 的 commonOut")
        ) from None
    if result != 0:
        refused = PlatformRefusedError(
            platform=PLATFORM,
            operation=operation.name,
            result=result,
            request=str(out.get("requestId", "-")),
        )
        refused.message = str(out.get("errMsg", ""))
        raise refused
    try:
        return operation.answer.from_data(rsp if rsp is not None else {})
    except InvalidInputError as error:
        fields = Phrase.of(error.facts["fields"])
        raise wrong(misstated(fields, of="rsp")) from None
