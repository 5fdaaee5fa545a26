"""Whatever is sent to a platform interface, the answer has the envelope."""

import json
from collections.abc import Iterator
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
    assert (
        "Value for healthCardId cannot be null, or has another form" == said["errMsg"]
    )


def test_a_body_too_long_is_cut_off(base: str) -> None:
    long = b" " * (256 * 1024 + 1)
    answer = httpx.post(base + calls.REGISTER.path, content=long)
    assert 413 == answer.status_code


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_another_method_is_refused(base: str, method: str) -> None:
    assert 405 == httpx.request(method, base + calls.REGISTER.path).status_code
