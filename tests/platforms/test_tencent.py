"""The open platform's client and our server, over real HTTP."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest

from ehealthcard import Actor, CardId
from ehealthcard.adapters.platform.tencent import (
    OPERATIONS,
    READINGS,
    Nested,
    Reading,
    TencentPlatform,
    Zero,
)
from ehealthcard.adapters.platform.tencent import operations as calls
from ehealthcard.adapters.platform.tencent.cards import (
    ByHealthCardId,
    HealthCard,
    RegisterHealthCard,
)
from ehealthcard.adapters.platform.tencent.codes import BindCardRelation
from ehealthcard.adapters.platform.tencent.signing import holds
from ehealthcard.codesets import CardStep, Channel, CostType, TerminalType
from ehealthcard.desk import TerminalRegistry
from ehealthcard.errors import (
    OutsideUnavailableError,
    Phrase,
    PlatformAnswerError,
    PlatformLacksError,
    PlatformRefusedError,
    PlatformSettingError,
    PlatformUnclearError,
    RuleViolationError,
)
from ehealthcard.hosts.platform import HousePlatform, results
from ehealthcard.ports import CodeCheck, CodeWish, UseAct, UseReport
from ehealthcard.services.foundation.terminal import Register, TerminalKind
from ehealthcard.testing.platform import CardPlatformContract
from tests.actors import AUDITOR

from .serving import (
    AS_GO,
    NOW,
    application,
    house,
    person,
    served,
    tencent_client,
    tencent_platform,
    tencent_server,
)

VECTORS = Path(__file__).parents[1] / "vectors" / "tencent_sign.json"
SIGNED: list[dict[str, Any]] = json.loads(VECTORS.read_text("utf-8"))["vectors"]


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=10) as client:
        yield client


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[HousePlatform, str]]:
    mine = house()
    with served(tencent_server(mine).app()) as base:
        yield mine, base


@pytest.fixture(scope="module")
def theirs(place: tuple[HousePlatform, str], http: httpx.Client) -> TencentPlatform:
    return tencent_platform(tencent_client(place[1], http))


@pytest.mark.parametrize("vector", SIGNED)
def test_a_published_signature_is_ours(vector: dict[str, Any]) -> None:
    reading = Reading(Zero(vector["zero"]), Nested(vector["nested"]))

    got = reading.sign(vector["common"], vector["req"], vector["secret"])

    assert vector["sign"] == got
    given = {**vector["common"], "sign": got}
    assert holds(READINGS, given, vector["req"], vector["secret"])
    assert not holds(READINGS, given, {**vector["req"], "x": "1"}, vector["secret"])
    assert not holds(READINGS, {**given, "sign": None}, vector["req"], "x")


def test_every_call_has_a_path_of_its_own_but_the_booking_limit_s() -> None:
    paths = [op.path for op in OPERATIONS]
    assert 36 == len(OPERATIONS) == len(set(paths)) + 1


def test_register_show_check_and_report_go_there_and_back(
    place: tuple[HousePlatform, str], theirs: TencentPlatform
) -> None:
    made = theirs.register(application(1))
    wish = CodeWish(
        key="w",
        at=NOW,
        card_id=made.card_id,
        kind=person(1).kind,
        number=person(1).number,
    )
    shown = theirs.show(wish)
    check = CodeCheck(
        text=shown.text,
        at=NOW,
        terminal="a12111134123",
        terminal_type=TerminalType.SELF_SERVICE,
        step=CardStep.REGISTRATION,
        channel=Channel.KIOSK,
        org="10086",
    )
    report = UseReport(
        key="r",
        text=shown.text,
        at=NOW,
        org="10086",
        step=CardStep.PAYMENT,
        detail="0101051",
        channel=Channel.SERVICE_ACCOUNT,
        department="0301",
        cost=CostType.SELF,
    )

    found = theirs.check(check)
    theirs.report([report, report])

    assert made.text == f"{made.card_id}:1"
    assert shown.picture is not None
    assert shown.picture.startswith(b"\x89PNG")
    expected = person(1).model_copy(update={"ethnicity": None})
    assert expected == found.person
    assert made.card_id == found.card.card_id
    desk = place[0].desk
    uses = desk.uses(desk.card(CardId(found.card.card_id), by=AUDITOR), by=AUDITOR)
    assert [("OK", "010101", "0200"), ("REPORTED", "0101051", "0401")] == [
        (use.outcome, use.step, use.channel)
        for use in sorted(uses, key=lambda u: u.outcome)
        if use.act is UseAct.SCAN
    ]
    with pytest.raises(PlatformRefusedError) as caught:
        theirs.check(check)
    assert "-21003" == caught.value.facts["result"]
    assert caught.value.message.startswith("CODE_REPLAYED")


def test_a_registration_repeated_gives_the_same_card(theirs: TencentPlatform) -> None:
    assert theirs.register(application(2)) == theirs.register(application(2))


def test_a_card_is_found_by_its_id_and_by_its_static_text(
    theirs: TencentPlatform,
) -> None:
    made = theirs.register(application(3))

    assert person(3).name == theirs.holder(made.card_id).person.name
    assert made.card_id == theirs.holder_of_text(made.text or "").card.card_id


def test_a_health_code_is_good_once(
    place: tuple[HousePlatform, str], theirs: TencentPlatform
) -> None:
    made = theirs.register(application(4))
    mine = place[0]
    card = mine.desk.card(CardId(made.card_id), by=AUDITOR)
    code = mine.give_health_code(card)

    assert person(4).number == theirs.holder_of_health_code(code).person.number
    with pytest.raises(PlatformRefusedError):
        theirs.holder_of_health_code(code)


def test_a_house_with_a_registry_checks_for_known_terminals_only() -> None:
    mine = house()
    strict = attrs.evolve(mine, terminals=TerminalRegistry(mine.desk))
    made = strict.register(application(1))
    text = strict.show(CodeWish(key="w", at=NOW, card_id=made.card_id)).text
    check = CardPlatformContract.code_check(text, NOW)

    with pytest.raises(RuleViolationError):
        strict.check(check)
    keeper = Actor("keeper", {"terminal-keeper"})
    known = Register(kind=TerminalKind.KIOSK, org="10086", number=check.terminal)
    assert strict.terminals is not None
    strict.terminals.register(known, by=keeper)
    strict.terminals.put_into_use("10086", check.terminal, by=keeper)
    assert made.card_id == strict.check(check).card.card_id


def test_a_new_token_kills_the_old_and_a_client_recovers(
    place: tuple[HousePlatform, str], http: httpx.Client
) -> None:
    one, two = (tencent_client(place[1], http) for _ in range(2))
    made = tencent_platform(one).register(application(5))
    asked = ByHealthCardId(health_card_id=made.card_id)

    for client in (two, one, two):
        assert person(5).name == client.call(calls.BY_ID, asked).card.name


def test_a_refused_token_stays_refused_where_no_code_is_said(
    place: tuple[HousePlatform, str], http: httpx.Client
) -> None:
    one = tencent_client(place[1], http, dead_token_codes=frozenset())
    asked = ByHealthCardId(health_card_id="A" * 64)
    one.tokens.token(one.fetch_token)
    tencent_client(place[1], http).fetch_token()

    with pytest.raises(PlatformRefusedError) as caught:
        one.call(calls.BY_ID, asked)
    assert str(results.BAD_TOKEN) == caught.value.facts["result"]


@pytest.mark.parametrize("reading", READINGS)
def test_the_server_takes_every_reading_of_the_signature(
    place: tuple[HousePlatform, str], http: httpx.Client, reading: Reading
) -> None:
    client = tencent_client(place[1], http, reading=reading)
    assert tencent_platform(client).register(application(6)).card_id


def test_a_server_with_one_reading_refuses_the_other(http: httpx.Client) -> None:
    with served(tencent_server(house(), readings=[AS_GO]).app()) as base:
        left_out = Reading(Zero.LEFT_OUT, Nested.AS_SENT)
        client = tencent_client(base, http, reading=left_out)
        with pytest.raises(PlatformRefusedError) as caught:
            client.fetch_token()
    assert str(results.BAD_SIGN) == caught.value.facts["result"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"app_secret": "another"}, results.BAD_SIGN),
        ({"hospital_id": "1"}, results.UNKNOWN_HOSPITAL),
        ({"app_id": "1"}, results.UNKNOWN_HOSPITAL),
    ],
)
def test_a_wrong_setting_is_refused_with_its_own_code(
    place: tuple[HousePlatform, str],
    http: httpx.Client,
    changed: dict[str, Any],
    expected: int,
) -> None:
    with pytest.raises(PlatformRefusedError) as caught:
        tencent_client(place[1], http, **changed).fetch_token()
    assert str(expected) == caught.value.facts["result"]


def test_a_call_that_is_not_offered_says_so(
    place: tuple[HousePlatform, str], http: httpx.Client
) -> None:
    client = tencent_client(place[1], http)
    with pytest.raises(PlatformRefusedError) as caught:
        client.call(calls.BIND_RELATION, BindCardRelation(patid="1", qr_code_text="x"))
    assert str(results.NOT_OFFERED) == caught.value.facts["result"]


def test_a_call_for_a_user_needs_one(
    place: tuple[HousePlatform, str], http: httpx.Client
) -> None:
    client = tencent_client(place[1], http)
    with pytest.raises(PlatformSettingError):
        client.call(calls.BY_HEALTH_CODE, calls.BY_HEALTH_CODE.request(health_code="x"))


def test_a_document_cannot_be_searched_for(theirs: TencentPlatform) -> None:
    with pytest.raises(PlatformLacksError):
        theirs.find(person(1).kind, person(1).number)


def test_a_registration_without_an_ethnicity_is_not_sent(
    theirs: TencentPlatform,
) -> None:
    unknown = person(7).model_copy(update={"ethnicity": None})
    with pytest.raises(PlatformLacksError):
        theirs.register(application(7, person=unknown))


def answering(content: bytes, status: int = 200) -> httpx.Client:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, content=content))
    return httpx.Client(transport=transport)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"commonOut":{"resultCode":"x"}}',
        b'{"commonOut":{"resultCode":0},"rsp":{}}',
        b'{"commonOut":{"resultCode":0},"rsp":[1]}',
        b'{"commonOut":{"resultCode":0},"commonOut":{"resultCode":1}}',
        b'{"commonOut":{"resultCode":1e400}}',
        b"[" * 20000,
    ],
)
def test_an_answer_in_another_form_is_an_error_of_ours(content: bytes) -> None:
    client = tencent_client("http://platform.invalid", answering(content))
    with pytest.raises(PlatformAnswerError):
        client.fetch_token()


def test_an_http_error_is_an_error_of_ours() -> None:
    client = tencent_client("http://platform.invalid", answering(b"", 500))
    with pytest.raises(PlatformAnswerError) as caught:
        client.fetch_token()
    assert Phrase("HTTP status 500", "HTTP 状态 500") == caught.value.facts["flaw"]


def test_a_lost_answer_is_unclear_only_where_something_may_have_changed() -> None:
    def lose(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("lost", request=request)

    lost = tencent_client(
        "http://platform.invalid", httpx.Client(transport=httpx.MockTransport(lose))
    )

    with pytest.raises(PlatformUnclearError):
        lost.fetch_token()
    with pytest.raises(OutsideUnavailableError):
        lost._send(calls.BY_ID, ByHealthCardId(health_card_id="x"), "t", None)  # noqa: SLF001  # what a call does with its token


def test_a_misspelt_name_of_the_platform_is_read() -> None:
    read = HealthCard.from_data(
        {"name": "甲", "idNumber": "1", "idType": "01", "healthCardld": "A", "new": 1}
    )
    assert "A" == read.health_card_id


def test_nothing_private_shows_in_a_repr() -> None:
    asked = RegisterHealthCard(
        wechat_code="w",
        name="甲",
        gender="男",
        nation="汉族",
        birthday="1990-01-01",
        id_number="1",
        id_type="01",
        phone1="",
    )
    assert "RegisterHealthCard()" == repr(asked)
    assert "wechatCode" in asked.fields()
