"""The one base class of data: closed, strict, immutable, and silent on values."""

import copy
import json
import pickle
import re
import traceback
from collections.abc import Callable, Iterator
from datetime import date, datetime
from importlib import import_module
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from ehealthcard.codesets import SHANGHAI, Sex
from ehealthcard.errors import InvalidInputError
from ehealthcard.models import PRIVATE, Day, Model, Moment

SECRET = "zhangsan"


class Address(Model):
    """A nested model."""

    city: str
    street: Annotated[str, PRIVATE]


class Visit(Model):
    """One of every sort of field."""

    name: Annotated[str, PRIVATE]
    sex: Sex
    born: Day
    seen_at: Moment
    homes: tuple[Address, ...]
    notes: dict[str, int] = Field(default_factory=dict[str, int])
    counts: dict[int, int] = Field(default_factory=dict[int, int])
    main: Address | None = None
    age: Annotated[int, Field(ge=0, le=200)] = 0
    hospitalCode: str = ""  # noqa: N815  # as platforms call it


GOOD = {
    "name": "甲乙",
    "sex": "1",
    "born": "1990-01-31",
    "seen_at": "2026-11-23T08:00:00+08:00",
    "homes": [{"city": "x", "street": "y"}],
}
HOME = Address(city="x", street="y")
VISIT = Visit(
    name="甲乙",
    sex=Sex.MALE,
    born=date(1990, 1, 31),
    seen_at=datetime(2026, 11, 23, 8, tzinfo=SHANGHAI),
    homes=(HOME,),
)
READERS: list[Callable[[object], object]] = [
    Visit.from_data,
    lambda data: Visit.from_json(json.dumps(data)),
    lambda data: Visit.from_json(json.dumps(data).encode()),
]
every_reader = pytest.mark.parametrize("read", READERS, ids=["data", "text", "bytes"])


def refusal(make: Callable[[], object]) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as caught:
        make()
    error = caught.value
    assert "INPUT_INVALID" == error.code
    assert error.__cause__ is None
    assert error.__suppress_context__
    assert "ValidationError" not in "".join(traceback.format_exception(error))
    return error


def fields(make: Callable[[], object]) -> object:
    error = refusal(make)
    assert error.facts.keys() == {"model", "fields"}
    return str(error.facts["fields"])


@every_reader
def test_json_like_data_is_read(read: Callable[[object], object]) -> None:
    assert VISIT == read(GOOD)


def test_what_is_written_is_read_again() -> None:
    data = VISIT.to_json()
    assert isinstance(data, bytes)
    assert VISIT == Visit.from_json(data) == Visit.from_json(data.decode())
    assert "甲乙" in data.decode("utf-8")
    assert data == Visit.from_json(data).to_json()


@pytest.mark.parametrize("name", ["name", "sex", "born", "seen_at", "homes"])
@every_reader
def test_a_missing_field_is_named(read: Callable[[object], object], name: str) -> None:
    data = {n: v for n, v in GOOD.items() if n != name}
    assert name == fields(lambda: read(data))


@every_reader
def test_every_wrong_field_is_named_once_and_in_order(
    read: Callable[[object], object],
) -> None:
    data = GOOD | {"sex": "7", "born": "1990-02-30", "name": None}
    error = refusal(lambda: read(data))
    assert {"model": "Visit", "fields": "born, name, sex"} == error.facts
    assert "Visit is not acceptable; check born, name, sex." == error.english
    assert "Visit 数据不符合要求，请检查 born, name, sex。" == error.chinese


@every_reader
def test_a_wrong_field_within_a_field_is_named_with_its_place(
    read: Callable[[object], object],
) -> None:
    homes = [{"city": "x", "street": "y"}, {"city": "x"}, {"city": 7, "street": "y"}]
    got = fields(lambda: read(GOOD | {"homes": homes, "main": {"city": "x"}}))
    assert "homes.1.street, homes.2.city, main.street" == got


@every_reader
@pytest.mark.parametrize("name", [SECRET, "110105", "张三", "NAME", "", "_x"])
def test_an_unknown_field_is_not_quoted(
    read: Callable[[object], object], name: str
) -> None:
    inner = {"city": "x", "street": "y", name: "x"}
    for data, known in (
        (GOOD | {name: "x"}, " / ".join(sorted(Visit.model_fields))),
        (GOOD | {"homes": [inner]}, "city / street"),
        (GOOD | {"main": inner}, "city / street"),
    ):
        expected = f"an unknown field (known: {known})"
        assert expected == fields(lambda data=data: read(data))  # type: ignore[misc]  # bound now


@every_reader
def test_a_key_that_the_sender_made_up_is_not_quoted(
    read: Callable[[object], object],
) -> None:
    for data in (GOOD | {"notes": {SECRET: "x"}}, GOOD | {"counts": {SECRET: 1}}):
        error = refusal(lambda data=data: read(data))  # type: ignore[misc]  # bound now
        assert SECRET not in f"{error}{error!r}{error.chinese}"
        assert str(error.facts["fields"]).startswith(("notes", "counts"))


def test_a_number_that_the_sender_made_up_is_not_quoted() -> None:
    error = refusal(lambda: Visit.from_data(GOOD | {"counts": {19900131: "x"}}))
    assert "19900131" not in f"{error}{error!r}"


@every_reader
def test_a_field_is_named_as_it_is_declared(read: Callable[[object], object]) -> None:
    assert "hospitalCode" == fields(lambda: read(GOOD | {"hospitalCode": 7}))


@pytest.mark.parametrize(
    "data",
    [None, 1, "x", [], [GOOD], True, float("nan")],
    ids=["null", "number", "text", "list", "list of one", "true", "NaN"],
)
@every_reader
def test_what_is_no_object_is_refused_as_a_whole(
    read: Callable[[object], object], data: object
) -> None:
    assert "the whole" == fields(lambda: read(data))
    assert "请检查 整体。" in refusal(lambda: read(data)).chinese


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{",
        "[" * 100_000,
        "\ud800",
        '{"name": "\ud800"}',
        b"\xff",
        b"\0",
        b'{"age": ' + b"9" * 5000 + b"}",
        b'{"a": 1} x',
    ],
    ids=range(9),
)
def test_what_is_no_json_is_refused(data: bytes | str) -> None:
    assert "Visit" == refusal(lambda: Visit.from_json(data)).facts["model"]


def test_data_that_holds_itself_is_refused() -> None:
    endless: dict[str, object] = {}
    endless["main"] = endless
    error = refusal(lambda: Visit.from_data(GOOD | {"main": endless}))
    assert "main" in str(error.facts["fields"])
    loop: list[object] = []
    loop.append(loop)
    assert "homes.0" == fields(lambda: Visit.from_data(GOOD | {"homes": loop}))


def test_a_constructor_refuses_like_a_reader() -> None:
    error = refusal(lambda: Address(city=7))  # type: ignore[call-arg]  # what is tested
    assert {"model": "Address", "fields": "city, street"} == error.facts
    surplus = {"zip": "z"}
    more = refusal(lambda: Address(city="x", street="y", **surplus))
    assert more.english.endswith("check an unknown field (known: city / street).")
    assert more.chinese.endswith("请检查 未知字段（可用：city / street）。")


def test_a_constructor_takes_exact_types_only() -> None:
    for wrong in ({"sex": "1"}, {"born": "1990-01-31"}, {"age": "7"}, {"age": 7.0}):
        assert next(iter(wrong)) == fields(
            lambda wrong=wrong: Visit(**(dict(VISIT) | wrong))  # type: ignore[misc]  # bound now
        )


@pytest.mark.parametrize("age", [-1, 201])
def test_a_value_out_of_range_is_refused(age: int) -> None:
    assert "age" == fields(lambda: Visit.from_data(GOOD | {"age": age}))


NO_DAY = ["20261123080000", "19900131", "1795000000", "0", "1e9", "-1", "1.5", ""]
NO_DAY_EITHER: list[object] = [1_795_000_000, 0, 1.5, True, None, ["1990-01-31"]]


@pytest.mark.parametrize("name", ["born", "seen_at"])
@pytest.mark.parametrize("digits", [*NO_DAY, *NO_DAY_EITHER], ids=str)
@every_reader
def test_digits_are_not_taken_for_seconds_since_1970(
    read: Callable[[object], object], digits: object, name: str
) -> None:
    assert name == fields(lambda: read(GOOD | {name: digits}))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T08:00:00+08:00",
        "2026-11-23T00:00:00Z",
        "2026-11-23T00:00:00.000+00:00",
        "2026-11-22T19:00:00-05:00",
    ],
)
@every_reader
def test_a_moment_is_one_in_whatever_time_zone_it_is_written(
    read: Callable[[object], object], text: str
) -> None:
    assert VISIT == read(GOOD | {"seen_at": text})


@every_reader
def test_a_moment_without_a_time_zone_is_refused(
    read: Callable[[object], object],
) -> None:
    for text in ("2026-11-23T08:00:00", "2026-11-23", "2026-11-23T08:00"):
        assert "seen_at" == fields(lambda text=text: read(GOOD | {"seen_at": text}))  # type: ignore[misc]  # bound now


def test_days_and_moments_may_be_given_as_such() -> None:
    given_as_such = {"born": VISIT.born, "seen_at": VISIT.seen_at}
    assert VISIT == Visit.from_data(GOOD | given_as_such)
    naive = VISIT.seen_at.replace(tzinfo=None)
    assert "seen_at" == fields(lambda: Visit.from_data(GOOD | {"seen_at": naive}))
    assert "seen_at" == fields(lambda: Visit(**(dict(VISIT) | {"seen_at": naive})))


@given(
    st.sampled_from(sorted(GOOD)),
    st.text("0123456789甲乙丙丁ABCXYZ", min_size=6, max_size=30).map("甲".__add__),
)
def test_no_error_quotes_a_value(name: str, value: str) -> None:
    for wrong in (value, [value], {value: value}, [{"city": value}]):
        data = GOOD | {name: wrong, "age": value}
        error = refusal(lambda data=data: Visit.from_data(data))  # type: ignore[misc]  # bound now
        told = "".join(traceback.format_exception(error))
        told += f"{error!r}{error.args}{error.facts}{error.english}{error.chinese}"
        assert value not in told


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_bytes_are_read_or_refused_with_an_error_of_ours(data: bytes | str) -> None:
    with pytest.raises(InvalidInputError):
        Visit.from_json(data)


def below(model: type[Model]) -> Iterator[type[Model]]:
    for kind in model.__subclasses__():
        yield kind
        yield from below(kind)


def test_no_model_of_the_sdk_takes_digits_for_a_time() -> None:
    for room in ("desk", "services.catalogue"):
        import_module(f"ehealthcard.{room}")
    taken = [
        f"{model.__name__}.{name}"
        for model in below(Model)
        if model.__module__.startswith("ehealthcard.")
        for name, field in model.model_fields.items()
        if re.search("[dD]atetime", str(field.annotation))
        and name not in re.split(r"\W+", str(fields(reading(model, name))))
    ]
    assert [] == taken


def reading(model: type[Model], name: str) -> Callable[[], object]:
    return lambda: model.from_json(json.dumps({name: "20261123080000"}))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(Visit.model_fields)), json_values)
def test_any_value_is_read_or_refused_with_an_error_of_ours(
    name: str, value: object
) -> None:
    for read in READERS:
        try:
            visit = read(GOOD | {name: value})
        except InvalidInputError:
            continue
        assert isinstance(visit, Visit)
        assert visit == Visit.from_json(visit.to_json())


def test_a_private_field_does_not_show() -> None:
    assert "Address(city='x')" == repr(HOME)
    assert "city='x'" == str(HOME)
    assert "甲乙" not in repr(VISIT)
    assert "甲乙" not in str([VISIT])
    assert "homes=(Address(city='x'),)" in repr(VISIT)


def test_a_model_cannot_be_changed() -> None:
    with pytest.raises((ValidationError, InvalidInputError, AttributeError)):
        VISIT.age = 7
    with pytest.raises((ValidationError, InvalidInputError, AttributeError)):
        del VISIT.age
    assert 0 == VISIT.age


def test_an_attempt_to_change_a_model_does_not_quote_the_value() -> None:
    refused = (ValidationError, InvalidInputError, AttributeError)
    with pytest.raises(refused) as caught:
        VISIT.name = SECRET
    assert SECRET not in f"{caught.value}{caught.value!r}"


def test_equal_models_are_found_as_keys() -> None:
    again = Address(city="x", street="y")
    assert {HOME} == {HOME, again}
    assert Address(city="x", street="z") != HOME


def test_a_model_can_be_copied_and_pickled() -> None:
    pickled = pickle.loads(pickle.dumps(VISIT))  # noqa: S301  # our own bytes
    assert VISIT == pickled == copy.deepcopy(VISIT)
