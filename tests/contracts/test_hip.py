"""The hospital platform's client, against npm's soap server and against strangers."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.adapters.hip import (
    DIALECTS,
    ENCOUNTER,
    LAYOUTS,
    STANDARD,
    Acknowledgement,
    Call,
    Dialect,
    Fault,
    Header,
    HipCards,
    HipClient,
    HipPatientIndex,
    HipPort,
    HipService,
    Kind,
    Known,
    Layout,
    MessageMap,
    Place,
    Row,
    read_acknowledgement,
    read_call,
    read_message,
    read_reply,
    write_acknowledgement,
    write_call,
    write_fault,
    write_message,
    write_reply,
)
from ehealthcard.adapters.hip.xml import MOST_BYTES, node
from ehealthcard.adapters.simulator import SimulatedIndex
from ehealthcard.errors import (
    HipActionError,
    HipMessageError,
    OutsideUnavailableError,
)
from ehealthcard.identity import CardId, SubjectId
from ehealthcard.ports import Accepted, Message, PatientNumber, Rejected, Unclear
from ehealthcard.testing import PatientIndexContract
from tests.peers import node_modules, node_peer

WSDL = Path(__file__).parents[1] / "vectors" / "hip" / "hip.wsdl"
AT = datetime(2026, 3, 2, 1, 0, 0, tzinfo=UTC)
HEADER = Header("m-1", AT, "EHC", "HIP")
SUBJECT, STRANGER = SubjectId("5" * 32), SubjectId("6" * 32)
CARD, UNKNOWN, THIRD = CardId("A" * 64), CardId("B" * 64), CardId("C" * 64)
NUMBERS = (PatientNumber("H1", "P1"), PatientNumber("H1", "P2"))


@pytest.fixture(scope="module")
def platform() -> Iterator[str]:
    modules = node_modules("soap", "1")
    with node_peer("hip-server.cjs", modules, str(WSDL)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def client(platform: str) -> Iterator[HipClient]:
    with httpx.Client() as http:
        yield client_of(http, f"{platform}/HIPService")


def client_of(http: httpx.Client, url: str = "http://hip", **more: Any) -> HipClient:
    names = {"sender": "EHC", "receiver": "HIP", "clock": lambda: AT}
    kept: dict[str, Any] = {**names, **more}
    return HipClient(url, http, **kept)


def cards_of(subject: SubjectId) -> tuple[CardId, ...]:
    return (CARD,) if subject == SUBJECT else (UNKNOWN,)


class TestSimulatedIndex(PatientIndexContract):
    @pytest.fixture
    def patient_index(self) -> SimulatedIndex:
        index = SimulatedIndex()
        for number in NUMBERS:
            index.link(SUBJECT, number.org, number.number)
        return index

    @pytest.fixture
    def knows(self) -> tuple[SubjectId, tuple[PatientNumber, ...]]:
        return SUBJECT, NUMBERS

    @pytest.fixture
    def stranger(self) -> SubjectId:
        return STRANGER


class TestHipPatientIndex(PatientIndexContract):
    @pytest.fixture
    def patient_index(self, client: HipClient) -> HipPatientIndex:
        for number in NUMBERS:
            answer = HipCards(client).add(CARD, number.number, key=f"k-{number.number}")
            assert Accepted() == answer
        return HipPatientIndex(client, "H1", cards_of)

    @pytest.fixture
    def knows(self) -> tuple[SubjectId, tuple[PatientNumber, ...]]:
        return SUBJECT, NUMBERS

    @pytest.fixture
    def stranger(self) -> SubjectId:
        return STRANGER


def test_a_refusal_is_an_answer(client: HipClient) -> None:
    row: Row = {"patient": "P1"}

    answer = client.tell(HipService.PERSON_REGISTER, row, key="k-refused")

    assert Rejected(code="HIP_REFUSED") == answer


def test_what_was_done_unheard_is_asked_and_never_sent_twice(
    client: HipClient, platform: str
) -> None:
    hurried = attrs.evolve(client, seconds=0.2)
    cards = HipCards(hurried)
    assert Unclear() == cards.add(THIRD, "P3", key="silent-1")
    assert Unclear() == cards.add(THIRD, "P3", key="silent-1")
    assert ["EncounterCardInfoAdd"] == sent(platform, "silent-1")

    assert Accepted() == cards.query(THIRD, "P3", key="silent-1")


def test_what_was_lost_may_be_sent_again_once_that_is_known(
    client: HipClient, platform: str
) -> None:
    cards = HipCards(attrs.evolve(client, seconds=0.2))
    assert Unclear() == cards.add(UNKNOWN, "P9", key="lost-1")

    assert Rejected(code="HIP_NOT_FOUND") == cards.query(UNKNOWN, "P9", key="lost-1")
    assert Unclear() == cards.add(UNKNOWN, "P9", key="lost-1")
    assert 2 == len(sent(platform, "lost-1"))


def sent(platform: str, name: str) -> list[str]:
    log = httpx.get(f"{platform}/log").json()
    return [entry["action"] for entry in log if entry["id"] == name]


Answering = Callable[[httpx.Request], httpx.Response]


def told(answering: Answering, key: str = "m-1", **more: Any) -> Any:
    with httpx.Client(transport=httpx.MockTransport(answering)) as http:
        row: Row = {"patient": "P1", "card": str(CARD)}
        return client_of(http, **more).tell(HipService.CARD_ADD, row, key=key)


def found(answering: Answering) -> Any:
    with httpx.Client(transport=httpx.MockTransport(answering)) as http:
        return HipPatientIndex(client_of(http), "H1", cards_of).numbers(SUBJECT)


def says(status: int, body: bytes) -> Answering:
    return lambda _request: httpx.Response(status, content=body)


def acknowledged(ack: Acknowledgement, dialect: Dialect = STANDARD) -> bytes:
    return write_reply(write_acknowledgement(HEADER, ack), dialect)


def breaks(error: type[httpx.TransportError]) -> Answering:
    def answering(request: httpx.Request) -> httpx.Response:
        raise error("")

    return answering


OURS = write_fault(by_sender=True, code="X", says="")
THEIRS = write_fault(by_sender=False, code="X", says="")
AE = Acknowledgement(accepted=False, of="m-1", says="张三已存在", code="DUPLICATE")


@pytest.mark.parametrize(
    ("answering", "answer"),
    [
        (says(200, acknowledged(Acknowledgement(accepted=True, of="m-1"))), Accepted()),
        (says(200, acknowledged(AE)), Rejected(code="DUPLICATE")),
        (says(200, acknowledged(attrs.evolve(AE, of="another"))), Unclear()),
        (
            says(500, write_fault(by_sender=True, code="X", says="")),
            Rejected(code="HIP_FAULT"),
        ),
        (says(500, write_fault(by_sender=False, code="X", says="")), Unclear()),
        (says(502, b"<html>bad gateway</html>"), Unclear()),
        (says(200, write_reply("no XML", STANDARD)), Unclear()),
        (says(200, b"x" * (MOST_BYTES + 1)), Unclear()),
        (breaks(httpx.ReadTimeout), Unclear()),
        (breaks(httpx.RemoteProtocolError), Unclear()),
    ],
)
def test_every_answer_to_an_act_has_a_meaning(
    answering: Answering, answer: object
) -> None:
    assert answer == told(answering)


@pytest.mark.parametrize("answering", [breaks(httpx.ConnectError), says(401, b"")])
def test_what_did_not_arrive_may_be_sent_again(answering: Answering) -> None:
    with httpx.Client(transport=httpx.MockTransport(answering)) as http:
        client = client_of(http)
        for _ in range(2):
            with pytest.raises(OutsideUnavailableError):
                client.tell(HipService.CARD_ADD, {"patient": "P1"}, key="k")


@pytest.mark.parametrize(
    "answering",
    [
        breaks(httpx.ReadTimeout),
        says(200, acknowledged(attrs.evolve(AE, says="系统繁忙", code=None))),
        says(200, acknowledged(Acknowledgement(accepted=True, of="another"))),
        says(500, OURS),
        says(200, b"<"),
    ],
)
def test_a_question_without_an_answer_says_so(answering: Answering) -> None:
    with pytest.raises(OutsideUnavailableError):
        found(answering)


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=lambda d: d.name)
def test_each_dialect_reads_what_it_writes(dialect: Dialect) -> None:
    action = dialect.action_of(HipService.INPATIENT_ADD)
    call = Call(action, "<a b='1'>&amp;]]&gt;</a>")

    assert call == read_call(write_call(call, dialect), dialect)
    assert call.message == read_reply(write_reply(call.message, dialect), dialect)
    others = [d for d in DIALECTS.values() if d.namespace != dialect.namespace]
    for other in others:
        with pytest.raises(HipMessageError):
            read_call(write_call(call, dialect), other)


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=lambda d: d.name)
def test_a_service_is_known_by_its_name_or_its_payload(dialect: Dialect) -> None:
    for service in (HipService.DISCHARGE_ADD, HipService.PERSON_UPDATE):
        action = dialect.action_of(service)
        assert service is dialect.service_of(action, service.facts.root)
    with pytest.raises(HipActionError):
        dialect.service_of("Nonsense", "X")


def test_a_name_for_all_needs_a_payload_that_is_known() -> None:
    with pytest.raises(HipActionError):
        DIALECTS["event"].service_of("EVENT", "X")


def test_the_codes_are_those_that_vendors_use() -> None:
    codes = DIALECTS["s-codes"].actions
    named = (HipService.INPATIENT_ADD, HipService.DISCHARGE_ADD, HipService.ORDER_ADD)

    assert ["S0026", "S0032", "S0035"] == [codes[s] for s in named]
    assert len(set(codes.values())) == len(HipService)


CDATA = write_call(Call("A", "@"), STANDARD)


@pytest.mark.parametrize(
    "written",
    [
        b"<![CDATA[<a/>]]>",
        b"&lt;a/&gt;",
        b"&lt;![CDATA[&lt;a/&gt;]]&gt;",
        b" &lt;a/>\n",
    ],
)
def test_payloads_come_escaped_or_as_cdata(written: bytes) -> None:
    assert Call("A", "<a/>") == read_call(CDATA.replace(b"@", written), STANDARD)


BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>" * 100 + b"</a>" * 100,
        b"<a>" + b"<b/>" * 60_000 + b"</a>",
        b" " * (MOST_BYTES + 1),
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b'<?xml version="1.0" encoding="GBK"?><a>\xff\xff</a>',
        CDATA.replace(b"@", b"<open/>"),
        CDATA.replace(b"<message>@</message>", b""),
        b"",
        b"\x00",
    ],
)
def test_hostile_envelopes_are_refused(body: bytes) -> None:
    with pytest.raises(HipMessageError):
        read_call(body, STANDARD)


def test_an_envelope_in_gb18030_is_read() -> None:
    body = CDATA.replace(b"UTF-8", b"GBK").replace(b"@", "张三".encode("gb18030"))

    assert Call("A", "张三") == read_call(body, STANDARD)


def test_a_fault_of_soap_11_is_known_too() -> None:
    body = CDATA.replace(b"2003/05/soap-envelope", b"x")
    old = (
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        b"<s:Fault><faultcode>s:Client</faultcode></s:Fault></s:Body></s:Envelope>"
    )

    assert Fault(by_sender=True) == read_reply(old, STANDARD)
    with pytest.raises(HipMessageError):
        read_reply(body, STANDARD)


@settings(max_examples=30, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_readers_raise_our_errors_only(junk: bytes | str) -> None:
    words = junk if isinstance(junk, str) else junk.decode("latin-1")
    body = junk if isinstance(junk, bytes) else junk.encode("utf-8", "surrogatepass")
    readings: list[tuple[Callable[[Any], object], object]] = [
        (lambda b: read_call(b, STANDARD), body),
        (lambda b: read_reply(b, STANDARD), body),
        (read_message, words),
        (read_acknowledgement, words),
    ]
    for read, what in readings:
        with pytest.raises(HipMessageError):
            read(what)


XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=20,
).filter(lambda t: t == t.strip())
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)).map(  # noqa: DTZ001  # given a zone
    lambda d: d.replace(microsecond=0, tzinfo=UTC)
)
VALUES: dict[Kind, Any] = {
    Kind.TEXT: XML_TEXT,
    Kind.DAY: st.dates(date(1900, 1, 1)),
    Kind.MOMENT: MOMENTS,
}


@st.composite
def rows(draw: st.DrawFn) -> tuple[Layout, Row]:
    layout = draw(st.sampled_from(list(LAYOUTS.values())))
    places = {p.name: VALUES[p.kind] for p in layout.places}
    filled = {
        name: draw(value) for name, value in places.items() if draw(st.booleans())
    }
    return layout, filled


@settings(max_examples=30, deadline=None)
@given(rows())
def test_a_layout_reads_what_it_writes(drawn: tuple[Layout, Row]) -> None:
    layout, row = drawn
    payload = write_message("R", HEADER, layout.write(row))

    name, root = read_message(payload)

    assert ("m-1", [row]) == (name, layout.read(root))


def test_a_discharge_stands_where_vendors_templates_have_it() -> None:
    row: Row = {"admission": "Z1", "bed": "12", "ward": "W-3", "starts": AT}
    written = write_message("PRPA_IN400003UV", HEADER, ENCOUNTER.write(row))

    assert '<item root="2.16.156.10011.1.12" extension="Z1"/>' in written
    assert '<low value="20260302090000"/>' in written
    assert [row] == ENCOUNTER.read(read_message(written)[1])


def test_facts_without_a_place_are_refused() -> None:
    for row in ({"nonsense": "1"}, {"starts": "1"}, {"visit": "\x00"}):
        with pytest.raises(HipMessageError):
            ENCOUNTER.write(row)  # type: ignore[arg-type]  # as a stranger would
    with pytest.raises(HipMessageError):
        ENCOUNTER.write({"starts": AT.replace(tzinfo=None)})


def test_an_hour_that_is_none_is_refused() -> None:
    written = ENCOUNTER.write({"starts": AT}).replace("20260302", "20269902")
    payload = write_message("R", HEADER, written)

    with pytest.raises(HipMessageError):
        ENCOUNTER.read(read_message(payload)[1])


def test_every_place_says_where_it_is_known_from() -> None:
    known = {p.known for layout in LAYOUTS.values() for p in layout.places}

    assert set(Known) == known


def test_a_place_can_be_another_vendors() -> None:
    place = Place("bed", "encounterEvent/bed", "code")
    layout = attrs.evolve(ENCOUNTER, places=(*ENCOUNTER.places[:3], place))

    assert '<bed code="7"/>' in layout.write({"bed": "7"})


def test_services_without_a_layout_are_refused() -> None:
    with httpx.Client(transport=httpx.MockTransport(says(200, b""))) as http:
        client = client_of(http)
        for service in (HipService.PERSON_MERGE, HipService.CARD_QUERY):
            with pytest.raises(HipActionError):
                client.tell(service, {}, key="k")
        with pytest.raises(HipActionError):
            client.find(HipService.APPOINTMENT_QUERY, {}, key="k")
        few = attrs.evolve(STANDARD, actions={})
        with pytest.raises(HipActionError):
            client_of(http, dialect=few).tell(HipService.CARD_ADD, {}, key="k")


def outgoing(kind: str, key: str = "r-1") -> Message:
    return Message(
        id="1",
        workflow="referral",
        case="c",
        subject=SUBJECT,
        effect="paper",
        manner="Tell",
        to="region",
        kind=kind,
        key=key,
        payload=b"{}",
        made_at=AT,
        not_before=AT,
    )


def test_messages_go_out_by_maps_of_ones_own() -> None:
    seen: list[str] = []

    def platform(request: httpx.Request) -> httpx.Response:
        call = read_call(request.content, STANDARD)
        name, _ = read_message(call.message)
        seen.append(f"{call.action} {name}")
        if "lost" in name:
            raise httpx.ReadTimeout("")  # nobody reads it
        return says(200, acknowledged(Acknowledgement(accepted=True, of=name)))(request)

    def write(message: Message, header: Header) -> str:
        return write_message("Referral", header)

    maps = {
        "referral": MessageMap("ReferralAdd", write),
        "referral-again": MessageMap("ReferralAdd", write, repeats=True),
    }
    with httpx.Client(transport=httpx.MockTransport(platform)) as http:
        port = HipPort(client_of(http), maps)
        assert Rejected(code="KIND_UNKNOWN") == port.deliver(outgoing("other"))
        assert Accepted() == port.deliver(outgoing("referral"))
        for kind in maps:
            for _ in range(2):
                assert Unclear() == port.deliver(outgoing(kind, "lost"))

    once = ["ReferralAdd referral-r-1", "ReferralAdd referral-lost"]
    assert [*once, *["ReferralAdd referral-again-lost"] * 2] == seen


def test_what_the_platform_says_is_not_shown() -> None:
    assert "张三" not in repr(AE)
    assert "张三" not in repr(Call("A", "张三"))
    assert node("a") == "<a/>"
