"""HL7 v2 without a socket: frames, bars and hats, characters, messages."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.adapters.hl7 import (
    GB18030,
    Booking,
    Charge,
    Finding,
    Frame,
    FrameReader,
    Header,
    Hl7Message,
    Letter,
    Overlong,
    Patient,
    PatientIdentifier,
    Rubbish,
    Segment,
    Side,
    Visit,
    acknowledgement_of,
    adt,
    answer_to,
    control_id_of,
    dft,
    framed,
    identifiers_of,
    message_of,
    oru,
    pdq_query,
    pix_query,
    ref,
    siu,
)
from ehealthcard.adapters.hl7.composing import STRUCTURES, AdtEvent, SiuEvent
from ehealthcard.adapters.hl7.framing import Piece
from ehealthcard.errors import MalformedHl7Error

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
HEADER = Header(Side("EHC", "H1"), Side("HIS", "H1"))
LETTER = Letter(HEADER, "M-1", AT)
NUMBER = PatientIdentifier("Z1", "H1", "MR")
PATIENT = Patient((NUMBER,), "张三")
VISIT = Visit("V-1", "I", "W-3", "12")
MESSAGE = adt(LETTER, "A01", PATIENT, VISIT)
contents = st.binary(max_size=60).filter(lambda b: b"\x1c" not in b)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


def fed(reader: FrameReader, data: bytes, size: int) -> list[Piece]:
    found: list[Piece] = []
    for at in range(0, len(data), size):
        found += reader.feed(data[at : at + size])
    return found


@settings(max_examples=60)
@given(st.lists(contents, max_size=5), st.integers(1, 40))
def test_frames_come_out_as_they_went_in_however_they_are_cut(
    sent: list[bytes], size: int
) -> None:
    wire = b"".join(framed(one) for one in sent)
    assert [Frame(one) for one in sent] == fed(FrameReader(), wire, size)


@settings(max_examples=60)
@given(st.binary(max_size=80), st.integers(1, 9))
def test_any_bytes_are_read_without_an_error(data: bytes, size: int) -> None:
    pieces = fed(FrameReader(limit=20), data, size)
    assert all(len(p.content) <= 20 for p in pieces if isinstance(p, Frame))


def test_what_stands_between_frames_is_reported_and_line_ends_are_not() -> None:
    wire = b"GET /" + framed(b"a") + b"\r\n" + framed(b"b")
    assert [Rubbish(5), Frame(b"a"), Frame(b"b")] == FrameReader().feed(wire)


def test_a_frame_without_end_is_given_up_at_the_limit() -> None:
    reader = FrameReader(limit=10)
    assert [] == reader.feed(b"\x0b" + b"x" * 10)
    assert [Overlong(10)] == reader.feed(b"x" * 10)
    assert [Overlong(10)] == FrameReader(limit=10).feed(framed(b"x" * 11))


def test_three_hundred_kilobytes_are_one_message() -> None:
    content = b"x" * 300_000
    assert [Frame(content)] == fed(FrameReader(), framed(content), 1000)


@settings(max_examples=80)
@given(st.lists(st.lists(texts, min_size=1, max_size=3), min_size=1, max_size=3))
def test_any_text_survives_a_message(said: list[list[str]]) -> None:
    value = tuple(tuple(one) for one in said)
    message = message_of([LETTER.msh("ADT", "A08"), Segment.of("ZZZ", {3: value})])
    assert value == Hl7Message.parse(message.to_bytes()).first("ZZZ").repetitions(3)


@settings(max_examples=80)
@given(st.binary(max_size=80) | st.builds(lambda b: b"MSH|^~\\&|" + b, st.binary()))
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    try:
        message = Hl7Message.parse(data)
    except MalformedHl7Error:
        return
    assert "MSH" == message.header.name
    assert isinstance(message.control_id + message.kind + message.event, str)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MSH",
        b"MSH||||||",
        b"MSH|^^\\&|",
        b"MSH|ab\\&|",
        b"PID|1",
        b"MSH|^~\\&|A\rpid|1",
        b"MSH|^~\\&|\xff\xff",
    ],
)
def test_what_is_no_message_is_refused(content: bytes) -> None:
    with pytest.raises(MalformedHl7Error):
        Hl7Message.parse(content)


@pytest.mark.parametrize("charset", ["UNICODE UTF-8", GB18030, "GBK"])
def test_chinese_is_read_by_msh_18(charset: str) -> None:
    letter = Letter(Header(Side("A"), Side("B"), charset=charset), "1", AT)
    sent = adt(letter, "A08", Patient((NUMBER,), "镕〇龥"))
    assert sent == Hl7Message.parse(sent.to_bytes())


@pytest.mark.parametrize("charset", ["", "UNICODE UTF-8", "NO SUCH"])
def test_what_msh_18_does_not_tell_is_tried(charset: str) -> None:
    line = f"MSH|^~\\&|A|||||||||||||||{charset}\rPID|||1^^^H||张三"
    for codec in ("utf-8", "gb18030"):
        assert "张三" == Hl7Message.parse(line.encode(codec)).first("PID").text(5)


def test_a_bar_inside_a_chinese_character_separates_nothing() -> None:
    name = b"\x81\x7c\x81\x5e".decode("gb18030")
    letter = Letter(Header(Side("A"), Side("B"), charset=GB18030), "1", AT)
    content = adt(letter, "A08", Patient((NUMBER,), name)).to_bytes()
    assert name == Hl7Message.parse(content).first("PID").text(5)


def test_a_character_that_msh_18_lacks_is_refused() -> None:
    letter = Letter(Header(Side("A"), Side("B"), charset="ASCII"), "1", AT)
    with pytest.raises(MalformedHl7Error):
        adt(letter, "A08", PATIENT).to_bytes()
    unknown = Letter(Header(Side("A"), Side("B"), charset="NO SUCH"), "1", AT)
    with pytest.raises(MalformedHl7Error):
        adt(unknown, "A08", PATIENT).to_bytes()


def test_escapes_are_read_and_unknown_ones_stay() -> None:
    text = (
        r"MSH|^~\&|A" + "\r" + r"NTE|1|a\F\b\S\c\T\d\R\e\E\f\X0D\g\.br\h\H\i\Z9\j\XQ\k"
    )
    read = Hl7Message.parse(text.encode()).first("NTE").text(2)
    assert "a|b^c&d~e\\f\rg\nhi\\Z9\\j\\XQ\\k" == read


def test_other_separators_are_taken_from_the_message() -> None:
    content = b"MSH#*!?%#A\nPID###7*x%y*z!8"
    message = Hl7Message.parse(content)
    assert (("7", "x%y", "z"), ("8",)) == message.first("PID").repetitions(3)
    assert ("x", "y") == message.first("PID").parts(3, 2)
    assert b"MSH#*!?%#A\rPID###7*x%y*z!8\r" == message.to_bytes()


@pytest.mark.parametrize("event", get_args(AdtEvent))
def test_an_adt_event_names_its_structure(event: AdtEvent) -> None:
    message = adt(LETTER, event, PATIENT, VISIT, merged=(NUMBER,))
    read = Hl7Message.parse(message.to_bytes())
    assert (f"ADT^{event}", event) == (read.kind, read.event)
    assert STRUCTURES[event] == read.header.text(9, 3)
    assert (NUMBER,) == identifiers_of(read.first("PID"))
    assert (NUMBER,) == identifiers_of(read.first("MRG"), 1)
    assert ("W-3", "12") == (read.first("PV1").text(3), read.first("PV1").text(3, 3))


@pytest.mark.parametrize("event", get_args(SiuEvent))
def test_a_booking_is_told_by_siu(event: SiuEvent) -> None:
    message = siu(LETTER, event, PATIENT, Booking("B-1", "D-7", AT))
    read = Hl7Message.parse(message.to_bytes())
    assert ("SIU", event, "B-1") == (
        read.header.text(9),
        read.event,
        read.first("SCH").text(1),
    )
    assert "20260302090000+0800" == read.first("AIS").text(4)


def test_reports_charges_referrals_and_questions_are_messages() -> None:
    results = oru(LETTER, PATIENT, "R-1", ("K", "钾"), [Finding("K", "钾", "4.1")])
    charges = dft(LETTER, PATIENT, [Charge("C-1", "LAB", Decimal("12.5"), AT)])
    referral = ref(LETTER, PATIENT, "F-1", "03", "O")
    assert "4.1" == results.first("OBX").text(5)
    assert ("12.50", "CNY") == charges.first("FT1").repetitions(11)[0]
    assert "F-1" == referral.first("RF1").text(6)
    assert "H2" == pix_query(LETTER, NUMBER, ["H2"]).first("QPD").text(4, 4)
    asked = pdq_query(LETTER, NUMBER).first("QPD").repetitions(3)
    assert (("@PID.3.1", "Z1"), ("@PID.3.4", "H1")) == asked


def test_an_answer_goes_back_to_who_asked() -> None:
    answer = answer_to(MESSAGE, "AE", at=AT, control_id="9", error="204", text="no")
    said = acknowledgement_of(Hl7Message.parse(answer.to_bytes()))
    assert said is not None
    assert ("AE", "M-1", "204") == (said.code, said.control_id, said.error)
    assert ("HIS", "EHC") == (answer.header.text(3), answer.header.text(5))
    assert acknowledgement_of(MESSAGE) is None


def test_the_same_key_is_the_same_control_id() -> None:
    assert control_id_of("k") == control_id_of("k") != control_id_of("l")
    assert 20 == len(control_id_of("k"))


def test_nothing_about_a_patient_is_in_a_repr() -> None:
    assert "张三" not in repr(MESSAGE) + repr(PATIENT)
    assert "Z1" not in repr(NUMBER)
