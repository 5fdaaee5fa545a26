"""The envelopes of families A and B: vectors, and what is not taken."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.adapters.platform import NATIONAL_ID_TYPES, Dictionary
from ehealthcard.adapters.platform.ciphers import Cipher, Hash, Padding
from ehealthcard.adapters.platform.dictionaries import SEX_CODES
from ehealthcard.adapters.platform.ehc import Digest, Encoding, Naming
from ehealthcard.adapters.platform.headbody import KeyForm
from ehealthcard.adapters.platform.mapped import MappedPlatform
from ehealthcard.adapters.strict_json import UnreadableJsonError, parse
from ehealthcard.codesets import Channel, IdKind, Sex
from ehealthcard.errors import (
    DecryptionError,
    DictionaryError,
    InvalidKeyError,
    PlatformAnswerError,
    PlatformLacksError,
    PlatformRequestError,
    PlatformSettingError,
)
from ehealthcard.hosts.platform import MappedApp, MappedServer

from .serving import MINUTE, NOW, application, house
from .serving import now as clock
from .test_contract import EHC, HEADBODY, PATH, ehc, headbody

VECTORS = Path(__file__).parents[1] / "vectors" / "platform_envelopes.json"
MADE: dict[str, Any] = json.loads(VECTORS.read_text("utf-8"))
FEW = settings(max_examples=25, deadline=None)


@pytest.mark.parametrize("vector", MADE["ehc"])
def test_family_a_digests_and_encrypts_like_openssl(vector: dict[str, str]) -> None:
    envelope = ehc(
        digest=Digest(vector["digest"]),
        hash=Hash(vector["hash"]),
        cipher=Cipher(vector["cipher"]),
        encoding=Encoding(vector["encoding"]),
        naming=Naming(vector["naming"]),
        app_secret=vector["secret"],
        upper=False,
    )
    write = Naming(vector["naming"]).write

    sent = json.loads(
        envelope.sealed("ehc.ehealthcode.query", {"ehealth_card_id": "A"}, NOW)
    )

    assert vector["biz_content"] == sent[write("biz_content")]
    assert vector["expected"] == sent["digest"]
    asked = envelope.asked(sent)
    assert ("ehc.ehealthcode.query", {"ehealth_card_id": "A"}) == asked[:2]


@pytest.mark.parametrize("vector", MADE["headbody"])
def test_family_b_signs_and_encrypts_like_openssl(vector: dict[str, Any]) -> None:
    envelope = headbody(
        hash=Hash(vector["hash"]),
        cipher=Cipher(vector["cipher"]),
        key=vector["key"],
        key_form=KeyForm(vector["key_form"]),
        upper=vector["upper"],
    )

    assert vector["expected"] == envelope.sign(vector["body"])
    sent = json.loads(envelope.sealed("m", {"idCode": vector["plain"]}, NOW))
    assert vector["sealed"] == sent["body"]["idCode"]
    assert vector["plain"] == envelope.asked(sent)[1]["idCode"]


@pytest.mark.parametrize("name", ["digest", "biz_content", "timestamp", "method"])
def test_family_a_takes_nothing_that_was_changed(name: str) -> None:
    sent = json.loads(ehc().sealed("m", {"ehealth_card_id": "A"}, NOW))
    with pytest.raises(PlatformRequestError):
        ehc().asked({**sent, name: sent[name] + "1"})
    with pytest.raises(PlatformRequestError):
        ehc().asked({n: v for n, v in sent.items() if n != name})


@pytest.mark.parametrize("name", ["headSign", "bodySign", "nonceStr", "timestamp"])
def test_family_b_takes_nothing_that_was_changed(name: str) -> None:
    sent = json.loads(headbody().sealed("m", {"idCode": "1"}, NOW))
    with pytest.raises(PlatformRequestError):
        headbody().asked({**sent, name: sent[name] + "1"})


def test_family_b_takes_nothing_unsigned() -> None:
    bus = headbody(hash=None, cipher=Cipher.NONE)
    sent = json.loads(bus.sealed("m", {"idCode": "1"}, NOW))
    assert "" == sent["bodySign"]
    with pytest.raises(PlatformRequestError):
        bus.asked(sent)


def server(envelope: Any, dialect: Any) -> MappedServer:
    app = MappedApp("app-1", envelope, dialect, house(), Channel.WINDOW, "10086")
    return MappedServer(PATH, ("app_id", "appId"), [app], clock, 5 * MINUTE)


PLAIN = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=20)
JSON = PLAIN | st.dictionaries(st.text(max_size=8), PLAIN, max_size=2)
ANSWERS = server(ehc(), EHC), server(headbody(), HEADBODY)


@given(st.binary(max_size=100) | JSON.map(lambda v: json.dumps(v).encode()))
@FEW
def test_any_bytes_are_answered(body: bytes) -> None:
    for one in ANSWERS:
        assert one.answer(body).status in (400, 403)


@given(
    st.sampled_from([*EHC.methods.values(), *HEADBODY.methods.values(), "x"]),
    st.dictionaries(
        st.sampled_from(["id_type", "id_no", "ehealth_code", "idCode", "usecarddate"]),
        JSON | st.lists(JSON, max_size=2),
        max_size=3,
    ),
)
@FEW
def test_any_signed_fields_are_answered_with_a_refusal(
    method: str, fields: dict[str, Any]
) -> None:
    envelopes: tuple[Any, ...] = (ehc(), headbody())
    for one, envelope, success in zip(ANSWERS, envelopes, ("10", "0"), strict=True):
        reply = one.answer(envelope.sealed(method, fields, NOW))
        said = reply.content
        if fields.get("usecarddate") != []:
            assert success != said.get("code", said.get("returnCode"))
        assert 200 == reply.status


def test_a_request_out_of_time_is_refused() -> None:
    late = ehc().sealed("ehc.ehealthcode.query", {}, NOW + timedelta(minutes=6))
    reply = server(ehc(), EHC).answer(late)
    assert "00" == reply.content["code"]
    assert reply.content["msg"].startswith("PLATFORM_REQUEST")


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"[]", 400), (b'{"app_id": "x"}', 403), (b'{"app_id": "app-1"}', 200)],
)
def test_whoever_is_not_taken_is_told_so_in_both_languages(
    body: bytes, status: int
) -> None:
    reply = server(ehc(), EHC).answer(body)
    assert status == reply.status
    assert "PLATFORM_REQUEST: 请求未受理：" in reply.content["msg"]
    assert "The request was not taken: " in reply.content["msg"]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"{}",
        b'{"code":"10","biz_content":1}',
        b'{"code":"10","biz_content":"x"}',
    ],
)
def test_an_answer_of_family_a_in_another_form_is_an_error_of_ours(
    answer: bytes,
) -> None:
    with pytest.raises(PlatformAnswerError):
        ehc().opened("m", answer)


@pytest.mark.parametrize(
    "answer",
    [b"", b"{}", b'{"code":"0","datas":[1]}', b'{"code":"0","datas":{"name":"x"}}'],
)
def test_an_answer_of_family_b_in_another_form_is_an_error_of_ours(
    answer: bytes,
) -> None:
    with pytest.raises(PlatformAnswerError):
        headbody().opened("m", answer)


@given(st.binary(max_size=70), st.sampled_from(Cipher), st.sampled_from(Padding))
@FEW
def test_what_was_encrypted_is_decrypted(
    plain: bytes, cipher: Cipher, padding: Padding
) -> None:
    key = bytes(range(24 if cipher is Cipher.TRIPLE_DES else 16))
    plain = plain.rstrip(b"\0") if padding is Padding.ZERO else plain
    sealed = cipher.encrypt(key, plain, padding)
    if sealed:
        assert plain == cipher.decrypt(key, sealed, padding)


def test_a_wrong_key_or_text_is_an_error_of_ours() -> None:
    with pytest.raises(InvalidKeyError):
        Cipher.SM4.encrypt(b"short", b"x", Padding.PKCS7)
    for sealed in (b"", b"123", b"0" * 16):
        with pytest.raises(DecryptionError):
            Cipher.SM4.decrypt(bytes(16), sealed, Padding.PKCS7)


def test_a_dictionary_is_one_to_one_and_has_no_fallback() -> None:
    assert IdKind.PASSPORT is NATIONAL_ID_TYPES.back("03")
    with pytest.raises(DictionaryError):
        NATIONAL_ID_TYPES.out(IdKind.RESIDENCE_PERMIT)
    with pytest.raises(DictionaryError):
        SEX_CODES.back("0")
    assert SEX_CODES.back_or_none("") is None
    with pytest.raises(PlatformSettingError):
        Dictionary("sexes", {Sex.MALE: "1", Sex.FEMALE: "1"})


@pytest.mark.parametrize(
    "text", ['{"a":1,"a":2}', "1.5", "NaN", "9" * 19, "[" * 10**5, b"\xff", "{"]
)
def test_json_says_one_thing(text: str | bytes) -> None:
    with pytest.raises(UnreadableJsonError):
        parse(text)


def test_what_a_dialect_lacks_is_said() -> None:
    lacking: Any = MappedPlatform(HEADBODY, headbody(), None, PATH, clock)  # type: ignore[arg-type]
    calls: list[Any] = [
        lambda: lacking.holder_of_text("x"),
        lambda: lacking.holder_of_health_code("x"),
        lambda: lacking.holder("x"),
    ]
    for call in calls:
        with pytest.raises(PlatformLacksError):
            call()
    assert application(1).key == "register-1"
