"""Dialects C to G, client and server over real HTTP, keep to the one contract."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.adapters.platform import NATIONAL_ID_TYPES, Transport
from ehealthcard.adapters.platform import plain_xml as xml
from ehealthcard.adapters.platform.a10xx import A10xxEnvelope, A10xxSettings
from ehealthcard.adapters.platform.ciphers import Hash
from ehealthcard.adapters.platform.dialect import Act
from ehealthcard.adapters.platform.dictionaries import OneWay
from ehealthcard.adapters.platform.mapped import MappedPlatform
from ehealthcard.adapters.platform.tables import one_way
from ehealthcard.adapters.strict_json import parse_object
from ehealthcard.codesets import CardStep, Channel, IdKind, Sex
from ehealthcard.errors import (
    DictionaryError,
    HipMessageError,
    InvalidInputError,
    PlatformAnswerError,
    PlatformLacksError,
    PlatformRefusedError,
    PlatformSettingError,
)
from ehealthcard.hosts.platform import HousePlatform
from ehealthcard.ports import CardPlatform, CodeWish, UseReport
from ehealthcard.testing.platform import CardPlatformContract

from .declared import SECRET, TABLES, declared, server, table
from .serving import NOW, application, house, person, served
from .serving import now as clock

FEW = settings(max_examples=20, deadline=None)
NAMES = sorted(TABLES)


@contextmanager
def connected(
    name: str, mine: HousePlatform, **changed: Any
) -> Generator[CardPlatform]:
    """Yield a client, perhaps with other settings than its server."""
    with ExitStack() as stack:
        http = stack.enter_context(httpx.Client(timeout=10))
        base = stack.enter_context(served(server(name, mine).app()))
        transport = Transport(name, http, base, attempts=1)
        theirs = declared(name, **changed)
        yield theirs.client(transport, table(name, **changed).path, clock)


@pytest.fixture(scope="module")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="module", params=NAMES)
def platform(request: pytest.FixtureRequest) -> Iterator[CardPlatform]:
    with connected(request.param, house()) as client:
        yield client


class TestContract(CardPlatformContract):
    """All of it, for each."""


@pytest.mark.parametrize("name", NAMES)
def test_a_code_that_was_shown_elsewhere_is_checked_once(name: str) -> None:
    mine = house()
    asked = application(1)
    made = mine.register(asked)
    text = mine.show(CodeWish(key="w", at=NOW, card_id=made.card_id)).text
    check = CardPlatformContract.code_check(text, NOW)
    with connected(name, mine) as theirs:
        assert made.card_id == theirs.register(asked).card_id
        found = theirs.check(check)
        with pytest.raises(PlatformRefusedError):
            theirs.check(check)

    assert (made.card_id, asked.person.number, asked.person.name) == (
        found.card.card_id,
        found.person.number,
        found.person.name,
    )
    assert asked.person.sex is found.person.sex


@pytest.mark.parametrize("name", NAMES)
def test_every_dialect_lacks_what_no_source_shows_and_says_so(name: str) -> None:
    dialect = declared(name).dialect
    lacking: Any = MappedPlatform(dialect, None, None, "/", clock)  # type: ignore[arg-type]
    wish = CodeWish(key="w", at=NOW, card_id="A" * 64)
    used = UseReport(
        key="u",
        text="A" * 64 + ":1",
        at=NOW,
        org="10086",
        step=CardStep.PAYMENT,
        channel=Channel.WINDOW,
    )
    calls: dict[Act, Any] = {
        Act.FIND: lambda: lacking.find(IdKind.RESIDENT_ID, "1"),
        Act.HOLDER: lambda: lacking.holder("A" * 64),
        Act.SHOW: lambda: lacking.show(wish),
        Act.REPORT: lambda: lacking.report([used]),
    }
    for act in set(calls) - set(dialect.methods):
        with pytest.raises(PlatformLacksError):
            calls[act]()
    assert {Act.REGISTER, Act.CHECK} <= set(dialect.methods)
    assert Act.REPORT not in dialect.methods


def test_qinghai_shows_a_code_by_the_document_with_its_picture() -> None:
    mine = house()
    made = mine.register(application(2))
    who = person(2)
    wish = CodeWish(
        key="w", at=NOW, card_id=made.card_id, kind=who.kind, number=who.number
    )
    with connected("rhc", mine) as theirs:
        shown = theirs.show(wish)
        with pytest.raises(PlatformLacksError):
            theirs.show(CodeWish(key="w", at=NOW, card_id=made.card_id))
    assert shown.text.startswith(made.card_id)
    assert shown.picture is not None
    assert shown.picture.startswith(b"\x89PNG")


def test_a_number_that_stands_by_itself_is_a_resident_card() -> None:
    dialect = declared("rhc").dialect
    expected = {"kind": IdKind.RESIDENT_ID, "number": "1"}
    assert {"id_type": "01", "id_number": "1", "id_card": "1"} == dialect.ask(
        Act.FIND, expected
    )
    assert expected == dialect.asked(Act.FIND, {"id_card": "1"})
    passport = {"kind": IdKind.PASSPORT, "number": "1"}
    assert "id_card" not in dialect.ask(Act.FIND, passport)
    with pytest.raises(InvalidInputError):
        dialect.asked(Act.FIND, {"id_card": "1", "id_number": "2", "id_type": "01"})


def test_what_is_derived_is_written_and_never_read() -> None:
    dialect = declared("a10xx").dialect
    asked = dialect.ask(Act.REGISTER, dict(application(1).person))
    assert ("01", "01") == (asked["Nationality"], asked["DocuType"])
    assert "kind.nationality" not in dialect.asked(Act.REGISTER, asked)
    steps = declared("rhc").dialect.ask(
        Act.CHECK, dict(CardPlatformContract.code_check("x", NOW))
    )
    assert ("010101", "挂号") == (steps["medstep_code"], steps["medstep_name"])
    with pytest.raises(DictionaryError):
        OneWay("nationalities", {}).out(IdKind.PASSPORT)
    with pytest.raises(PlatformSettingError):
        one_way("nationalities", {"77": "01"})


@pytest.mark.parametrize("name", NAMES)
def test_a_code_without_a_counterpart_is_an_error_on_either_side(name: str) -> None:
    dialect = declared(name).dialect
    unknown = dict(person(1), kind=IdKind.MILITARY_OFFICER)
    with pytest.raises(DictionaryError):
        dialect.ask(Act.REGISTER, unknown)
    kind = dialect.asks[Act.REGISTER]["kind"]
    sex = dialect.asks[Act.REGISTER]["sex"]
    for field in (kind, sex):
        with pytest.raises(DictionaryError):
            dialect.asked(Act.REGISTER, {field: "77"})
    assert Sex.MALE is dialect.asked(Act.REGISTER, {sex: "1"})["sex"]


def test_the_sign_of_zhongshan_is_over_the_xml_as_sent() -> None:
    envelope = A10xxEnvelope(
        A10xxSettings("MER-1", SECRET, upper=True, success="0", failure="1")
    )
    sent = parse_qs(envelope.sealed("A1027", {"ehealth_code": "A&<张>"}, NOW).decode())
    text = sent["xml"][0]
    timer = str(int(NOW.timestamp() * 1000))
    assert f"<Timer>{timer}</Timer>" in text
    signed = f"{SECRET}A1027{timer}{text}".encode()
    assert [Hash.MD5.hex(signed).upper()] == sent["sign"]
    asked = envelope.asked("", envelope.sealed("A1027", {"ehealth_code": "张&"}, NOW))
    assert {"ehealth_code": "张&"} == asked.fields


WRONG = [
    ("rhc", {"org_id": "ORG-2"}),
    ("rhc", {"user_name": "other"}),
    ("a10xx", {"mer_id": "MER-2"}),
    ("a10xx", {"upper": True}),
    ("trade", {"organization_id": "ORG-2"}),
    ("trade", {"app_id": "APP-2"}),
    ("gansu", {"org_code": "ORG-2"}),
]


@pytest.mark.parametrize(("name", "changed"), WRONG)
def test_who_is_not_known_is_refused(name: str, changed: dict[str, Any]) -> None:
    mine = house()
    with (
        connected(name, mine, **changed) as theirs,
        pytest.raises(PlatformRefusedError) as refused,
    ):
        theirs.register(application(3))
    assert refused.value.message.startswith("PLATFORM_REQUEST: 请求未受理：")
    assert "The request was not taken: " in refused.value.message


@pytest.mark.parametrize("name", ["rhc", "a10xx", "trade"])
def test_another_secret_or_another_time_is_refused(name: str) -> None:
    mine, theirs = server(name, house()), declared(name)
    call = theirs.dialect.methods[Act.CHECK]
    place = next(c for c in mine.places.values() if c in ("", call))
    other = table(name).declared("another", failure="1").envelope
    late = NOW + timedelta(minutes=6)
    for body in (
        other.sealed(call, {}, NOW),
        theirs.envelope.sealed(call, {}, late),
    ):
        reply = mine.answer(place, body)
        with pytest.raises(PlatformRefusedError) as refused:
            theirs.envelope.opened(call, reply.body)
        assert refused.value.message.startswith("PLATFORM_REQUEST")


def test_encryption_that_is_not_public_is_not_offered() -> None:
    envelope = declared("rhc").envelope
    sent = envelope.sealed("RHC_E0005", {}, NOW)
    changed = sent.replace(
        b"&lt;msgType&gt;", b"&lt;encryption&gt;1&lt;/encryption&gt;&lt;msgType&gt;"
    )
    assert changed != sent
    reply = server("rhc", house()).answer("", changed)
    with pytest.raises(PlatformRefusedError):
        envelope.opened("RHC_E0005", reply.body)


BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]><a>&b;</a>'
HOSTILE = [
    b"",
    b"[]",
    b"{}",
    b'{"header":{},"data":{}}',
    b"<a/>",
    BOMB,
    b"<a>" * 100 + b"</a>" * 100,
    b"xml=%3Ca%2F%3E&sign=1",
    b"xml=1&xml=2&sign=3&x=4&y=5",
    b"\xff\xfe",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_bytes_are_answered_with_a_refusal_in_the_envelope(name: str) -> None:
    mine, theirs = server(name, house()), declared(name)

    @given(st.sampled_from(HOSTILE) | st.binary(max_size=80))
    @FEW
    def refused(body: bytes) -> None:
        for call in mine.places.values():
            told = theirs.envelope.opened
            answer = mine.answer(call, body).body
            with pytest.raises(PlatformRefusedError):
                told(call or theirs.dialect.methods[Act.CHECK], answer)

    refused()


@pytest.mark.parametrize("name", NAMES)
def test_any_fields_of_who_is_known_are_answered(name: str) -> None:
    mine, theirs = server(name, house()), declared(name)
    known = sorted({f for asks in theirs.dialect.asks.values() for f in asks.values()})
    texts = st.text(
        st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=12
    ).filter(lambda t: "\ufffe" not in t and "\uffff" not in t)

    @given(
        st.sampled_from(sorted(theirs.dialect.methods.values())),
        st.dictionaries(st.sampled_from(known), texts, max_size=4),
    )
    @FEW
    def refused(call: str, fields: dict[str, str]) -> None:
        body = theirs.envelope.sealed(call, fields, NOW)
        place = call if call in mine.places.values() else ""
        answer = mine.answer(place, body).body
        with pytest.raises(PlatformRefusedError):
            theirs.envelope.opened(call, answer)

    refused()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("answer", [*HOSTILE, b'{"code":"0","data":[1]}'])
def test_an_answer_in_another_form_is_an_error_of_ours(
    name: str, answer: bytes
) -> None:
    theirs = declared(name)
    with pytest.raises((PlatformAnswerError, PlatformRefusedError)):
        theirs.envelope.opened(theirs.dialect.methods[Act.CHECK], answer)


def test_a_call_that_is_not_there_is_refused_in_its_own_name() -> None:
    for name in ("rhc", "a10xx", "gansu"):
        mine, theirs = server(name, house()), declared(name)
        body = theirs.envelope.sealed("patientCancel", {}, NOW)
        with pytest.raises(PlatformRefusedError):
            theirs.envelope.opened("patientCancel", mine.answer("", body).body)


@pytest.mark.parametrize(
    "text",
    ["<a><b>1</b><b>2</b></a>", "<a><b><c/></b></a>"],
)
def test_a_field_twice_or_with_more_in_it_is_refused(text: str) -> None:
    with pytest.raises(HipMessageError):
        xml.fields_of(xml.root(text, "a"))


@pytest.mark.parametrize("name", NAMES)
def test_each_server_describes_itself(name: str) -> None:
    with served(server(name, house()).app()) as base:
        described = parse_object(httpx.get(f"{base}/openapi.json").content)
        long = httpx.post(
            base + next(iter(described["paths"])), content=b" " * (256 * 1024 + 1)
        )
    assert set(server(name, house()).places) == set(described["paths"])
    assert 413 == long.status_code


def test_the_national_kinds_of_document_can_be_declared_for_each() -> None:
    national = {k.value: NATIONAL_ID_TYPES.out(k) for k in NATIONAL_ID_TYPES.ours}
    for name in NAMES:
        kinds = table(name, id_types=national).kinds
        assert IdKind.PASSPORT is kinds.back("03")
