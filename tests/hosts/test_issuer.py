"""The issuing side over HTTP: signed, once, in time, and whatever is sent to it."""

import json
import re
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from datetime import timedelta
from time import monotonic
from typing import Any

import attrs
import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.responses import JSONResponse

from ehealthcard import KeyRing
from ehealthcard.adapters.issuers import HttpIssuerGateway, TimeOuts
from ehealthcard.adapters.replay.limiting import MovingLimiter
from ehealthcard.errors import (
    IssuerAnswerError,
    IssuerUsageError,
    OutsideBusyError,
    OutsideUnavailableError,
)
from ehealthcard.hosts.issuer import interface
from ehealthcard.ports import CodeQuestion, ForeignRefusal, Unclear, UseAct
from ehealthcard.qr.exchange import (
    NONCE,
    SIGNATURE,
    check_answer,
    sign_answer,
    sign_request,
)
from ehealthcard.testing.issuers import question
from tests.regions import (
    NOW,
    RINGS,
    SICHUAN,
    STRANGER,
    WINDOW,
    ZHEJIANG,
    Clock,
    Region,
    both,
    local,
    region,
)

NO = b'{"kind":"refused","code":"CODE_EXPIRED"}'
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@attrs.define
class Side:
    """The issuing side, and who asks it."""

    zhejiang: Region
    client: httpx.Client
    nonces: int = 0

    def headers(
        self,
        path: str,
        body: bytes,
        *,
        keys: KeyRing = RINGS[SICHUAN],
        to: str = ZHEJIANG,
    ) -> dict[str, str]:
        self.nonces += 1
        return sign_request(
            keys,
            to=to,
            method="POST",
            path=path,
            body=body,
            at=NOW,
            nonce=self.nonces.to_bytes(16, "big"),
        )

    def ask(self, asked: CodeQuestion | bytes, **how: Any) -> httpx.Response:
        body = asked if isinstance(asked, bytes) else asked.to_json()
        headers = self.headers("/v1/verify", body, **how)
        return self.client.post("/v1/verify", content=body, headers=headers)

    def code(self) -> str:
        card = self.zhejiang.register()
        return self.zhejiang.desk.show(card.id, by=WINDOW).text


@pytest.fixture
def side() -> Iterator[Side]:
    zhejiang = region(RINGS[ZHEJIANG], Clock())
    zhejiang.trust.take(both())
    with local(zhejiang.app()) as client:
        yield Side(zhejiang, client)


def test_an_answer_is_signed_for_its_question(side: Side) -> None:
    body = question(side.code()).to_json()
    headers = side.headers("/v1/verify", body)
    answer = side.client.post("/v1/verify", content=body, headers=headers)

    assert answer.status_code == 200
    check_answer(
        answer.headers[SIGNATURE],
        RINGS[ZHEJIANG].public().trust,
        sender=ZHEJIANG,
        to=SICHUAN,
        nonce=headers[NONCE],
        status=200,
        body=answer.content,
    )


def test_a_request_comes_once(side: Side) -> None:
    body = question(side.code()).to_json()
    headers = side.headers("/v1/verify", body)
    first, again = (
        side.client.post("/v1/verify", content=body, headers=headers) for _ in range(2)
    )
    assert (200, 409) == (first.status_code, again.status_code)
    assert again.json()["code"] == "REQUEST_REPLAYED"


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [
        ({"keys": STRANGER}, 403, "ISSUER_UNKNOWN"),
        ({"to": SICHUAN}, 401, "REQUEST_FORGED"),
    ],
)
def test_who_is_not_believed_is_told_so(
    side: Side, how: dict[str, Any], status: int, code: str
) -> None:
    answer = side.ask(question(side.code()), **how)
    assert (status, code) == (answer.status_code, answer.json()["code"])
    uses = side.zhejiang.desk.storage.uses(limit=9)
    assert [] == [use for use in uses if use.act is UseAct.SCAN]


def test_a_request_without_a_signature_is_none(side: Side) -> None:
    answer = side.client.post("/v1/verify", content=question("x").to_json())
    assert (400, "REQUEST_FORM") == (answer.status_code, answer.json()["code"])
    assert SIGNATURE not in answer.headers


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"\xff", b'{"code": "x"}', b"null", b"{" * 4000]
)
def test_a_signed_body_of_another_form_is_refused(side: Side, body: bytes) -> None:
    answer = side.ask(body)
    assert (422, "INPUT_INVALID") == (answer.status_code, answer.json()["code"])


def test_nobody_sends_more_than_a_question(side: Side) -> None:
    assert 413 == side.ask(b"x" * 5000).status_code


def test_a_manager_asks_so_often_and_no_more() -> None:
    clock = Clock()
    zhejiang = region(RINGS[ZHEJIANG], clock)
    zhejiang.trust.take(both())
    two = MovingLimiter.in_memory(most=2, span=timedelta(minutes=1))
    with local(zhejiang.app(two)) as client:
        side = Side(zhejiang, client)
        answers = [side.ask(question("x")) for _ in range(3)]
        own = side.ask(question("x"), keys=RINGS[ZHEJIANG]).status_code
    said = [answer.status_code for answer in answers]
    assert ([200, 200, 429], 200) == (said, own)
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60


def test_without_a_list_nobody_is_answered() -> None:
    zhejiang = region(RINGS[ZHEJIANG], Clock())
    with local(zhejiang.app()) as client:
        answer = Side(zhejiang, client).ask(question("x"))
    assert (503, "TRUST_LIST_EXPIRED") == (answer.status_code, answer.json()["code"])


PSEUDONYM = re.compile("[0-9A-F]{64}")
"""Of random digits: any year may stand in it."""


def test_no_answer_names_a_holder(side: Side) -> None:
    code = side.code()
    said = [side.ask(question(code, c * 32)).text for c in "ab"]
    assert "CODE_REPLAYED" in said[1]
    for text in said:
        assert "1935" not in PSEUDONYM.sub("", text), "the year of birth"
        assert code not in text


# The asking side.


def answered(
    answer: Callable[[httpx.Request], httpx.Response], **how: Any
) -> HttpIssuerGateway:
    """Return a gateway to somebody who gives this *answer*."""
    sichuan = region(RINGS[SICHUAN], Clock())
    sichuan.trust.take(both(**how))
    return HttpIssuerGateway(
        RINGS[SICHUAN],
        sichuan.trust.current,
        Clock(),
        TimeOuts(0.1, 0.2),
        httpx.Client(transport=httpx.MockTransport(answer)),
    )


def signed(
    status: int, body: bytes, keys: KeyRing = RINGS[ZHEJIANG]
) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        nonce = request.headers[NONCE]
        signature = sign_answer(keys, to=SICHUAN, nonce=nonce, status=status, body=body)
        return httpx.Response(
            status, stream=httpx.ByteStream(body), headers={SIGNATURE: signature}
        )

    return answer


def fails(error: type[httpx.HTTPError]) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error("x")

    return answer


def problem(code: object) -> bytes:
    return json.dumps({"code": code}).encode()


def test_who_is_not_reached_has_done_nothing() -> None:
    for error in (httpx.ConnectError, httpx.ConnectTimeout):
        with answered(fails(error)) as gateway:
            with pytest.raises(OutsideUnavailableError):
                gateway.verify(ZHEJIANG, question("x"))
            with pytest.raises(OutsideUnavailableError):
                gateway.revocations(ZHEJIANG)


@pytest.mark.parametrize(
    "answer",
    [
        fails(httpx.ReadTimeout),
        fails(httpx.RemoteProtocolError),
        lambda _: httpx.Response(502, stream=httpx.ByteStream(b"Bad gateway")),
        lambda _: httpx.Response(200, stream=httpx.ByteStream(NO)),
        signed(500, problem("STORED_DATA")),
        signed(503, problem("STORAGE_UNAVAILABLE")),
    ],
)
def test_what_nobody_signed_or_knows_is_unclear(
    answer: Callable[[httpx.Request], httpx.Response],
) -> None:
    with answered(answer) as gateway:
        assert Unclear() == gateway.verify(ZHEJIANG, question("x"))
        with pytest.raises(OutsideUnavailableError):
            gateway.revocations(ZHEJIANG)


def test_an_answer_that_does_not_end_is_unclear() -> None:
    with answered(signed(200, b"[" * 5000)) as gateway:
        assert Unclear() == gateway.verify(ZHEJIANG, question("x"))


def test_an_answer_that_did_not_come_is_asked_for_again() -> None:
    asked: list[bytes] = []

    def second(request: httpx.Request) -> httpx.Response:
        asked.append(request.content)
        if len(asked) == 1:
            raise httpx.ReadTimeout("x")
        return signed(200, NO)(request)

    with answered(second) as gateway:
        said = gateway.verify(ZHEJIANG, question("x"))
    assert ForeignRefusal(code="CODE_EXPIRED") == said
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    "answer",
    [
        signed(200, b"{}"),
        signed(200, b'{"kind":"refused","code":"x"}'),
        signed(422, b"not JSON"),
        signed(422, b"[]"),
        signed(422, problem(7)),
        signed(200, NO, RINGS[SICHUAN]),
    ],
)
def test_a_lie_is_not_believed(
    answer: Callable[[httpx.Request], httpx.Response],
) -> None:
    with answered(answer) as gateway, pytest.raises(IssuerAnswerError):
        gateway.verify(ZHEJIANG, question("x"))


def test_a_signed_no_is_a_refusal() -> None:
    with answered(signed(403, problem("ISSUER_UNKNOWN"))) as gateway:
        said = gateway.verify(ZHEJIANG, question("x"))
        assert ForeignRefusal(code="ISSUER_UNKNOWN") == said
        with pytest.raises(IssuerAnswerError):
            gateway.revocations(ZHEJIANG)


def test_asked_too_often_is_not_done() -> None:
    def busy(request: httpx.Request) -> httpx.Response:
        answer = signed(429, problem("TOO_MANY_ATTEMPTS"))(request)
        answer.headers["Retry-After"] = "40"
        return answer

    with answered(busy) as gateway:
        for ask in (
            lambda: gateway.verify(ZHEJIANG, question("x")),
            lambda: gateway.revocations(ZHEJIANG),
        ):
            with pytest.raises(OutsideBusyError) as error:
                ask()
            assert 40 == error.value.retry_after


def later(
    first: httpx.HTTPError | None, status: int, code: str
) -> Callable[[httpx.Request], httpx.Response]:
    """Return an issuer that answers, after *first*, with a header nobody signed."""
    errors = [first] if first else []

    def answer(request: httpx.Request) -> httpx.Response:
        if errors:
            raise errors.pop()
        made = signed(status, problem(code))(request)
        made.headers["Retry-After"] = "40"
        return made

    return answer


def test_a_wait_that_somebody_wrote_beside_a_503_makes_no_promise() -> None:
    with answered(later(None, 503, "STORAGE_UNAVAILABLE")) as gateway:
        assert Unclear() == gateway.verify(ZHEJIANG, question("x"))
    with (
        answered(later(None, 503, "OUTSIDE_BUSY")) as gateway,
        pytest.raises(OutsideBusyError),
    ):
        gateway.verify(ZHEJIANG, question("x"))


@pytest.mark.parametrize("status", [429, 503])
def test_who_is_busy_now_may_have_heard_the_question_before(status: int) -> None:
    lost = httpx.ReadTimeout("x")
    with answered(later(lost, status, "OUTSIDE_BUSY")) as gateway:
        assert Unclear() == gateway.verify(ZHEJIANG, question("x"))


def test_who_has_no_address_cannot_be_asked() -> None:
    with (
        answered(signed(200, b""), gateway=None) as gateway,
        pytest.raises(IssuerUsageError),
    ):
        gateway.verify(ZHEJIANG, question("x"))


def test_an_answer_is_not_waited_for_in_drops() -> None:
    class Drops(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            latest = monotonic() + 3
            while monotonic() < latest:
                yield b" "

    with answered(lambda _: httpx.Response(200, stream=Drops())) as gateway:
        once = attrs.evolve(gateway, time_outs=TimeOuts(0.1, 0.05, attempts=1))
        assert Unclear() == once.verify(ZHEJIANG, question("x"))


def test_the_ring_is_not_shown() -> None:
    with answered(signed(200, b"")) as gateway:
        assert "KeyRing" not in repr(gateway)


# Whatever is sent.


@attrs.frozen
class Signing:
    """Signs what passes as a card manager would, so that the rest is reached."""

    app: Any
    nonces: list[int] = attrs.field(factory=lambda: [0])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/openapi.json":
            document = interface()
            for path in document["paths"].values():
                del path["post"]["parameters"]  # it is this that signs
            await JSONResponse(document)(scope, receive, send)
            return
        if scope["type"] != "http" or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        body, more = b"", True
        while more:
            part = await receive()
            body += part.get("body", b"")
            more = part.get("more_body", False)
        self.nonces[0] += 1
        made = sign_request(
            RINGS[SICHUAN],
            to=ZHEJIANG,
            method="POST",
            path=scope["path"],
            body=body,
            at=NOW,
            nonce=self.nonces[0].to_bytes(16, "big"),
        )
        headers = [
            (k, v) for k, v in scope["headers"] if k.decode("latin-1") not in made
        ]
        headers += [(k.encode(), v.encode()) for k, v in made.items()]

        async def again() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app({**scope, "headers": headers}, again, send)


def application() -> Any:
    zhejiang = region(RINGS[ZHEJIANG], Clock())
    zhejiang.trust.take(both())
    return zhejiang.app()


UNSIGNED = schemathesis.openapi.from_asgi("/openapi.json", application())
SIGNED = schemathesis.openapi.from_asgi("/openapi.json", Signing(application()))
FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@UNSIGNED.parametrize()
@FEW
def test_whatever_comes_unsigned_is_refused_as_the_interface_says(
    case: schemathesis.Case[Any],
) -> None:
    response = case.call()
    case.validate_response(response)
    assert response.status_code in {400, 401, 403, 405, 413}


@SIGNED.parametrize()
@FEW
def test_whatever_a_manager_signs_is_answered_as_the_interface_says(
    case: schemathesis.Case[Any],
) -> None:
    response = case.call()
    case.validate_response(response)
    assert response.status_code in {200, 405, 413, 422}


def test_the_interface_is_served() -> None:
    with local(application()) as client:
        assert interface() == client.get("/openapi.json").json()
