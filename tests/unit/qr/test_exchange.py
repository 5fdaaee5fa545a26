"""What card managers say to each other cannot be changed, moved or kept for later."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.errors import (
    CrossDomainError,
    IssuerAnswerError,
    IssuerUsageError,
    RequestForgedError,
    RequestFormError,
    RequestTimeError,
    UnknownIssuerError,
)
from ehealthcard.qr.directory import Directory
from ehealthcard.qr.exchange import (
    NONCE,
    SENDER,
    SIGNATURE,
    TIME,
    WINDOW,
    check_answer,
    check_request,
    sign_answer,
    sign_request,
)
from tests.regions import NOW, RINGS, ROOT, SICHUAN, STRANGER, ZHEJIANG, both

DIRECTORY = Directory(ROOT.public().trust).take(both())
BODY = b'{"a": 1}'
HEADERS = sign_request(
    RINGS[SICHUAN],
    to=ZHEJIANG,
    method="POST",
    path="/v1/verify",
    body=BODY,
    at=NOW,
    nonce=b"n" * 16,
)


def check(headers: dict[str, str], **changed: object) -> str:
    said: dict[str, object] = {
        "to": ZHEJIANG,
        "method": "POST",
        "path": "/v1/verify",
        "body": BODY,
        "at": NOW,
        "directory": DIRECTORY,
    }
    member = check_request(headers, **{**said, **changed})  # type: ignore[arg-type]  # a table
    return member.manager.issuer


def test_a_request_says_who_asks() -> None:
    assert SICHUAN == check(HEADERS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("to", SICHUAN),
        ("method", "GET"),
        ("path", "/v1/bundle"),
        ("body", BODY + b" "),
        ("body", b""),
    ],
)
def test_a_request_is_good_for_what_was_signed(name: str, value: object) -> None:
    with pytest.raises(RequestForgedError):
        check(HEADERS, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (TIME, str(int(NOW.timestamp()) + 1)),
        (NONCE, "0" * 32),
        (SIGNATURE, "0" * 128),
        (SENDER, ZHEJIANG),
    ],
)
def test_a_header_that_was_changed_is_noticed(name: str, value: str) -> None:
    with pytest.raises(RequestForgedError):
        check({**HEADERS, name: value})


@pytest.mark.parametrize("name", [TIME, NONCE, SIGNATURE])
@pytest.mark.parametrize("value", ["", "x", "١", "0" * 129, "\n"])
def test_a_header_of_another_form_is_refused(name: str, value: str) -> None:
    with pytest.raises(RequestFormError):
        check({**HEADERS, name: value})


@pytest.mark.parametrize("seconds", [-WINDOW, WINDOW])
def test_clocks_may_disagree_a_little(seconds: int) -> None:
    assert SICHUAN == check(HEADERS, at=NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-WINDOW - 1, WINDOW + 1])
def test_a_request_is_not_kept_for_later(seconds: int) -> None:
    with pytest.raises(RequestTimeError):
        check(HEADERS, at=NOW + timedelta(seconds=seconds))


def test_a_stranger_may_not_ask() -> None:
    headers = sign_request(
        STRANGER, to=ZHEJIANG, method="POST", path="/", body=b"", at=NOW, nonce=b""
    )
    with pytest.raises(RequestFormError):
        check(headers)
    with pytest.raises(UnknownIssuerError):
        check({**headers, NONCE: "0" * 32})


def test_who_may_not_ask_is_told_so() -> None:
    directory = Directory(ROOT.public().trust).take(both(use=("offline",)))
    headers = {**HEADERS, SENDER: ZHEJIANG}
    with pytest.raises(IssuerUsageError):
        check(headers, directory=directory)


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([SENDER, TIME, NONCE, SIGNATURE]),
        st.binary(max_size=130).map(lambda raw: raw.decode("latin-1")),
    )
)
def test_any_headers_raise_our_errors_only(changed: dict[str, str]) -> None:
    if {**HEADERS, **changed} != HEADERS:
        with pytest.raises(CrossDomainError):
            check({**HEADERS, **changed})


@pytest.mark.parametrize(
    "changed",
    [
        {"sender": SICHUAN},
        {"to": ZHEJIANG},
        {"nonce": "1" * 32},
        {"status": 403},
        {"body": b"{}"},
    ],
)
def test_an_answer_belongs_to_its_question(changed: dict[str, object]) -> None:
    keys = RINGS[ZHEJIANG]
    signature = sign_answer(keys, to=SICHUAN, nonce="0" * 32, status=200, body=BODY)
    said: dict[str, object] = {
        "sender": ZHEJIANG,
        "to": SICHUAN,
        "nonce": "0" * 32,
        "status": 200,
        "body": BODY,
    }
    trust = keys.public().trust
    check_answer(signature, trust, **said)  # type: ignore[arg-type]  # a table
    with pytest.raises(IssuerAnswerError):
        check_answer(signature, trust, **{**said, **changed})  # type: ignore[arg-type]  # a table
    for other in ("", signature.upper(), "zz", signature[:-2]):
        with pytest.raises(IssuerAnswerError):
            check_answer(other, trust, **said)  # type: ignore[arg-type]  # a table
