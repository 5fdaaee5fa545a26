"""Our own card manager behind the open platform's interface (腾讯接口服务端).

A hospital's client of the open platform, pointed at this application, works unchanged:
the same paths, signature, token rules and envelope. What is served: the token,
registration of one and of many, cards by healthCode, by code and by ID, codes, checks
of codes and use reports. Every other call is answered with ``NOT_OFFERED``.

The wechatCode of a registration must be there, and is not looked up: WeChat's login is
outside. bindCardRelation is not offered, for the desk keeps no such number.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs

from ehealthcard.adapters.platform import flaws
from ehealthcard.adapters.platform.tencent import operations as calls
from ehealthcard.adapters.platform.tencent.operations import OPERATIONS, Operation
from ehealthcard.adapters.platform.tencent.signing import Reading, holds
from ehealthcard.adapters.platform.tencent.wire import Answer, Sent
from ehealthcard.adapters.strict_json import (
    UnreadableJsonError,
    as_object,
    parse_object,
)
from ehealthcard.desk.atomic import atomically
from ehealthcard.errors import (
    EHealthCardError,
    InvalidInputError,
    Phrase,
    PlatformRequestError,
    ReplayedCodeError,
)
from ehealthcard.extras import needs
from ehealthcard.ports import Clock, Storage

with needs("asgi"):
    from starlette.applications import Starlette

from . import results
from .openapi import describe
from .replies import Answerer, Reply, platform_app, sentence, timed
from .tencent_acts import ACTS, HospitalApp

TOKEN_PLACE = "served-token/"  # noqa: S105  # a name, no token
LONGEST_ID = 64
DEAD_TOKEN = Phrase("appToken is not the live one", "appToken 已失效")
USED = Phrase("requestId was used before", "requestId 已使用过")
NOT_OFFERED = Phrase("this call is not offered", "不提供此接口")


@attrs.frozen
class Refused(Exception):  # noqa: N818  # it never leaves this module
    """A request that is not taken, and how that is said."""

    result: int
    flaw: Phrase
    status: int = 200

    @property
    def said(self) -> str:
        """What the answer's errMsg says."""
        return sentence(PlatformRequestError(flaw=self.flaw))


@attrs.frozen
class Missing(Refused):
    """A field is missing or has another form.

    Its message begins with the one sentence that the platform has published.
    """

    fields: str = attrs.field(kw_only=True)

    @classmethod
    def of(cls, fields: str) -> "Missing":
        """Return the refusal that names *fields* as the platform writes them."""
        flaw = flaws.misstated(Phrase(fields, fields))
        return cls(results.MISSING, flaw, fields=fields)

    @property
    def said(self) -> str:
        """What the answer's errMsg says."""
        return f"Value for {self.fields} cannot be null. {super().said}"


@attrs.frozen(eq=False)
class TencentServer:
    """Answers the open platform's calls.

    Args:
        hospitals: Who may call, and what each call reaches.
        storage: Keeps the digest of each hospital's live token, and request ids.
        clock: What time it is.
        readings: In which ways a request may be signed.
        window: How far a request's timestamp may be from the clock.
        token_lifetime: How long a token is good; the platform's is two hours.

    """

    hospitals: Sequence[HospitalApp]
    storage: Storage
    clock: Clock
    readings: Collection[Reading]
    window: timedelta
    token_lifetime: timedelta

    def app(self) -> Starlette:
        """Return the ASGI application."""
        answerers: dict[str, Answerer] = {
            operation.path: self._answerer(operation) for operation in OPERATIONS
        }
        served = (calls.GET_APP_TOKEN, *ACTS)
        return platform_app(answerers, description=describe(served))

    def _answerer(self, operation: Operation[Any, Any]) -> Answerer:
        return lambda body: self.answer(operation, body)

    def answer(self, operation: Operation[Any, Any], body: bytes) -> Reply:
        """Answer one request; whatever it is, the answer has the envelope."""
        request = "-"
        try:
            common, req = _envelope(body)
            request = str(common.get("requestId", "-"))[:LONGEST_ID]
            app = self._admit(operation, common, req)
            if operation is calls.GET_APP_TOKEN:
                rsp = self._new_token(app, req)
            else:
                rsp = _carried_out(operation, app, req)
        except Refused as refused:
            return _reply(request, refused.result, refused.said, None, refused.status)
        except EHealthCardError as error:
            result = results.result_of(error)
            refusal = _reply(request, result, sentence(error), None)
            return timed(refusal, error)
        return _reply(request, results.OK, "成功", rsp)

    def _admit(
        self,
        operation: Operation[Any, Any],
        common: Mapping[str, Any],
        req: Mapping[str, Any],
    ) -> HospitalApp:
        """Return who calls, if the request is his, fresh and new."""
        app = self._hospital(common)
        secret = app.secret if app else secrets.token_hex(16)
        good = holds(self.readings, common, req, secret)
        if app is None:
            raise Refused(results.UNKNOWN_HOSPITAL, flaws.UNKNOWN_ORG)
        if not good:
            raise Refused(results.BAD_SIGN, flaws.BAD_SIGN)
        now = self.clock()
        moment = _moment(common.get("timestamp"))
        if (
            moment is None
            or abs(moment - now.timestamp()) > self.window.total_seconds()
        ):
            raise Refused(results.STALE, flaws.OUT_OF_TIME)
        if operation is not calls.GET_APP_TOKEN and not self._is_live(
            app, common.get("appToken"), now
        ):
            raise Refused(results.BAD_TOKEN, DEAD_TOKEN)
        self._claim(app, common.get("requestId"), now)
        return app

    def _hospital(self, common: Mapping[str, Any]) -> HospitalApp | None:
        named = common.get("hospitalId")
        found = [app for app in self.hospitals if app.hospital_id == named]
        return found[0] if found else None

    def _claim(self, app: HospitalApp, request: object, now: datetime) -> None:
        """Take a request id; each is good once."""
        if not isinstance(request, str) or not 0 < len(request) <= LONGEST_ID:
            raise Missing.of("requestId")
        named = f"{app.hospital_id}\0{request}".encode()
        key = hashlib.sha256(b"ehealthcard/request\0" + named).digest()[:16]
        until = now + 2 * self.window
        try:
            atomically(self.storage, lambda: self.storage.claim_code(key, until=until))
        except ReplayedCodeError:
            raise Refused(results.REPEATED, USED) from None

    def _new_token(self, app: HospitalApp, req: Mapping[str, Any]) -> dict[str, Any]:
        """Give out a token; the one before is dead at once."""
        if req.get("appId") != app.app_id:
            raise Refused(results.UNKNOWN_HOSPITAL, flaws.UNKNOWN_APP)
        token = secrets.token_hex(16).upper()
        until = int((self.clock() + self.token_lifetime).timestamp())
        place = f"{_digest(token)}:{until}"
        name = self._token_place(app)
        atomically(self.storage, lambda: self.storage.set_bookmark(name, place))
        seconds = int(self.token_lifetime.total_seconds())
        return {"appToken": token, "expiresIn": seconds}

    def _is_live(self, app: HospitalApp, token: object, now: datetime) -> bool:
        place = self.storage.bookmark(self._token_place(app))
        if place is None or not isinstance(token, str):
            return False
        digest, until = place.split(":")
        same = hmac.compare_digest(digest, _digest(token))
        return same and now.timestamp() <= int(until)

    def _token_place(self, app: HospitalApp) -> str:
        return TOKEN_PLACE + _digest(f"{app.hospital_id}\0{app.app_id}")[:32]


def _envelope(body: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        found = parse_object(body)
    except UnreadableJsonError:
        raise Refused(results.MALFORMED, flaws.NO_OBJECT, 400) from None
    common, req = as_object(found.get("commonIn")), as_object(found.get("req"))
    if common is None or req is None:
        lacking = "commonIn" if common is None else "req"
        flaw = flaws.misstated(Phrase(lacking, lacking))
        raise Refused(results.MALFORMED, flaw, 400)
    return common, req


def _carried_out(
    operation: Operation[Any, Any], app: HospitalApp, req: Mapping[str, Any]
) -> dict[str, Any]:
    act: Callable[[HospitalApp, Any], Answer] | None = ACTS.get(operation)
    if act is None:
        raise Refused(results.NOT_OFFERED, NOT_OFFERED)
    try:
        request = operation.request.from_data(_known(operation.request, req))
    except InvalidInputError as error:
        fields = _theirs(operation.request, str(error.facts["fields"]))
        raise Missing.of(fields) from None
    return act(app, request).fields()


def _theirs(kind: type[Sent], fields: str) -> str:
    """Return the names of fields as the platform writes them."""
    declared = kind.model_fields
    named = [name for name in fields.split(", ") if name in declared]
    return ", ".join(declared[name].alias or name for name in named) or fields


def _known(kind: type[Sent], req: Mapping[str, Any]) -> dict[str, Any]:
    """Return what *kind* has; clients in use send fields of other versions too."""
    names = {field.alias or name for name, field in kind.model_fields.items()}
    return {k: v for k, v in req.items() if k in names and v not in (None, "")}


def _moment(text: object) -> int | None:
    """Return the seconds of a timestamp; some clients send it as a number."""
    digits = str(text)
    plain = digits.isascii() and digits.isdigit() and len(digits) <= 12  # noqa: PLR2004  # enough for any year
    return int(digits) if plain else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _reply(
    request: str, result: int, said: str, rsp: dict[str, Any] | None, status: int = 200
) -> Reply:
    out = {"requestId": request, "resultCode": result, "errMsg": said}
    return Reply({"commonOut": out, "rsp": rsp if rsp is not None else {}}, status)
