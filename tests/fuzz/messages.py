"""What a HIS and a hospital platform send: HL7 v2 over MLLP, SOAP with HL7 V3 in it."""

from datetime import UTC, datetime

from ehealthcard.adapters.hip import (
    ENCOUNTER,
    PERSON,
    STANDARD,
    Call,
    HipService,
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
from ehealthcard.adapters.hip import Acknowledgement as HipAcknowledgement
from ehealthcard.adapters.hip import Header as HipHeader
from ehealthcard.adapters.hl7 import (
    GB18030,
    UTF_8,
    FrameReader,
    Header,
    Hl7Message,
    Letter,
    Patient,
    PatientIdentifier,
    Side,
    Visit,
    acknowledgement_of,
    adt,
    answer_to,
    framed,
    identifiers_of,
)

from .mutator import NASTY_TEXT, Mutator
from .run import Make, Parse, Parser

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
SAMPLE = Patient((PatientIdentifier("Z1", "H1", "MR"),), "张三")
HEADER = HipHeader("m-1", AT, "HIP", "EHC")


def _letters() -> list[bytes]:
    made: list[bytes] = []
    for charset in (UTF_8, GB18030):
        letter = Letter(
            Header(Side("HIS", "H1"), Side("EHC"), charset=charset), "M", AT
        )
        asked = adt(letter, "A01", SAMPLE, Visit("V-1", "I", "W", "1"))
        answer = answer_to(asked, "AE", at=AT, control_id="1", text="no")
        made += [asked.to_bytes(), answer.to_bytes()]
    return made


def _hl7() -> tuple[Make, Parse]:
    seeds = _letters()

    def parse(data: bytes) -> object:
        message = Hl7Message.parse(data)
        answer = answer_to(message, "AE", at=AT, control_id="1").to_bytes()
        said = acknowledgement_of(message), identifiers_of(message.first("PID"))
        return Hl7Message.parse(answer), message.kind, message.event, repr(said)

    return lambda m: m.octets(seeds), parse


def _frames() -> tuple[Make, Parse]:
    seeds = [framed(one) for one in _letters()]

    def make(m: Mutator) -> tuple[bytes, int]:
        return m.octets(seeds) + m.octets(seeds), 1 + m.below(80)

    def parse(given: tuple[bytes, int]) -> object:
        data, size = given
        reader = FrameReader(limit=300)
        return [reader.feed(data[n : n + size]) for n in range(0, len(data), size)]

    return make, parse


def _payloads() -> list[str]:
    person = PERSON.write({"document": "11010519491231002X", "died": AT})
    stay = ENCOUNTER.write({"admission": "Z-1", "disposition": "5", "starts": AT})
    ack = HipAcknowledgement(accepted=False, of="m-1", says="不存在", code="X1")
    return [
        write_message(HipService.PERSON_UPDATE.facts.root, HEADER, person),
        write_message(HipService.DISCHARGE_ADD.facts.root, HEADER, stay),
        write_acknowledgement(HEADER, ack),
    ]


def _envelopes() -> tuple[Make, Parse]:
    calls = [write_call(Call("A", one), STANDARD) for one in _payloads()]
    calls.append(calls[0].replace(b"UTF-8", b"GBK").decode().encode("gb18030"))
    replies = [write_reply(one, STANDARD) for one in _payloads()]
    replies.append(write_fault(by_sender=True, code="X", says="x"))

    def make(m: Mutator) -> tuple[bool, bytes]:
        is_call = bool(m.below(2))
        return is_call, m.octets(calls if is_call else replies)

    def parse(given: tuple[bool, bytes]) -> object:
        is_call, data = given
        return repr((read_call if is_call else read_reply)(data, STANDARD))

    return make, parse


def _hl7_v3() -> tuple[Make, Parse]:
    seeds = _payloads()
    alphabet = "<>&;/=\"'# xmlns:id01" + "".join(t for t in NASTY_TEXT if len(t) == 1)

    def parse(text: str) -> object:
        _, root = read_message(text)
        return PERSON.read(root), ENCOUNTER.read(root), read_acknowledgement(text)

    return lambda m: m.text(seeds, alphabet), parse


PARSERS = [
    Parser("hl7-message", _hl7),
    Parser("mllp-frames", _frames),
    Parser("hip-envelope", _envelopes, share=0.5),
    Parser("hip-payload", _hl7_v3, share=0.5),
]
