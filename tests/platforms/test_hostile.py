"""Whatever is sent to a platform interface, the answer has the envelope."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from ehealthcard.adapters.platform.tencent import operations as calls
from ehealthcard.adapters.platform.tencent.operations import Operation
from ehealthcard.hosts.platform.tencent_acts import ACTS

from .serving import AS_GO, NOW, SECRET, house, served, tencent_server

SERVER = tencent_server(house())
IN_BOTH = re.compile(r"[A-Z_]+: .*[\u4e00-\u9fff].*。 [A-Z][ -~]*\.")
"""Our code, then both sentences."""

PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = PLAIN | st.dictionaries(st.text(max_size=8), PLAIN, max_size=3)
FEW = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(SERVER.app()) as address:
        yield address


@pytest.fixture(scope="module")
def described(base: str) -> Any:
    document = httpx.get(f"{base}/openapi.json").json()
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=base)
    return schema


def token() -> str:
    req = {"appId": "app-1"}
    body = signed({}, req)
    reply = SERVER.answer(calls.GET_APP_TOKEN, json.dumps(body).encode())
    found: str = reply.content["rsp"]["appToken"]
    return found


_NUMBER = iter(range(10**9))


def signed(common: dict[str, Any], req: dict[str, Any]) -> dict[str, Any]:
    mine = {
        "requestId": f"R{next(_NUMBER)}",
        "hospitalId": "10086",
        "timestamp": str(int(NOW.timestamp())),
        "channelNum": 0,
        **common,
    }
    mine["sign"] = AS_GO.sign(mine, req, SECRET)
    return {"commonIn": mine, "req": req}


@pytest.mark.parametrize(
    "operation", [*ACTS, calls.GET_APP_TOKEN], ids=lambda o: o.name
)
def test_generated_requests_are_answered_as_described(
    described: Any, operation: Operation[Any, Any]
) -> None:
    strategy = described[operation.path]["POST"].as_strategy()

    @given(strategy)
    @FEW
    def answered(case: Any) -> None:
        if isinstance(case.body, dict) and isinstance(case.body.get("req"), dict):
            case.body = signed({"appToken": TOKEN}, case.body["req"])
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    answered()  # fractions are refused where the interface's schema leaves them open


TOKEN = token()


@given(st.binary(max_size=200))
@FEW
def test_any_bytes_are_answered(body: bytes) -> None:
    reply = SERVER.answer(calls.REGISTER, body)
    assert 400 == reply.status
    assert -20001 == reply.content["commonOut"]["resultCode"]


@given(JSON, JSON)
@settings(FEW, max_examples=10)
def test_any_envelope_is_answered_and_never_taken(common: Any, req: Any) -> None:
    body = json.dumps({"commonIn": common, "req": req}).encode()
    reply = SERVER.answer(calls.REGISTER, body)
    assert reply.content["commonOut"]["resultCode"] != 0


@given(st.dictionaries(st.text(max_size=20), JSON, max_size=6))
@settings(FEW, max_examples=10)
def test_any_signed_request_is_answered_with_an_error_of_ours(
    req: dict[str, Any],
) -> None:
    for operation in (calls.REGISTER, calls.VERIFY_QR_CODE, calls.REPORT_HIS_DATA):
        common = {
            "requestId": f"R{next(_NUMBER)}",
            "hospitalId": "10086",
            "timestamp": str(int(NOW.timestamp())),
            "appToken": TOKEN,
        }
        try:
            common["sign"] = AS_GO.sign(common, req, SECRET)
            body = json.dumps({"commonIn": common, "req": req}).encode()
        except (UnicodeEncodeError, ValueError):
            continue
        reply = SERVER.answer(operation, body)
        assert reply.content["commonOut"]["resultCode"] < 0


@pytest.mark.parametrize("at", [-301, 301])
def test_a_request_out_of_time_is_stale(at: int) -> None:
    moment = str(int(NOW.timestamp()) + at)
    body = signed({"timestamp": moment}, {"appId": "app-1"})
    reply = SERVER.answer(calls.GET_APP_TOKEN, json.dumps(body).encode())
    assert -20004 == reply.content["commonOut"]["resultCode"]


def test_a_request_that_was_recorded_is_good_once() -> None:
    body = json.dumps(signed({"appToken": TOKEN}, {"healthCardId": "A" * 64})).encode()
    first, again = (
        SERVER.answer(calls.BY_ID, body).content["commonOut"] for _ in range(2)
    )
    assert -21002 == first["resultCode"]
    assert -20005 == again["resultCode"]


def test_a_field_that_is_missing_is_named_as_the_platform_names_it() -> None:
    body = json.dumps(signed({"appToken": TOKEN}, {})).encode()
    said = SERVER.answer(calls.BY_ID, body).content["commonOut"]
    assert -10044 == said["resultCode"]
    assert said["errMsg"].startswith(
        "Value for healthCardId cannot be null. PLATFORM_REQUEST: 请求未受理：缺少"
    )


def request(common: dict[str, Any], req: dict[str, Any], **changed: Any) -> bytes:
    """Return a signed request, with what was *changed* after it was signed."""
    whole = signed(common, req)
    whole["req"].update(changed)
    return json.dumps(whole).encode()


LIVE = {"appToken": TOKEN}
APP = {"appId": "app-1"}
REFUSED: list[tuple[int, Operation[Any, Any], Callable[[], bytes]]] = [
    (-20001, calls.BY_ID, lambda: b"[]"),
    (-20001, calls.BY_ID, lambda: b'{"commonIn": {}}'),
    (-20001, calls.BY_ID, lambda: b'{"req": {}}'),
    (-20002, calls.BY_ID, lambda: request({"hospitalId": "1"}, {})),
    (-20002, calls.GET_APP_TOKEN, lambda: request({}, {"appId": "another"})),
    (-20003, calls.BY_ID, lambda: request(LIVE, {}, healthCardId="1")),
    (-20004, calls.GET_APP_TOKEN, lambda: request({"timestamp": "1"}, APP)),
    (-20006, calls.BY_ID, lambda: request({"appToken": "dead"}, {})),
    (-20007, calls.BIND_RELATION, lambda: request(LIVE, {})),
    (-21002, calls.BY_ID, lambda: request(LIVE, {"healthCardId": "A" * 64})),
]


@pytest.mark.parametrize(("result", "operation", "body"), REFUSED)
def test_a_refusal_says_in_both_languages_what_is_wrong(
    result: int, operation: Operation[Any, Any], body: Callable[[], bytes]
) -> None:
    said = SERVER.answer(operation, body()).content["commonOut"]
    assert result == said["resultCode"]
    assert IN_BOTH.fullmatch(said["errMsg"]), said["errMsg"]


def test_a_refusal_does_not_repeat_what_was_sent() -> None:
    number = "110105194912310020"
    req = {"healthCardId": {"x": number}, "qrCodeText": number, "idCard": number}
    for operation in (calls.REGISTER, calls.VERIFY_QR_CODE, calls.BY_ID):
        reply = SERVER.answer(operation, request(LIVE, req))
        assert number not in reply.body.decode()


def test_a_body_too_long_is_cut_off(base: str) -> None:
    long = b" " * (256 * 1024 + 1)
    answer = httpx.post(base + calls.REGISTER.path, content=long)
    assert 413 == answer.status_code


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_another_method_is_refused(base: str, method: str) -> None:
    assert 405 == httpx.request(method, base + calls.REGISTER.path).status_code
