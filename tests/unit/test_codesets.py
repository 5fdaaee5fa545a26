"""Code sets: national codes with a name in two languages."""

import copy
import json
import pickle
import re
from datetime import UTC, datetime, timedelta

import pytest

from ehealthcard.codesets import (
    SHANGHAI,
    CardStep,
    Carrier,
    Channel,
    CostType,
    Ethnicity,
    IdKind,
    Kinship,
    Labelled,
    Sex,
    TerminalType,
)
from ehealthcard.errors import InvalidInputError
from ehealthcard.models import Model

CODE_SETS: list[type[Labelled]] = [
    CardStep,
    Carrier,
    Channel,
    CostType,
    Ethnicity,
    IdKind,
    Kinship,
    Sex,
    TerminalType,
]
MEMBERS = [member for codes in CODE_SETS for member in codes]
every_code_set = pytest.mark.parametrize("codes", CODE_SETS)


class Coded(Model):
    """A model with a field of every code set."""

    step: CardStep = CardStep.OTHER
    channel: Channel = Channel.OTHER
    kind: IdKind = IdKind.OTHER
    kinship: Kinship = Kinship.OTHER
    sex: Sex = Sex.UNKNOWN
    carrier: Carrier = Carrier.ELECTRONIC
    cost: CostType = CostType.OTHER
    ethnicity: Ethnicity = Ethnicity.OTHER
    terminal: TerminalType = TerminalType.OTHER


FIELDS = {
    CardStep: "step",
    Channel: "channel",
    IdKind: "kind",
    Kinship: "kinship",
    Sex: "sex",
    Carrier: "carrier",
    CostType: "cost",
    Ethnicity: "ethnicity",
    TerminalType: "terminal",
}


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (Sex, "0 1 2 9"),
        (Kinship, "0 1 2 3 4 5 6 7 8"),
        (IdKind, "01 02 03 04 05 06 07 08 A1 A2 99"),
        (
            CardStep,
            "000000 010101 010102 010103 010104 010105 010106 010107 010108 010109",
        ),
        (Channel, "0100 0200 0300 0401 0402 9900"),
        (Carrier, "01 11"),
        (CostType, "0100 0200 0300 0000"),
        (Ethnicity, " ".join(f"{n:02}" for n in (*range(1, 57), 97, 98))),
        (TerminalType, "01 02 99"),
    ],
)
def test_the_codes_are_those_of_the_standard(
    codes: type[Labelled], expected: str
) -> None:
    assert expected.split() == [member.value for member in codes]


@pytest.mark.parametrize(
    ("member", "zh"),
    [
        (Sex("1"), "男性"),
        (Sex("2"), "女性"),
        (IdKind("01"), "居民身份证"),
        (IdKind("06"), "港澳居民来往内地通行证"),
        (IdKind("08"), "出生医学证明"),
        (Kinship("5"), "父母"),
        (CardStep("010105"), "收费"),
        (Channel("0200"), "自助机"),
        (Ethnicity("01"), "汉族"),
        (Ethnicity("56"), "基诺族"),
    ],
)
def test_a_code_has_its_standard_s_name(member: Labelled, zh: str) -> None:
    assert zh == member.zh


@pytest.mark.parametrize("member", MEMBERS)
def test_every_code_has_a_name_in_both_languages(member: Labelled) -> None:
    assert re.fullmatch("[\u4e00-\u9fff、]+", member.zh)
    assert re.fullmatch("[a-zA-Z ,']+", member.en)


@every_code_set
def test_codes_and_names_are_unique(codes: type[Labelled]) -> None:
    members = list(codes)
    assert list(codes.__members__.values()) == members
    for names in ("value", "zh", "en"):
        assert len(members) == len({getattr(member, names) for member in members})


@every_code_set
def test_a_code_travels_as_its_value(codes: type[Labelled]) -> None:
    for member in codes:
        assert isinstance(member, str)
        assert member.value == str(member) == f"{member}" == "".join(member)
        assert f'"{member.value}"' == json.dumps(member)
        assert member is codes(member.value)


@pytest.mark.parametrize("member", MEMBERS)
def test_a_code_goes_to_json_and_back_by_its_value(member: Labelled) -> None:
    name = FIELDS[type(member)]
    model = Coded.from_data({name: member.value})
    assert member is getattr(model, name)
    stored = json.loads(model.to_json())
    assert member.value == stored[name]
    assert model == Coded.from_json(model.to_json())
    assert member is getattr(Coded.from_json(model.to_json()), name)


@pytest.mark.parametrize("name", FIELDS.values())
@pytest.mark.parametrize("code", ["", "-1", "居民身份证", 1, None, "男性", "OTHER"])
def test_a_code_that_does_not_exist_is_refused(name: str, code: object) -> None:
    with pytest.raises(InvalidInputError) as caught:
        Coded.from_json(json.dumps({name: code}))
    assert {"model": "Coded", "fields": name} == caught.value.facts


@every_code_set
def test_an_unknown_code_is_no_member(codes: type[Labelled]) -> None:
    for code in ("", "x", "00", "男"):
        with pytest.raises(ValueError, match="is not a valid"):
            codes(code)


@pytest.mark.parametrize("member", MEMBERS)
def test_a_code_can_be_copied_and_pickled(member: Labelled) -> None:
    pickled = pickle.loads(pickle.dumps(member))  # noqa: S301  # our own bytes
    assert member is copy.deepcopy(member) is pickled


def test_china_has_one_time_zone_and_no_daylight_saving() -> None:
    for month in (1, 7):
        noon = datetime(2026, month, 1, 12, tzinfo=SHANGHAI)
        assert timedelta(hours=8) == noon.utcoffset()
        assert datetime(2026, month, 1, 4, tzinfo=UTC) == noon
        assert "Asia/Shanghai" == noon.tzname()
