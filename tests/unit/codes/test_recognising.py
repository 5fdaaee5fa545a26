"""A text and what it may be: declared kinds, check characters, hostile input."""

import string
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.codes import (
    SHIPPED,
    Ambiguous,
    Assurance,
    CodeKind,
    IssuerKind,
    RecognisedCode,
    Route,
    Sureness,
    admission_number,
    checks,
    medical_record,
    recognise,
    visit_card,
)
from ehealthcard.codes.text import LONGEST
from ehealthcard.crypto.mac import LocalMac
from ehealthcard.crypto.suite import Suite
from ehealthcard.errors import (
    DefinitionError,
    MalformedCodeError,
    UnknownCodeError,
)
from ehealthcard.qr import national

CARD = "3E3CD944" * 8
LICENCE = "11100000000013338W00211320482014138860P201807250201001M"
HOSPITALS = SHIPPED.plus(
    visit_card("H1", r"8[0-9]{9}", check=checks.luhn),
    medical_record("H1", r"[0-9]{1,8}", width=8),
    admission_number("H1", r"ZY[0-9]{6}"),
    medical_record("H2", r"[0-9]{6}"),
)
SAMPLES = {
    f"{CARD}:1": ("health-card-text", "card-manager", CARD),
    f"85:{CARD}:1": ("health-card-text", "card-manager", CARD),
    f"{CARD}:0:{'A' * 32}": ("health-card-text", "card-manager", CARD),
    f"{CARD}:9": ("health-card-text", "card-manager", CARD),
    CARD: ("health-card-text", "card-manager", CARD),
    f"{CARD}:1::5100A0013": ("other-health-card", "5100A0013", CARD),
    f"{CARD}:0:{'A' * 32}::35020001001": (
        "other-health-card-dynamic",
        "35020001001",
        CARD,
    ),
    "11010519491231002X": ("resident-id", "police", "11010519491231002X"),
    "１１０１０５１９４９１２３１００２ｘ\r\n": (
        "resident-id",
        "police",
        "11010519491231002X",
    ),
    "110105 19491231 002x": ("resident-id", "police", "11010519491231002X"),
    "110105491231002": ("resident-id", "police", "11010519491231002X"),
    "q123456789": ("birth-certificate", "health-commission", "Q123456789"),
    f"1.2.156.3005.2.{LICENCE}": ("e-licence", "11320482014138860P", LICENCE),
    "440300D156000005" + "0A1B2C3D4E5F6071": (
        "social-security-card",
        "mohrss",
        "440300D156000005" + "0A1B2C3D4E5F6071",
    ),
    "630000ec" + "7ioq" * 7 + "ab": (
        "insurance-code",
        "nhsa",
        "630000ec" + "7ioq" * 7 + "ab",
    ),
    "zy004711": ("admission-number", "H1", "ZY004711"),
}


@pytest.mark.parametrize("text", SAMPLES)
def test_a_code_is_known_by_its_form(text: str) -> None:
    found = recognise(text, HOSPITALS)

    assert isinstance(found, RecognisedCode)
    assert SAMPLES[text] == (found.kind.name, found.issuer, found.value)


def test_our_own_code_is_known_whole() -> None:
    found = recognise("EHC1:" + "AB " * 40, SHIPPED)

    assert isinstance(found, RecognisedCode)
    assert ("health-card-code", Route.SCANNED) == (found.kind.name, found.kind.route)
    assert "EHC1:" + "AB " * 40 == found.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "11010519491231002A",
        "110105194912310021",
        "11010519491332002X",
        f"{CARD}:2",
        f"{CARD}0:1",
        f"1.2.156.3005.2.{LICENCE[:-1]}N",
        "1101051949123\u200b1002X",
        "1101051949123\u202e1002X",
        "1101051949123\x001002X",
        "1101051949123\n1002X",
        "11010519491231002\ud800",
        "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X",
        "x" * (LONGEST + 1),
        "\ufdfa" * LONGEST,
        "SELECT 1; --",
        "https://example.com/?q=11010519491231002X",
    ],
)
def test_what_fits_no_kind_is_unknown(text: str) -> None:
    with pytest.raises(UnknownCodeError):
        recognise(text, SHIPPED)


def test_what_fits_two_kinds_is_nobody_s_guess() -> None:
    found = recognise("123456", HOSPITALS)

    assert isinstance(found, Ambiguous)
    assert ("medical-record (H1)", "medical-record (H2)") == found.names
    assert "00123456" == found.choose("medical-record", "H1").value
    for name, issuer in (("medical-record", None), ("visit-card", None), ("x", "H1")):
        with pytest.raises(UnknownCodeError):
            found.choose(name, issuer)


def test_a_check_character_is_surer_than_a_form_but_decides_nothing() -> None:
    numbers = SHIPPED.plus(medical_record("H3", r"[0-9]{17}[0-9X]"))
    found = recognise("11010519491231002X", numbers)

    assert isinstance(found, Ambiguous)
    assert ("resident-id (police)", "medical-record (H3)") == found.names


def test_a_mark_in_the_text_rules_the_others_out() -> None:
    greedy = SHIPPED.plus(medical_record("H3", r"[0-9A-F]{64}"))
    found = recognise(CARD, greedy)

    assert isinstance(found, RecognisedCode)
    assert "health-card-text" == found.kind.name


def test_a_number_is_read_by_the_kind_somebody_names() -> None:
    read = HOSPITALS.read
    assert "00004711" == read("medical-record", "4711", issuer="H1").value
    assert ("senior-card", "O1", "SD-000001") == (
        (found := read("senior-card", "sd-000001", issuer="O1")).kind.name,
        found.issuer,
        found.value,
    )
    licence = read("e-licence", LICENCE)
    assert "11320482014138860P" == licence.issuer
    assert CARD == read("other-health-card", CARD.lower(), issuer="5100A0013").value
    assert CARD == read("other-health-card", f"{CARD}:1::5100A0013").value
    for name, number, more in (
        ("medical-record", "471100", {}),
        ("medical-record", "4711", {"issuer": "H9"}),
        ("senior-card", "SD-000001", {}),
        ("senior-card", "SD-000001", {"issuer": "a b"}),
        ("resident-id", "1", {}),
        ("nothing", "1", {}),
        ("admission-number", "ZY1", {"issuer": "H1"}),
    ):
        with pytest.raises(UnknownCodeError):
            read(name, number, **more)


def test_a_hospital_s_kind_is_a_declaration() -> None:
    own = CodeKind(
        name="dialysis-card",
        zh="透析卡",
        en="dialysis card",
        issued_by=IssuerKind.HOSPITAL,
        issuer="H7",
        patterns=(r"TX(?P<value>[0-9]{4})",),
        check=checks.weighted((7, 9, 10), 10, "0123456789"),
        sureness=Sureness.CHECKED,
        least=Assurance.CONFIRMED,
        term=timedelta(days=365),
    )
    found = recognise("tx1235", SHIPPED.plus(own))

    assert isinstance(found, RecognisedCode)
    assert (own, "H7", "1235") == (found.kind, found.issuer, found.value)
    with pytest.raises(UnknownCodeError):
        recognise("TX1234", SHIPPED.plus(own))
    assert own.find("TX12A5") is None


WRONG: list[dict[str, Any]] = [
    {"name": "Not Kebab"},
    {"zh": ""},
    {"issuer": "a b"},
    {"issuer": None},
    {"patterns": ("(",)},
    {"form": "["},
    {"width": -1},
    {"sureness": Sureness.CHECKED},
    {"term": timedelta(0)},
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda w: next(iter(w)))
def test_a_declaration_that_contradicts_itself_is_refused(
    wrong: dict[str, Any],
) -> None:
    fine: dict[str, Any] = {
        "name": "x-card",
        "zh": "卡",
        "en": "card",
        "issued_by": IssuerKind.HOSPITAL,
        "issuer": "H1",
    }
    CodeKind(**fine)
    with pytest.raises(DefinitionError):
        CodeKind(**fine | wrong)


def test_kinds_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(DefinitionError, match="share"):
        HOSPITALS.plus(medical_record("H1", r"[0-9]+"))
    alone = CodeKind(
        name="x-card",
        zh="卡",
        en="card",
        issued_by=IssuerKind.NATION,
        issuer="x",
        bound_as="y-card",
    )
    with pytest.raises(DefinitionError, match="no kind y-card"):
        SHIPPED.plus(alone)


def test_check_characters_hold() -> None:
    assert checks.luhn("79927398713")
    assert not checks.luhn("79927398710")
    assert not checks.luhn("7992739871X")
    assert checks.mod_37_36(LICENCE)
    assert not checks.mod_37_36(LICENCE[:-1] + "L")
    assert not checks.mod_37_36("")
    assert not checks.mod_37_36("a.b")
    assert checks.resident("11010519491231002X")
    own = checks.weighted((3, 1), 10, "0123456789")
    assert own("125")
    assert not any(own(wrong) for wrong in ("124", "12", "1234", "a25"))


def test_a_digest_says_nothing_without_the_key_and_keeps_kinds_apart() -> None:
    one, two = (LocalMac(Suite.GM, bytes([n]) * 32) for n in (1, 2))
    code = HOSPITALS.read("medical-record", "4711", issuer="H1")
    other = HOSPITALS.read("admission-number", "ZY004711", issuer="H1")

    assert code.digest(one) == HOSPITALS.read("medical-record", "04711").digest(one)
    assert 3 == len({code.digest(one), code.digest(two), other.digest(one)})
    assert 32 == len(code.digest(one))


def test_dynamic_and_static_codes_of_another_region_are_one() -> None:
    key = LocalMac(Suite.INTL, bytes(32))
    texts = (f"{CARD}:1::5100A0013", f"{CARD}:0:{'A' * 32}::5100A0013")
    digests = set()
    for text in texts:
        found = recognise(text, SHIPPED)
        assert isinstance(found, RecognisedCode)
        digests.add(found.digest(key))
    assert 1 == len(digests)


def test_a_code_shows_in_no_repr() -> None:
    found = recognise("11010519491231002X", SHIPPED)

    assert isinstance(found, RecognisedCode)
    assert "19491231" not in repr(found)
    assert "19491231" not in found.masked


HEX = st.text("0123456789ABCDEF", min_size=64, max_size=64)
TAIL = st.one_of(
    st.sampled_from(["", ":1", ":9", ":1::5100A0013", ":2", ":0", ":1:"]),
    st.text("0123456789ABCDEF:", max_size=50),
    st.text("0123456789ABCDEF", min_size=32, max_size=32).map(lambda v: f":0:{v}"),
)


@settings(max_examples=150)
@given(HEX, TAIL)
def test_national_texts_are_those_that_the_parser_takes(card: str, tail: str) -> None:
    try:
        parsed: object = national.parse(card + tail)
    except MalformedCodeError:
        parsed = None
    try:
        found: object = recognise(card + tail, SHIPPED)
    except UnknownCodeError:
        found = None

    assert (parsed is None) == (found is None)


@settings(max_examples=200)
@given(
    st.one_of(
        st.text(max_size=600),
        st.text(string.printable, max_size=90),
        st.text("0123456789X", min_size=14, max_size=19),
    )
)
def test_hostile_text_is_recognised_or_unknown_and_nothing_else(text: str) -> None:
    try:
        found = recognise(text, HOSPITALS)
    except UnknownCodeError:
        return
    codes = found.candidates if isinstance(found, Ambiguous) else (found,)
    for code in codes:
        assert code.value
        assert code.value.isprintable()
        again = recognise(code.text, HOSPITALS)
        assert again == found
